"""The order of the items in each column: as a formula is read, with few crossings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.model.graph.layout.layers import Edge, Item, Layers, Order, ranks

_SWEEPS = 8
_MOST_SWAPPED = 1_000
"""Items up to which neighbours are swapped too: beyond, that alone takes seconds."""


def ordered(layers: Layers, *, as_read: bool) -> list[list[Item]]:
    """An order with few crossings: from first inputs above second ones, or the layout library's
    own, with neighbours swapped while that helps.
    """
    return _swapped(
        layers, _swept(layers, read_order(layers)) if as_read else library_order(layers)
    )


def read_order(layers: Layers) -> list[list[Item]]:
    """First inputs with all that feeds them above their op, second ones below; a node that feeds
    more than one halfway between these.
    """
    keys: dict[Item, float] = {}
    ends = [(id_, column, 0) for id_, column in layers.columns.items()]
    stack = [(item, False) for item in reversed(ends) if item not in layers.after]
    opened: set[Item] = set()
    count = 0
    while stack:
        item, inner = stack.pop()
        if inner:
            count += 1
            keys[item] = float(count)
        elif item not in opened:
            opened.add(item)
            edges = layers.before.get(item, ())
            above = [(edge.left, False) for edge in edges if edge.port <= 0]
            below = [(edge.left, False) for edge in edges if edge.port > 0]
            stack += [*reversed(below), (item, True), *reversed(above)]
    # From the right: what was numbered at the first of its consumers goes between them.
    for item in sorted(layers.items, key=lambda item: -item[1]):
        after = layers.after.get(item, ())
        if len(after) > 1 and (layers.is_lane(item) or item not in layers.before):
            keys[item] = sum(keys[edge.right] + edge.port / 100 for edge in after) / len(after)
    return layers.order_by(keys)


def library_order(layers: Layers) -> list[list[Item]]:
    """The order of fast-sugiyama, turned over if that puts more first inputs above second ones."""
    # Imported here for the sake of the program's start, which arranges nothing.
    from fast_sugiyama import from_edges

    number = {item: n for n, item in enumerate(layers.items)}
    layouts = from_edges(
        [(number[edge.left], number[edge.right]) for edge in layers.edges],
        vertex_spacing=1,
        # The default ranking does not end on some graphs of a few hundred nodes.
        ranking_type="down",
        # Every edge leads from a column to the next: there is nothing to be added.
        dummy_vertices=False,
        transpose=len(layers.items) <= _MOST_SWAPPED,
    )
    across = {layers.items[int(n)]: x for places, *_ in layouts for n, (x, _) in places}
    order = layers.order_by(across)
    turned = layers.order_by({item: -x for item, x in across.items()})
    return min(order, turned, key=layers.crossings)


def _swept(layers: Layers, order: Order) -> Order:
    """The best of the orders that come from going to and fro, each item to the mean of what it is
    wired to in the column before."""
    best, fewest = order, layers.crossings(order)
    for sweep in range(_SWEEPS):
        if not fewest:
            break
        order = _sweep(layers, order, rightwards=sweep % 2 == 1)
        crossings = layers.crossings(order)
        if crossings < fewest:
            best, fewest = order, crossings
    return best


def _sweep(layers: Layers, order: Order, *, rightwards: bool) -> Order:
    after = [list(column) for column in order]
    rank: dict[Item, float] = dict(ranks(order))

    def wanted(item: Item) -> float:
        if rightwards:
            places = [rank[edge.left] for edge in layers.before.get(item, ())]
        else:
            places = [rank[edge.right] + edge.port / 100 for edge in layers.after.get(item, ())]
        return sum(places) / len(places) if places else rank[item]

    for column in after if rightwards else reversed(after):
        column.sort(key=wanted)
        rank.update((item, place) for place, item in enumerate(column))
    return after


def _swapped(layers: Layers, order: Order) -> list[list[Item]]:
    """`order` with neighbours swapped while that takes crossings away."""
    after = [list(column) for column in order]
    if len(layers.items) > _MOST_SWAPPED:
        return after
    rank = ranks(after)
    changed = True
    while changed:
        changed = False
        for column in after:
            for place in range(len(column) - 1):
                upper, lower = column[place], column[place + 1]
                if _between(layers, lower, upper, rank) < _between(layers, upper, lower, rank):
                    column[place], column[place + 1] = lower, upper
                    rank[lower], rank[upper] = place, place + 1
                    changed = True
    return after


def _between(layers: Layers, upper: Item, lower: Item, rank: dict[Item, int]) -> int:
    """Crossings of the edges of two items of a column, if the first stands above the second."""
    count = 0
    ends: tuple[Callable[[Edge], tuple[float, float]], ...] = (
        lambda edge: (rank[edge.left], 0.0),
        lambda edge: (rank[edge.right], edge.port),
    )
    for edges, end in zip((layers.before, layers.after), ends, strict=True):
        uppers: Sequence[tuple[float, float]] = [end(edge) for edge in edges.get(upper, ())]
        lowers = [end(edge) for edge in edges.get(lower, ())]
        count += sum(high > low for high in uppers for low in lowers)
    return count
