"""Evaluation: all numbers of a graph, from one forward and one backward pass of the engine."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.model.graph.arithmetic import Arithmetic
from app.model.graph.graph import Graph
from app.model.graph.node import Node, Wire
from app.model.numbers import full, number
from engine import DomainError, Value
from engine.core.backward import Contribution, Step, backward_steps
from engine.core.messages import Message, message
from engine.core.op import Calculation
from engine.core.ops import OPS
from engine.core.value import apply, topological_order

LONGEST_SHOWN = 12
"""Letters of a number in a sentence; of a longer one six digits are shown."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a wire carries back: the local derivative, and the gradient times it."""

    slope: float
    amount: float


@dataclass(frozen=True)
class Evaluation:
    """What is known of each node (by id) and of each wire; what is missing is not known.

    `problems` are errors at a node, `waiting` says why a node has no data, or no gradient, though
    nothing is wrong at it. `order` holds the ids that the output is computed from, inputs first.
    `blocked_by` has the nodes of `order` without a gradient, each with the node whose problem is
    the reason.
    """

    data: Mapping[int, float] = field(default_factory=dict)
    grad: Mapping[int, float] = field(default_factory=dict)
    carried: Mapping[Wire, Carried] = field(default_factory=dict)
    problems: Mapping[int, Message] = field(default_factory=dict)
    waiting: Mapping[int, Message] = field(default_factory=dict)
    order: tuple[int, ...] = ()
    blocked_by: Mapping[int, int] = field(default_factory=dict)
    passes: Passes = field(default_factory=lambda: Passes(Graph()), compare=False, repr=False)
    arithmetic: Arithmetic | None = field(default=None, compare=False, repr=False)

    @property
    def values(self) -> Mapping[int, Value]:
        """The engine's Values of all nodes that have data, by id."""
        return self.passes.forward.values

    @property
    def steps(self) -> Sequence[Step]:
        """The backward pass over `order`."""
        backward = self.passes.backward
        return backward.steps if backward else ()

    @cached_property
    def rank(self) -> Mapping[int, int]:
        """Where each id stands in `order`: the backward pass comes to the highest first."""
        return {id_: rank for rank, id_ in enumerate(self.order)}

    def why_no_gradient(self, id_: int) -> Message | None:
        """The problem that leaves a node without a gradient; None for one that has it, that the
        pass has not reached yet, or that the output does not depend on."""
        return self.problems.get(self.blocked_by[id_]) if id_ in self.blocked_by else None

    def why_no_output(self, order: Iterable[int]) -> Message | None:
        """The first problem in `order` that leaves a node without data; None if all have it."""
        return next(
            (self.problems[i] for i in order if i in self.problems.keys() - self.data), None
        )


def evaluate(graph: Graph, before: Evaluation | None = None) -> Evaluation:
    """Forward over every node that can be computed, backward from the output if it could be.

    An undefined node is noted and the rest goes on. Nothing is raised. What `before`, the
    evaluation of a graph that may be wired alike, has found of the wires is not sought again.
    """
    arithmetic = before.arithmetic if before else None
    if arithmetic is None or not arithmetic.fits(graph):
        arithmetic = Arithmetic(graph)
    try:
        return _of_numbers(graph, arithmetic)
    except (DomainError, OverflowError):
        return replace(Passes(graph).evaluation(), arithmetic=arithmetic)


def _of_numbers(graph: Graph, arithmetic: Arithmetic) -> Evaluation:
    """The evaluation where every number exists; raises as `arithmetic` does."""
    numbers = arithmetic.numbers(graph)
    data = dict(zip(arithmetic.ids, numbers, strict=True))
    grad: dict[int, float] = {}
    if arithmetic.order:
        grads = arithmetic.gradients(numbers)
        grad = {id_: grads[arithmetic.place[id_]] for id_ in arithmetic.order}
    return Evaluation(
        data,
        grad,
        CarriedBack(graph, data, grad, arithmetic.steps),
        waiting={id_: _why_waiting(graph, graph.nodes[id_], data) for id_ in arithmetic.waiting},
        order=arithmetic.order,
        passes=Passes(graph),
        arithmetic=arithmetic,
    )


class CarriedBack(Mapping[Wire, Carried]):
    """What every wire into `passed`, the ops that the backward pass has gone through, carries back:
    computed when asked for."""

    def __init__(
        self,
        graph: Graph,
        data: Mapping[int, float],
        grad: Mapping[int, float],
        passed: Sequence[int],
    ):
        self._graph, self._data, self._grad = graph, data, grad
        self._passed = passed

    @cached_property
    def _known(self) -> frozenset[int]:
        return frozenset(self._passed)

    def __contains__(self, wire: object) -> bool:
        return isinstance(wire, tuple) and wire[0] in self._known

    def __getitem__(self, wire: Wire) -> Carried:
        id_, slot = wire
        node = self._graph.nodes.get(id_)
        if id_ not in self._known or node is None or node.op is None:
            raise KeyError(wire)
        inputs = [self._data[source] for source in node.inputs if source is not None]
        slope = OPS[node.op].slopes(*inputs, self._data[id_])[slot]
        return Carried(slope, self._grad[id_] * slope)

    def __iter__(self) -> Iterator[Wire]:
        nodes = self._graph.nodes
        return ((id_, slot) for id_ in self._passed for slot in range(len(nodes[id_].inputs)))

    def __len__(self) -> int:
        return sum(len(self._graph.nodes[id_].inputs) for id_ in self._passed)


