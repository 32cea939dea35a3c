"""The backward pass one step at a time, over a topological order of Values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.core.errors import DomainError
from engine.core.op import Op
from engine.core.ops import OPS
from engine.core.value import Value


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one node passes back to one of its inputs: `grad child += grad node · slope`.

    `slot` counts the inputs of the node from 0, `child` is an index in the topological order.
    `amount` is grad node · slope; `before` and `after` are grad child before and after it. A number
    that does not exist is None; `slope` alone may be math.inf.
    """

    slot: int
    child: int
    slope: float | None
    amount: float | None
    before: float | None
    after: float | None
    problem: DomainError | None = None
    """Why there is no `amount`, or no sum of it and `before`; None where the node only waits."""


@dataclass(frozen=True, slots=True)
class Step:
    """All that the node at `index` of the topological order passes back, and its own grad.

    `grad` is None where something on the way from the output passed no number back: then this node
    passes none on.
    """

    index: int
    grad: float | None
    contributions: tuple[Contribution, ...]


def backward_steps(order: Sequence[Value]) -> Iterator[Step]:
    """The backward pass over a topological order, one op at a time, all gradients 0 at first.

    Nodes are named by their index in `order`; nothing is written to them. The gradients agree with
    those of `Value.backward` bit for bit. Where that raises DomainError the error stands in the
    contribution, and the pass goes on: only what depends on the missing number has no gradient. So
    it is for a constant, which `Value.backward` leaves as it was.
    """
    index = {id(node): position for position, node in enumerate(order)}
    grads: list[float | None] = [0.0] * len(order)
    grads[-1] = 1.0
    for position in range(len(order) - 1, -1, -1):
        node = order[position]
        if node.op is None:
            continue
        op, grad = OPS[node.op], grads[position]
        inputs = [child.data for child in node.children]
        contributions = []
        for slot, child in enumerate(node.children):
            target = index[id(child)]
            part = _contribution(op, slot, inputs, node.data, grad, target, grads[target])
            grads[target] = part.after
            contributions.append(part)
        yield Step(position, grad, tuple(contributions))


def _contribution(
    op: Op, slot: int, inputs: list[float], out: float,
    grad: float | None, child: int, before: float | None,
) -> Contribution:  # fmt: skip
    slope: float | None = None
    try:
        slope = op.slope(slot, inputs, out)
        if grad is None:
            return Contribution(slot, child, slope, None, before, None)
        amount = op.passed_back(slot, inputs, out, grad)
    except DomainError as error:
        problem = None if grad is None else error
        return Contribution(slot, child, slope, None, before, None, problem)
    if before is None:
        return Contribution(slot, child, slope, amount, None, None)
    after = before + amount
    if after - after:
        problem = op.sum_error(inputs, before, amount)
        return Contribution(slot, child, slope, amount, before, None, problem)
    return Contribution(slot, child, slope, amount, before, after)


def slopes(node: Value) -> tuple[float, ...]:
    """The local derivatives of an inner node, one per input.

    Raises DomainError where one of them is not finite.
    """
    assert node.op is not None
    return OPS[node.op].slopes(*(child.data for child in node.children), node.data)


def gradients(order: Sequence[Value]) -> list[float]:
    """The derivative of the last node of `order` with respect to each node of it, in that order.

    Nothing is written to the nodes. Raises DomainError where one of them does not exist.
    """
    grads = []
    for outcome in gradients_or_errors(order):
        if isinstance(outcome, DomainError):
            raise outcome
        grads.append(outcome)
    return grads


def gradients_or_errors(order: Sequence[Value]) -> list[float | DomainError]:
    """As `gradients`, with the reason in the place of a gradient that does not exist."""
    found: list[float | DomainError] = [0.0] * len(order)
    found[-1] = 1.0
    for step in backward_steps(order):
        own = found[step.index]
        for part in step.contributions:
            if part.after is not None:
                found[part.child] = part.after
            elif not isinstance(found[part.child], DomainError):
                reason = part.problem or own
                assert isinstance(reason, DomainError)
                found[part.child] = reason
    return found
