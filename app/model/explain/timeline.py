"""The timeline: forward pass, seed and backward pass as stops, each with its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, NamedTuple, cast

from app.model.explain.rounding import result_note, rounding_note
from app.model.graph.evaluation import CarriedSoFar, Evaluation, sentence_of
from app.model.graph.graph import Graph
from app.model.graph.node import Wire
from app.model.graph.symbols import bare, factor, filled, formula, product, spoken, why_missing
from app.model.numbers import equation, number, operand
from engine.core.backward import Contribution
from engine.core.messages import Message, message
from engine.core.ops import OPS

Kind = Literal["start", "forward", "stuck", "seed", "backward"]


class Stop(NamedTuple):
    """One place on the timeline: what happens, and at which node. Equal in two timelines if the
    same thing happens at the same node.

    "stuck" is an op that can't be computed, where the forward pass ends, or one that can't pass
    something back, after which the backward pass goes on.
    """

    kind: Kind
    id: int


@dataclass(frozen=True)
class Moment:
    """What is known at a stop, and what is lit. `evaluation` holds only that."""

    stop: Stop
    phase: Message
    sentences: tuple[Message, ...]
    evaluation: Evaluation
    lit: frozenset[Wire] = frozenset()
    backward: bool = False
    """Which way things flow along the lit wires."""


class Timeline:
    """All stops of one graph: none without an output. `moment(k)` for k from 0, before anything,
    to `len(stops) − 1`, where all is known that the live evaluation knows.

    Of other numbers in a graph that is wired like that `before`, the stops are the same tuple.
    """

    def __init__(self, graph: Graph, evaluation: Evaluation, before: Timeline | None = None):
        self.graph = graph
        self.evaluation = evaluation
        self._last: tuple[int, Moment] | None = None
        same = before is not None and self._stops_as(before.evaluation)
        self.stops: tuple[Stop, ...] = before.stops if before and same else tuple(self._stops())
        kinds = [stop.kind for stop in self.stops]
        self._seed = kinds.index("seed") if "seed" in kinds else len(kinds)
        self._counts = kinds.count("forward"), len(kinds[self._seed + 1 :])

    @cached_property
    def _places(self) -> Mapping[Stop, int]:
        return {stop: k for k, stop in enumerate(self.stops)}

    def _stops_as(self, before: Evaluation) -> bool:
        """Whether the same happens at the same nodes as in `before`: where a number does not exist,
        every evaluation has an order of its own."""
        return bool(self.evaluation.order) and self.evaluation.order is before.order

    def _stops(self) -> list[Stop]:
        graph, output = self.graph, self.graph.output
        if output is None:
            return []
        stops = [Stop("start", output)]
        for id_ in graph.order_to_output:
            if graph.nodes[id_].op is None:
                continue
            if id_ not in self.evaluation.data:
                return [*stops, Stop("stuck", id_)]
            stops.append(Stop("forward", id_))
        stops.append(Stop("seed", output))
        order = self.evaluation.order
        if not self.evaluation.problems:
            passed = (id_ for id_ in reversed(order) if graph.nodes[id_].op is not None)
            return [*stops, *(Stop("backward", id_) for id_ in passed)]
        for step in self.evaluation.steps:
            stuck = any(part.problem for part in step.contributions)
            kind: Kind = "stuck" if stuck else "backward"
            stops.append(Stop(kind, order[step.index]))
        return stops

    def index_of(self, stop: Stop, fallback: int) -> int:
        """Where the same thing happens in this timeline, else the nearest place there is."""
        return self._places.get(stop, max(0, min(fallback, len(self.stops) - 1)))

    def counts(self) -> tuple[int, int]:
        """How many stops the forward pass has, and how many the backward pass."""
        return self._counts

    def moment(self, k: int) -> Moment:
        """What is known after stop `k`. O(nodes); nothing is computed, only uncovered."""
        if self._last is None or self._last[0] != k:
            self._last = k, self._moment(k)
        return self._last[1]

    def _moment(self, k: int) -> Moment:
        stop = self.stops[k]
        sentences = {
            "start": self._start,
            "forward": self._forward,
            "seed": self._seeded,
            "stuck": self._backward if k > self._seed else self._stuck,
            "backward": self._backward,
        }[stop.kind](k)
        inputs = self.graph.nodes[stop.id].inputs if stop.kind not in ("start", "seed") else ()
        lit = frozenset((stop.id, slot) for slot, source in enumerate(inputs) if source is not None)
        backward = k > self._seed
        return Moment(stop, self._phase(k), tuple(sentences), self._uncovered(k), lit, backward)

    def _uncovered(self, k: int) -> Evaluation:
        """The evaluation with all that comes after stop `k` taken out.

        Ops that the output does not depend on take no part in the pass: they show their numbers
        when its forward half is done.
        """
        whole, nodes = self.evaluation, self.graph.nodes
        if k == len(self.stops) - 1:
            return whole
        if k < self._seed:
            done = {stop.id for stop in self.stops[1 : k + 1]}
            data = {i: n for i, n in whole.data.items() if nodes[i].op is None or i in done}
            return replace(whole, data=data, grad={}, carried={}, problems={}, waiting={})
        grad = {self.stops[self._seed].id: 1.0}
        passed = set()
        # What is said of the nodes of the pass is said once the pass has come to it.
        silent = set(whole.order)
        for step in whole.steps[: k - self._seed]:
            op = whole.order[step.index]
            passed.add(op)
            for part in step.contributions:
                child = whole.order[part.child]
                if part.after is not None:
                    grad[child] = part.after
                else:
                    grad.pop(child, None)
                    silent -= {child, op}
        problems = {id_: words for id_, words in whole.problems.items() if id_ not in silent}
        waiting = {id_: words for id_, words in whole.waiting.items() if id_ not in silent}
        carried = CarriedSoFar(whole.carried, passed)
        return replace(whole, grad=grad, carried=carried, problems=problems, waiting=waiting)

    def _phase(self, k: int) -> Message:
        kind = self.stops[k].kind
        forward, backward = self._counts
        if kind == "forward":
            return message("Forward {k} of {n}", k=k, n=forward)
        if k > self._seed:
            return message("Backward {k} of {n}", k=k - self._seed, n=backward)
        return {"start": message("Start"), "seed": message("Seed"), "stuck": message("Stopped")}[
            kind
        ]

    # The sentences.

    def _start(self, _k: int) -> list[Message]:
        return [message("The leaves hold their numbers. Nothing is computed yet.")]

    def _forward(self, k: int) -> list[Message]:
        """`e = a · b = 2 · (−3) = −6`"""
        id_ = self.stops[k].id
        node = self.graph.nodes[id_]
        op = OPS[cast(str, node.op)]
        inputs = [self.evaluation.data[i] for i in node.inputs if i is not None]
        name = [node.label] if node.label else []
        # Over constants alone the symbols are the numbers: once is enough.
        texts = dict.fromkeys(
            [formula(self.graph, id_), filled(op.formula, [operand(number) for number in inputs])]
        )
        left = " = ".join([*name, *texts])
        words = equation(left, self.evaluation.data[id_], *inputs, compute=op.compute)
        note = result_note(self.graph, self.evaluation, id_)
        return [message("{equation}", equation=words), *([note] if note else [])]

    def _seeded(self, k: int) -> list[Message]:
        name = spoken(self.graph, self.stops[k].id)
        return [message("grad {name} = 1: the output’s derivative by itself", name=name)]

    def _stuck(self, k: int) -> list[Message]:
        id_ = self.stops[k].id
        problem = self.evaluation.problems.get(id_) or self.evaluation.waiting[id_]
        name = bare(spoken(self.graph, id_))
        return [message("The pass stops at {name}: {problem}", name=name, problem=problem)]

    def _backward(self, k: int) -> list[Message]:
        step = self.evaluation.steps[k - self._seed - 1]
        id_ = self.evaluation.order[step.index]
        if step.grad is None:
            words = message(
                "grad {node} does not exist, so {node} passes nothing back: {problem}",
                node=spoken(self.graph, id_),
                problem=self.evaluation.why_no_gradient(id_),
            )
            return [words]
        sentences = []
        for part in step.contributions:
            sentences.append(self.contribution(id_, step.grad, part))
            if (id_, part.slot) in self._later and (note := _rounding_of(part)):
                sentences.append(note)
        return sentences

    def contribution(self, id_: int, grad: float, part: Contribution) -> Message:
        """`grad a += grad e · b = (−2) · (−3) = 6`, and the sum where something arrived before."""
        graph, place = self.graph, (id_, part.slot)
        child = spoken(graph, self.evaluation.order[part.child])
        if missing := why_missing(graph, self.evaluation, place):
            return message("grad {child} += 0: {reason}", child=child, reason=missing)
        places: dict[str, object] = {
            "child": child,
            "node": spoken(graph, id_),
            "slope": factor(graph, place),
        }
        if part.after is None or part.amount is None or part.before is None:
            return self._nothing_received(id_, grad, part, places)
        places["product"] = product(grad, self.evaluation.carried[place])
        if place in self._later:
            return message(
                "grad {child} += grad {node} · {slope} = {product}: {child} already holds "
                "{before}, and {sum}",
                before=number(part.before),
                sum=equation(
                    f"{operand(part.before)} + {operand(part.amount)}",
                    part.after,
                    part.before,
                    part.amount,
                ),
                **places,
            )
        return message("grad {child} += grad {node} · {slope} = {product}", **places)

    def _nothing_received(
        self, id_: int, grad: float, part: Contribution, places: Mapping[str, object]
    ) -> Message:
        """The same where the sum does not exist: `grad x += grad s · … = 1 · ∞`, and why."""
        child = self.evaluation.order[part.child]
        problem = sentence_of(part.problem) if part.problem else None
        if part.amount is not None:
            return message(
                "grad {child} += grad {node} · {slope} = {product}, but grad {child} does not "
                "exist: {problem}",
                product=product(grad, self.evaluation.carried[id_, part.slot]),
                problem=problem or self.evaluation.why_no_gradient(child),
                **places,
            )
        if part.slope is None:
            return message(
                "grad {child} += grad {node} · {slope}: {problem}", problem=problem, **places
            )
        return message(
            "grad {child} += grad {node} · {slope} = {factors}: {problem}",
            factors=f"{operand(grad)} · {operand(part.slope)}",
            problem=problem,
            **places,
        )

    @cached_property
    def _later(self) -> frozenset[Wire]:
        """The wires whose source has received something by another wire before."""
        order, seen, later = self.evaluation.order, set(), set()
        for step in self.evaluation.steps:
            for part in step.contributions:
                if part.child in seen:
                    later.add((order[step.index], part.slot))
                seen.add(part.child)
        return frozenset(later)


def _rounding_of(part: Contribution) -> Message | None:
    """What is said where a sum of gradients is nothing but rounding."""
    if part.after is None or part.amount is None or part.before is None:
        return None
    return rounding_note(part.after, (part.before, part.amount))
