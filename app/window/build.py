"""Builds the workspace in a window, and connects the commands of its menus."""

from __future__ import annotations

from app.model.catalogue.examples import load_example
from app.model.files.setup_json import read_settings
from app.model.training.setup import Setup
from app.state.preferences import Preferences
from app.state.session import Session
from app.ui.theme import Theme
from app.ui.translation import say
from app.window.commands import Commands
from app.window.frame import MainWindow
from app.window.workspace import Workspace

FIRST_EXAMPLE = "cheatsheet"


def build_workspace(window: MainWindow, session: Session | None = None) -> Workspace:
    """For a session, or for a new one with the first example in it."""
    settings = window.settings
    began = session
    if session is None:
        training = read_settings(settings.training) if settings.training else None
        session = Session(Setup(training) if training else None)
    workspace = Workspace(window, session)
    workspace.actions_table.connect(Commands(workspace).slots())
    workspace.begin()
    if began is None:
        session.open_beside_training(load_example(FIRST_EXAMPLE))
    if problem := settings.problem:
        workspace.notices.post("settings", say(problem))
    window.filled.emit(workspace)
    return workspace


def build_window(session: Session, settings: Preferences, theme: Theme) -> Workspace:
    """A window with its workspace, not shown yet."""
    return build_workspace(MainWindow(settings, theme), session)
