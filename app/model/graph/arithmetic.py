"""Arithmetic: both passes over the wires of a graph as bare numbers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from app.model.graph.graph import Graph
from engine import Tape, Value
from engine.core.op import Op
from engine.core.ops import OPS
from engine.core.value import node_of

_NO_INPUT = -1


class Arithmetic:
    """Both passes over the wires of one graph, for all graphs that are wired alike.

    It computes what the engine's Values compute, bit for bit, in a tenth of the time. Where a
    number does not exist it raises, and Values have to say what does not, and why. `ids` are the
    nodes that have data if every op is defined, inputs first, and `place` tells where each stands
    among them; `waiting` are the others. `order` are the ids that the output is computed from and
    `steps` the ops of the backward pass; both are empty where the output waits.
    """

    def __init__(self, graph: Graph) -> None:
        self._wires = graph.order
        self._nodes = nodes = graph.nodes
        self.place: dict[int, int] = {}
        self._leaves: list[tuple[int, int]] = []
        ops: dict[int, tuple[Op, int, int, int]] = {}
        waiting: list[int] = []
        for id_ in graph.order:
            node, here = nodes[id_], len(self.place)
            if node.op is None:
                self._leaves.append((here, id_))
            else:
                x, y, *_ = (*map(self._place_of, node.inputs), _NO_INPUT)
                if x is None or y is None:
                    waiting.append(id_)
                    continue
                ops[id_] = (OPS[node.op], here, x, y)
            self.place[id_] = here
        self.ids, self.waiting = tuple(self.place), tuple(waiting)
        self.order: tuple[int, ...] = ()
        if graph.output in self.place:
            self.order = graph.order_to_output
        self.steps = tuple(id_ for id_ in reversed(self.order) if id_ in ops)
        self._forward = [(op.compute, here, x, y) for op, here, x, y in ops.values()]
        passed = (ops[id_] for id_ in self.steps)
        self._backward = [(op.slopes, here, x, y) for op, here, x, y in passed]

    def _place_of(self, source: int | None) -> int | None:
        return None if source is None else self.place.get(source)

    @cached_property
    def tape(self) -> Tape:
        """The output over the leaves of `order`, in that order. Recorded without numbers, as it may
        be undefined at today's. There must be an `order`."""
        nodes: dict[int, Value] = {}
        for id_ in self.order:
            node = self._nodes[id_]
            inputs = [nodes[source] for source in node.inputs if source is not None]
            nodes[id_] = node_of(OPS[node.op], 0.0, *inputs) if node.op else Value(0.0)
        leaves = [node for node in nodes.values() if node.op is None]
        return Tape(nodes[self.order[-1]], leaves, [])

    def fits(self, graph: Graph) -> bool:
        """Whether `graph` has these wires and this output: only where an edit left both alone has
        it this very order."""
        return graph.order is self._wires

    def numbers(self, graph: Graph) -> list[float]:
        """The forward pass over a graph that `fits`: the data of `ids`.

        Raises DomainError where a result does not exist, or is too large for a float.
        """
        numbers = [0.0] * len(self.ids)
        for place, id_ in self._leaves:
            numbers[place] = graph.nodes[id_].data
        for compute, place, x, y in self._forward:
            numbers[place] = compute(numbers[x]) if y < 0 else compute(numbers[x], numbers[y])
        return numbers

    def gradients(self, numbers: Sequence[float]) -> list[float]:
        """The backward pass over the data of `ids`: their gradients; 0.0 for those that the output
        does not depend on. There must be an `order`.

        Raises DomainError where a local derivative does not exist, and OverflowError where a
        gradient is too large for a float.
        """
        grads = [0.0] * len(numbers)
        grads[self.place[self.order[-1]]] = 1.0
        for slopes, place, x, y in self._backward:
            grad = grads[place]
            if y < 0:
                (x_slope,) = slopes(numbers[x], numbers[place])
                total = grads[x] = grads[x] + grad * x_slope
            else:
                x_slope, y_slope = slopes(numbers[x], numbers[y], numbers[place])
                first = grads[x] = grads[x] + grad * x_slope
                total = grads[y] = grads[y] + grad * y_slope
                if first - first:
                    raise OverflowError
            # A difference with itself is 0 for every finite number, and nan otherwise.
            if total - total:
                raise OverflowError
        return grads
