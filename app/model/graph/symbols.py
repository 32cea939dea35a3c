"""How sentences call nodes, formulas and slopes."""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence

from app.model.graph.evaluation import Carried, Evaluation
from app.model.graph.graph import Graph
from app.model.graph.node import Wire
from app.model.numbers import equation, operand
from engine.core.messages import Message, message
from engine.core.op import Op
from engine.core.ops import OPS

_DEEPEST = 2
"""A formula in place of a name holds formulas in place of names to this depth, then `…`."""


def spoken(graph: Graph, id_: int | None, depth: int = _DEEPEST) -> str:
    """What a sentence calls a node: its label, the number of a constant, or else its formula in
    brackets, `(a·b)`; `?` where nothing is wired."""
    if id_ is None:
        return "?"
    node = graph.nodes[id_]
    if node.label:
        return node.label
    if node.op is None:
        return operand(node.data)
    if not depth:
        return "…"
    names = [spoken(graph, source, depth - 1) for source in node.inputs]
    text = filled(OPS[node.op].formula, names)
    return text if _is_closed(OPS[node.op]) else f"({text.replace(' ', '')})"


def formula(graph: Graph, id_: int) -> str:
    """An op over the names of its inputs: `a · b`."""
    node = graph.nodes[id_]
    assert node.op is not None
    return filled(OPS[node.op].formula, [spoken(graph, source) for source in node.inputs])


def slope_symbols(graph: Graph, place: Wire) -> str:
    """The local derivative that belongs to a wire, in the names of the graph: `1 − t²`."""
    id_, slot = place
    node = graph.nodes[id_]
    assert node.op is not None
    names = [spoken(graph, source) for source in node.inputs]
    return filled(OPS[node.op].partials[slot].formula, names, spoken(graph, id_))


def factor(graph: Graph, place: Wire) -> str:
    """`slope_symbols` as a factor: in brackets unless it is a name, a number or a call."""
    text = slope_symbols(graph, place)
    head, bracket, rest = text.partition("(")
    one = re.fullmatch(r"[\w.]*", head) and (not bracket or bare(bracket + rest) == rest[:-1])
    return text if one else f"({text})"


def filled(template: str, inputs: Sequence[str], out: str = "") -> str:
    """A formula of the op table with names or numbers in its places.

    A text in brackets loses them where the formula has its own: `tanh(−3)`, `|a·b|`.
    """
    places = dict(zip(("x", "y"), inputs, strict=False)) | {"out": out}

    def text(match: re.Match[str]) -> str:
        before, name, after = match.groups()
        return before + (bare(places[name]) if before and after else places[name])

    return re.sub(r"([(|]|, |)\{(\w+)\}(?=([)|,]?))", text, template)


def bare(text: str) -> str:
    """A name or number without the brackets around it."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter == "(") - (letter == ")")
        if not depth:
            return text[1:-1] if text[0] == "(" and place == len(text) - 1 else text
    return text


def product(grad: float, carried: Carried) -> str:
    """`(−2) · (−3) = 6`"""
    left = f"{operand(grad)} · {operand(carried.slope)}"
    return equation(left, carried.amount, grad, carried.slope, compute=operator.mul)


def why_missing(graph: Graph, evaluation: Evaluation, place: Wire) -> Message | None:
    """Why an op has no derivative by one of its inputs at these numbers; None where it has."""
    id_, slot = place
    node = graph.nodes[id_]
    if node.op is None or id_ not in evaluation.data:
        return None
    op = OPS[node.op]
    numbers = (evaluation.data[source] for source in node.inputs if source is not None)
    return message(op.partials[slot].missing_words) if op.is_missing[slot](*numbers) else None


def _is_closed(op: Op) -> bool:
    """Whether the op's formula holds together without brackets: `tanh(a)`, `|a|`."""
    return op.formula[-1] in ")|"
