"""Arranging: what feeds a node stands left of it, chains are straight, wires pass in lanes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from app.model.graph.graph import Graph, bounded
from app.model.graph.layout.large import large_part
from app.model.graph.layout.layers import Layers, Order, columns_of
from app.model.graph.layout.ordering import ordered
from app.model.graph.layout.packing import Room, WiredPart, packed
from app.model.graph.layout.rows import rows_of
from app.model.graph.layout.sizes import GRID
from app.model.graph.node import Position
from app.model.graph.routing.router import Router

ROOM = (960.0, 600.0)
"""The canvas of a usual window."""

# The layered layout takes half a second at these numbers, and soon minutes beyond. A wire counts
# once for every column that it crosses.
_MOST_NODES = 1_500
_MOST_CROSSED = 10_000
_MOST_COMPARED = 100
"""Nodes of a part up to which orders are compared as they are drawn."""


def arranged(graph: Graph, room: Room = ROOM) -> dict[int, Position]:
    """A place for every node, such that Fit shows the whole as large as it can be in `room`.

    The same for equal graphs. In parts that are too large for it, wires may pass behind cards.
    """
    if not graph.nodes:
        return {}
    columns = columns_of(graph)
    parts, loose = [], []
    for ids in _wired_together(graph):
        if len(ids) == 1:
            loose += ids
        else:
            parts.append(_part(graph, columns, ids, room))
    return {id_: _on_grid(*at) for id_, at in packed(parts, loose, room).items()}


def _part(graph: Graph, columns: Mapping[int, int], ids: Sequence[int], room: Room) -> WiredPart:
    first = min(columns[id_] for id_ in ids)
    columns = {id_: columns[id_] - first for id_ in ids}
    crossed = sum(
        columns[t] - columns[s] for t in ids for s in graph.nodes[t].inputs if s is not None
    )
    if len(ids) > _MOST_NODES or crossed > _MOST_CROSSED:
        return large_part(graph, columns, room)
    shared = Layers.of(graph, columns, shared=True)
    if len(ids) > _MOST_COMPARED:
        return _rows(shared, ordered(shared, as_read=False))
    separate = Layers.of(graph, columns, shared=False)
    plans = [
        (layers, ordered(layers, as_read=as_read))
        for layers in (shared, separate)
        for as_read in (True, False)
    ]
    plans.sort(key=lambda plan: plan[0].crossings(plan[1]))
    fewest = plans[0][0].crossings(plans[0][1])
    drawn: list[tuple[int, WiredPart]] = []
    for layers, order in plans:
        part = _rows(layers, order)
        drawn.append((_crossings(graph, part), part))
        if drawn[-1][0] <= fewest:
            break
    return min(drawn, key=lambda found: found[0])[1]


def _crossings(graph: Graph, part: WiredPart) -> int:
    """How often wires of a part cross as they are drawn."""
    places = {id_: _on_grid(*at) for id_, at in part.placed().items()}
    wires = [(source, wire) for source, wire in graph.wires() if source in places]
    return Router(places.values()).crossings(graph.moved(places), wires)


def _rows(layers: Layers, order: Order) -> WiredPart:
    rows = rows_of(layers, order)
    steepest = [0.0] * max(layers.columns.values())
    for edge in layers.edges:
        rise = abs(rows[edge.right] + edge.port - rows[edge.left])
        steepest[edge.left[1]] = max(steepest[edge.left[1]], rise)
    places = {id_: (column, rows[id_, column, 0]) for id_, column in layers.columns.items()}
    return WiredPart(places, steepest)


def _on_grid(x: float, y: float) -> Position:
    # Rounded so that cards a number of steps apart stay so.
    return bounded((math.floor(x / GRID + 0.5) * GRID, math.floor(y / GRID + 0.5) * GRID))


def _wired_together(graph: Graph) -> Iterator[list[int]]:
    """The parts of the graph, each in reading order."""
    part_of: dict[int, int] = {}
    for start in graph.nodes:
        stack = [start] if start not in part_of else []
        while stack:
            id_ = stack.pop()
            if id_ not in part_of:
                part_of[id_] = start
                stack += [source for source in graph.nodes[id_].inputs if source is not None]
                stack += [target for target, _ in graph.consumers[id_]]
    parts: dict[int, list[int]] = {}
    for id_ in reading_order(graph):
        parts.setdefault(part_of[id_], []).append(id_)
    return iter(parts.values())


def reading_order(graph: Graph) -> list[int]:
    """Every id as it comes when each formula is read from its end, the first input first."""
    order: dict[int, None] = {}
    ends = [id_ for id_, wires in graph.consumers.items() if not wires]
    stack = [(id_, False) for id_ in reversed(ends)]
    while stack:
        id_, opened = stack.pop()
        if opened:
            order[id_] = None
        elif id_ not in order:
            stack.append((id_, True))
            inputs = (source for source in graph.nodes[id_].inputs if source is not None)
            stack += [(source, False) for source in reversed(list(inputs))]
    return list(order)
