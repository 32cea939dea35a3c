"""A wire on its way past the cards, as heights that can be compared with those of others."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.model.graph.node import Position
from app.model.graph.routing.curve import Route, curves, height_at


@dataclass(frozen=True, slots=True)
class Way:
    """A wire on its way."""

    source: int
    start: Position
    lanes: Route
    end: Position

    def rise(self) -> float:
        """How far it leads up and down in all."""
        return rise_of([self.start[1], *(lane.y for lane in self.lanes), self.end[1]])


class Line:
    """A way as its heights at `stations`, at which columns begin and end."""

    def __init__(self, way: Way, stations: Sequence[float]):
        self.way = way
        self.first = bisect_left(stations, way.start[0])
        last = bisect_right(stations, way.end[0])
        pieces = list(curves(way.start, way.lanes, way.end))
        self.heights: list[float] = []
        for x in stations[self.first : last]:
            while len(pieces) > 1 and x >= pieces[1][0][0]:
                del pieces[0]
            self.heights.append(height_at(*pieces[0], x))

    def crossings(self, other: Line) -> int:
        """How often two lines change sides."""
        first = max(self.first, other.first)
        count = last = 0
        mine, others = self.heights[first - self.first :], other.heights[first - other.first :]
        for one, two in zip(mine, others, strict=False):
            side = (one > two + 0.5) - (one < two - 0.5)
            if side and last and side != last:
                count += 1
            last = side or last
        return count


def rise_of(heights: Sequence[float]) -> float:
    return sum(abs(after - before) for before, after in pairwise(heights))
