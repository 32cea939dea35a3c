"""FocusRing: a view that has a ring while it has the focus by key, not by a click."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from app.ui.theme import set_property

_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class FocusRing:
    """A base, before that of Qt: the style sheet makes the ring of the property `reached`.

    A click shows by what it does where the keyboard is; Tab and F6 do not.
    """

    @property
    def ringed(self) -> QWidget:
        """The widget that has the ring as its border."""
        assert isinstance(self, QWidget)
        return self

    def show_reached(self, *, by_key: bool) -> None:
        set_property(self.ringed, "reached", "true" if by_key else "false")

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.show_reached(by_key=event.reason() in _BY_KEY)
        # The widget that this is the base of has it.
        super().focusInEvent(event)  # type: ignore[misc]

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.show_reached(by_key=False)
        super().focusOutEvent(event)  # type: ignore[misc]
