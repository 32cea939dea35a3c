"""The loss of a run, recorded as a graph, as code that needs nothing but Python."""

from __future__ import annotations

from collections.abc import Sequence

from app.model.exports import code_lines
from engine.core.ops import OPS
from engine.core.value import Value, topological_order
from engine.learning.losses import Loss

SCORE, TARGET = "score", "target"


def recorded(loss: Loss) -> list[Value]:
    """The graph of the loss of one sample, inputs first; its leaves `score` and `target` have
    these labels, all others are constants."""
    return topological_order(loss.function(Value(0.0, SCORE), Value(1.0, TARGET)))


def _reached(order: Sequence[Value]) -> set[int]:
    """The ids of the nodes that depend on the score, and of the score."""
    found: set[int] = set()
    for node in order:
        if node.label == SCORE or any(id(child) in found for child in node.children):
            found.add(id(node))
    return found


def literal(number: float) -> str:
    """A number as an operand: a negative one in brackets."""
    return f"({number!r})" if repr(number).startswith("-") else repr(number)


def plain_loss(loss: Loss) -> str:
    """The body of a function of `score` and `target` that returns the loss and its derivative with
    respect to the score."""
    order = recorded(loss)
    varies = _reached(order)
    inner = [node for node in order if node.op is not None]
    names = {id(node): node.label or literal(node.data) for node in order if node.op is None}
    names |= {id(node): f"v{number}" for number, node in enumerate(inner, start=1)}
    grads = {id(node): f"grad_{names[id(node)]}" for node in order if id(node) in varies}
    lines = ["# The loss, and its derivative with respect to the score."]
    for node in inner:
        assert node.op is not None
        inputs = [names[id(child)] for child in node.children]
        code = code_lines.result(OPS[node.op], inputs)
        lines.append(code_lines.assignment(names[id(node)], code))
    *others, root = order
    lines += code_lines.zeros(grads[id(node)] for node in others if id(node) in varies)
    lines.append(f"{grads[id(root)]} = 1.0")
    for node in reversed(inner):
        assert node.op is not None
        inputs = [names[id(child)] for child in node.children]
        out, op = names[id(node)], OPS[node.op]
        lines += (
            code_lines.passed_back(op, slot, inputs, out, grads[id(child)], grads[id(node)])
            for slot, child in enumerate(node.children)
            if id(child) in varies
        )
    return "\n".join([*lines, f"return {names[id(root)]}, grad_{SCORE}"])
