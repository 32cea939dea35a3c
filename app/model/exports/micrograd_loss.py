"""The loss of a run in terms of micrograd 0.1.0: an expression over its Value."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.model.exports.micrograd_ops import OWN, call
from app.model.exports.plain_loss import SCORE, literal, recorded
from engine.core.op import Op, fill
from engine.core.ops import OPS
from engine.learning.losses import Loss


@dataclass(frozen=True, slots=True)
class _LossTerm:
    """An expression: whether it is a Value or a number, and as an operand stands in brackets."""

    code: str
    is_value: bool
    is_open: bool = False

    @property
    def operand(self) -> str:
        return f"({self.code})" if self.is_open else self.code

    @property
    def value(self) -> str:
        """The expression as one that is a Value."""
        return self.code if self.is_value else f"Value({self.code})"


class MicrogradLoss:
    """The `body` of a function of `score`, a Value, and `target`, a number, that returns the loss
    as a Value; and the `ops` for which that needs a function. `taken` are names that no such
    function may have."""

    def __init__(self, loss: Loss, taken: Collection[str] = ()):
        self.ops: dict[str, Op] = {}
        self._taken = taken
        order = recorded(loss)
        uses = Counter(id(child) for node in order for child in node.children)
        terms: dict[int, _LossTerm] = {}
        lines: list[str] = []
        for node in order:
            if node.op is None:
                is_score = node.label == SCORE
                terms[id(node)] = _LossTerm(node.label or literal(node.data), is_score)
                continue
            term = self._applied(OPS[node.op], [terms[id(child)] for child in node.children])
            if uses[id(node)] > 1:
                name = f"v{len(lines) + 1}"
                lines.append(f"{name} = {term.code}")
                term = _LossTerm(name, term.is_value)
            terms[id(node)] = term
        self.body = "\n".join([*lines, f"return {terms[id(order[-1])].value}"])

    def _applied(self, op: Op, inputs: Sequence[_LossTerm]) -> _LossTerm:
        are_values = [term.is_value for term in inputs]
        # Its own power has a number as exponent; and what holds no Value is computed by Python.
        power = op.name == "**" and not are_values[1]
        if op.family == "arithmetic" and (op.name in OWN or power or not any(are_values)):
            code = fill(op.python, *(term.operand for term in inputs))
            return _LossTerm(code, any(are_values), is_open=True)
        if op.name in OWN:
            return _LossTerm(
                fill(op.python, *(f"({term.value})" for term in inputs)), is_value=True
            )
        self.ops[op.name] = op
        return _LossTerm(
            fill(call(op, self._taken), *(term.value for term in inputs)), is_value=True
        )
