"""The window on screens of all sizes, each in a process of its own that has no other screen."""

import json
import os
import subprocess
import sys

import pytest

SCRIPT = """
import os, sys
from pathlib import Path
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from app.window.about import AboutDialog, LicencesDialog
from app.model.files.point_table import read_table
from app.start.application import make_window
from app.window.build import build_workspace
from app.ui.screen_room import room_on
from app.state.preferences import Preferences
from app.window.shortcuts_dialog import ShortcutsDialog
from app.train.points.import_dialog import PointImport

application = QApplication([])
if "SAID_TO_BE_WAYLAND" in os.environ:
    QGuiApplication.platformName = lambda: "wayland"
window = make_window(Preferences(Path(sys.argv[1])))
workspace = build_workspace(window)
window.show()
application.processEvents()
if len(sys.argv) > 2:
    window.resize(*map(int, sys.argv[2:]))
application.processEvents()
sizes = window.geometry(), window.minimumSize(), window.screen().availableGeometry()
print(*(part for size in sizes for part in (size.width(), size.height())))
print(sizes[2].contains(window.frameGeometry()))
table = read_table(b"a,b,c\\n1,2,up\\n2,x,up\\n3,4,down\\n4,5,down")
for dialog in (
    ShortcutsDialog(workspace.actions_table.shortcuts(), window), AboutDialog(window),
    LicencesDialog(window),
    PointImport("points.csv", table, workspace.session.setup, window),
):
    dialog.show()
    application.processEvents()
    room = room_on(window.screen())
    if dialog.size().boundedTo(room) != dialog.size():
        print(type(dialog).__name__, dialog.size().toTuple(), "on", room.toTuple())
window.close()
"""


@pytest.fixture
def start(tmp_path):
    """Opens the window on a screen, resizes it, and gives its size, its least, and the screen's."""

    def begin(width, height, scale=1.0, resized=(), **more):
        screen = {"name": "a screen", "x": 0, "y": 0, "width": width, "height": height,
                  "logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1.0}  # fmt: skip
        screens = tmp_path / "screens.json"
        screens.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        environment = os.environ | {
            "QT_QPA_PLATFORM": f"offscreen:configfile={screens}",
            "QT_SCALE_FACTOR": str(scale), **more,
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, tmp_path / "ini", *map(str, resized)],
            env=environment, capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        sizes, inside, *too_large = done.stdout.splitlines()
        assert too_large == []
        numbers = list(map(int, sizes.split()))
        return tuple(numbers[:2]), tuple(numbers[2:4]), tuple(numbers[4:]), inside == "True"

    return begin


@pytest.mark.parametrize(
    ("screen", "scale", "size", "least"),
    [
        ((1920, 1080), 1.0, (1440, 900), (900, 560)),
        ((1280, 720), 1.0, (1256, 672), (900, 560)),
        ((1024, 768), 1.0, (1000, 720), (900, 560)),
        ((1366, 768), 1.5, (887, 464), (887, 464)),
        ((800, 600), 1.0, (776, 552), (776, 552)),
    ],
)
def test_the_window_is_never_larger_than_the_screen(start, screen, scale, size, least):
    assert start(*screen, scale)[:2] == (size, least)


def test_a_window_that_was_larger_comes_back_within_a_smaller_screen(start):
    assert start(1920, 1080, resized=(1800, 950))[0] == (1800, 950)
    size, _, room, inside = start(1366, 768, 1.5)
    assert size[0] <= room[0]
    assert size[1] <= room[1]
    assert inside


def test_under_wayland_a_window_leaves_room_for_the_panels_that_it_can_t_know_of(start):
    wayland = {"SAID_TO_BE_WAYLAND": "1"}
    size, least, *_ = start(1024, 600, resized=(1024, 590), **wayland)
    assert (size, least) == ((1024, 590), (900, 512))
    assert start(1024, 600, **wayland)[0] == (1000, 512)
