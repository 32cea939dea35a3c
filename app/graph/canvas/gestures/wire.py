"""DrawWire: from a port to another, either way, or onto a whole node."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, Qt

from app.graph.canvas.gestures.gesture import Gesture
from app.graph.canvas.node_item import OUTPUT_SLOT
from app.graph.canvas.scene import Hit
from app.graph.canvas.surface import Surface
from app.graph.canvas.wire_item import WireItem
from app.model.graph.graph import Graph, GraphError
from app.model.graph.node import Wire
from app.ui.translation import say
from engine.core.messages import Message, marked


@dataclass(frozen=True, slots=True)
class Anchor:
    """The end that stays: a port of a node."""

    id: int
    slot: int

    @property
    def is_output(self) -> bool:
        return self.slot == OUTPUT_SLOT


@dataclass(frozen=True, slots=True)
class Offer:
    """What letting go here would do: a new graph by the name of its edit, or why it can't."""

    graph: Graph | None = None
    name: str = ""
    reason: Message | None = None
    end: tuple[int, int] | None = None
    """The port that would take the wire."""


class DrawWire(Gesture):
    """`lifted` is the wire whose end was picked up; it stays where it was until it lands anew."""

    def __init__(self, view: Surface, start: QPoint, anchor: Anchor, lifted: Wire | None = None):
        super().__init__(view, start)
        self.anchor = anchor
        self.lifted = lifted
        self.base = self.graph.disconnected(*lifted) if lifted else self.graph
        self._line = WireItem()
        self._line.setZValue(3.0)
        self._offer = Offer()

    def began(self) -> None:
        self.view.graph_scene.addItem(self._line)
        if self.lifted:
            self.view.graph_scene.wires[self.lifted].setVisible(False)

    def dragged(self, to: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        at = self.scene_at(to)
        hit = self.view.hit(to)
        self._offer = self.offer(hit)
        self._mark(self._offer.end, hit.id if self._offer.reason else None)
        end = self.view.graph_scene.port_at(*self._offer.end) if self._offer.end else at
        near = self.view.graph_scene.port_at(self.anchor.id, self.anchor.slot)
        self._run(near, end)
        self._line.light("error" if self._offer.reason else "data")
        self.view.say(self._offer.reason, to)

    def released(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        self._put_away()
        if not self.dragging or not self.view.viewport().rect().contains(at):
            # Let go outside the canvas: nothing was meant.
            return
        offer = self._offer
        if offer.graph is not None:
            self.session.graphs.edit(offer.name, offer.graph)
        elif offer.reason is None:
            if self.lifted:
                self.session.graphs.edit(self._removed(), self.base)
            else:
                self.view.quick_add_wanted.emit(self.scene_at(at), self.anchor)

    def cancelled(self) -> None:
        self._put_away()

    def offer(self, hit: Hit) -> Offer:
        """What a drop on `hit` would do. Asks the same rule that the edit itself asks."""
        if hit.part in ("empty", "wire") or (hit.id == self.anchor.id and hit.part != "port"):
            return Offer()
        if hit.id == self.anchor.id and hit.slot == self.anchor.slot:
            return Offer()
        try:
            source, wire = self._ends(hit)
            graph = self.base.connected(source, *wire)
        except GraphError as error:
            return Offer(reason=error.reason)
        names = self.graph.name_of(source), self.graph.name_of(wire[0])
        end = wire if self.anchor.is_output else (source, OUTPUT_SLOT)
        template = (
            marked("Rewire {source} to {target}")
            if self.lifted
            else marked("Connect {source} to {target}")
        )
        name = say(template, source=names[0], target=names[1])
        return Offer(graph, name, end=end)

    def _ends(self, hit: Hit) -> tuple[int, Wire]:
        if not self.anchor.is_output:
            return hit.id, (self.anchor.id, self.anchor.slot)
        on_input = hit.part == "port" and hit.slot != OUTPUT_SLOT
        slot = hit.slot if on_input else self.base.slot_for(self.anchor.id, hit.id)
        return self.anchor.id, (hit.id, slot)

    def _removed(self) -> str:
        assert self.lifted is not None
        source = self.graph.nodes[self.lifted[0]].inputs[self.lifted[1]]
        assert source is not None
        ends = {
            "source": self.graph.name_of(source),
            "target": self.graph.name_of(self.lifted[0]),
        }
        return say("Disconnect {source} from {target}", **ends)

    def _run(self, near: QPointF, far: QPointF) -> None:
        self._line.run(*((near, far) if self.anchor.is_output else (far, near)))

    def _mark(self, end: tuple[int, int] | None, refused: int | None = None) -> None:
        for id_, item in self.view.graph_scene.nodes.items():
            item.offer(end[1] if end and end[0] == id_ else None, refused=id_ == refused)

    def _put_away(self) -> None:
        self._mark(None)
        if self._line.scene():
            self.view.graph_scene.removeItem(self._line)
        if self.lifted and self.lifted in self.view.graph_scene.wires:
            self.view.graph_scene.wires[self.lifted].setVisible(True)
