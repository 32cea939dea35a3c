"""Descent: steps along the gradient, on the trainable leaves of a graph."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from app.model.graph.evaluation import Evaluation, evaluate
from app.model.graph.graph import Graph, GraphError
from app.model.numbers import number
from engine import DomainError, Tape
from engine.checking.check import replay
from engine.core.messages import Message, counted, message
from engine.core.value import topological_order

Ending = Literal["done", "still", "diverged"]

MOST_STEPS = 10_000

# Below it a gradient moves no leaf by a digit that anybody sees.
_FLAT = 1e-12


@dataclass(frozen=True)
class Descent:
    """A run: the graph it led to, the output before it and after each of its steps, how it ended.

    A run that diverged ends at the last graph whose numbers all exist.
    """

    graph: Graph
    outputs: tuple[float, ...]
    ending: Ending
    words: Message

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.outputs) - 1


def descended(graph: Graph, learning_rate: float, steps: int, direction: int = -1) -> Descent:
    """`steps` times `data += direction · learning_rate · grad` on the trainable leaves.

    `direction` is −1 (down) or 1 (up). Raises GraphError, with the reason as a sentence, for a
    learning rate that is not positive and finite, a number of steps outside 1 to `MOST_STEPS`,
    and a graph without an output, without trainable leaves that feed it, or where one of these has
    no gradient.
    """
    if not (math.isfinite(learning_rate) and learning_rate > 0):
        raise GraphError(message("The learning rate is a positive number."))
    if not 1 <= steps <= MOST_STEPS:
        raise GraphError(message("Take 1 to {most} steps.", most=MOST_STEPS))
    evaluation = evaluate(graph)
    leaves = _trainable(graph, evaluation)
    run = _DescentRun(graph, evaluation, leaves)
    result = run.walked(direction * learning_rate, steps)
    if not evaluate(result.graph).grad.keys() >= set(leaves):
        # The tape looks at the output only, and a squash can hide a number that grew too large.
        result = run.walked(direction * learning_rate, steps, careful=True)
    return result


def _trainable(graph: Graph, evaluation: Evaluation) -> list[int]:
    """The leaves that a step moves. Raises GraphError where there is nothing to follow."""
    if graph.output is None:
        raise GraphError(message("No output is chosen: there is nothing to lower or raise."))
    if not evaluation.order:
        raise GraphError(message("The output has no gradients yet: there is no slope to follow."))
    leaves = [
        id_
        for id_ in evaluation.order
        if graph.nodes[id_].op is None and graph.nodes[id_].trainable
    ]
    if not leaves:
        raise GraphError(message("No trainable leaf feeds the output. Make one trainable first."))
    for id_ in leaves:
        if problem := evaluation.why_no_gradient(id_):
            name = graph.name_of(id_)
            raise GraphError(
                message(
                    "{name} has no gradient to follow: {problem} Change its number, or make it "
                    "not trainable.",
                    name=name,
                    problem=problem,
                )
            )
    return leaves


class _DescentRun:
    """The output of a graph as a function of its trainable leaves, and the way along its slope."""

    def __init__(self, graph: Graph, evaluation: Evaluation, leaves: Sequence[int]):
        self._graph = graph
        self._leaves = leaves
        self._values = [evaluation.values[id_] for id_ in leaves]
        root = evaluation.values[evaluation.order[-1]]
        self._output = evaluation.order[-1]
        self._order = topological_order(root)
        self._tape = Tape(root, [], self._values)

    def walked(self, rate: float, steps: int, careful: bool = False) -> Descent:
        """The run; a `careful` one looks at every number of every step, and is slower."""
        at = [value.data for value in self._values]
        output, grads = self._tape.run(at, [()])
        outputs = [output]
        for _ in range(steps):
            if max(map(abs, grads)) <= _FLAT:
                words = message("Nothing moves: the gradients are practically 0.")
                return Descent(self._at(at), tuple(outputs), "still", words)
            there = [data + rate * grad for data, grad in zip(at, grads, strict=True)]
            if there == at:
                words = message("Nothing moves: the steps are too small to change a number.")
                return Descent(self._at(at), tuple(outputs), "still", words)
            slope = self._slope(there, careful)
            if slope is None:
                return Descent(self._at(at), tuple(outputs), "diverged", self._why_not(there))
            at, (output, grads) = there, slope
            outputs.append(output)
        words = counted(
            "From {first} to {last} in one step.",
            "From {first} to {last} in {count} steps.", steps,
            first=number(outputs[0]), last=number(outputs[-1]),
        )  # fmt: skip
        return Descent(self._at(at), tuple(outputs), "done", words)

    def _slope(self, at: Sequence[float], careful: bool) -> tuple[float, list[float]] | None:
        """The output and its gradients; None where a number does not exist or is not finite."""
        try:
            if careful:
                replay(self._order, dict(zip(map(id, self._values), at, strict=True)))
            output, grads = self._tape.run(at, [()])
        except DomainError:
            return None
        return (output, grads) if all(map(math.isfinite, (output, *grads, *at))) else None

    def _at(self, at: Sequence[float]) -> Graph:
        """The graph with these numbers in its trainable leaves."""
        nodes = dict(self._graph.nodes)
        for id_, data in zip(self._leaves, at, strict=True):
            nodes[id_] = replace(nodes[id_], data=data)
        return replace(self._graph, nodes=nodes)

    def _why_not(self, there: Sequence[float]) -> Message:
        """The sentence for a step that can't be taken."""
        problem = message("A leaf grows too large for a number.")
        if all(map(math.isfinite, there)):
            graph = self._at(there)
            evaluation = evaluate(graph)
            reasons = map(evaluation.why_no_gradient, self._leaves)
            undefined = evaluation.why_no_output(graph.order_to_output)
            problem = undefined or next(filter(None, reasons))
        return message(
            "It diverges: {problem} Try a smaller learning rate, unless the output has no bound.",
            problem=problem,
        )
