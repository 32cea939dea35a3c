"""Lines of scripts: ops of the table over names of the script, with `math.` before functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from engine.core.op import INPUT_NAMES, NAMESPACE, Op, fill

_FUNCTION = re.compile(r"\b(?:" + "|".join(n for n in NAMESPACE if n.isidentifier()) + r")(?=\()")
_FACTOR = re.compile(r"[\w.]+(?:\([\w.]+\))?")
"""What is multiplied as it stands: a name, a number, a call."""
_WIDTH = 88

ANY_LETTER = """\
import sys

# Where the output lacks a letter, its number is printed.
if hasattr(sys.stdout, "reconfigure"):
    sys.stdout.reconfigure(errors="backslashreplace")
"""
"""What a script begins with that prints names with other letters than those of ASCII."""


def assignment(name: str, code: str) -> str:
    """`name = code`, on several lines where a choice would make it too long."""
    line = f"{name} = {code}"
    if len(line) <= _WIDTH or " if " not in code:
        return line
    choices = re.sub(r" (?=if |else )", "\n    ", code)
    return f"{name} = (\n    {choices}\n)"


def zeros(names: Iterable[str]) -> list[str]:
    """The lines that set names to 0.0, several at once as far as a line is wide."""
    lines: list[str] = []
    for name in names:
        if lines and len(lines[-1]) + len(f" = {name} = 0.0") <= _WIDTH:
            lines[-1] += f" = {name}"
        else:
            lines.append(name)
    return [f"{line} = 0.0" for line in lines]


def result(op: Op, inputs: Sequence[str]) -> str:
    """What the op gives of its inputs, as an expression."""
    return _filled(op.code, inputs)


def slope(op: Op, slot: int, inputs: Sequence[str], out: str) -> str:
    """The local derivative by the input in a slot, as an expression."""
    return _filled(op.partials[slot].code, inputs, out)


def passed_back(op: Op, slot: int, inputs: Sequence[str], out: str, own: str, grad: str) -> str:
    """The line that adds to `own`, the gradient of an input, what the op passes back to it: the
    gradient `grad` of the op times the local derivative."""
    factor = slope(op, slot, inputs, out)
    if factor in ("1.0", "-1.0"):
        return f"{own} {'-' if factor == '-1.0' else '+'}= {grad}"
    return f"{own} += {grad} * {factor if _FACTOR.fullmatch(factor) else f'({factor})'}"


def statement(op: Op, inputs: Sequence[str], out: str) -> str:
    """An op as a person writes it, for a comment: `o = tanh(n)`."""
    return f"{out} = {fill(op.text, *inputs)}"


def uses_math(op: Op) -> bool:
    """Whether the code of the op names a function of `math`."""
    return any(_FUNCTION.search(code) for code in (op.code, *(p.code for p in op.partials)))


def input_names(op: Op) -> tuple[str, ...]:
    """The names of the inputs in the code of the table: x, or x and y."""
    return INPUT_NAMES[: op.arity]


def _filled(code: str, inputs: Sequence[str], out: str = "") -> str:
    x, y = (*inputs, "")[:2]
    return fill(_FUNCTION.sub(r"math.\g<0>", code), x, y, out)
