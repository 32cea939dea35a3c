"""Gradient check: numeric derivatives beside the analytic ones."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable
from dataclasses import dataclass

from engine.core.backward import gradients_or_errors
from engine.core.errors import DomainError
from engine.core.ops import OPS
from engine.core.value import Value, topological_order

# The step that balances truncation (h²) against rounding (epsilon / h) in a central difference:
# the cube root of epsilon, relative to the input. Press et al., Numerical Recipes, section 5.7.
RELATIVE_STEP: float = sys.float_info.epsilon ** (1 / 3)


@dataclass(frozen=True, slots=True)
class Check:
    """The two derivatives of the root by one leaf."""

    leaf: Value
    analytic: float
    numeric: float
    relative_error: float


def gradient_check(root: Value, leaves: Iterable[Value] | None = None) -> list[Check]:
    """Compare the gradient of `root` by the chain rule with central differences.

    Returns a row for each of `leaves`; by default for every leaf that `root` depends on, in
    topological order, but a constant that has no gradient. A leaf that `root` does not depend on
    has derivatives of 0. The relative error is |analytic − numeric| / max(|analytic|, |numeric|),
    and 0 where both are 0. Nothing is written to the graph.

    Raises DomainError if `root` is undefined on both sides of one of the leaves, or one of them has
    no gradient, and ValueError if a leaf is an inner node.
    """
    order = topological_order(root)
    grads = dict(zip(map(id, order), gradients_or_errors(order), strict=True))
    chosen = [node for node in order if node.op is None] if leaves is None else list(leaves)
    rows = []
    for leaf in chosen:
        if leaf.op is not None:
            raise ValueError("gradient_check moves leaves, and this is an inner node")
        analytic = grads.get(id(leaf), 0.0)
        if isinstance(analytic, DomainError):
            if leaves is None and leaf.is_constant:
                continue
            raise analytic
        numeric = difference(order, leaf, RELATIVE_STEP * max(1.0, abs(leaf.data)))
        scale = max(abs(analytic), abs(numeric))
        rows.append(
            Check(leaf, analytic, numeric, abs(analytic - numeric) / scale if scale else 0.0)
        )
    return rows


def difference(order: list[Value], leaf: Value, h: float) -> float:
    """The central difference (f(x + h) − f(x − h)) / 2h by `leaf`, f being the last of `order`.

    Where f is undefined on one side, the difference of the other side alone. Raises DomainError if
    it is undefined on both, and ValueError for a step `h` that is not positive and finite.
    """
    if not math.isfinite(h) or h <= 0.0:
        raise ValueError(f"a step h must be positive, not {h}")
    points = []
    problem: DomainError | None = None
    # Beside the largest numbers there is room on one side only.
    for at in (min(leaf.data + h, sys.float_info.max), max(leaf.data - h, -sys.float_info.max)):
        try:
            points.append((at, replay(order, {id(leaf): at})))
        except DomainError as error:
            problem = error
            points.append((leaf.data, order[-1].data))
    (right, above), (left, below) = points
    if problem and right == left:
        raise problem
    # By halves, as the whole difference of two large numbers may be too large for one.
    return (above / 2 - below / 2) / (right / 2 - left / 2)


def replay(order: list[Value], leaves: dict[int, float]) -> float:
    """Recompute the last node of `order`, with other numbers for some leaves, by their id().

    Raises DomainError where an op is undefined there.
    """
    data: dict[int, float] = {}
    for node in order:
        if node.op is None:
            data[id(node)] = leaves.get(id(node), node.data)
            continue
        inputs = (data[id(child)] for child in node.children)
        data[id(node)] = OPS[node.op].compute(*inputs)
    return data[id(order[-1])]
