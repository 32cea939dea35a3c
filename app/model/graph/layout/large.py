"""A part of thousands of nodes, in time that grows with its wires."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from app.model.graph.graph import Graph
from app.model.graph.layout.packing import NARROW_GUTTER, WIDE_GUTTER, Room, WiredPart
from app.model.graph.layout.sizes import LANE_ROOM, NODE_WIDTH

_PITCH = (NODE_WIDTH + WIDE_GUTTER, 2.0 * LANE_ROOM)
"""From a column to the next, and from a card to the next below it: a wire can pass between."""
_SWEEPS = 4


def large_part(graph: Graph, columns: Mapping[int, int], room: Room) -> WiredPart:
    """The nodes of `columns` by these, which are split and broken into lines to fill `room`.

    A column of more nodes than lines are high is split into several side by side. Where all
    columns side by side would be too wide, they go on in a line below, as text does.
    """
    layers = _layers(graph, columns)
    across, height = _shape([len(layer) for layer in layers], room)
    places: dict[int, tuple[int, float]] = {}
    for number, column in enumerate(_split(layers, height)):
        line, place = divmod(number, across)
        # Shorter columns stand in the middle of their line.
        top = line * (height + 1) + (height - len(column)) / 2
        for row, id_ in enumerate(column):
            places[id_] = (place, (top + row) * _PITCH[1])
    return WiredPart(places, [WIDE_GUTTER * NARROW_GUTTER] * (across - 1))


def _shape(sizes: list[int], room: Room) -> tuple[int, int]:
    """Columns in a line, and rows in it, for the smallest box of the shape of `room`."""
    best = (math.inf, 1, 1)
    for height in _heights(max(sizes)):
        count = sum(-(-size // height) for size in sizes)
        tall = (height + 1) * _PITCH[1]
        # Lines such that the box has about the shape of the room, and one less and more.
        lines = math.sqrt(count * _PITCH[0] * room[1] / (tall * room[0]))
        for number in {max(1, math.floor(lines)), math.ceil(lines)}:
            across = -(-count // number)
            scale = max(across * _PITCH[0] / room[0], number * tall / room[1])
            best = min(best, (scale, across, height))
    return best[1], best[2]


def _heights(tallest: int) -> Iterator[int]:
    """Heights to try, each a tenth more than the last."""
    height = 1
    while height < tallest:
        yield height
        height = max(height + 1, height * 11 // 10)
    yield tallest


def _split(layers: list[list[int]], height: int) -> Iterator[list[int]]:
    """Every layer as columns of at most `height` nodes, about as tall as one another.

    Neighbours stand side by side: so what is up in the layer stays up in its columns.
    """
    for layer in layers:
        count = -(-len(layer) // height)
        for column in range(count):
            yield layer[column::count]


def _layers(graph: Graph, columns: Mapping[int, int]) -> list[list[int]]:
    """The nodes of each column, from a few sweeps each at the mean of what it is wired to."""
    layers: list[list[int]] = [[] for _ in range(max(columns.values()) + 1)]
    for id_, column in columns.items():
        layers[column].append(id_)
    share: dict[int, float] = {}

    def number(layer: list[int]) -> None:
        share.update((id_, (place + 0.5) / len(layer)) for place, id_ in enumerate(layer))

    for layer in layers:
        number(layer)
    for sweep in range(_SWEEPS):
        for layer in layers if sweep % 2 else reversed(layers):
            wanted = {id_: _mean(graph, share, id_, rightwards=sweep % 2 == 1) for id_ in layer}
            layer.sort(key=wanted.__getitem__)
            number(layer)
    return layers


def _mean(graph: Graph, share: Mapping[int, float], id_: int, *, rightwards: bool) -> float:
    """How far down the inputs of a node stand in their layer, or what it feeds; else the node."""
    if rightwards:
        others = [share[source] for source in graph.nodes[id_].inputs if source is not None]
    else:
        others = [share[target] for target, _ in graph.consumers[id_]]
    return sum(others) / len(others) if others else share[id_]
