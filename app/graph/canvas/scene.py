"""GraphScene: keeps the items in step with the graph and its numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtWidgets import QGraphicsScene, QGraphicsSceneHelpEvent, QToolTip

from app.graph.canvas import geometry as g
from app.graph.canvas.box_index import BoxIndex
from app.graph.canvas.geometry import OUTPUT_SLOT, Hit
from app.graph.canvas.node_item import NodeFace, NodeItem
from app.graph.canvas.wire_item import WireItem
from app.model.explain.inspection import slope_label, sum_received
from app.model.explain.mistakes import MistakenPass
from app.model.explain.rounding import result_note
from app.model.explain.timeline import Moment
from app.model.graph.evaluation import Evaluation
from app.model.graph.graph import Graph
from app.model.graph.node import Position, Wire
from app.model.graph.routing.kept_routes import KeptRoutes
from app.model.graph.symbols import formula
from app.model.numbers import UNKNOWN, full, number, operand
from app.ui.theme import Tokens
from app.ui.translation import say
from engine.core.messages import message

REACH_OF_SCENE = 100_000.0
MIDDLE = 0.5
PLACES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
"""Where along its wire a chip may stand, best first."""


class GraphScene(QGraphicsScene):
    """The items of the canvas. `show_graph` compares with what is there and changes only that.

    It has the colours of the theme, unless `tokens` are given.
    """

    def __init__(self, tokens: Tokens | None = None) -> None:
        super().__init__(-REACH_OF_SCENE, -REACH_OF_SCENE, 2 * REACH_OF_SCENE, 2 * REACH_OF_SCENE)
        self.graph = Graph()
        self.evaluation = Evaluation()
        self.nodes: dict[int, NodeItem] = {}
        self.wires: dict[Wire, WireItem] = {}
        self._routes = KeptRoutes()
        self._ends: dict[Wire, tuple[int, Position, Position]] = {}
        self._tokens = tokens
        self.moment: Moment | None = None
        self.broken: MistakenPass | None = None
        """The mistake whose gradients are shown, if one is on."""
        self._shown: tuple[object, ...] | None = None
        self._selection: tuple[int, ...] = ()
        self._selected_wire: Wire | None = None
        self._always = False
        self._box_index = BoxIndex()
        self._placed_at: Mapping[int, Position] = self.graph.positions

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
        self.graph, self.moment = graph, moment
        self.evaluation = moment.evaluation if moment else evaluation
        # Where nodes were only moved, all that they show is as it was.
        shown = (graph.nodes, graph.output, self.evaluation, moment is None, self.broken)
        changed = self._shown is None or any(
            new is not old for new, old in zip(shown, self._shown, strict=True)
        )
        self._shown = shown
        for id_ in self.nodes.keys() - graph.nodes.keys():
            self.removeItem(self.nodes.pop(id_))
        for id_ in graph.nodes:
            item = self.nodes.get(id_)
            if item is None:
                item = self.nodes[id_] = NodeItem(id_, self._tokens)
                self.addItem(item)
            if changed:
                item.show_face(self._face(id_))
            at = QPointF(*graph.positions[id_])
            if item.pos() != at:
                item.setPos(at)
        self._show_wires(at_rest)
        self._light()

    def _show_wires(self, at_rest: bool) -> None:
        present = {wire: source for source, wire in self.graph.wires()}
        changed = self.wires.keys() - present.keys()
        for wire in changed:
            self.removeItem(self.wires.pop(wire))
            del self._ends[wire]
        for wire, source in present.items():
            item = self.wires.get(wire)
            if item is None:
                item = self.wires[wire] = WireItem(wire, self._tokens)
                self.addItem(item)
            # A wire is led anew only where one of its ends has moved.
            ends = (source, self.graph.positions[source], self.graph.positions[wire[0]])
            if ends != self._ends.get(wire):
                self._ends[wire] = ends
                changed.add(wire)
        rerouted = self._routes.update(self.graph, changed, at_rest=at_rest)
        for wire in present.keys() & changed.union(rerouted):
            start, end = self.port_at(present[wire], OUTPUT_SLOT), self.port_at(*wire)
            self.wires[wire].run(start, end, self._routes.route(wire))

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
        chosen = set(self._selection)
        stop = self.moment.stop if self.moment else None
        lit = self.moment.lit if self.moment else frozenset()
        for id_, item in self.nodes.items():
            current = stop is not None and stop.kind != "start" and id_ == stop.id
            item.mark(selected=id_ in chosen, current=current)
        taken = BoxIndex()
        for wire, wire_item in self.wires.items():
            color = ("grad" if self.moment and self.moment.backward else "data") * (wire in lit)
            color = color or "grad" * (wire[0] in chosen and not self.moment)
            color = "data" if wire == self._selected_wire else color
            shown = color == "grad" or self._always
            labels = self._chips(wire) if shown else ()
            wire_item.light(color, *self._placed(wire_item, labels, taken))

    def _chips(self, wire: Wire) -> tuple[str, ...]:
        """What the chip of a wire may say, best first: the local derivative and what came back
        along the wire, `× b = −3 → 6`, or less where there is no room for that."""
        label = slope_label(self.graph, self.evaluation, wire)
        carried = self.evaluation.carried.get(wire)
        if not label or carried is None:
            return (label,) if label else ()
        number_alone, came = f"× {operand(carried.slope)}", f" → {number(carried.amount)}"
        return (label + came, label, number_alone + came, number_alone)

    def _placed(
        self, item: WireItem, labels: tuple[str, ...], taken: BoxIndex
    ) -> tuple[str, float]:
        """The chip of a wire, and how far along it stands: the first that is in nobody's way."""
        for label in labels:
            for along in PLACES:
                box = item.chip_box(label, along)
                if not taken.touches(box) and not self._cards().touches(box):
                    taken.add(box)
                    return label, along
        return (labels[-1] if labels else ""), MIDDLE

    def _cards(self) -> BoxIndex:
        """Where the nodes are; made anew when they have moved."""
        if self._placed_at is not self.graph.positions:
            self._placed_at = self.graph.positions
            corners = (self.graph.positions[id_] for id_ in self.graph.nodes)
            self._box_index = BoxIndex(g.BOX.translated(*corner) for corner in corners)
        return self._box_index

    def _face(self, id_: int) -> NodeFace:
        graph, evaluation = self.graph, self.evaluation
        node = graph.nodes[id_]
        problem = evaluation.problems.get(id_)
        note = problem or evaluation.waiting.get(id_)
        grad = evaluation.grad.get(id_)
        wrong = self.broken.differing if self.broken and not self.moment else ()
        mistaken = id_ in wrong and not note
        if mistaken:
            assert self.broken is not None
            note = message("the right gradient is {right}", right=number(grad))
            grad = self.broken.wrong.get(id_)
        received = ""
        if not note and len(graph.consumers[id_]) > 1:
            received = sum_received(graph, evaluation, id_)
        if not (note or received) and result_note(graph, evaluation, id_):
            note = message("floating-point rounding")
        return NodeFace(
            node,
            self._formula(id_),
            evaluation.data.get(id_),
            grad,
            say(note) if note else received,
            wrong=problem is not None,
            mistaken=mistaken,
            summed=bool(received),
            output=id_ == graph.output,
            wired_out=bool(graph.consumers[id_]),
        )

    def _formula(self, id_: int) -> str:
        """The op with the names of its inputs, `a·b`; nothing while one is missing."""
        node = self.graph.nodes[id_]
        if node.op is None or None in node.inputs:
            return ""
        return formula(self.graph, id_).replace(" ", "")

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
        items = self.items(around)
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
        box = QRectF()
        for id_ in self.nodes if ids is None else ids:
            box = box.united(self.nodes[id_].sceneBoundingRect())
        return box


def _distance(a: QPointF, b: QPointF) -> float:
    difference = a - b
    return math.hypot(difference.x(), difference.y())
