"""Real drag-and-drop, to the canvas and from the desktop, each in a process of its own."""

import os
import subprocess
import sys

import resources


def run(tmp_path, *command):
    """The lines that a program prints, on a platform where a drag is a real one."""
    environment = os.environ | {
        "QT_QPA_PLATFORM": "minimal",
        "XDG_CONFIG_HOME": str(tmp_path),
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-m", *command],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_pieces_dragged_from_the_palette_stand_where_they_were_dropped(tmp_path):
    # Dropped by its middle and on the grid; the one that Escape ended left nothing behind.
    stand = ["a leaf -272 -48", "b tanh 128 32", "no row is lit"]
    assert run(tmp_path, "tests.end_to_end.palette_drag") == stand


def test_a_file_dragged_onto_a_text_field_opens_and_is_not_typed_into_it(tmp_path):
    file = str(resources.path("examples", "order.chalk"))
    opened = ["order.chalk", "b = a + a; c = b + b"]
    assert run(tmp_path, "tests.end_to_end.file_drag", file) == opened
