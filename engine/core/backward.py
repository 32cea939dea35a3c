"""Topological order of a graph of Values, and the backward pass one step at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.core.ops import OPS
from engine.core.value import Value


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one node passes back to one of its inputs: `grad child += grad node · slope`.

    `slot` counts the inputs of the node from 0, `child` is an index in the topological order.
    `amount` is grad node · slope; `before` and `after` are grad child before and after it.
    """

    slot: int
    child: int
    slope: float
    amount: float
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Step:
    """All that the node at `index` of the topological order passes back, and its own grad."""

    index: int
    grad: float
    contributions: tuple[Contribution, ...]


def backward_steps(order: list[Value]) -> Iterator[Step]:
    """The backward pass over a topological order, one op at a time, all gradients 0 at first.

    Nodes are named by their index in `order`; nothing is written to them. The gradients agree with
    those of `Value.backward` bit for bit. Raises DomainError at an op that passes back a number
    that is not finite.
    """
    index = {id(node): position for position, node in enumerate(order)}
    grads = [0.0] * len(order)
    grads[-1] = 1.0
    for position in range(len(order) - 1, -1, -1):
        node = order[position]
        if node.op is None:
            continue
        grad = grads[position]
        contributions = []
        for slot, (child, slope) in enumerate(zip(node.children, slopes(node), strict=True)):
            target = index[id(child)]
            before = grads[target]
            amount = grad * slope
            grads[target] = after = before + amount
            contributions.append(Contribution(slot, target, slope, amount, before, after))
            if after - after:
                raise OPS[node.op].slope_error(*(child.data for child in node.children))
        yield Step(position, grad, tuple(contributions))


def slopes(node: Value) -> tuple[float, ...]:
    """The local derivatives of an inner node, one per input.

    Raises DomainError where one of them is not finite.
    """
    assert node.op is not None
    return OPS[node.op].slopes(*(child.data for child in node.children), node.data)


def gradients(order: list[Value]) -> list[float]:
    """The derivative of the last node of `order` with respect to each node of it, in that order.

    Nothing is written to the nodes. Raises DomainError as `backward_steps` does.
    """
    grads = [0.0] * len(order)
    grads[-1] = 1.0
    for step in backward_steps(order):
        for contribution in step.contributions:
            grads[contribution.child] = contribution.after
    return grads
