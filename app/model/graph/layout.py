"""Where nodes go when nobody placed them: layers from left to right, and the nearest free place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count, product

from app.model.graph.graph import Graph, bounded
from app.model.graph.node import Position

NODE_WIDTH, NODE_HEIGHT = 152, 92
COLUMN_PITCH = 248
ROW_PITCH = 120
GRID = 8
_GAP = 24
"""The least room between a new node and its neighbours."""
_LOOSE_COLUMNS = 4

# The layered layout takes half a second at these numbers, and soon minutes beyond. A wire counts
# once for every column that it crosses.
_MOST_NODES = 1_500
_MOST_CROSSINGS = 10_000
_MOST_POLISHED = 200
"""Nodes up to which the layout also swaps neighbours: beyond, that alone takes seconds."""

_Places = dict[int, tuple[float, float]]
"""Column and row of each node, from 0 and not always whole rows."""


def arranged(graph: Graph) -> dict[int, Position]:
    """A place for every node: what feeds a node stands left of it, parts stand one below another.

    The same for equal graphs. Where there are too many nodes for it, plain columns.
    """
    reading = reading_order(graph)
    columns = _columns(graph)
    crossings = sum(columns[target] - columns[source] for source, (target, _) in graph.wires())
    small = len(graph.nodes) <= _MOST_NODES and crossings <= _MOST_CROSSINGS
    places: _Places = {}
    top = 0.0
    for part in _layered(graph, reading) if small else [_plain(columns, reading)]:
        top = _stack(places, part, top)
    if small:
        loose = [id_ for id_ in reading if id_ not in places]
        across = max(_LOOSE_COLUMNS, *(int(column) + 1 for column, _ in places.values()), 0)
        _stack(places, {id_: (n % across, n // across) for n, id_ in enumerate(loose)}, top)
    return {id_: _position(*places[id_]) for id_ in graph.nodes}


def _stack(places: _Places, part: _Places, top: float) -> float:
    """Puts `part` into `places` with its upper edge at row `top`; the row below it."""
    first = min((row for _, row in part.values()), default=0.0)
    for id_, (column, row) in part.items():
        places[id_] = (column, row - first + top)
    return max((places[id_][1] + 1.0 for id_ in part), default=top)


def _position(column: float, row: float) -> Position:
    return bounded((column * COLUMN_PITCH, round(row * ROW_PITCH / GRID) * GRID))


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


def _columns(graph: Graph) -> dict[int, int]:
    """Every node directly left of the nearest that it feeds, the ends in the last column."""
    before_end: dict[int, int] = {}
    for id_ in reversed(graph.order):
        targets = (target for target, _ in graph.consumers[id_])
        before_end[id_] = max((before_end[target] + 1 for target in targets), default=0)
    last = max(before_end.values(), default=0)
    return {id_: last - steps for id_, steps in before_end.items()}


def _plain(columns: Mapping[int, int], reading: Iterable[int]) -> _Places:
    """Every column filled from the top, in reading order."""
    rows: dict[int, Iterator[int]] = {}
    return {id_: (columns[id_], next(rows.setdefault(columns[id_], count()))) for id_ in reading}


def _layered(graph: Graph, reading: Iterable[int]) -> Iterator[_Places]:
    """The parts that have wires, each with few crossings and short wires."""
    wired = {id_ for source, (target, _) in graph.wires() for id_ in (source, target)}
    ids = [id_ for id_ in reading if id_ in wired]
    # The layout looks at the numbers of its nodes: in reading order it keeps to that order.
    number = {id_: n for n, id_ in enumerate(ids)}
    edges = sorted((number[source], number[target]) for source, (target, _) in graph.wires())
    for part in sorted(_sugiyama(edges, polished=len(ids) <= _MOST_POLISHED), key=min):
        # It goes downwards in rows from the bottom: here that is from left to right.
        deepest = max(y for _, y in part.values())
        yield _upright(graph, {ids[n]: (round(deepest - y), x) for n, (x, y) in part.items()})


def _sugiyama(edges: list[tuple[int, int]], polished: bool) -> list[_Places]:
    """Numbers at places, one entry a part; a row of the layout is 1 high, a node 1 wide."""
    if not edges:
        return []
    # Imported here for the sake of the program's start, which arranges nothing.
    from fast_sugiyama import from_edges

    layouts = from_edges(
        edges,
        vertex_spacing=1,
        # The default ranking does not end on some graphs of a few hundred nodes.
        ranking_type="down",
        # The bends of long wires are thought of all the same; here they would come back with
        # numbers that nodes have.
        dummy_vertices=False,
        transpose=polished,
    )
    return [{int(n): at for n, at in places} for places, *_ in layouts]


def _upright(graph: Graph, part: _Places) -> _Places:
    """`part`, turned over if first inputs are below second ones more often than above."""
    below = 0
    for id_ in part:
        match graph.nodes[id_].inputs:
            case (int(first), int(second)):
                below += (part[first][1] > part[second][1]) - (part[first][1] < part[second][1])
    return {id_: (column, -row) for id_, (column, row) in part.items()} if below > 0 else part


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
