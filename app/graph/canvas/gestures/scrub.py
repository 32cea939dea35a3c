"""Scrub: dragging a leaf's number sideways changes it, and everything follows."""

from __future__ import annotations

import math

from PySide6.QtCore import QPoint, Qt

from app.graph.canvas.gestures.gesture import Gesture, select_clicked
from app.graph.canvas.surface import Surface
from app.model.graph.graph import Graph
from app.state.session import Session


class Scrub(Gesture):
    """A hundredth of the number's size a pixel; with Shift a tenth of that, with Ctrl ten times it.

    A press that never becomes a drag selects the node, as one beside the number would.
    """

    def __init__(self, view: Surface, start: QPoint, id_: int):
        super().__init__(view, start)
        self.id = id_
        self._last = start
        self._value = self.graph.nodes[id_].data

    def began(self) -> None:
        self.session.select([self.id])

    def dragged(self, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        step = step_of(self.graph.nodes[self.id].data, modifiers)
        self._value = nudged(self._value, (to.x() - self._last.x()) * step, step)
        self._last = to
        self.session.graphs.preview(self._changed())

    def released(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        if self.dragging:
            self.session.graphs.edit(f"Change {self.graph.name_of(self.id)}", self._changed())
        else:
            select_clicked(self.session, self.id, modifiers)

    def settled(self) -> None:
        if self.dragging:
            self.released(self.at, self.modifiers)

    def _changed(self) -> Graph:
        return self.graph.with_data(self.id, self._value)


def turn_number(session: Session, id_: int, notches: float, modifiers: Qt.KeyboardModifier) -> None:
    """The wheel over a number: ten pixels' worth a notch; a row of turns is one entry."""
    graph = session.graph
    value = graph.nodes[id_].data
    step = step_of(value, modifiers) * 10.0
    changed = graph.with_data(id_, nudged(value, step * notches, step))
    session.graphs.edit(f"Change {graph.name_of(id_)}", changed, merge=f"wheel {id_}")


def step_of(value: float, modifiers: Qt.KeyboardModifier) -> float:
    """What one pixel is worth: a hundredth of the power of ten that holds `value`."""
    size = 10.0 ** math.floor(math.log10(abs(value))) if abs(value) >= 1.0 else 1.0
    step = size / 100.0
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        step /= 10.0
    if modifiers & Qt.KeyboardModifier.ControlModifier:
        step *= 10.0
    return step


def nudged(value: float, by: float, step: float) -> float:
    """`value + by`, without the stray last digits of binary fractions; never past a float."""
    digits = max(0, 2 - math.floor(math.log10(step)))
    changed = value + by
    if not math.isfinite(changed):
        return value
    return round(changed, digits) if digits < 300 else changed
