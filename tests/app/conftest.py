"""A window as the program makes it, with settings of its own, and a hand to use it with."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.errors.hooks import ErrorHooks
from app.errors.log import Log
from app.model.catalogue.examples import load_example
from app.start.application import keep_safe
from app.state.preferences import Preferences
from app.state.session import Session
from app.ui.theme import LIGHT, Theme, current_tokens, palette
from app.window.build import build_window
from tests.app.hand import Hand


@pytest.fixture(autouse=True)
def own_settings(tmp_path):
    """No test reads or writes the settings of whoever runs it."""
    QSettings.setPath(
        QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "settings")
    )


@pytest.fixture(autouse=True)
def nothing_left():
    """Widgets are deleted after each test, and not when an event loop next runs: a hundred old ones
    slow every new one down, and fill the memory.
    """
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if current_tokens() is not LIGHT:
        QGuiApplication.setPalette(palette(LIGHT))


@pytest.fixture
def session():
    return Session()


@pytest.fixture
def workspace(qtbot, session):
    """A window's workspace with the cheatsheet's example in it, as at the first start."""
    workspace = build_window(session, Preferences(), Theme("light"))
    window = workspace.window
    session.open(load_example("cheatsheet"))
    window.resize(1600, 900)
    window.show()
    qtbot.waitExposed(window)
    workspace.graph_page.view.fit()
    workspace.graph_page.view.setFocus()
    yield workspace
    # The platform offscreen would free what is left there after Python has gone, and crash.
    QGuiApplication.clipboard().clear()
    # Closing asks about unsaved changes: a test has nobody to answer.
    session.open(session.graph)
    window.close()
    window.deleteLater()


@pytest.fixture
def window(workspace):
    return workspace.window


@pytest.fixture
def view(workspace):
    return workspace.graph_page.view


@pytest.fixture
def hand(workspace):
    return Hand(workspace)


@pytest.fixture
def answer(monkeypatch):
    """What the user answers to the next questions; what was asked and told is kept."""
    asked = []
    answers = []

    def execute(box):
        asked.append(f"{box.text()} {box.informativeText()}".strip())
        return answers.pop(0) if answers else QMessageBox.StandardButton.Ok

    monkeypatch.setattr(QMessageBox, "exec", execute)
    execute.asked, execute.next = asked, answers.append
    return execute


@pytest.fixture
def choose(monkeypatch):
    """The file that the user chooses next, in either dialog."""
    names = []
    for dialog in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, dialog, lambda *_: (str(names.pop(0)), ""))
    return names.append


@pytest.fixture
def safety(workspace, tmp_path):
    """What the program adds to a window so that nothing is lost; its files are in `data`."""
    return keep_safe(workspace, ErrorHooks(Log(tmp_path / "data" / "logs")), tmp_path / "data")
