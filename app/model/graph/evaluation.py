"""Evaluation: all numbers of a graph, from one forward and one backward pass of the engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.model.graph.graph import Graph
from app.model.graph.node import Node, Wire
from app.model.numbers import full, short
from engine import DomainError, Value
from engine.core.backward import Step, backward_steps
from engine.core.messages import Message, message
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

    `problems` are errors at a node, `waiting` says why a node has no number though nothing is
    wrong at it. `order` holds the ids that the output is computed from, inputs first; `steps` the
    backward pass over that order.
    """

    data: Mapping[int, float] = field(default_factory=dict)
    grad: Mapping[int, float] = field(default_factory=dict)
    carried: Mapping[Wire, Carried] = field(default_factory=dict)
    problems: Mapping[int, Message] = field(default_factory=dict)
    waiting: Mapping[int, Message] = field(default_factory=dict)
    values: Mapping[int, Value] = field(default_factory=dict)
    order: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()

    @cached_property
    def rank(self) -> Mapping[int, int]:
        """Where each id stands in `order`: the backward pass comes to the highest first."""
        return {id_: rank for rank, id_ in enumerate(self.order)}


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
                problems[id_] = _problem(error)
    data = {id_: value.data for id_, value in values.items()}
    root = values.get(graph.output) if graph.output is not None else None
    if root is None:
        return Evaluation(data, {}, {}, problems, waiting, values)
    backward = _Backward(values, root)
    return Evaluation(
        data,
        backward.grad,
        backward.carried,
        problems | backward.problems,
        waiting,
        values,
        backward.ids,
        tuple(backward.steps),
    )


class _Backward:
    """The backward pass, named by the graph's ids."""

    def __init__(self, values: Mapping[int, Value], root: Value):
        id_of = {id(value): id_ for id_, value in values.items()}
        order = topological_order(root)
        self.ids = tuple(id_of[id(value)] for value in order)
        self.steps: list[Step] = []
        self.grad: dict[int, float] = {}
        self.carried: dict[Wire, Carried] = {}
        self.problems: dict[int, Message] = {}
        sums = [0.0] * len(order)
        sums[-1] = 1.0
        final = len(order)
        try:
            for step in backward_steps(order):
                self.steps.append(step)
                for part in step.contributions:
                    sums[part.child] = part.after
                    self.carried[self.ids[step.index], part.slot] = Carried(part.slope, part.amount)
                final = step.index
            final = 0
        except DomainError as error:
            # The pass stopped at the next op: what comes before it has not received everything.
            final = next(i for i in range(final - 1, -1, -1) if order[i].op is not None)
            self.problems[self.ids[final]] = _problem(error)
        self.grad = {self.ids[i]: sums[i] for i in range(final, len(order))}


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


def _problem(error: DomainError) -> Message:
    shown = error.shown
    for data in error.inputs:
        # A number of many digits would hide what is wrong with it.
        words = full(data)
        shown = shown.replace(repr(data), words if len(words) <= LONGEST_SHOWN else short(data, 6))
    return message(
        "{shown} {problem}: {rule}.",
        shown=shown.replace("-", "−"),
        problem=message(error.problem),
        rule=message(error.rule),
    )
