"""Evaluation: all numbers of a graph, from one forward and one backward pass of the engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

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
    nothing is wrong at it. `order` holds the ids that the output is computed from, inputs first;
    `steps` the backward pass over that order. `blocked_by` has the nodes of `order` without a
    gradient, each with the node whose problem is the reason.
    """

    data: Mapping[int, float] = field(default_factory=dict)
    grad: Mapping[int, float] = field(default_factory=dict)
    carried: Mapping[Wire, Carried] = field(default_factory=dict)
    problems: Mapping[int, Message] = field(default_factory=dict)
    waiting: Mapping[int, Message] = field(default_factory=dict)
    values: Mapping[int, Value] = field(default_factory=dict)
    order: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()
    blocked_by: Mapping[int, int] = field(default_factory=dict)

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


def evaluate(graph: Graph) -> Evaluation:
    """Forward over every node that can be computed, backward from the output if it could be.

    An undefined node is noted and the rest goes on. Nothing is raised.
    """
    values: dict[int, Value] = {}
    problems: dict[int, Message] = {}
    waiting: dict[int, Message] = {}
    for id_ in graph.order:
        node = graph.nodes[id_]
        if node.op is None:
            values[id_] = Value(node.data, node.label)
        elif missing := _why_waiting(graph, node, values):
            waiting[id_] = missing
        else:
            inputs = [values[i] for i in node.inputs if i is not None]
            try:
                values[id_] = apply(OPS[node.op], *inputs)
                values[id_].label = node.label
            except DomainError as error:
                problems[id_] = sentence_of(error)
    data = {id_: value.data for id_, value in values.items()}
    root = values.get(graph.output) if graph.output is not None else None
    if root is None:
        return Evaluation(data, {}, {}, problems, waiting, values)
    backward = _Backward(graph, values, root)
    return Evaluation(
        data,
        backward.grad,
        backward.carried,
        problems | backward.problems,
        waiting | backward.waiting,
        values,
        backward.ids,
        tuple(backward.steps),
        backward.blocked_by,
    )


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


def _why_waiting(graph: Graph, node: Node, values: Mapping[int, Value]) -> Message | None:
    empty = sum(source is None for source in node.inputs)
    if empty == len(node.inputs) == 2:
        return message("waits for two inputs")
    if empty:
        return message("waits for an input")
    for source in node.inputs:
        if source is not None and source not in values:
            return message("waits for {name}", name=graph.name_of(source))
    return None


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
