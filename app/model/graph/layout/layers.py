"""Columns of a graph, and the lanes in them in which wires pass; how often wires cross."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.model.graph.graph import Graph
from app.model.graph.layout.sizes import INPUT_PORTS, OUTPUT_PORT

Item = tuple[int, int, int]
"""What stands in a column: a node, its column and 0; or a lane of wires from that node to columns
further right, which may be several that are told apart by the last number."""
Order = Sequence[Sequence[Item]]
"""The items of each column from the top."""


@dataclass(frozen=True, slots=True)
class Edge:
    """A piece of a wire from a column to the next; `port` is how far it ends below the middle."""

    left: Item
    right: Item
    port: float = 0.0


def columns_of(graph: Graph) -> dict[int, int]:
    """Every node directly left of the nearest that it feeds, the ends in the last column."""
    before_end: dict[int, int] = {}
    for id_ in reversed(graph.order):
        targets = (target for target, _ in graph.consumers[id_])
        before_end[id_] = max((before_end[target] + 1 for target in targets), default=0)
    last = max(before_end.values(), default=0)
    return {id_: last - steps for id_, steps in before_end.items()}


@dataclass(frozen=True)
class Layers:
    """A part of a graph by columns."""

    columns: Mapping[int, int]
    """The column of each node, from 0."""
    edges: tuple[Edge, ...]
    """One for each wire, also where several share a lane."""

    @classmethod
    def of(cls, graph: Graph, columns: Mapping[int, int], *, shared: bool) -> Layers:
        """The layers of the nodes that have a column, which are wired to no others.

        All wires of a node pass a column in one lane if these are `shared`.
        """
        edges: list[Edge] = []
        for target in columns:
            inputs = graph.nodes[target].inputs
            ports = INPUT_PORTS.get(len(inputs), ())
            for slot, (source, port) in enumerate(zip(inputs, ports, strict=True)):
                if source is not None:
                    key = 2 * target + slot + 1
                    passed = range(columns[source] + 1, columns[target])
                    lanes = [(source, column, 0 if shared else key) for column in passed]
                    stops = [(source, columns[source], 0), *lanes, (target, columns[target], 0)]
                    edges += map(Edge, stops[:-2], stops[1:-1])
                    edges.append(Edge(stops[-2], stops[-1], port - OUTPUT_PORT))
        return cls(columns, tuple(edges))

    def is_lane(self, item: Item) -> bool:
        """Whether an item is a passing wire, not a node."""
        return self.columns[item[0]] != item[1]

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every node in the order in which they were given, then the lanes."""
        nodes = ((id_, column, 0) for id_, column in self.columns.items())
        return tuple(dict.fromkeys((*nodes, *(edge.left for edge in self.edges))))

    @cached_property
    def after(self) -> Mapping[Item, tuple[Edge, ...]]:
        """The edges that leave each item."""
        return _by_item((edge.left, edge) for edge in self.edges)

    @cached_property
    def before(self) -> Mapping[Item, tuple[Edge, ...]]:
        """The edges that arrive at each item, the upper port first."""
        return _by_item((edge.right, edge) for edge in sorted(self.edges, key=lambda e: e.port))

    def order_by(self, keys: Mapping[Item, float]) -> list[list[Item]]:
        """Every column sorted by a number of each item; equal ones as they are in `items`."""
        order: list[list[Item]] = [[] for _ in range(max(self.columns.values()) + 1)]
        for item in sorted(self.items, key=lambda item: keys[item]):
            order[item[1]].append(item)
        return order

    def crossings(self, order: Order) -> int:
        """How often edges cross when the columns are in this order, at the ports too."""
        rank = ranks(order)
        return sum(
            _inversions(
                (rank[edge.left], (rank[edge.right], edge.port))
                for item in column
                for edge in self.after.get(item, ())
            )
            for column in order
        )


def ranks(order: Order) -> dict[Item, int]:
    """The place of each item in its column, from 0."""
    return {item: rank for column in order for rank, item in enumerate(column)}


def _by_item(pairs: Iterable[tuple[Item, Edge]]) -> Mapping[Item, tuple[Edge, ...]]:
    found: dict[Item, list[Edge]] = {}
    for item, edge in pairs:
        found.setdefault(item, []).append(edge)
    return {item: tuple(edges) for item, edges in found.items()}


def _inversions(ends: Iterable[tuple[int, tuple[int, float]]]) -> int:
    """Pairs of edges of which one begins above the other and ends below it."""
    count = 0
    seen: list[tuple[int, float]] = []
    for rights in _by_left(ends):
        for right in rights:
            count += len(seen) - bisect_left(seen, (right[0], right[1] + 1e-9))
        for right in rights:
            insort(seen, right)
    return count


def _by_left(
    ends: Iterable[tuple[int, tuple[int, float]]],
) -> Iterator[list[tuple[int, float]]]:
    lefts: dict[int, list[tuple[int, float]]] = {}
    for left, right in sorted(ends):
        lefts.setdefault(left, []).append(right)
    return iter(lefts.values())
