"""GraphScene: keeps the items in step with the graph and its numbers."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtWidgets import QGraphicsItem, QGraphicsScene, QGraphicsSceneHelpEvent, QToolTip

from app.graph.canvas import geometry as g
from app.graph.canvas.box_index import BoxIndex
from app.graph.canvas.chips import ChipPlaces, chip_texts
from app.graph.canvas.faces import face_of
from app.graph.canvas.geometry import OUTPUT_SLOT, Hit
from app.graph.canvas.items.node_item import BOUNDS, MOST, OVERVIEW, NodeFace, NodeItem
from app.graph.canvas.items.overview import Overview
from app.graph.canvas.items.wire_item import WireItem
from app.model.explain.mistakes import MistakenPass
from app.model.explain.timeline import Moment
from app.model.graph.evaluation import Evaluation
from app.model.graph.graph import Graph
from app.model.graph.node import Position, Wire
from app.model.graph.routing.kept_routes import KeptRoutes
from app.model.numbers import UNKNOWN, full
from app.ui.theme import Tokens
from app.ui.translation import say

NO_CONTENTS = QGraphicsItem.GraphicsItemFlag.ItemHasNoContents
ROOM = 2_000.0
"""Scene units around the nodes, for those that will be moved or added."""


class GraphScene(QGraphicsScene):
    """The items of the canvas. `show_graph` compares with what is there and changes only that.

    It has the colours of the theme, unless `tokens` are given.
    """

    def __init__(self, tokens: Tokens | None = None) -> None:
        super().__init__()
        self.graph = Graph()
        self.evaluation = Evaluation()
        self.nodes: dict[int, NodeItem] = {}
        self.wires: dict[Wire, WireItem] = {}
        self._routes = KeptRoutes()
        self._tokens = tokens
        self._overview = Overview(tokens)
        self._far = False
        """Whether it is seen from so far that the overview stands for the items."""
        self._wrong: Collection[int] = ()
        """The nodes that the overview shows as wrong."""
        self.moment: Moment | None = None
        self.broken: MistakenPass | None = None
        """The mistake whose gradients are shown, if one is on."""
        self._shown: tuple[object, ...] | None = None
        self._selection: tuple[int, ...] = ()
        self._selected_wire: Wire | None = None
        self._marked: dict[int, tuple[bool, bool]] = {}
        self._lit: dict[Wire, str] = {}
        self._unsaid = False
        """Whether wires out of sight have no chip yet."""
        self._always = False
        self._box_index = BoxIndex()
        self._placed_at: Mapping[int, Position] = self.graph.positions
        self.addItem(self._overview)
        self._overview.hide()

    def show_graph(
        self,
        graph: Graph,
        evaluation: Evaluation,
        moment: Moment | None = None,
        *,
        at_rest: bool = True,
    ) -> None:
        """Show a graph with all its numbers, or with what is known at a stop of the timeline.

        Unless it is `at_rest`, as in a drag, only wires at what has moved are led round cards.
        """
        before, self.graph, self.moment = self.graph, graph, moment
        self.evaluation = moment.evaluation if moment else evaluation
        # Where nodes were only moved, all that they show is as it was.
        shown = (graph.nodes, graph.output, self.evaluation, moment is None, self.broken)
        changed = self._shown is None or any(
            new is not old for new, old in zip(shown, self._shown, strict=True)
        )
        self._shown = shown
        rewired = graph.consumers is not before.consumers
        if rewired:
            self._match_nodes()
        moved = self._place(before)
        led = self._match_wires(before) if rewired else set()
        led |= self._wires_at(moved)
        led.update(self._routes.update(graph, led, at_rest=at_rest))
        for wire in led & self.wires.keys():
            self._lead(wire)
        if changed:
            for item in self.nodes.values():
                item.stale = True
            # A sentence may be longer than the room that a node has for one.
            for id_ in self.evaluation.problems:
                self.nodes[id_].refresh()
        if changed or moved or rewired:
            self.show_faces()
        self._light()
        wrong = self.evaluation.problems.keys()
        if self._far and (rewired or moved or wrong != self._wrong):
            self._show_overview()

    def _match_nodes(self) -> None:
        """An item for every node, and no other."""
        for id_ in self.nodes.keys() - self.graph.nodes.keys():
            self.removeItem(self.nodes.pop(id_))
        for id_ in self.graph.nodes:
            if id_ not in self.nodes:
                item = self.nodes[id_] = NodeItem(id_, self._face, self._tokens)
                item.setFlag(NO_CONTENTS, self._far)
                self.addItem(item)

    def _place(self, before: Graph) -> list[int]:
        """Put every item where its node is; the ids of those that were elsewhere."""
        positions, last = self.graph.positions, before.positions
        if positions is last:
            return []
        moved = [id_ for id_ in self.nodes if last.get(id_) != positions[id_]]
        for id_ in moved:
            self.nodes[id_].setPos(*positions[id_])
        self._grow()
        return moved

    def _grow(self) -> None:
        """Keep the scene not much larger than what is in it, as Qt finds items by its halves."""
        xs, ys = (
            zip(*self.graph.positions.values(), strict=True) if self.nodes else ((0.0,), (0.0,))
        )
        box = QRectF(min(xs), min(ys), max(xs) - min(xs) + g.WIDTH, max(ys) - min(ys) + g.HEIGHT)
        room = self.sceneRect()
        if not room.contains(box) or room.width() > 4 * (box.width() + ROOM):
            self.setSceneRect(box.adjusted(-ROOM, -ROOM, ROOM, ROOM))

    def _match_wires(self, before: Graph) -> set[Wire]:
        """An item for every wire, and no other; the wires that are new, gone or come from
        elsewhere."""
        old, new = before.nodes, self.graph.nodes
        changed = [id_ for id_, node in new.items() if old.get(id_) is not node]
        wires = set(self._into(changed, self.graph))
        gone = {*self._into((*(old.keys() - new.keys()), *changed), before)} - wires
        for wire in gone:
            self.removeItem(self.wires.pop(wire))
            self._lit.pop(wire, None)
        for wire in wires - self.wires.keys():
            item = self.wires[wire] = WireItem(wire, self._tokens)
            item.setFlag(NO_CONTENTS, self._far)
            self.addItem(item)
        return wires | gone

    def _wires_at(self, ids: Collection[int]) -> set[Wire]:
        """The wires that end or begin at nodes."""
        leaving = (self.graph.consumers[id_] for id_ in ids)
        return set(self._into(ids, self.graph)).union(*leaving)

    def _lead(self, wire: Wire) -> None:
        id_, slot = wire
        source = self.graph.nodes[id_].inputs[slot]
        assert source is not None
        start, end = self.port_at(source, OUTPUT_SLOT), self.port_at(*wire)
        self.wires[wire].run(start, end, self._routes.route(wire))

    # What is out of sight takes no new face, and from afar no node does.

    def show_faces(self) -> None:
        """Have the nodes that are in sight show what they have to, once it may have changed."""
        if self._far:
            return
        seen, positions = self._seen(), self.graph.positions
        left, top = seen.left() - MOST.right(), seen.top() - MOST.bottom()
        right, bottom = seen.right() - MOST.left(), seen.bottom() - MOST.top()
        for id_, item in self.nodes.items():
            if item.stale:
                x, y = positions[id_]
                if left < x < right and top < y < bottom:
                    item.refresh()
        if self._unsaid:
            self._light_wires()

    def _seen(self) -> QRectF:
        """What the view shows; everything where there is no view."""
        for view in self.views():
            return view.mapToScene(view.viewport().rect()).boundingRect()
        return self.sceneRect()

    def show_from(self, zoom: float) -> None:
        """It is seen at this zoom from now on."""
        far = zoom < OVERVIEW
        if far != self._far:
            self._far = far
            for item in (*self.nodes.values(), *self.wires.values()):
                item.setFlag(NO_CONTENTS, far)
            self._overview.setVisible(far)
            self._marked, self._lit = {}, {}
            self._light()
            if far:
                self._show_overview()

    def _show_overview(self) -> None:
        self._wrong = self.evaluation.problems.keys()
        nodes = self.graph.nodes
        cards: dict[str, list[QRectF]] = {"leaf": [], "op": [], "error": []}
        for id_, (x, y) in self.graph.positions.items():
            kind = "error" if id_ in self._wrong else "leaf" if nodes[id_].op is None else "op"
            cards[kind].append(QRectF(x, y, g.WIDTH, g.HEIGHT))
        self._overview.show_all(cards, [item.path for item in self.wires.values()])

    def select(self, ids: tuple[int, ...]) -> None:
        self._selection = ids
        self._light()

    def select_wire(self, wire: Wire | None) -> None:
        self._selected_wire = wire
        self._light()

    def label_all(self, always: bool) -> None:
        """Whether every wire says its local derivative, or only those that matter now."""
        self._always = always
        self._light()

    def _light(self) -> None:
        """Mark what is selected and where the timeline stands; their wires say what they carry."""
        stop = self.moment.stop if self.moment else None
        current = stop.id if stop and stop.kind != "start" else None
        ids = (*self._selection, *(() if current is None else (current,)))
        chosen = set(self._selection)
        marked = {id_: (id_ in chosen, id_ == current) for id_ in ids if id_ in self.nodes}
        for id_ in self._marked.keys() | marked.keys():
            if id_ in self.nodes:
                selected, now = marked.get(id_, (False, False))
                self.nodes[id_].mark(selected=selected, current=now)
                self.nodes[id_].setFlag(NO_CONTENTS, self._far and id_ not in marked)
        self._marked = marked
        self._light_wires()

    def _light_wires(self) -> None:
        lit = dict.fromkeys(self.wires, "") if self._always else {}
        if self.moment:
            color = "grad" if self.moment.backward else "data"
            lit.update((wire, color) for wire in self.moment.lit)
        else:
            lit.update((wire, "grad") for wire in self._into(self._selection, self.graph))
        if self._selected_wire:
            lit[self._selected_wire] = "data"
        chips, seen = ChipPlaces(self._cards), self._seen()
        self._unsaid = False
        for wire in self._lit.keys() - lit.keys():
            if wire in self.wires:
                self.wires[wire].light()
                self.wires[wire].setFlag(NO_CONTENTS, self._far)
        for wire, color in lit.items():
            if (item := self.wires.get(wire)) is not None:
                shown = (color == "grad" or self._always) and not self._far
                if shown and not item.boundingRect().intersects(seen):
                    shown, self._unsaid = False, True
                texts = chip_texts(self.graph, self.evaluation, wire) if shown else ()
                item.light(color, *chips.placed(item, texts))
                item.setFlag(NO_CONTENTS, self._far and not color)
        self._lit = lit

    @staticmethod
    def _into(ids: Iterable[int], graph: Graph) -> Iterator[Wire]:
        """The wires that end at those of the nodes that a graph has."""
        for id_ in ids:
            if id_ in graph.nodes:
                for slot, source in enumerate(graph.nodes[id_].inputs):
                    if source is not None:
                        yield id_, slot

    def _cards(self) -> BoxIndex:
        """Where the nodes are; made anew when they have moved."""
        if self._placed_at is not self.graph.positions:
            self._placed_at = self.graph.positions
            corners = (self.graph.positions[id_] for id_ in self.graph.nodes)
            self._box_index = BoxIndex(g.BOX.translated(*corner) for corner in corners)
        return self._box_index

    def _face(self, id_: int) -> NodeFace:
        # At a stop of the timeline the right gradients are uncovered, whatever mistake is on.
        return face_of(self.graph, self.evaluation, None if self.moment else self.broken, id_)

    def helpEvent(self, event: QGraphicsSceneHelpEvent) -> None:
        """Every digit of the numbers that a node shows, where the mouse rests on it."""
        hit = self.hit(event.scenePos(), reach=1.0)
        face = self.nodes[hit.id].face if hit.part in ("node", "name", "number") else None
        lines = []
        if face:
            for word, value in ((say("data"), face.data), (say("grad"), face.grad)):
                lines.append(f"{word} {UNKNOWN if value is None else full(value)}")
        QToolTip.showText(event.screenPos(), "\n".join(lines), event.widget())

    # Where things are.

    def port_at(self, id_: int, slot: int) -> QPointF:
        """A port of a node in scene coordinates."""
        corner = QPointF(*self.graph.positions[id_])
        node = self.graph.nodes[id_]
        if slot == OUTPUT_SLOT or node.op is None:
            return corner + g.output_port()
        return corner + g.input_port(node.op, slot)

    def hit(self, at: QPointF, reach: float = g.PORT_REACH) -> Hit:
        """What lies at `at`; `reach` is how far a port is felt, in scene units."""
        around = QRectF(at.x() - reach, at.y() - reach, 2 * reach, 2 * reach)
        items = self.items(around, Qt.ItemSelectionMode.IntersectsItemBoundingRect)
        nodes = [item for item in items if isinstance(item, NodeItem)]
        for node in nodes:
            slot = self._port_near(node.id, at, reach)
            if slot is not None:
                return Hit("port", node.id, slot)
        for node in nodes:
            inside = at - node.pos()
            if g.BOX.contains(inside):
                return Hit(self._part(node.id, inside), node.id)
        for item in items:
            if isinstance(item, WireItem) and item.wire and item.shape().contains(at):
                return Hit("wire", *item.wire)
        return Hit()

    def _part(self, id_: int, inside: QPointF) -> str:
        if self.graph.nodes[id_].op is None and g.NUMBER.contains(inside):
            return "number"
        return "name" if g.NAME.contains(inside) else "node"

    def _port_near(self, id_: int, at: QPointF, reach: float) -> int | None:
        slots = [*range(len(self.graph.nodes[id_].inputs)), OUTPUT_SLOT]
        near = min(slots, key=lambda slot: _distance(self.port_at(id_, slot), at))
        return near if _distance(self.port_at(id_, near), at) <= reach else None

    def box_of(self, ids: list[int] | None = None) -> QRectF:
        """What the nodes named (or all) cover, their tags and notes included."""
        items = [self.nodes[id_] for id_ in (self.nodes if ids is None else ids)]
        box = QRectF()
        for item in items:
            box |= BOUNDS.translated(item.pos())
        # Only what stands at the edge can reach beyond it with its tag or note.
        whole = QRectF(box)
        for item in items:
            if not whole.contains(item.sceneBoundingRect()):
                box |= item.covered.translated(item.pos())
        return box


def _distance(a: QPointF, b: QPointF) -> float:
    difference = a - b
    return math.hypot(difference.x(), difference.y())
