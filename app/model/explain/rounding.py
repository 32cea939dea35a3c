"""Numbers that are nothing but floating-point rounding, and the sentence that says so."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable

from app.model.graph.evaluation import Evaluation
from app.model.graph.graph import Graph
from app.model.graph.node import Wire
from app.model.numbers import number
from engine import DomainError
from engine.core.messages import Message, message
from engine.core.ops import OPS

# A few operations before this one may each have lost half a unit of the last digit.
_LAST_DIGITS = 4 * sys.float_info.epsilon


def result_note(graph: Graph, evaluation: Evaluation, id_: int) -> Message | None:
    """A sentence for the result of an op that rounding alone may have made: `0.1 + 0.2 − 0.3`, or
    sin(π). What its inputs may be off in their last digit changes it by more than it is.
    """
    node = graph.nodes[id_]
    if node.op is None or id_ not in evaluation.data:
        return None
    inputs = [evaluation.data[source] for source in node.inputs if source is not None]
    try:
        slopes = OPS[node.op].slopes(*inputs, evaluation.data[id_])
    except DomainError:
        return None
    parts = (slope * data for slope, data in zip(slopes, inputs, strict=True))
    return rounding_note(evaluation.data[id_], parts)


def sum_note(evaluation: Evaluation, id_: int, wires: Iterable[Wire]) -> Message | None:
    """The same for a gradient, as the sum of what `wires` bring."""
    amounts = [evaluation.carried[wire].amount for wire in wires]
    if len(amounts) < 2 or id_ not in evaluation.grad:
        return None
    return rounding_note(evaluation.grad[id_], amounts)


def rounding_note(result: float, parts: Iterable[float]) -> Message | None:
    """A sentence for a sum that is no larger than the last digits of its `parts`; None for 0."""
    sizes = list(map(abs, parts))
    # Each by itself: the sum of large ones may be past the range of a float, as may one of them.
    bounds = [_LAST_DIGITS * size for size in sizes if math.isfinite(size)]
    if len(bounds) < len(sizes) or not 0.0 < abs(result) <= sum(bounds):
        return None
    return message(
        "{number} is floating-point rounding: numbers are kept to about 16 digits, and this one "
        "is no larger than the last digit of what it comes from. Without rounding it may be 0.",
        number=number(result),
    )
