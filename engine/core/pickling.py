"""Which nodes a pickler has met: what it meets for the first time it goes into, by recursion."""

from __future__ import annotations

from collections.abc import Iterable
from weakref import WeakSet


class Met:
    """Nodes that one pickler has met, and with each all that it depends on.

    Put into what is pickled it lives as long as that pickler knows the nodes. Nothing of it is
    written but that it was there.
    """

    __slots__ = ("__weakref__", "_nodes")

    def __init__(self) -> None:
        self._nodes: set[object] = set()
        _living.add(self)

    def add(self, nodes: Iterable[object]) -> None:
        """Note nodes that the pickler is about to meet."""
        self._nodes.update(nodes)

    def __contains__(self, node: object) -> bool:
        return node in self._nodes

    def __reduce__(self) -> tuple[type[Met], tuple[()]]:
        return Met, ()


_living: WeakSet[Met] = WeakSet()


def met_with(nodes: Iterable[object]) -> Met | None:
    """The living one that holds one of `nodes`."""
    nodes = list(nodes)
    return next((met for met in _living if any(node in met for node in nodes)), None)
