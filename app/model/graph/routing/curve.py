"""The curve of a wire, which may run level in lanes, and how far down it is where."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from app.model.graph.graph import Graph
from app.model.graph.layout.sizes import INPUT_PORTS, NODE_WIDTH, OUTPUT_PORT
from app.model.graph.node import Position, Wire

_HALVINGS = 14
"""To a 16,000th of a curve's width."""


class Lane(NamedTuple):
    """A level piece of a wire, past the cards between `left` and `right`."""

    left: float
    right: float
    y: float


Route = tuple[Lane, ...]
"""The lanes of a wire from left to right; empty for a plain curve."""


def reach(start: Position, end: Position) -> float:
    """How far the control points of a curve lie right of its start, and left of its end.

    Where it leads to the right it never turns back: what is met is found by that.
    """
    across, rise = end[0] - start[0], abs(end[1] - start[1])
    wanted = max(abs(across) / 2, min(rise / 2, 80.0), 24.0)
    return min(wanted, across) if across >= 24.0 else wanted


def ends_of(graph: Graph, source: int, wire: Wire) -> tuple[Position, Position]:
    """The output port that a wire leaves, and the input port at which it arrives."""
    (from_x, from_y), (to_x, to_y) = graph.positions[source], graph.positions[wire[0]]
    port = INPUT_PORTS[len(graph.nodes[wire[0]].inputs)][wire[1]]
    return (from_x + NODE_WIDTH, from_y + OUTPUT_PORT), (to_x, to_y + port)


def curves(start: Position, route: Route, end: Position) -> Iterator[tuple[Position, Position]]:
    """The curves of a wire: before, between and after its lanes."""
    stops = [start]
    for lane in route:
        stops += [(lane.left, lane.y), (lane.right, lane.y)]
    stops.append(end)
    return zip(stops[::2], stops[1::2], strict=True)


def height_at(start: Position, end: Position, x: float) -> float:
    """How far down a curve is at `x`, which grows along it."""
    width = end[0] - start[0]
    if x <= start[0] or start[1] == end[1]:
        return start[1]
    if x >= end[0]:
        return end[1]
    bend, low, high, x = reach(start, end), 0.0, 1.0, x - start[0]
    for _ in range(_HALVINGS):
        t = (low + high) / 2
        rest = 1.0 - t
        at = 3 * bend * t * rest * rest + 3 * (width - bend) * t * t * rest + width * t * t * t
        low, high = (t, high) if at < x else (low, t)
    return start[1] + (end[1] - start[1]) * t * t * (3.0 - 2.0 * t)
