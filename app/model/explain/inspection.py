"""The inspector: what a node or a wire is, in symbols, words and numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from app.model.explain.rounding import result_note, sum_note
from app.model.graph.evaluation import Carried, Evaluation
from app.model.graph.graph import Graph
from app.model.graph.node import Wire
from app.model.graph.symbols import (
    bare,
    factor,
    formula,
    product,
    slope_symbols,
    spoken,
    why_missing,
)
from app.model.numbers import UNKNOWN, equation, number, operand
from engine import DomainError
from engine.core.messages import Message, message
from engine.core.ops import OPS

_LONGEST_CHIP = 16
_MOST_TERMS = 8


@dataclass(frozen=True, slots=True)
class Input:
    """One input of an op: the local derivative by it, and the chain rule through it."""

    wire: Wire
    derivative: str
    """`∂e/∂a = b`"""
    slope: str
    """`−3`, `∞` where it is infinite, or `—` while it is not known."""
    words: Message
    missing: Message | None
    """Why there is no derivative at these numbers, where there is none."""
    chain: str
    """`grad a = grad e · ∂e/∂a`, with `+=` where other wires bring something too."""
    numbers: str
    """`(−2) · (−3) = 6`, `1 · ∞` where that is no number, or nothing while it is not known."""


@dataclass(frozen=True, slots=True)
class Term:
    """What one of several wires brings back to a node."""

    wire: Wire
    consumer: str
    symbols: str
    """`grad e · b`"""
    numbers: str
    """`(−2) · (−3) = 6`"""


@dataclass(frozen=True, slots=True)
class Inspection:
    """All that the inspector shows of a node, in its order."""

    id: int
    title: str
    """`e = a · b`, or the name of a leaf."""
    noun: Message
    words: Message | None
    """The op's local derivatives in a phrase; None for a leaf."""
    inputs: tuple[Input, ...]
    terms: tuple[Term, ...]
    """What the wires bring, in the order in which they do."""
    sum: str
    """`3 + 4 = 7`, or nothing where there is no sum."""
    problem: Message | None
    """What is undefined here, or what the node waits for."""
    notes: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class WireInspection:
    """What a wire carries forward and back."""

    wire: Wire
    title: str
    """`a → e`"""
    forward: str
    """`data a = 2`"""
    derivative: str
    """`∂e/∂a = b = −3`"""
    backward: str
    """`grad e · b = (−2) · (−3) = 6`, or nothing while it is not known."""
    missing: Message | None
    """Why there is no derivative at these numbers, where there is none."""
    notes: tuple[Message, ...]
    """Why nothing comes back, where nothing does."""


def inspect(graph: Graph, evaluation: Evaluation, id_: int) -> Inspection:
    """What is known of a node. Raises KeyError if the graph has no such node."""
    node = graph.nodes[id_]
    terms = _terms(graph, evaluation, id_)
    wires = [term.wire for term in terms]
    op = OPS[node.op] if node.op is not None else None
    return Inspection(
        id=id_,
        title=_title(graph, id_),
        noun=message(op.noun) if op else message("leaf"),
        words=message(op.words) if op else None,
        inputs=tuple(_input(graph, evaluation, (id_, slot)) for slot in range(len(node.inputs))),
        terms=terms,
        sum=_sum(evaluation, id_, [evaluation.carried[term.wire] for term in terms]),
        problem=_problem(evaluation, id_),
        notes=(
            *filter(None, (result_note(graph, evaluation, id_), sum_note(evaluation, id_, wires))),
            *_used_twice(graph, id_),
            *_notes(graph, evaluation, id_),
        ),
    )


def wire(graph: Graph, evaluation: Evaluation, place: Wire) -> WireInspection:
    """What is known of a wire. Raises KeyError if nothing is wired there."""
    source = _source(graph, place)
    if source is None:
        raise KeyError(place)
    name = spoken(graph, source)
    row = _input(graph, evaluation, place)
    slope = _slope(graph, evaluation, place)
    known = row.slope not in (UNKNOWN, row.derivative.rpartition(" = ")[2])
    product = f"grad {spoken(graph, place[0])} · {factor(graph, place)}"
    return WireInspection(
        wire=place,
        title=f"{name} → {spoken(graph, place[0])}",
        forward=_said(f"data {name}", evaluation.data.get(source)),
        derivative=_said(row.derivative, slope) if known else row.derivative,
        backward=f"{product} = {row.numbers}" if row.numbers else "",
        missing=row.missing,
        notes=_why_nothing_back(graph, evaluation, place),
    )


def _said(left: str, value: float | None) -> str:
    return f"{left} = {UNKNOWN}" if value is None else equation(left, value)


def slope_label(graph: Graph, evaluation: Evaluation, place: Wire) -> str:
    """The chip on a wire: `× b = −3`, or the number alone where the symbols say no more."""
    slope = _slope(graph, evaluation, place)
    symbols = slope_symbols(graph, place)
    if slope is not None:
        missing = why_missing(graph, evaluation, place)
        if missing or len(symbols) > _LONGEST_CHIP or bare(symbols) == number(slope):
            return f"× {operand(slope)}"
        return f"× {equation(factor(graph, place), slope)}"
    return f"× {factor(graph, place)}" if len(symbols) <= _LONGEST_CHIP else ""


# The parts of an inspection.


def _title(graph: Graph, id_: int) -> str:
    node = graph.nodes[id_]
    if node.op is None:
        return bare(spoken(graph, id_))
    return f"{node.label} = {formula(graph, id_)}" if node.label else formula(graph, id_)


