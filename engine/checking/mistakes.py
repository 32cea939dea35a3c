"""Common mistakes in backpropagation, as backward passes that are wrong on purpose.

Each takes a topological order (inputs first, the output last) and returns one number per node,
where `engine.core.backward.gradients` returns the right ones. Nothing is written to the nodes.
A wrong number may overflow to inf or nan; it is nan where it depends on a slope that is not finite.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.core.backward import gradients_or_errors
from engine.core.errors import DomainError
from engine.core.messages import marked
from engine.core.ops import OPS
from engine.core.value import Value

Order = list[Value]


def overwriting(order: Order, _passes: int = 1) -> list[float]:
    """`child.grad = …` in place of `+=`: of several gradients only the last one stays."""
    grads, links = _seeded(order), _links(order)
    for node in reversed(range(len(order))):
        for child, slope in links[node]:
            grads[child] = grads[node] * slope
    return grads


def accumulating(order: Order, passes: int = 1) -> list[float]:
    """`passes` backward passes without zero_grad: every leaf holds the sum over all of them.

    Inner nodes start anew at every pass, as in `Value.backward` and in PyTorch.
    """
    return [
        math.nan if isinstance(grad, DomainError) else grad * passes if node.op is None else grad
        for node, grad in zip(order, gradients_or_errors(order), strict=True)
    ]


def eager(order: Order, _passes: int = 1) -> list[float]:
    """No topological order: a node passes on, once, as soon as a first gradient has arrived.

    Depth first from the output along the wires, in the order of the slots.
    """
    grads, links = _seeded(order), _links(order)
    output = len(order) - 1
    seen = {output}
    stack = [(output, iter(links[output]))]
    while stack:
        node, rest = stack[-1]
        for child, slope in rest:
            grads[child] += grads[node] * slope
            if child not in seen:
                seen.add(child)
                stack.append((child, iter(links[child])))
                break
        else:
            stack.pop()
    return grads


def own_factor(order: Order, _passes: int = 1) -> list[float]:
    """At a product each input gets its own value as the factor, not the other's."""
    grads, links = _seeded(order), _links(order)
    for node in reversed(range(len(order))):
        for child, slope in links[node]:
            factor = order[child].data if order[node].op == "*" else slope
            grads[child] += grads[node] * factor
    return grads


@dataclass(frozen=True, slots=True)
class Mistake:
    """A switch: its name, what is done wrong, why that is wrong, and the wrong numbers."""

    name: str
    title: str
    words: str
    needs: str
    """What a graph must have for the mistake to show."""
    example: str
    """The name of an example that shows it."""
    gradients: Callable[[Order, int], list[float]]
    """From an order and a number of backward passes to the wrong gradients."""
    counts_passes: bool = False
    """Whether the number of passes since the last zero_grad matters: after one, nothing shows."""


MISTAKES: Mapping[str, Mistake] = {
    mistake.name: mistake
    for mistake in (
        Mistake(
            "overwrite",
            marked("= instead of +="),
            marked(
                "A node that feeds two places gets a gradient from each. With = the last one to "
                "arrive wipes out the others; the right gradient is their sum."
            ),
            marked("a node that feeds two places"),
            "shared-node",
            overwriting,
        ),
        Mistake(
            "no zero_grad",
            marked("no zero_grad"),
            marked(
                "A leaf adds every backward pass to what it holds. Without zero_grad between two "
                "passes it holds the gradients of all of them."
            ),
            marked("two backward passes or more, and a leaf whose gradient is not 0"),
            "cheatsheet",
            accumulating,
            counts_passes=True,
        ),
        Mistake(
            "wrong order",
            marked("no topological order"),
            marked(
                "A node may pass on only when all of its gradient has arrived. Here it passes on "
                "at the first arrival, and what comes later goes no further."
            ),
            marked("an op that feeds two places"),
            "order",
            eager,
        ),
        Mistake(
            "wrong factor",
            marked("wrong factor at ×"),
            marked(
                "For e = a · b the local derivative by a is b, the other factor: nudge a, and e "
                "moves b times as far. Here each input gets its own value instead."
            ),
            marked("a product of two different numbers"),
            "cheatsheet",
            own_factor,
        ),
    )
}


def _seeded(order: Order) -> list[float]:
    """A gradient for every node: 1 for the output, 0 for all others."""
    return [0.0] * (len(order) - 1) + [1.0]


def _links(order: Order) -> list[list[tuple[int, float]]]:
    """For every node the places of its inputs in `order`, each with its local derivative, which is
    nan where it is not finite."""
    place = {id(node): position for position, node in enumerate(order)}
    return [
        [(place[id(child)], _slope(node, slot)) for slot, child in enumerate(node.children)]
        for node in order
    ]


def _slope(node: Value, slot: int) -> float:
    assert node.op is not None
    try:
        return OPS[node.op].finite_slope(slot, [child.data for child in node.children], node.data)
    except DomainError:
        return math.nan
