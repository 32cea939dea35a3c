"""The functions that are compiled from the code of a row of the table of ops.

Code is Python over `x` and `y` (the inputs) and `out` (the result). Over numbers it makes the
functions of an `Op`, over Values their methods and the backward pass.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

NAMESPACE: dict[str, object] = {
    name: function
    for name, function in vars(math).items()
    if callable(function) and not name.startswith("_")
} | {"__builtins__": {}}
"""Every name that the code of a row may use: the functions of `math`."""

INPUT_NAMES = ("x", "y")

_BUILTINS = {
    "ArithmeticError": ArithmeticError,
    "ValueError": ValueError,
    "NotImplemented": NotImplemented,
    "isinstance": isinstance,
    "nan": math.nan,
}

# A number that is not finite is recognised by its difference with itself: nan, where others have 0.
_FUNCTIONS = """\
def compute({inputs}):
    try:
        out = {code}
    except (ArithmeticError, ValueError):
        raise error({inputs}) from None
    if out - out:
        raise error({inputs})
    return out

def slopes({inputs}, out, grad=1.0):
    try:
        {slopes}, = {partials},
    except (ArithmeticError, ValueError):
        return each_slope(({inputs},), out, grad)
    if {not_finite}:
        return each_slope(({inputs},), out, grad)
    return {slopes},

def is_defined({inputs}):
    return {defined}

def pass_back(node):
    grad = node.grad
    {children}
{passes}
is_missing = {missing},

partials = {functions},
"""

_PASS = """\
    try:
        total = {child}.grad + {amount}
    except (ArithmeticError, ValueError):
        total = nan
    {child}.grad = total if total - total == 0.0 else refused(node, {slot})
"""

# A million of these are made in a second: each call less counts.
_METHOD = """\
def method({parameters}):
{lifted}
    {inputs} = {numbers}
    try:
        out = {code}
    except (ArithmeticError, ValueError):
        raise error({inputs}) from None
    if out - out != 0.0:
        raise error({inputs})
    node = new(Value)
    node.data = out
    node.grad = 0.0
    node.op = {name!r}
    node.label = None
    node._x = first
    node._y = {second}
    return node
"""

_ARGUMENT = """\
    if not isinstance(second, Value):
        second = constant(second)
"""

# An operator gives the other side's type its chance, as Python's own numbers do.
_OPERAND = """\
    if not isinstance(second, Value):
        if not is_real(second):
            return NotImplemented
        second = constant(second)
"""


def number_functions(
    code: str, partials: Sequence[str], missing: Sequence[str], defined: str,
    names: Mapping[str, object],
) -> Mapping[str, Any]:  # fmt: skip
    """What an `Op` computes, by name: `compute`, `slopes`, `is_defined`, `pass_back`, …

    `names` holds what the functions call where a number does not exist: `error`, `each_slope` and
    `refused`.
    """
    inputs = ", ".join(INPUT_NAMES[: len(partials)])
    slopes = [f"slope{slot}" for slot in range(len(partials))]
    source = _FUNCTIONS.format(
        inputs=inputs,
        code=code,
        slopes=", ".join(slopes),
        partials=", ".join(f"({partial})" for partial in partials),
        not_finite=" or ".join(f"{slope} - {slope}" for slope in slopes),
        defined=defined,
        children="first, second = node._x, node._y" if len(partials) == 2 else "first = node._x",
        passes="".join(map(_pass, range(len(partials)), partials)),
        missing=", ".join(f"lambda {inputs}: {condition or False}" for condition in missing),
        functions=", ".join(f"lambda {inputs}, out: {partial}" for partial in partials),
    )
    return _compiled(source, names)


def _pass(slot: int, partial: str) -> str:
    """The lines of `pass_back` for one input: grad child += grad node · slope."""
    slope = fill(partial, "first.data", "second.data", "node.data")
    amount = {"1.0": "grad", "-1.0": "-grad"}.get(partial, f"grad * ({slope})")
    return _PASS.format(child=("first", "second")[slot], amount=amount, slot=slot)


def value_method(
    name: str, code: str, arity: int, infix: bool, names: Mapping[str, object]
) -> Callable[..., Any]:
    """The method by which Value applies an op.

    `names` holds `Value`, `new`, `constant`, `is_real`, and `error`.
    """
    binary = arity == 2
    source = _METHOD.format(
        parameters="first, second" if binary else "first",
        lifted=(_OPERAND if infix else _ARGUMENT) if binary else "",
        inputs=", ".join(INPUT_NAMES[:arity]),
        numbers="first.data, second.data" if binary else "first.data",
        code=code,
        name=name,
        second="second" if binary else "None",
    )
    return cast(Callable[..., Any], _compiled(source, names)["method"])


def _compiled(source: str, names: Mapping[str, object]) -> Mapping[str, Any]:
    namespace = NAMESPACE | _BUILTINS | dict(names)
    exec(source, namespace)
    return namespace


def fill(code: str, x: object = "", y: object = "", out: object = "") -> str:
    """`code` with the names x, y and out replaced; other names stay."""
    names = {"x": str(x), "y": str(y), "out": str(out)}
    return re.sub(r"\b(?:x|y|out)\b", lambda match: names[match.group()], code)
