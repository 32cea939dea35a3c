"""Real drag-and-drop from the palette to the canvas, in a process of its own."""

import os
import subprocess
import sys


def test_pieces_dragged_from_the_palette_stand_where_they_were_dropped(tmp_path):
    environment = os.environ | {
        "QT_QPA_PLATFORM": "minimal",
        "XDG_CONFIG_HOME": str(tmp_path),
        "HOME": str(tmp_path),
    }
    done = subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.palette_drag"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    # Dropped by its middle and on the grid; the one that Escape ended left nothing behind.
    assert done.stdout.splitlines() == ["a leaf -272 -48", "b tanh 128 32"]
