"""How far down each item of an ordered part stands: chains straight, wires short.

What stays in one row is a block, as in Brandes and Köpf, "Fast and Simple Horizontal Coordinate
Assignment" (2001); which edges it follows is told by the longest chain. The heights of the blocks
minimise the squares of the wires' heights, by descent under the room that neighbours need.
"""

from __future__ import annotations

from collections.abc import Collection
from itertools import count, pairwise

from app.model.graph.layout.layers import Edge, Item, Layers, Order, ranks
from app.model.graph.layout.sizes import LANE_PITCH, LANE_ROOM, ROW_PITCH

_MOST_ROUNDS = 60
_MOST_STEPS = 60_000
"""Blocks times rounds: larger parts take fewer rounds."""


def rows_of(layers: Layers, order: Order) -> dict[Item, float]:
    """The middle of every item, in scene units from the top; cards and lanes keep apart."""
    blocks = _Blocks(layers, order)
    blocks.settle()
    return {item: blocks.y[block] for item, block in blocks.of.items()}


def straight_edges(layers: Layers) -> list[Edge]:
    """The edges that are to be straight, the most important first.

    An op continues the row of its deepest input, if one is deeper than the other; of those it
    feeds, a node continues in the one on the longest chain; a lane continues itself.
    """
    depth: dict[int, int] = {}
    for id_, column in sorted(layers.columns.items(), key=lambda at: at[1]):
        sources = (edge.left[0] for edge in layers.before.get((id_, column, 0), ()))
        depth[id_] = max((depth[source] + 1 for source in sources), default=0)
    chains = []
    for id_, column in layers.columns.items():
        edges = layers.before.get((id_, column, 0), ())
        depths = sorted({edge.left[0]: depth[edge.left[0]] for edge in edges}.values())
        if depths and (len(depths) == 1 or depths[-1] > depths[-2]):
            chains += [edge for edge in edges if depth[edge.left[0]] == depths[-1]][:1]
    chains = [edge for edge in chains if not layers.is_lane(edge.left)]
    chains.sort(key=lambda edge: edge.right[1] - depth[edge.left[0]])
    lanes = [edge for edge in layers.edges if layers.is_lane(edge.right)]
    lanes.sort(key=lambda edge: not layers.is_lane(edge.left))
    return chains + lanes


class _Blocks:
    """Rows of items by number, where they are, and what keeps them apart."""

    def __init__(self, layers: Layers, order: Order):
        self.of = _blocks(layers, order)
        count = len(set(self.of.values()))
        self.above: list[dict[int, float]] = [{} for _ in range(count)]
        """What stands right above each block in any column, and the room between their middles."""
        self.below: list[dict[int, float]] = [{} for _ in range(count)]
        for column in order:
            for upper, lower in pairwise(column):
                room = _room(layers, upper, lower)
                one, two = self.of[upper], self.of[lower]
                self.below[one][two] = self.above[two][one] = max(
                    room, self.above[two].get(one, 0.0)
                )
        self.wires: list[list[tuple[int, float]]] = [[] for _ in range(count)]
        """What each block is wired to, and how far below that it would stand for level wires."""
        for edge in layers.edges:
            left, right = self.of[edge.left], self.of[edge.right]
            if left != right:
                self.wires[left].append((right, edge.port))
                self.wires[right].append((left, -edge.port))
        self.downwards = _downwards(self.above, self.below)
        self.y = self._halfway()

    def _halfway(self) -> list[float]:
        """Every block halfway between its highest and its lowest place in the least height."""
        highest = [0.0] * len(self.above)
        for block in self.downwards:
            rooms = self.above[block].items()
            highest[block] = max((highest[other] + room for other, room in rooms), default=0.0)
        lowest = [max(highest, default=0.0)] * len(self.above)
        for block in reversed(self.downwards):
            rooms = self.below[block].items()
            lowest[block] = min(
                (lowest[other] - room for other, room in rooms), default=lowest[block]
            )
        return [(high + low) / 2 for high, low in zip(highest, lowest, strict=True)]

    def settle(self) -> None:
        """Move blocks to where their wires are short, alone and with those they touch."""
        rounds = max(4, min(_MOST_ROUNDS, _MOST_STEPS // max(len(self.y), 1)))
        for number in range(rounds):
            for block in self.downwards if number % 2 else reversed(self.downwards):
                self._move((block,), (block,))
            for cluster in self._clusters():
                self._move(cluster, set(cluster))

    def _move(self, blocks: Collection[int], inside: Collection[int]) -> None:
        """Shift some blocks together to the mean of what their wires ask for, as far as others
        let them."""
        total, wires = 0.0, 0
        up, down = float("-inf"), float("inf")
        for block in blocks:
            y = self.y[block]
            for other, offset in self.wires[block]:
                if other not in inside:
                    total += self.y[other] + offset - y
                    wires += 1
            for other, room in self.above[block].items():
                if other not in inside:
                    up = max(up, self.y[other] + room - y)
            for other, room in self.below[block].items():
                if other not in inside:
                    down = min(down, self.y[other] - room - y)
        if wires:
            shift = min(max(total / wires, min(up, 0.0)), max(down, 0.0))
            for block in blocks:
                self.y[block] += shift

    def _clusters(self) -> list[list[int]]:
        """Blocks that touch one another, two and more together."""
        found, seen = [], set()
        for start in self.downwards:
            if start in seen:
                continue
            seen.add(start)
            cluster = [start]
            for block in cluster:
                for others in (self.above[block], self.below[block]):
                    for other, room in others.items():
                        near = abs(self.y[other] - self.y[block]) < room + 0.01
                        if near and other not in seen:
                            seen.add(other)
                            cluster.append(other)
            if len(cluster) > 1:
                found.append(cluster)
        return found


def _blocks(layers: Layers, order: Order) -> dict[Item, int]:
    """The number of each item's block: items joined by edges that stay straight."""
    rank = ranks(order)
    kept: list[list[tuple[int, int]]] = [[] for _ in order]
    continues: dict[Item, Item] = {}
    continued: set[Item] = set()
    for edge in straight_edges(layers):
        ends = rank[edge.left], rank[edge.right]
        gutter = kept[edge.left[1]]
        crosses = any((ends[0] - a) * (ends[1] - b) <= 0 for a, b in gutter)
        if not (crosses or edge.left in continued or edge.right in continues):
            gutter.append(ends)
            continues[edge.right] = edge.left
            continued.add(edge.left)
    numbers: dict[Item, int] = {}
    fresh = count()
    for column in order:
        for item in column:
            before = continues.get(item)
            numbers[item] = next(fresh) if before is None else numbers[before]
    return numbers


def _room(layers: Layers, upper: Item, lower: Item) -> float:
    """From the middle of an item to that of the next below it."""
    lanes = layers.is_lane(upper) + layers.is_lane(lower)
    if lanes == 2 and upper[0] == lower[0]:
        return 0.0
    return (ROW_PITCH, LANE_ROOM, LANE_PITCH)[lanes]


def _downwards(above: list[dict[int, float]], below: list[dict[int, float]]) -> list[int]:
    """Every block after those above it."""
    waiting = [len(others) for others in above]
    ready = [block for block, count in enumerate(waiting) if not count]
    for block in ready:
        for other in below[block]:
            waiting[other] -= 1
            if not waiting[other]:
                ready.append(other)
    assert len(ready) == len(above), "straight edges crossed"
    return ready
