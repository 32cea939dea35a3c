"""Ops as they stand in a script for micrograd 0.1.0: its own, and functions for those it lacks."""

from __future__ import annotations

import builtins
from collections.abc import Collection, Iterable
from textwrap import indent

from app.model.exports import code_lines
from engine.core.op import Op
from engine.core.ops import OPS

OWN = ("+", "-", "*", "/", "neg", "relu")
"""The ops that micrograd's Value has. Its `**` takes a plain number as exponent, and gives it no
gradient."""

_BACKWARD = """\
def {name}({inputs}):
    \"\"\"{words}\"\"\"
{data}
    out = Value(data, ({children}), "{op}")

    def _backward():
{lines}

    out._backward = _backward
    return out"""


def function_name(op: Op, taken: Collection[str] = ()) -> str:
    """What the function for an op is called: never as a function of Python or one of `taken`."""
    name = op.title.replace(" ", "_") if op.infix else op.name
    return f"{name}_" if hasattr(builtins, name) or name in taken else name


def function_names() -> list[str]:
    """The names of all functions that a script may hold."""
    return [function_name(op) for op in OPS.values()]


def call(op: Op, taken: Collection[str] = ()) -> str:
    """A call of the function for an op, over x and y."""
    return f"{function_name(op, taken)}({', '.join(code_lines.input_names(op))})"


def functions(ops: Iterable[Op], taken: Collection[str] = ()) -> list[str]:
    """Each op as a function that makes a Value with its `_backward`."""
    return [_function(op, function_name(op, taken)) for op in ops]


def _function(op: Op, name: str) -> str:
    inputs = code_lines.input_names(op)
    data = tuple(f"{name}.data" for name in inputs)
    lines = [
        code_lines.passed_back(op, slot, data, "out.data", f"{own}.grad", "out.grad")
        for slot, own in enumerate(inputs)
    ]
    return _BACKWARD.format(
        name=name,
        inputs=", ".join(inputs),
        words=_words(op),
        data=indent(code_lines.assignment("data", code_lines.result(op, data)), " " * 4),
        children=", ".join(inputs) + ("," if len(inputs) == 1 else ""),
        op=op.name,
        lines=indent("\n".join(lines), " " * 8),
    )


def _words(op: Op) -> str:
    if op.name == "/":
        return "x / y in one step: micrograd's own is x * y**-1, which rounds twice."
    if op.name == "**":
        return "x ** y: micrograd's own takes no Value as exponent."
    return f"The op {op.name}, which micrograd lacks."
