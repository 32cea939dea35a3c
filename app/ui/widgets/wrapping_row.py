"""WrappingRow: the row over a picture, in two lines where one has no room for it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

_APART, _UNDER = 12, 4


class WrappingRow(QWidget):
    """`left` and `right` side by side where there is room, else one under the other.

    `spare` is the room in pixels for a part that asks for none: a number that grows while a run
    goes on may not move anything.
    """

    def __init__(self, left: QHBoxLayout, right: QHBoxLayout, spare: int = 0):
        super().__init__()
        self._parts = left, right
        self._spare = spare
        right.insertStretch(0)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(_APART)
        self._halves.addLayout(left, 1)
        self._halves.addLayout(right)

    def minimumSizeHint(self) -> QSize:
        """It asks for no width: it is given one, and does with it."""
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._arrange()
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _arrange(self) -> None:
        asked = sum(part.sizeHint().width() for part in self._parts) + _APART + self._spare
        together = asked <= self.width()
        way = QBoxLayout.Direction.LeftToRight if together else QBoxLayout.Direction.TopToBottom
        if self._halves.direction() != way:
            self._halves.setDirection(way)
            self._halves.setSpacing(_APART if together else _UNDER)


def row(*parts: QWidget) -> QHBoxLayout:
    """Parts side by side."""
    line = QHBoxLayout()
    line.setSpacing(6)
    for part in parts:
        line.addWidget(part)
    return line
