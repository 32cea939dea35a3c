"""Gesture: what all gestures have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt

from app.graph.canvas.geometry import Hit
from app.model.graph.graph import Graph
from engine.core.messages import Message

STILL = 3
"""Pixels the mouse may move before a press becomes a drag."""

ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
"""With one of these keys a click adds to the selection, or takes away from it."""


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse is, what lies there, and the keys that are held."""

    pixel: QPoint
    scene: QPointF
    hit: Hit
    """At a press, and for a gesture that needs a target; else empty."""
    modifiers: Qt.KeyboardModifier
    inside: bool
    """Whether it is over the canvas."""


class Edit(NamedTuple):
    """What `Track.edit` takes: a name, the graph from then on, and the key that merges a row."""

    name: str
    graph: Graph
    merge: str = ""


class Gesture:
    """One press of the mouse, from the graph and the selection before it to those after it.

    It changes nothing itself: `GestureDriver` shows what it says, and makes the edit.
    """

    cursor: ClassVar[Qt.CursorShape | None] = None
    """The shape of the mouse's cursor meanwhile, where it is another one."""
    needs_target: ClassVar[bool] = False
    """Whether it means nothing before it is released on something: alone such a gesture is told
    what lies under the mouse, and it is cancelled where the work is saved or left meanwhile, which
    commits others as far as they are shown."""

    def __init__(self, graph: Graph, selection: tuple[int, ...], start: Pointer):
        self.graph = graph
        self.shown = graph
        """The graph as it is to be shown now."""
        self.selection = selection
        """The nodes to be selected now."""
        self.start = self.at = start
        self.dragging = False

    def move(self, at: Pointer) -> None:
        """The mouse is at another place; up to `STILL` pixels from the press it is no drag."""
        self.at = at
        self.dragging = self.dragging or (at.pixel - self.start.pixel).manhattanLength() > STILL
        if self.dragging:
            self.drag(at)

    def drag(self, at: Pointer) -> None:
        """The mouse was dragged to `at`."""

    def click(self) -> None:
        """The button was released and nothing was dragged."""

    def cancel(self) -> None:
        """Escape, or the canvas lost the mouse: everything is as it was before."""
        self.shown = self.graph

    def edit(self) -> Edit | None:
        """What releasing the button here makes of the graph; None if nothing."""
        return None

    # What is shown of it beside the graph.

    @property
    def pan(self) -> QPoint:
        """How far it has moved the view, in pixels."""
        return QPoint()

    @property
    def box(self) -> QRectF | None:
        """A box to be drawn, in scene coordinates."""
        return None

    @property
    def refusal(self) -> Message | None:
        """Why releasing the button here does nothing."""
        return None


def clicked(
    selection: tuple[int, ...], id_: int, modifiers: Qt.KeyboardModifier
) -> tuple[int, ...]:
    """What a click on a node makes of the selection."""
    if not modifiers & ADDING:
        return (id_,)
    if id_ in selection:
        return tuple(known for known in selection if known != id_)
    return (*selection, id_)
