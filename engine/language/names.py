"""Names in a text: which function one calls, and what can't be the name of a value."""

from __future__ import annotations

import keyword

from engine.core.messages import Message, counted, message
from engine.core.op import Op
from engine.core.ops import OPS, functions
from engine.language.tokens import Token

_OTHER_NAMES = {"ln": "log(a)", "pow": "a ** b", "square": "a ** 2", "neg": "-a"}
"""How what has another name elsewhere is written; `log` is the natural logarithm."""


def function_named(name: Token) -> Op:
    """The op that a call names. Raises ExpressionError where there is none."""
    op = OPS.get(name.text)
    if op and op.is_function:
        return op
    if name.text in _OTHER_NAMES:
        other = _OTHER_NAMES[name.text]
        raise name.error(message("{name}(a) is written {other} here", name=name.text, other=other))
    known = ", ".join(functions())
    raise name.error(
        message(
            "there is no function {name}: expected one of {known}", name=name.shown(), known=known
        )
    )


def wrong_count(op: Op, given: int) -> Message:
    """The sentence for a call of `op` with another number of inputs."""
    return counted(
        "{op} has one input, not {given}: expected {text}",
        "{op} has {count} inputs, not {given}: expected {text}",
        op.arity,
        op=op.name,
        given=given,
        text=op.text,
    )


def check_name(name: Token) -> None:
    """Raises ExpressionError for what can't be the name of a value."""
    op = OPS.get(name.text)
    if op and op.is_function:
        raise name.error(
            message(
                "{name} is a function: expected {text}, or another name",
                name=name.text,
                text=op.text,
            )
        )
    if keyword.iskeyword(name.text):
        raise name.error(
            message("{name} is a Python keyword: expected another name", name=name.text)
        )
    if not name.text.isidentifier():
        raise name.error(
            message(
                "{name} is not a name: expected letters, digits and _, as in w1", name=name.shown()
            )
        )
