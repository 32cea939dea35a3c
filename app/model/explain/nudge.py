"""Nudge: the output as a function of one leaf, and the gradient's promise against what happens."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from app.model.graph.evaluation import Evaluation, evaluate
from app.model.graph.graph import Graph, GraphError
from app.model.graph.symbols import bare, spoken
from app.model.numbers import number
from engine import DomainError, Tape, Value
from engine.core.messages import Message, message
from engine.core.ops import OPS
from engine.core.value import node_of

Difference = Literal["forward", "central"]

POINTS = 200
_CHUNK = 20
"""Points computed at once; where one of them is undefined, all of them are tried one by one."""

# A curve is narrowed down to a hundred-thousandth around a peak: 1/x grows as much.
_NARROWINGS = 30

# What rounding may do to one output, in units of its size: a few operations of half a unit each.
_ROUNDING = 16 * sys.float_info.epsilon

STEPS: tuple[float, ...] = tuple(10.0 ** (k / 4) for k in range(-32, 1))
"""The steps h of an error curve: four to a power of ten, from 1e−8 to 1."""


@dataclass(frozen=True, slots=True)
class NudgeCurve:
    """The output over one leaf: y by x, y None in a gap, where the output is undefined.

    `x`, `y` is where the leaf stands, `slope` its gradient: the slope of the tangent. Both are
    None where the output is undefined at the leaf's own number.
    """

    x: float
    y: float | None
    slope: float | None
    xs: tuple[float, ...]
    ys: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Probe:
    """One nudge: the leaf moves by h, and the output from `y` to `y_after`."""

    h: float
    x_after: float
    y: float
    y_after: float
    predicted: float
    """grad · h"""

    @property
    def measured(self) -> float:
        """y_after − y: the change of the output that was measured."""
        return self.y_after - self.y

    @property
    def error(self) -> float:
        """|measured − predicted|"""
        return abs(self.measured - self.predicted)

    @property
    def rounding(self) -> float:
        """What the difference may be of rounding alone: some units in the last place of L."""
        return _ROUNDING * max(abs(self.y), abs(self.y_after))


@dataclass(frozen=True, slots=True)
class Errors:
    """How far the numeric slope is from the gradient, for each step of `hs`: None where the output
    is undefined, 0.0 where they are the same float. Below `best` rounding rules, above truncation.
    """

    difference: Difference
    hs: tuple[float, ...]
    errors: tuple[float | None, ...]
    best: float | None
    """None where the error does not fall and rise again."""
    words: Message

    @property
    def drawn(self) -> tuple[float | None, ...]:
        """The errors for a logarithmic axis: a zero stands at half the smallest of the others."""
        floor = min((error for error in self.errors if error), default=2e-17) / 2
        return tuple(None if error is None else error or floor for error in self.errors)


def curve(
    graph: Graph, evaluation: Evaluation, id_: int, width: float | None = None
) -> NudgeCurve | Message:
    """The output over `width` to either side of the leaf, or why there is no such curve.

    `width` is positive; without it, one and a half times the leaf's size, at least 1.5. The leaf
    itself and 0, where many a function breaks, are among the points.
    """
    if reason := _why_not_nudged(graph, id_):
        return reason
    function = _Function(graph, id_)
    x = graph.nodes[id_].data
    # Half of the range, so that a width is still a float.
    reach = min(1.5 * max(1.0, abs(x)), sys.float_info.max / 2) if width is None else width
    spaced = (x + reach * (2 * k / (POINTS - 1) - 1) for k in range(POINTS))
    zero = [0.0] if abs(x) < reach else []
    xs = sorted(filter(math.isfinite, {*spaced, x, *zero}))
    points = list(zip(xs, function.many(xs), strict=True))
    points += [(pole, None) for pole in function.poles(points)]
    points.sort(key=lambda point: point[0])
    y, slope = evaluation.data.get(function.output), evaluation.grad.get(id_)
    return NudgeCurve(x, y, slope, tuple(x for x, _ in points), tuple(y for _, y in points))


def probe(graph: Graph, evaluation: Evaluation, id_: int, h: float) -> Probe | Message:
    """The leaf moved by `h`, or why it can't be: no gradient, an h of 0 or one that is too small to
    move it, an undefined output."""
    if reason := _why_no_slope(graph, evaluation, id_):
        return reason
    if h == 0.0 or not math.isfinite(h):
        return message("h is the size of a step: a number that is not 0.")
    node = graph.nodes[id_]
    if node.data + h == node.data:
        x, name = number(node.data), bare(spoken(graph, id_))
        return message(
            "h is too small beside {name} = {x}: {name} + h is the same number.", name=name, x=x
        )
    output = evaluation.order[-1]
    try:
        there = evaluate(graph.with_data(id_, node.data + h))
    except GraphError as error:
        return error.reason
    if output not in there.data:
        x, problem = number(node.data + h), there.why_no_output(evaluation.order)
        return message("At {x} there is no output: {problem}", x=x, problem=problem)
    predicted = evaluation.grad[id_] * h
    found = Probe(h, node.data + h, evaluation.data[output], there.data[output], predicted)
    return found if math.isfinite(found.error) else message("The change is too large for a number.")


def errors(
    graph: Graph, evaluation: Evaluation, id_: int, difference: Difference = "central"
) -> Errors | Message:
    """The error of a numeric slope for every step of `STEPS`, or why there is none.

    `forward` is (f(x + h) − f(x)) / h, the nudge itself: its truncation shrinks with h.
    `central` is (f(x + h) − f(x − h)) / 2h: its truncation shrinks with h², so that rounding,
    which grows with 1/h, takes over within the range of the steps. Press et al., Numerical
    Recipes, section 5.7.
    """
    if reason := _why_no_slope(graph, evaluation, id_):
        return reason
    x, y, grad = graph.nodes[id_].data, evaluation.data[evaluation.order[-1]], evaluation.grad[id_]
    f = _Function(graph, id_).one

    def error(h: float) -> float | None:
        back, below = (h, f(x - h)) if difference == "central" else (0.0, y)
        above = f(x + h)
        if above is None or below is None or x + h == x - back:
            return None
        return abs(2.0 * (_half_rise(below, above) / (h + back)) - grad)

    found = tuple(map(error, STEPS))
    if x + STEPS[-1] == x:
        words = message("No step up to 1 changes a number as large as {x}.", x=number(x))
        return Errors(difference, STEPS, found, None, words)
    best, words = _regimes(found, max(abs(y), min(abs(x * grad), sys.float_info.max)))
    finite = tuple(e if e is not None and math.isfinite(e) else None for e in found)
    return Errors(difference, STEPS, finite, best, words)


def _half_rise(below: float, above: float) -> float:
    """Half of above − below, which may itself be too large for a number."""
    large = max(abs(below), abs(above)) > 1.0
    return above / 2 - below / 2 if large else (above - below) / 2


def _regimes(errors: Sequence[float | None], size: float) -> tuple[float | None, Message]:
    """The best step, and the sentence on the error's two regimes. `size` is what is rounded."""
    pairs = [(h, error) for h, error in zip(STEPS, errors, strict=True) if error is not None]
    known = [(h, error) for h, error in pairs if math.isfinite(error)]
    if pairs and not known:
        return None, message("At every step the measured slope is too large for a number.")
    if not known:
        return None, message("At no step from here is there an error that is a number.")
    worst = max(error for _, error in known)
    # Below the smallest normal float rounding is a matter of size and not of digits.
    rounding = max(_ROUNDING * size, 16 * math.ulp(0.0))
    if all(error * h <= rounding for h, error in known):
        return None, message("No truncation here: nothing but rounding, which grows as h shrinks.")
    if min(error for _, error in known) > 0.01 * worst:
        return None, message("The error stays as h shrinks, as it does at a kink.")
    # One lucky digit makes no regime: a step is as good as the worst of it and its neighbours.
    around = [max(error for _, error in known[max(k - 1, 0) : k + 2]) for k in range(len(known))]
    best = known[around.index(min(around))][0]
    return best, message(
        "Best at h = {h}. Above it truncation: the curve bends away from its tangent, and the "
        "error falls with h. Below it rounding: digits cancel, and the error grows as h shrinks.",
        h=number(best, 2),
    )


