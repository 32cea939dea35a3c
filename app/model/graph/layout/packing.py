"""Parts of a graph beside and below one another, such that they fill the shape of the canvas."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.model.graph.layout.sizes import GRID, NODE_HEIGHT, NODE_WIDTH, ROW_PITCH
from app.model.graph.node import Position

WIDE_GUTTER = 96.0
"""Between columns where there is room: what a wire carries can be read on it."""
NARROW_GUTTER = 32.0
_STEEP = 12.0
"""A wire that leads so many times as far up or down as a gutter is wide makes it wider."""
_MOST_STRETCH = 1.25
_PART_GAP = 40.0
MARGIN = 80.0
"""What Fit leaves beside a graph, both sides together."""

Room = tuple[float, float]
"""Width and height of the canvas, in pixels."""


@dataclass(frozen=True, slots=True)
class WiredPart:
    """What is wired together: the column and the middle of each node, and how far the wires
    between two columns lead up or down at most."""

    places: Mapping[int, tuple[int, float]]
    steepest: Sequence[float]

    def placed(self, gutter: float = NARROW_GUTTER) -> dict[int, Position]:
        """The upper left corners of the cards, the whole from 0, 0, gutters as wide or wider."""
        gutters = (min(max(gutter, steep / _STEEP), WIDE_GUTTER) for steep in self.steepest)
        lefts = list(accumulate((NODE_WIDTH + gutter for gutter in gutters), initial=0.0))
        top = min(middle for _, middle in self.places.values())
        return {id_: (lefts[column], middle - top) for id_, (column, middle) in self.places.items()}

    def zoom(self, room: Room) -> float:
        """The zoom at which Fit shows it."""
        return _zoom(self.placed(), room)


def packed(parts: Sequence[WiredPart], loose: Sequence[int], room: Room) -> dict[int, Position]:
    """All parts, and below them rows of the `loose` nodes: with gutters as wide as
    Fit can show at 100 %, and stretched a little where there is height left."""
    places: dict[int, Position] = {}
    gutter = WIDE_GUTTER
    while not places or (_zoom(places, room) < 1.0 and gutter >= NARROW_GUTTER):
        places = _stacked([part.placed(gutter) for part in parts], loose, room)
        gutter -= GRID
    return _stretched(places, room)


def _zoom(places: Mapping[int, Position], room: Room) -> float:
    """The zoom at which the whole is seen; beyond 1 where there is room left."""
    width, height = _size(places)
    return min(room[0] / (width + MARGIN), room[1] / (height + MARGIN))


def _size(places: Mapping[int, Position]) -> Room:
    xs, ys = zip(*places.values(), strict=True)
    return max(xs) - min(xs) + NODE_WIDTH, max(ys) - min(ys) + NODE_HEIGHT


def _stretched(places: Mapping[int, Position], room: Room) -> dict[int, Position]:
    width, height = _size(places)
    zoom = min(1.0, room[0] / (width + MARGIN))
    free = (room[1] / zoom - MARGIN - NODE_HEIGHT) / max(height - NODE_HEIGHT, 1.0)
    stretch = min(max(free, 1.0), _MOST_STRETCH)
    return {id_: (x, y * stretch) for id_, (x, y) in places.items()}


def _stacked(
    parts: Sequence[dict[int, Position]], loose: Sequence[int], room: Room
) -> dict[int, Position]:
    """Parts in lines from the left, as many in a line as make the whole the shape of the room."""
    sizes = [_size(part) for part in parts]
    widest = max((width for width, _ in sizes), default=0.0)
    height = sum(height + _PART_GAP for _, height in sizes)
    across = widest
    if height > room[1] - MARGIN:
        area = sum((width + _PART_GAP) * (height + _PART_GAP) for width, height in sizes)
        across = max(widest, math.sqrt(area * room[0] / room[1]))
    places: dict[int, Position] = {}
    left = top = tallest = 0.0
    for part, (width, height) in zip(parts, sizes, strict=True):
        if left and left + width > across:
            left, top, tallest = 0.0, top + tallest + _PART_GAP, 0.0
        places.update({id_: (left + x, top + y) for id_, (x, y) in part.items()})
        left, tallest = left + width + _PART_GAP, max(tallest, height)
    if parts:
        top += tallest + _PART_GAP
    pitch = NODE_WIDTH + NARROW_GUTTER
    fitting = math.ceil(math.sqrt(len(loose) * ROW_PITCH / pitch * room[0] / room[1]))
    columns = max(4, fitting, int((across + NARROW_GUTTER) // pitch))
    for number, id_ in enumerate(loose):
        row, column = divmod(number, columns)
        places[id_] = (column * pitch, top + row * ROW_PITCH)
    return places
