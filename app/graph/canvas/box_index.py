"""BoxIndex: rectangles among which it is soon found whether another one would touch any of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtCore import QRectF

_CELL = 128.0


class BoxIndex:
    """Keeps each rectangle in all cells of a grid that it reaches into."""

    def __init__(self, boxes: Iterable[QRectF] = ()):
        self._cells: dict[tuple[int, int], list[QRectF]] = {}
        for box in boxes:
            self.add(box)

    def add(self, box: QRectF) -> None:
        """Add a box."""
        for cell in _cells(box):
            self._cells.setdefault(cell, []).append(box)

    def touches(self, box: QRectF) -> bool:
        """Whether `box` has a part in common with one that is here."""
        return any(
            box.intersects(other) for cell in _cells(box) for other in self._cells.get(cell, ())
        )


def _cells(box: QRectF) -> Iterator[tuple[int, int]]:
    left, right = int(box.left() // _CELL), int(box.right() // _CELL)
    top, bottom = int(box.top() // _CELL), int(box.bottom() // _CELL)
    return ((x, y) for x in range(left, right + 1) for y in range(top, bottom + 1))