# The output as a function, by a tape that is recorded once for a structure.

_Structure = tuple[tuple[str | None, tuple[int, ...]], ...]
"""A graph without its numbers: every node's op and the places of its inputs, inputs first."""


class _Function:
    """The output of a graph over one of its leaves, the others staying where they are."""

    def __init__(self, graph: Graph, id_: int):
        self.output = cast(int, graph.output)
        order = graph.order_to(self.output)
        place = {i: k for k, i in enumerate(order)}
        nodes = [graph.nodes[i] for i in order]
        structure = tuple(
            (node.op, tuple(place[i] for i in node.inputs if i is not None)) for node in nodes
        )
        self._tape = _tape(structure)
        self._may_have_poles = any(node.op in ("/", "**") for node in nodes)
        leaves = [node for node in nodes if node.op is None]
        split = [leaf.id for leaf in leaves].index(id_)
        self._before = tuple(leaf.data for leaf in leaves[:split])
        self._after = tuple(leaf.data for leaf in leaves[split + 1 :])

    def many(self, xs: Sequence[float]) -> list[float | None]:
        """The output at every x; None where it is undefined."""
        ys: list[float | None] = []
        for start in range(0, len(xs), _CHUNK):
            chunk = xs[start : start + _CHUNK]
            try:
                ys += self._computed(chunk)
            except DomainError:
                ys += map(self.one, chunk)
        return ys

    def one(self, x: float) -> float | None:
        """The output at one x; None where it is undefined."""
        try:
            return self._computed([x])[0]
        except DomainError:
            return None

    def _computed(self, xs: Sequence[float]) -> list[float | None]:
        rows = [(*self._before, x, *self._after) for x in xs]
        return [y if math.isfinite(y) else None for y in self._tape.outputs((), rows)]

    def poles(self, points: Sequence[tuple[float, float | None]]) -> Iterator[float]:
        """Where the output grows beyond all bounds between two points, as 1/x does at 0."""
        if not self._may_have_poles:
            return
        for (low, left), (_, y), (high, right) in zip(points, points[1:], points[2:], strict=False):
            if left is None or y is None or right is None or abs(y) <= max(abs(left), abs(right)):
                continue
            pole = self._pole(low, high, abs(y))
            if pole is not None:
                yield pole

    def _pole(self, low: float, high: float, peak: float) -> float | None:
        """The place between `low` and `high` where the size of the output has no bound."""
        for step in range(_NARROWINGS):
            left, right = low + (high - low) / 3, high - (high - low) / 3
            if step == _NARROWINGS // 3 and max(self._size(left), self._size(right)) < 2 * peak:
                return None
            if self._size(left) > self._size(right):
                high = right
            else:
                low = left
        middle = (low + high) / 2
        return middle if self._size(middle) > 100 * peak else None

    def _size(self, x: float) -> float:
        y = self.one(x)
        return math.inf if y is None else abs(y)


