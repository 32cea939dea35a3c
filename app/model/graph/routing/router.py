"""Leads wires past the cards: a plain curve, or one that runs level in lanes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations

from app.model.graph.graph import Graph
from app.model.graph.layout.sizes import CLEARANCE, LANE_PITCH, NODE_HEIGHT, NODE_WIDTH
from app.model.graph.node import Position, Wire
from app.model.graph.routing.curve import Lane, Route, curves, ends_of, height_at
from app.model.graph.routing.line import Line, Way, rise_of

_MOST_TRIES = 12
"""Times that a wire may meet further cards after it was led around others."""
_BEND = 16.0
"""The least width in which a wire leads up or down, between two lanes or a lane and a port."""
_MOST_UNTANGLED = 200
"""Wires up to which gaps are chosen by how many crossings they save."""
_ROUNDS = 4
_NEARBY = 3
"""Gaps above and below a wire through which it may be led for that."""

_Band = tuple[float, float]
"""From where to where there are cards to be passed."""


class Router:
    """Leads wires past the cards at some positions."""

    def __init__(self, positions: Iterable[Position]):
        tops: dict[float, list[float]] = {}
        for x, y in positions:
            tops.setdefault(x, []).append(y)
        self._lefts = sorted(tops)
        self._tops = {left: sorted(column) for left, column in tops.items()}
        self._gaps = cache(self._free)

    def routes(self, graph: Graph, wires: Iterable[tuple[int, Wire]]) -> dict[Wire, Route]:
        """The lanes of those wires, each with its source, that need any."""
        return {wire: way.lanes for wire, way in self._ways(graph, wires).items() if way.lanes}

    def crossings(self, graph: Graph, wires: Iterable[tuple[int, Wire]]) -> int:
        """How often these wires cross one another, if they are led so."""
        stations = self._stations()
        lines = [Line(way, stations) for way in self._ways(graph, wires).values()]
        return sum(one.crossings(other) for one, other in combinations(lines, 2))

    def _ways(self, graph: Graph, wires: Iterable[tuple[int, Wire]]) -> dict[Wire, Way]:
        ways = {}
        for source, wire in wires:
            start, end = ends_of(graph, source, wire)
            lanes = self._lanes(start, end) if self._may_meet(start, end) else ()
            ways[wire] = Way(source, start, lanes, end)
        if len(ways) <= _MOST_UNTANGLED and any(way.lanes for way in ways.values()):
            self._untangle(ways)
        return ways | self._apart({wire: way for wire, way in ways.items() if way.lanes})

    def _stations(self) -> list[float]:
        """Where columns begin and end."""
        return sorted({at for x in self._lefts for at in (x, x + NODE_WIDTH)})

    def _may_meet(self, start: Position, end: Position) -> bool:
        """Whether there are cards between two ports at all."""
        first = bisect_right(self._lefts, start[0] - NODE_WIDTH)
        return end[0] - start[0] >= 2 * _BEND and first < bisect_left(self._lefts, end[0])

    def _lanes(self, start: Position, end: Position) -> Route:
        """Lanes round all cards that are met, with as little rise as may be.

        Among columns a wire that needs a lane anywhere has one in each, apart from all others.
        """
        columns = self._columns(start, end)
        aligned = all(right - left <= NODE_WIDTH for left, right in columns)
        bands: list[_Band] = []
        lanes: Route = ()
        for _ in range(_MOST_TRIES):
            met = self._met(start, lanes, end)
            if not (first := next(met, None)):
                break
            bands = columns if aligned else _united([*bands, first, *met])
            ahead, back = self._followed(start[1], bands), self._followed(end[1], bands[::-1])
            ways = ahead, back[::-1]
            ys = min(ways, key=lambda ys: round(rise_of([start[1], *ys, end[1]])))
            lanes = tuple(Lane(*band, y) for band, y in zip(bands, ys, strict=True))
        return lanes

    def _columns(self, start: Position, end: Position) -> list[_Band]:
        """From where to where there are columns between two ports that reach to their heights."""
        first = bisect_right(self._lefts, start[0] - NODE_WIDTH)
        top, bottom = sorted((start[1], end[1]))
        low, high = start[0] + _BEND, end[0] - _BEND
        return _united(
            (max(x, low), min(x + NODE_WIDTH, high))
            for x in self._lefts[first : bisect_left(self._lefts, end[0])]
            if self._tops[x][0] - CLEARANCE < bottom
            and self._tops[x][-1] + NODE_HEIGHT + CLEARANCE > top
            and max(x, low) < min(x + NODE_WIDTH, high)
        )

    def _met(self, start: Position, lanes: Route, end: Position) -> Iterator[_Band]:
        """From where to where there are cards that a wire meets, or nearly, by columns."""
        low, high = start[0] + _BEND, end[0] - _BEND
        for one, other in curves(start, lanes, end):
            first = bisect_right(self._lefts, one[0] - NODE_WIDTH)
            for x in self._lefts[first : bisect_left(self._lefts, other[0])]:
                if self._is_met(one, other, x) and max(x, low) < min(x + NODE_WIDTH, high):
                    yield max(x, low), min(x + NODE_WIDTH, high)

    def _is_met(self, start: Position, end: Position, left: float) -> bool:
        """Whether a curve meets one of the cards whose left edge is there."""
        ys = sorted((height_at(start, end, left), height_at(start, end, left + NODE_WIDTH)))
        tops = self._tops[left]
        at = bisect_right(tops, ys[0] - CLEARANCE - NODE_HEIGHT)
        return at < len(tops) and tops[at] < ys[1] + CLEARANCE

    def _followed(self, y: float, bands: list[_Band]) -> list[float]:
        """The height of each lane, as near as can be to that before."""
        return [y := self._nearest(band, y) for band in bands]

    def _nearest(self, band: _Band, y: float) -> float:
        low, high = self._gap(band, y)
        return min(max(y, low), high)

    def _gap(self, band: _Band, y: float) -> tuple[float, float]:
        """The heights at which a lane may lie that are nearest to `y`."""
        gaps = self._gaps(band)
        at = bisect_right(gaps, (y, float("inf")))
        near = gaps[max(at - 1, 0) : at + 1]
        return min(near, key=lambda gap: max(gap[0] - y, y - gap[1], 0.0))

    def _free(self, band: _Band) -> list[tuple[float, float]]:
        first = bisect_right(self._lefts, band[0] - NODE_WIDTH)
        lefts = self._lefts[first : bisect_left(self._lefts, band[1])]
        gaps, low = [], float("-inf")
        for top in sorted(top for x in lefts for top in self._tops[x]):
            if top - CLEARANCE >= low:
                gaps.append((low, top - CLEARANCE))
            low = max(low, top + NODE_HEIGHT + CLEARANCE)
        return [*gaps, (low, float("inf"))]

    def _untangle(self, ways: dict[Wire, Way]) -> None:
        """Lead wires through other gaps where that takes crossings away."""
        stations = self._stations()
        lines = {wire: Line(way, stations) for wire, way in ways.items()}
        for _ in range(_ROUNDS):
            changed = False
            for wire in ways:
                line = lines[wire]
                others = [other for other in lines.values() if other.way.source != line.way.source]
                if any(line.crossings(other) for other in others):
                    best = min(self._choices(line, stations), key=_Cost(others))
                    changed |= best is not line
                    lines[wire], ways[wire] = best, best.way
            if not changed:
                break

    def _choices(self, line: Line, stations: Sequence[float]) -> Iterator[Line]:
        """A line as it is, all in gaps near to one height, and with one lane in another gap."""
        yield line
        way = line.way
        bands = self._columns(way.start, way.end)
        levels = {level for band in bands for level in self._levels(band, way)}
        routes = [
            tuple(Lane(*band, self._nearest(band, level)) for band in bands)
            for level in sorted(levels)
        ]
        for place, lane in enumerate(way.lanes if len(way.lanes) > 1 else ()):
            for level in self._levels((lane.left, lane.right), way):
                moved = lane._replace(y=level)
                routes.append((*way.lanes[:place], moved, *way.lanes[place + 1 :]))
        for lanes in routes:
            if not any(self._met(way.start, lanes, way.end)):
                yield Line(replace(way, lanes=lanes), stations)

    def _levels(self, band: _Band, way: Way) -> Iterator[float]:
        """Heights in the gaps of a band near to a wire, as close to its ends as may be."""
        low, high = sorted((way.start[1], way.end[1]))
        gaps = self._gaps(band)
        first = max(bisect_left(gaps, (low, low)) - _NEARBY, 0)
        last = bisect_right(gaps, (high, high)) + _NEARBY
        for gap in gaps[first:last]:
            yield min(max(way.start[1], gap[0]), gap[1])

    def _apart(self, ways: Mapping[Wire, Way]) -> dict[Wire, Way]:
        """The lanes of different sources apart from one another, where a gap has room for it."""
        gaps: dict[tuple[float, ...], dict[tuple[int, float], float]] = {}
        for way in ways.values():
            ys = [way.start[1], *(lane.y for lane in way.lanes), way.end[1]]
            for place, lane in enumerate(way.lanes):
                band = lane.left, lane.right
                taken = gaps.setdefault((*band, *self._gap(band, lane.y)), {})
                # Where it comes from and leads to tells whether it is above another.
                taken.setdefault((way.source, lane.y), ys[place] + ys[place + 2])
        moved: dict[tuple[int, Lane], Lane] = {}
        for (left, right, low, high), taken in gaps.items():
            ranked = sorted(taken, key=lambda key: (taken[key], key))
            spread = _spread([y for _, y in ranked], low, high)
            for (source, y), after in zip(ranked, spread, strict=True):
                moved[source, Lane(left, right, y)] = Lane(left, right, after)
        return {
            wire: replace(way, lanes=tuple(moved[way.source, lane] for lane in way.lanes))
            for wire, way in ways.items()
        }


class _Cost:
    """How often a line crosses others, then how far it leads up and down."""

    def __init__(self, others: Sequence[Line]):
        self._others = others

    def __call__(self, line: Line) -> tuple[int, int]:
        return sum(map(line.crossings, self._others)), round(line.way.rise())


def _united(bands: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Bands with those made one between which there is no room to lead up or down."""
    found: list[tuple[float, float]] = []
    for left, right in sorted(bands):
        if found and left - found[-1][1] < _BEND:
            found[-1] = found[-1][0], max(found[-1][1], right)
        else:
            found.append((left, right))
    return found


def _spread(ys: list[float], low: float, high: float) -> list[float]:
    """Heights in that order within a gap, a lane's pitch apart or as far as there is room."""
    count = len(ys)
    pitch = min(float(LANE_PITCH), (high - low) / (count - 1)) if count > 1 else 0.0
    after: list[float] = []
    for place, y in enumerate(ys):
        least = after[-1] + pitch if after else low
        after.append(min(max(y, least), high - pitch * (count - 1 - place)))
    return after
