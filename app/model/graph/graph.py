"""Graph: the expression on the canvas as an immutable value, and every edit of it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from app.model.graph import traversal
from app.model.graph.node import Node, Position, Wire
from app.model.numbers import number
from engine.core.messages import Message, message
from engine.core.ops import OPS

MOST_NODES = 20_000
LONGEST_NAME = 40
"""Letters that a person may give a node; a file may hold more."""
HIGHEST_ID = 2**53
"""Past it, other programs that read JSON would confuse two ids."""
FARTHEST = 10_000_000.0
"""No node stands farther from the origin than this, along either axis."""


class GraphError(ValueError):
    """An edit that the graph refuses, with the reason as a sentence."""

    def __init__(self, reason: Message):
        super().__init__(str(reason))
        self.reason = reason


_OF_WIRES = frozenset({"consumers", "output", "order", "order_to_output"})
"""The properties of a graph that its wires and the chosen output alone decide."""


@dataclass(frozen=True)
class Graph:
    """Nodes by id in the order they were made, where they stand, and the chosen output.

    Every edit returns a new Graph and shares what did not change, or raises GraphError.
    """

    nodes: Mapping[int, Node] = field(default_factory=lambda: MappingProxyType({}))
    positions: Mapping[int, Position] = field(default_factory=lambda: MappingProxyType({}))
    chosen_output: int | None = None

    # What the graph says of itself.

    @cached_property
    def consumers(self) -> Mapping[int, tuple[Wire, ...]]:
        """Node id to the wires that leave it, in the order of the nodes they feed."""
        leaving: dict[int, list[Wire]] = {id_: [] for id_ in self.nodes}
        for source, wire in self.wires():
            leaving[source].append(wire)
        return {id_: tuple(wires) for id_, wires in leaving.items()}

    @cached_property
    def output(self) -> int | None:
        """The chosen output, or the one node that feeds nothing, if there is exactly one."""
        if self.chosen_output is not None:
            return self.chosen_output
        ends = [id_ for id_, wires in self.consumers.items() if not wires]
        return ends[0] if len(ends) == 1 else None

    @cached_property
    def order(self) -> tuple[int, ...]:
        """Every id, inputs before what they feed. Raises GraphError on a cycle."""
        order = traversal.order(self.nodes, self.consumers)
        if len(order) < len(self.nodes):
            raise GraphError(message("The wires make a loop."))
        return order

    @cached_property
    def order_to_output(self) -> tuple[int, ...]:
        """What the output is computed from and itself, inputs first, in the order of the engine;
        empty without an output."""
        return () if self.output is None else traversal.order_to(self.nodes, self.output)

    def wires(self) -> Iterator[tuple[int, Wire]]:
        """Every wire, as the id of its source and where it ends."""
        for id_, node in self.nodes.items():
            for slot, source in enumerate(node.inputs):
                if source is not None:
                    yield source, (id_, slot)

    def upstream(self, id_: int) -> set[int]:
        """The ids that `id_` is computed from, itself included."""
        return traversal.upstream(self.nodes, id_)

    def name_of(self, id_: int) -> str:
        """The label, or what stands for it where there is none: the number of a leaf, the op."""
        node = self.nodes[id_]
        if node.label:
            return node.label
        return number(node.data) if node.op is None else OPS[node.op].symbol

    def end_of(self, id_: int) -> int:
        """What `id_` leads to: along its first wires to a node that feeds nothing."""
        return traversal.end_of(self.consumers, id_)

    def by_label(self, label: str) -> int | None:
        """The id of the node with this label; None if there is none."""
        return next((id_ for id_, node in self.nodes.items() if node.label == label), None)

    def free_labels(self, besides: Iterable[str] = ()) -> Iterator[str]:
        """The letters that name nothing yet: a, b, …, z, a1, b1, …"""
        taken = {node.label for node in self.nodes.values()} | set(besides)
        letters = "abcdefghijklmnopqrstuvwxyz"
        numbered = (f"{letter}{n}" for n in itertools.count(1) for letter in letters)
        return (name for name in itertools.chain(letters, numbered) if name not in taken)

    def free_ids(self) -> Iterator[int]:
        """Ids beyond all others; those between, where a file used the highest there are."""
        highest = max(self.nodes, default=0)
        start = highest + 1 if highest <= HIGHEST_ID - MOST_NODES else 1
        return (id_ for id_ in itertools.count(start) if id_ not in self.nodes)

    def next_id(self) -> int:
        """The first of `free_ids`."""
        return next(self.free_ids())

    # What the graph allows: asked before an edit by the view, and by the edit itself.

    def why_not_connected(self, source: int, target: int, slot: int) -> Message | None:
        """Why a wire from `source` into `slot` of `target` is refused; None if it is not."""
        node = self.nodes[target]
        if node.op is None:
            return message("A leaf takes no input.")
        if not 0 <= slot < len(node.inputs):
            return message("{op} has no such input.", op=message(OPS[node.op].title))
        if node.inputs[slot] == source:
            return message("This wire already exists.")
        if target in self.upstream(source):
            return message("That would make a loop.")
        if node.inputs[slot] is not None:
            return message("This input is taken. Remove its wire first, or drag its end away.")
        return None

    def slot_for(self, source: int, target: int) -> int:
        """The slot that a wire dropped on the whole node takes. GraphError if there is none."""
        node = self.nodes[target]
        for slot, wired in enumerate(node.inputs):
            if wired is None and not self.why_not_connected(source, target, slot):
                return slot
        if node.op is not None and target not in self.upstream(source) and None not in node.inputs:
            raise GraphError(message("Every input of {name} is taken.", name=self.name_of(target)))
        raise GraphError(self.why_not_connected(source, target, 0) or message("No free input."))

    def why_not_labelled(self, id_: int, label: str) -> Message | None:
        """Why a node can't have this name; None if it can. No name at all is allowed."""
        if not label:
            return None
        if not label.isidentifier() or len(label) > LONGEST_NAME:
            return message(
                "A name consists of letters, digits and _, and does not start with a digit."
            )
        if label in OPS and OPS[label].is_function:
            return message("{label} is the name of an op.", label=label)
        if self.by_label(label) not in (None, id_):
            return message("There is already a node called {label}.", label=label)
        return None

    # Edits.

    def with_node(self, node: Node, at: Position) -> Graph:
        """With one more node. Raises GraphError if the graph is full or `at` is not finite."""
        if len(self.nodes) >= MOST_NODES:
            raise GraphError(message("A graph holds {most} nodes at most.", most=MOST_NODES))
        nodes = {**self.nodes, node.id: node}
        positions = {**self.positions, node.id: bounded(at)}
        return self._kept_output(replace(self, nodes=nodes, positions=positions))

    def with_leaf(self, at: Position, data: float = 1.0, label: str | None = None) -> Graph:
        """A new leaf, named by the next free letter unless `label` says otherwise."""
        label = next(self.free_labels()) if label is None else label
        return self.with_node(Node(self.next_id(), label, data=_number(data)), at)

    def with_op(self, name: str, at: Position, label: str | None = None) -> Graph:
        """A new op with nothing wired to it yet."""
        label = next(self.free_labels()) if label is None else label
        slots: tuple[int | None, ...] = (None,) * OPS[name].arity
        return self.with_node(Node(self.next_id(), label, name, inputs=slots), at)

    def connected(self, source: int, target: int, slot: int) -> Graph:
        """With a wire from `source` into `slot` (from 0) of `target`. Raises GraphError with the
        reason.
        """
        if reason := self.why_not_connected(source, target, slot):
            raise GraphError(reason)
        graph = self._wired(target, slot, source)
        if source == self.chosen_output and not self.consumers[source]:
            return graph.with_output(graph.end_of(target))
        return self._kept_output(graph)

    def disconnected(self, target: int, slot: int) -> Graph:
        """Without the wire into `slot` (from 0) of `target`."""
        return self._kept_output(self._wired(target, slot, None))

    def with_data(self, id_: int, data: float) -> Graph:
        """With another number in a leaf. Raises GraphError for one that is not finite."""
        return self._same_wires(replace(self.nodes[id_], data=_number(data)))

    def with_trainable(self, id_: int, trainable: bool) -> Graph:
        """With a leaf that descent changes, or leaves alone."""
        return self._same_wires(replace(self.nodes[id_], trainable=trainable))

    def labelled(self, id_: int, label: str) -> Graph:
        """With another name, or none if `label` is empty. Raises GraphError with the reason."""
        if reason := self.why_not_labelled(id_, label):
            raise GraphError(reason)
        return self._same_wires(replace(self.nodes[id_], label=label))

    def with_output(self, id_: int | None) -> Graph:
        """With this node as the output; None for the one node that feeds nothing."""
        return replace(self, chosen_output=id_)

    def moved(self, positions: Mapping[int, Position]) -> Graph:
        """The named nodes at new places; the mathematics is untouched, and shared."""
        placed = {id_: bounded(at) for id_, at in positions.items()}
        return self._keeping_wires(replace(self, positions={**self.positions, **placed}))

    def without(self, ids: Iterable[int]) -> Graph:
        """Without these nodes and their wires; a lone unary op leaves its neighbours wired."""
        gone = set(ids)
        nodes = {}
        for id_, node in self.nodes.items():
            if id_ not in gone:
                inputs = tuple(self._past(source, gone) for source in node.inputs)
                nodes[id_] = node if inputs == node.inputs else replace(node, inputs=inputs)
        positions = {id_: at for id_, at in self.positions.items() if id_ not in gone}
        chosen = None if self.chosen_output in gone else self.chosen_output
        return self._kept_output(Graph(nodes, positions, chosen))

    def with_copies(self, other: Graph, offset: Position) -> tuple[Graph, tuple[int, ...]]:
        """With all of `other` beside what is here, and the new ids. Taken labels are replaced."""
        if len(self.nodes) + len(other.nodes) > MOST_NODES:
            raise GraphError(message("A graph holds {most} nodes at most.", most=MOST_NODES))
        ids = dict(zip(other.nodes, self.free_ids(), strict=False))
        nodes, positions = dict(self.nodes), dict(self.positions)
        free = self.free_labels({node.label for node in other.nodes.values()})
        taken = {node.label for node in self.nodes.values()}
        for old, node in other.nodes.items():
            label = next(free) if node.label and node.label in taken else node.label
            inputs = tuple(None if i is None else ids.get(i) for i in node.inputs)
            nodes[ids[old]] = replace(node, id=ids[old], label=label, inputs=inputs)
            x, y = other.positions[old]
            positions[ids[old]] = bounded((x + offset[0], y + offset[1]))
        graph = self._kept_output(replace(self, nodes=nodes, positions=positions))
        return graph, tuple(ids.values())

    def part(self, ids: Iterable[int]) -> Graph:
        """These nodes alone, with the wires among them."""
        kept = set(ids)
        nodes = {
            id_: replace(node, inputs=tuple(i if i in kept else None for i in node.inputs))
            for id_, node in self.nodes.items()
            if id_ in kept
        }
        return Graph(nodes, {id_: self.positions[id_] for id_ in nodes})

    def _kept_output(self, after: Graph) -> Graph:
        """`after` with today's output as its chosen one, where a second loose end would lose it.

        A pass that vanishes because a spare leaf was dropped beside the graph explains nothing.
        """
        output = self.output
        if output is None or output not in after.nodes or after.output is not None:
            return after
        if any(after.nodes[output].inputs):
            return after.with_output(output)
        return after

    def _past(self, source: int | None, gone: set[int]) -> int | None:
        """What a wire from `source` comes from once the unary ops in `gone` are taken out."""
        while source is not None and source in gone:
            inputs = self.nodes[source].inputs
            source = inputs[0] if len(inputs) == 1 else None
        return source

    def _wired(self, target: int, slot: int, source: int | None) -> Graph:
        inputs = list(self.nodes[target].inputs)
        inputs[slot] = source
        return self._changed(replace(self.nodes[target], inputs=tuple(inputs)))

    def _changed(self, node: Node) -> Graph:
        return replace(self, nodes={**self.nodes, node.id: node})

    def _same_wires(self, node: Node) -> Graph:
        return self._keeping_wires(self._changed(node))

    def _keeping_wires(self, after: Graph) -> Graph:
        """`after`, which is wired as this is, with what was found of the wires: a number that is
        scrubbed would have it found anew sixty times a second."""
        known = self.__dict__.keys() & _OF_WIRES
        after.__dict__.update({name: self.__dict__[name] for name in known})
        return after


def _number(data: float) -> float:
    if not math.isfinite(data):
        raise GraphError(message("A leaf holds a finite number."))
    return float(data)


def bounded(at: Position) -> Position:
    """`at`, or the nearest place to it on the canvas. GraphError if it is not finite."""
    if not all(map(math.isfinite, at)):
        raise GraphError(message("A position on the canvas must be finite."))
    x, y = (float(min(max(ordinate, -FARTHEST), FARTHEST)) for ordinate in at)
    return (x, y)