class CarriedSoFar(Mapping[Wire, Carried]):
    """Of `carried` the wires into the ops that the backward pass has gone through."""

    def __init__(self, carried: Mapping[Wire, Carried], passed: Collection[int]):
        self._carried, self._passed = carried, passed

    def __getitem__(self, wire: Wire) -> Carried:
        if wire[0] not in self._passed:
            raise KeyError(wire)
        return self._carried[wire]

    def __iter__(self) -> Iterator[Wire]:
        return (wire for wire in self._carried if wire[0] in self._passed)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Passes:
    """Both passes over a graph by the engine's Values, which say of a number that does not exist
    why it does not: made when they are asked for."""

    def __init__(self, graph: Graph):
        self._graph = graph

    @cached_property
    def forward(self) -> _Forward:
        """The forward pass, over every node that can be computed."""
        return _Forward(self._graph)

    @cached_property
    def backward(self) -> _Backward | None:
        """The backward pass; None where the output has no number."""
        values, output = self.forward.values, self._graph.output
        root = values.get(output) if output is not None else None
        return _Backward(self._graph, values, root) if root else None

    def evaluation(self) -> Evaluation:
        """All that the two passes know."""
        forward, backward = self.forward, self.backward
        data = {id_: value.data for id_, value in forward.values.items()}
        if backward is None:
            return Evaluation(data, {}, {}, forward.problems, forward.waiting, passes=self)
        return Evaluation(
            data,
            backward.grad,
            backward.carried,
            forward.problems | backward.problems,
            forward.waiting | backward.waiting,
            backward.ids,
            backward.blocked_by,
            self,
        )


class _Forward:
    """The forward pass, named by the graph's ids."""

    def __init__(self, graph: Graph):
        self.values: dict[int, Value] = {}
        self.problems: dict[int, Message] = {}
        self.waiting: dict[int, Message] = {}
        for id_ in graph.order:
            node = graph.nodes[id_]
            if node.op is None:
                self.values[id_] = Value(node.data, node.label)
            elif not all(source in self.values for source in node.inputs):
                self.waiting[id_] = _why_waiting(graph, node, self.values)
            else:
                inputs = [self.values[i] for i in node.inputs if i is not None]
                try:
                    self.values[id_] = apply(OPS[node.op], *inputs)
                    self.values[id_].label = node.label
                except DomainError as error:
                    self.problems[id_] = sentence_of(error)


class _Backward:
    """The backward pass, named by the graph's ids."""

    def __init__(self, graph: Graph, values: Mapping[int, Value], root: Value):
        id_of = {id(value): id_ for id_, value in values.items()}
        order = topological_order(root)
        self._graph = graph
        self.ids = tuple(id_of[id(value)] for value in order)
        self.steps: list[Step] = []
        self.grad: dict[int, float] = dict.fromkeys(self.ids, 0.0) | {self.ids[-1]: 1.0}
        self.carried: dict[Wire, Carried] = {}
        self.problems: dict[int, Message] = {}
        self.waiting: dict[int, Message] = {}
        self.blocked_by: dict[int, int] = {}
        for step in backward_steps(order):
            self.steps.append(step)
            for part in step.contributions:
                self._receive(self.ids[step.index], part)

    def _receive(self, op: int, part: Contribution) -> None:
        """What one wire brings to its input, or why it brings nothing."""
        if part.slope is not None and part.amount is not None:
            self.carried[op, part.slot] = Carried(part.slope, part.amount)
        child = self.ids[part.child]
        if part.after is not None:
            self.grad[child] = part.after
            return
        # The problem is the sum's, the op's, or that of an op nearer to the output.
        at = child if part.amount is not None else self.blocked_by.get(op, op)
        if part.problem:
            self.problems.setdefault(at, sentence_of(part.problem))
        if self.grad.pop(child, None) is None:
            return
        self.blocked_by[child] = at
        if at != child:
            name = self._graph.name_of(op)
            self.waiting[child] = message("gets no gradient from {name}", name=name)


def _why_waiting(graph: Graph, node: Node, known: Container[int]) -> Message:
    """Why an op has no number: nothing is wired to it, or what is wired has none."""
    empty = sum(source is None for source in node.inputs)
    if empty == len(node.inputs) == 2:
        return message("waits for two inputs")
    if empty:
        return message("waits for an input")
    source = next(source for source in node.inputs if source is not None and source not in known)
    return message("waits for {name}", name=graph.name_of(source))


def sentence_of(error: DomainError) -> Message:
    """The sentence of an error, its numbers as the canvas writes them."""
    places = {name: _shown(place) for name, place in error.reason.places.items()}
    return message("{reason}.", reason=replace(error.reason, places=places))


def _shown(place: object) -> object:
    if isinstance(place, Calculation):
        return place.text(_digits).replace("-", "−")
    return _digits(place) if isinstance(place, float) else place


def _digits(value: float) -> str:
    """Every digit, or six where many would hide what is wrong with the number."""
    words = full(value)
    return words if len(words) <= LONGEST_SHOWN else number(value, 6)