def _input(graph: Graph, evaluation: Evaluation, place: Wire) -> Input:
    id_, slot = place
    source = _source(graph, place)
    op = OPS[cast(str, graph.nodes[id_].op)]
    name = spoken(graph, source)
    derivative = f"∂{spoken(graph, id_)}/∂{name}"
    shared = source is not None and len(_arrivals(graph, evaluation, source)) > 1
    return Input(
        wire=place,
        derivative=f"{derivative} = {bare(slope_symbols(graph, place))}",
        slope=number(_slope(graph, evaluation, place)),
        words=message(op.partials[slot].words),
        missing=why_missing(graph, evaluation, place),
        chain=f"grad {name} {'+=' if shared else '='} grad {spoken(graph, id_)} · {derivative}",
        numbers=_numbers(graph, evaluation, place),
    )


def _numbers(graph: Graph, evaluation: Evaluation, place: Wire) -> str:
    """What a wire brings back: `(−2) · (−3) = 6`, or `1 · ∞` where that is no number."""
    id_, _ = place
    carried, slope = evaluation.carried.get(place), _slope(graph, evaluation, place)
    if carried:
        return product(evaluation.grad[id_], carried)
    if id_ not in evaluation.problems or id_ not in evaluation.grad or slope is None:
        return ""
    return f"{operand(evaluation.grad[id_])} · {operand(slope)}"


def _slope(graph: Graph, evaluation: Evaluation, place: Wire) -> float | None:
    """The local derivative of a wire, also where no gradient reaches it: infinite where it is so,
    None if it is not known."""
    id_, slot = place
    if id_ not in evaluation.data:
        return None
    node = graph.nodes[id_]
    inputs = [evaluation.data[source] for source in node.inputs if source is not None]
    try:
        return OPS[cast(str, node.op)].slope(slot, inputs, evaluation.data[id_])
    except DomainError:
        return None


def _source(graph: Graph, place: Wire) -> int | None:
    id_, slot = place
    return graph.nodes[id_].inputs[slot]


def _arrivals(graph: Graph, evaluation: Evaluation, id_: int) -> list[Wire]:
    """The wires that bring a gradient to a node, in the order in which they do."""
    places = (place for place in graph.consumers[id_] if place in evaluation.carried)
    return sorted(places, key=lambda place: (-evaluation.rank[place[0]], place[1]))


def _terms(graph: Graph, evaluation: Evaluation, id_: int) -> tuple[Term, ...]:
    places = _arrivals(graph, evaluation, id_)
    return tuple(
        Term(
            place,
            spoken(graph, place[0]),
            f"grad {spoken(graph, place[0])} · {factor(graph, place)}",
            product(evaluation.grad[place[0]], evaluation.carried[place]),
        )
        for place in places
    )


def sum_received(graph: Graph, evaluation: Evaluation, id_: int) -> str:
    """`3 + 4 = 7` for a node that at least two wires bring a gradient to; nothing for others."""
    arrivals = _arrivals(graph, evaluation, id_)
    return _sum(evaluation, id_, [evaluation.carried[place] for place in arrivals])


def _sum(evaluation: Evaluation, id_: int, terms: Iterable[Carried]) -> str:
    amounts = [carried.amount for carried in terms]
    numbers = [operand(amount) for amount in amounts]
    if len(numbers) < 2 or id_ not in evaluation.grad:
        return ""
    if len(numbers) > _MOST_TERMS:
        numbers[_MOST_TERMS - 2 : -1] = ["…"]
    return equation(" + ".join(numbers), evaluation.grad[id_], *amounts)


def _problem(evaluation: Evaluation, id_: int) -> Message | None:
    """What is undefined at a node, or why it has no data; a gradient alone is left to the notes."""
    waits = evaluation.waiting.get(id_) if id_ not in evaluation.data else None
    return evaluation.problems.get(id_) or waits


def _why_nothing_back(graph: Graph, evaluation: Evaluation, place: Wire) -> tuple[Message, ...]:
    id_, _ = place
    if place in evaluation.carried:
        return ()
    problem = _problem(evaluation, id_)
    return (problem,) if problem and id_ in evaluation.data else _notes(graph, evaluation, id_)


def _used_twice(graph: Graph, id_: int) -> tuple[Message, ...]:
    sources = graph.nodes[id_].inputs
    if len(sources) < 2 or sources[0] is None or sources[0] != sources[1]:
        return ()
    name = bare(spoken(graph, sources[0]))
    return (
        message("{name} is both inputs: each counts by itself, and the two add up.", name=name),
    )


def _notes(graph: Graph, evaluation: Evaluation, id_: int) -> tuple[Message, ...]:
    """Why the gradient of a node is what it is, or why there is none."""
    name, output = bare(spoken(graph, id_)), graph.output
    if output is None:
        return (message("No output is chosen, so there are no gradients."),)
    end = spoken(graph, output)
    if id_ == output and id_ in evaluation.grad:
        return (message("grad {name} = 1: the output’s derivative by itself", name=end),)
    if id_ in evaluation.grad or id_ in evaluation.problems.keys() & evaluation.data:
        return ()
    if problem := evaluation.why_no_gradient(id_):
        return (message("{name} has no gradient here: {problem}", name=name, problem=problem),)
    if id_ not in graph.upstream(output):
        return (message("{name} does not feed the output, {output}.", name=name, output=end),)
    if output not in evaluation.data:
        return (message("The output, {output}, has no number yet.", output=end),)
    return (message("The backward pass has not brought {name} all of its gradient.", name=name),)