@lru_cache(maxsize=16)
def _tape(structure: _Structure) -> Tape:
    """The output over all leaves. Recorded without numbers, as it may be undefined at today's."""
    nodes: list[Value] = []
    for op, inputs in structure:
        children = [nodes[place] for place in inputs]
        nodes.append(Value(0.0) if op is None else node_of(OPS[op], 0.0, *children))
    return Tape(nodes[-1], [node for node in nodes if node.op is None], [])


def _why_not_nudged(graph: Graph, id_: int) -> Message | None:
    """Why the output is no function of this node, not even where it is defined."""
    if graph.nodes[id_].op is not None:
        return message("Only a leaf can be nudged: an op’s number follows from its inputs.")
    name = bare(spoken(graph, id_))
    if graph.output is None:
        return message("No output is chosen, so nothing moves with {name}.", name=name)
    order, output = graph.order_to(graph.output), spoken(graph, graph.output)
    if id_ not in order:
        return message("{name} does not feed the output, {output}.", name=name, output=output)
    for place in order:
        if None in graph.nodes[place].inputs:
            name = bare(spoken(graph, place))
            return message("There is no output yet: {name} waits for an input.", name=name)
    return None


def _why_no_slope(graph: Graph, evaluation: Evaluation, id_: int) -> Message | None:
    """Why the leaf has no gradient to check; None if it has."""
    if (reason := _why_not_nudged(graph, id_)) or id_ in evaluation.grad:
        return reason
    order = graph.order_to(cast(int, graph.output))
    problem = evaluation.why_no_gradient(id_) or evaluation.why_no_output(order)
    name = bare(spoken(graph, id_))
    return message("{name} has no gradient here: {problem}", name=name, problem=problem)
