"""Scrub: dragging a leaf's number sideways changes it, and everything follows."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt

from app.graph.canvas.gestures.gesture import Edit, Gesture, Pointer, clicked
from app.model.graph.graph import Graph
from app.ui.translation import say


class Scrub(Gesture):
    """A hundredth of the number's size a pixel; with Shift a tenth of that, with Ctrl ten times it.

    A press that never becomes a drag selects the node, as one beside the number would.
    """

    def __init__(self, graph: Graph, selection: tuple[int, ...], start: Pointer):
        super().__init__(graph, selection, start)
        self.id = start.hit.id
        self._last = start.pixel
        self._value = graph.nodes[self.id].data

    def drag(self, at: Pointer) -> None:
        self.selection = (self.id,)
        step = step_of(self.graph.nodes[self.id].data, at.modifiers)
        self._value = nudged(self._value, (at.pixel.x() - self._last.x()) * step, step)
        self._last = at.pixel
        self.shown = self.graph.with_data(self.id, self._value)

    def click(self) -> None:
        self.selection = clicked(self.selection, self.id, self.at.modifiers)

    def edit(self) -> Edit | None:
        return Edit(_name(self.graph, self.id), self.shown)


def turned(graph: Graph, id_: int, notches: float, modifiers: Qt.KeyboardModifier) -> Edit:
    """The wheel over a number: ten pixels' worth a notch; a row of turns is one entry."""
    value = graph.nodes[id_].data
    step = step_of(value, modifiers) * 10.0
    after = graph.with_data(id_, nudged(value, step * notches, step))
    return Edit(_name(graph, id_), after, merge=f"wheel {id_}")


def _name(graph: Graph, id_: int) -> str:
    return say("change {node}", node=graph.name_of(id_))


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
