"""The nearest free place for what is added."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count, product

from app.model.graph.graph import Graph, bounded
from app.model.graph.layout.sizes import GRID, NODE_HEIGHT, NODE_WIDTH
from app.model.graph.node import Position

_GAP = 24
"""The least room between a new node and its neighbours."""


def free_place(graph: Graph, near: Position, shape: Iterable[Position] = ((0.0, 0.0),)) -> Position:
    """The place closest to `near`, on the grid, where new nodes overlap none that is there.

    `shape` says how far each of them stands from that place.
    """
    shape = tuple(shape)
    width, height = NODE_WIDTH + _GAP, NODE_HEIGHT + _GAP
    cells: dict[tuple[int, int], list[Position]] = {}
    for x, y in graph.positions.values():
        cells.setdefault((int(x // width), int(y // height)), []).append((x, y))

    def is_free(at: Position) -> bool:
        return all(stands_free((at[0] + x, at[1] + y)) for x, y in shape)

    def stands_free(at: Position) -> bool:
        column, row = int(at[0] // width), int(at[1] // height)
        around = product(range(column - 1, column + 2), range(row - 1, row + 2))
        return not any(
            abs(x - at[0]) < width and abs(y - at[1]) < height
            for cell in around
            for x, y in cells.get(cell, ())
        )

    start = bounded((round(near[0] / GRID) * GRID, round(near[1] / GRID) * GRID))
    return next(at for radius in count() for at in _ring(start, radius) if is_free(at))


def _ring(middle: Position, radius: int) -> list[Position]:
    """The places `radius` steps of three grid units from the middle, nearest first."""
    edge = range(-radius, radius + 1)
    steps = list({*product(edge, (-radius, radius)), *product((-radius, radius), edge)})
    steps.sort(key=lambda step: (step[0] ** 2 + step[1] ** 2, step[1] < 0, step))
    return [(middle[0] + x * 3 * GRID, middle[1] + y * 3 * GRID) for x, y in steps]
