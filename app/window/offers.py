"""Offers: sentences above the pages that say what has happened, with a button for each way on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from app.graph.panels.expression_bar import ExpressionBar
from app.model.numbers import full
from app.ui.notices import Notices
from app.ui.translation import say
from engine.core.messages import counted


class Offers:
    """Posts the notices of the workspace; what their buttons do is handed in."""

    def __init__(self, notices: Notices):
        self._notices = notices

    @property
    def shows_way_back(self) -> bool:
        """Whether a part of the network stands on the canvas, with the way back beside it."""
        return "opened" in self._notices

    def offer_way_back(self, to_training: Callable[[], None], to_graph: Callable[[], None]) -> None:
        """Say that a part of the network is on the canvas in place of the user's graph."""

        def back_to_graph() -> None:
            self.drop_way_back()
            to_graph()

        self._notices.post(
            "opened",
            say("This graph is a part of the network in training, with its numbers of now."),
            {say("Back to training"): to_training, say("Back to my graph"): back_to_graph},
        )

    def drop_way_back(self) -> None:
        self._notices.drop("opened")

    def show_exported(self, path: Path) -> None:
        """Say where an export is."""
        folder = str(path.parent)
        self._notices.post(
            "exported",
            say("{name} is in {folder}.", name=path.name, folder=folder),
            {say("Open the folder"): lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(folder))},
        )

    def offer_constants(self, constants: Mapping[str, float], bar: ExpressionBar) -> None:
        """Say what `pi` and `e` are here, with a button that makes them what they are elsewhere."""
        if not constants:
            self._notices.drop("constants")
            return
        numbers = ", ".join(f"{name} = {full(number)[:7]}…" for name, number in constants.items())
        words = counted(
            "{names} is a name like any other here: a leaf that begins at 1.",
            "{names} are names like any other here: leaves that begin at 1.",
            len(constants),
            names=", ".join(constants),
        )
        choices = {say("Use {numbers}", numbers=numbers): bar.use_constants}
        notice = self._notices.post("constants", say(words), choices)
        notice.closed.connect(bar.leave_constants)
