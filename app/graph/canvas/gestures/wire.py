"""DrawWire: from a port to another, either way, or onto a whole node."""

from __future__ import annotations

from dataclasses import dataclass

from app.graph.canvas.geometry import OUTPUT_SLOT, Hit
from app.graph.canvas.gestures.gesture import Edit, Gesture, Pointer
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
    """What releasing the button here would do: an edit, or nothing, and why it can't."""

    edit: Edit | None = None
    end: tuple[int, int] | None = None
    """The node and the slot that would take the wire."""
    refused: int | None = None
    """The node that can't take it."""
    reason: Message | None = None


class DrawWire(Gesture):
    """A press on a wired input picks up the wire's end, which stays where it was until it is
    released on another port or nowhere; a press on any other port begins a new wire.
    """

    needs_target = True

    def __init__(self, graph: Graph, selection: tuple[int, ...], start: Pointer):
        super().__init__(graph, selection, start)
        hit = start.hit
        source = None if hit.slot == OUTPUT_SLOT else graph.nodes[hit.id].inputs[hit.slot]
        self.lifted: Wire | None = None if source is None else (hit.id, hit.slot)
        self.anchor = Anchor(hit.id, hit.slot) if source is None else Anchor(source, OUTPUT_SLOT)
        self.offer = Offer()
        self._base = graph.disconnected(*self.lifted) if self.lifted else graph

    def drag(self, at: Pointer) -> None:
        self.offer = self._offer(at.hit)

    def edit(self) -> Edit | None:
        if not self.at.inside or self.offer.reason:
            return None
        if self.lifted and not self.offer.edit:
            return Edit(self._removed(self.lifted), self._base)
        return self.offer.edit

    @property
    def refusal(self) -> Message | None:
        return self.offer.reason

    @property
    def asks_for_node(self) -> bool:
        """Whether it is a new wire over empty canvas: released here, it asks for a node."""
        nothing = not self.offer.edit and not self.offer.reason
        return self.at.inside and nothing and not self.lifted

    def _offer(self, hit: Hit) -> Offer:
        """What releasing it on `hit` would do, by the same rule that the edit itself asks."""
        if hit.part in ("empty", "wire") or (hit.id == self.anchor.id and hit.part != "port"):
            return Offer()
        if hit.id == self.anchor.id and hit.slot == self.anchor.slot:
            return Offer()
        try:
            source, wire = self._ends(hit)
            after = self._base.connected(source, *wire)
        except GraphError as error:
            return Offer(refused=hit.id, reason=error.reason)
        template = (
            marked("rewire {source} to {target}")
            if self.lifted
            else marked("connect {source} to {target}")
        )
        names = {"source": self.graph.name_of(source), "target": self.graph.name_of(wire[0])}
        end = wire if self.anchor.is_output else (source, OUTPUT_SLOT)
        return Offer(Edit(say(template, **names), after), end)

    def _ends(self, hit: Hit) -> tuple[int, Wire]:
        if not self.anchor.is_output:
            return hit.id, (self.anchor.id, self.anchor.slot)
        on_input = hit.part == "port" and hit.slot != OUTPUT_SLOT
        slot = hit.slot if on_input else self._base.slot_for(self.anchor.id, hit.id)
        return self.anchor.id, (hit.id, slot)

    def _removed(self, wire: Wire) -> str:
        names = {
            "source": self.graph.name_of(self.anchor.id),
            "target": self.graph.name_of(wire[0]),
        }
        return say("disconnect {source} from {target}", **names)
