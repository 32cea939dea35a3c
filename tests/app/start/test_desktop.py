"""What desktops know the program and its window by."""

import ctypes
import re
import sys
from types import SimpleNamespace

from PySide6.QtGui import QGuiApplication

import resources
from app.model.catalogue.examples import load_example
from app.start.application import name_application
from tests.app.model.graph_files import save


def test_windows_and_their_menu_entry_have_one_name(qapp):
    name_application()
    entry = resources.path("desktop", "chalkgrad.desktop").read_text(encoding="utf-8")
    (name,) = re.findall(r"^StartupWMClass=(.*)$", entry, re.MULTILINE)
    # X11 takes the class of a window from the first, Wayland from the second.
    assert qapp.applicationName() == QGuiApplication.desktopFileName() == name == "chalkgrad"


def test_on_windows_all_windows_are_one_program_in_the_task_bar(monkeypatch):
    told = []
    shell = SimpleNamespace(SetCurrentProcessExplicitAppUserModelID=told.append)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(shell32=shell), raising=False)
    name_application()
    assert told == []
    monkeypatch.setattr(sys, "platform", "win32")
    name_application()
    assert told == ["Chalkgrad.Chalkgrad"]


def test_the_window_knows_its_file_and_has_its_title(hand, workspace, window, tmp_path):
    path = tmp_path / "net.chalk"
    save(path, load_example("order"))
    workspace.open(path)
    assert window.windowFilePath() == str(path)
    assert window.windowTitle() == "net.chalk[*] — Chalkgrad"
    hand.trigger("new")
    assert window.windowFilePath() == ""
    assert window.windowTitle() == "Untitled[*] — Chalkgrad"
