"""The routes of a graph's wires as it changes: a drag leads only the wires of what is dragged."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from app.model.graph.graph import Graph
from app.model.graph.node import Position, Wire
from app.model.graph.routing.curve import Route
from app.model.graph.routing.router import Router

MOST_WIRES = 600
"""Wires up to which any is led past cards: beyond, finding the ways takes longer than opening."""
_AT_ONCE = 24
"""Wires up to which all are led anew at every move of a drag."""


class KeptRoutes:
    """What `update` has last found for each wire."""

    def __init__(self) -> None:
        self._routes: Mapping[Wire, Route] = {}
        self._positions: Mapping[int, Position] = {}
        self._all = True
        """Whether all wires were led together, as they are when the graph is opened."""

    def route(self, wire: Wire) -> Route:
        """The lanes of a wire; none where it is a plain curve."""
        return self._routes.get(wire, ())

    def update(self, graph: Graph, changed: Collection[Wire], *, at_rest: bool) -> Collection[Wire]:
        """Lead the wires anew: all of them `at_rest`, or those that have `changed` in a drag.

        Wires have changed that are new or gone, or whose ends have moved. Returns the wires that
        have another route than before.
        """
        placed = graph.positions is self._positions or graph.positions == self._positions
        if placed and not changed and (self._all or not at_rest):
            return ()
        self._positions = graph.positions
        before, wires = self._routes, {wire: source for source, wire in graph.wires()}
        few = len(wires) <= _AT_ONCE
        self._all = at_rest or few or len(wires) > MOST_WIRES
        chosen = wires.keys() if self._all else wires.keys() & changed
        found: dict[Wire, Route] = {}
        if len(wires) <= MOST_WIRES:
            router = Router(graph.positions[id_] for id_ in graph.nodes)
            found = router.routes(graph, [(wires[wire], wire) for wire in chosen])
        others = wires.keys() - chosen
        self._routes = found | {wire: before[wire] for wire in others & before.keys()}
        return [wire for wire in wires if self.route(wire) != before.get(wire, ())]
