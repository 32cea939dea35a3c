"""LayoutMemory: what of the window is as it was at the last end of the program."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from app.graph.page import WIDTHS, GraphPage
from app.model.files.setup_json import settings_text
from app.state.preferences import Preferences
from app.state.session import Session
from app.ui.widgets.section import Section


class LayoutMemory:
    """Gives the window its splitter and its folded sections, and keeps them.

    The settings of the training are kept too, where they are others than at the start.
    """

    def __init__(
        self, window: QMainWindow, page: GraphPage, session: Session, settings: Preferences
    ):
        self._window = window
        self._splitter = page.splitter
        self._sections = {section: section.is_open for section in page.findChildren(Section)}
        self._session = session
        self._settings = settings
        self._known_training = session.setup

    def restore(self) -> None:
        """Make it all as it is remembered; as at the first start where it is not."""
        self._splitter.setSizes(WIDTHS)
        if place := self._settings.place("palette"):
            self._splitter.restoreState(place)
        for section, is_open in self._sections.items():
            section.open(self._settings.switch(_name(section), is_open))

    def keep(self) -> None:
        self._settings.keep_place("palette", self._splitter.saveState())
        for section in self._sections:
            self._settings.keep_switch(_name(section), section.is_open)
        if self._session.setup != self._known_training:
            self._settings.training = settings_text(self._session.setup.remembered_settings)

    def reset(self) -> None:
        """Forget everything; what is open is no part of it, and the training is not remembered."""
        self._settings.reset()
        self._known_training = self._session.setup
        self._window.showNormal()


def _name(section: Section) -> str:
    return f"section/{type(section).__name__}"
