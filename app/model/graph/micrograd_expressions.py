"""Expressions of pasted Python in the functions that are known here: `n.tanh()` as `tanh(n)`."""

from __future__ import annotations

import ast
import math
import sys
from collections.abc import Mapping

from engine import ExpressionError
from engine.core.errors import shown
from engine.core.messages import marked, message
from engine.core.ops import OPS, functions

_MODULES = ("math", "np", "numpy", "torch")
_CONSTANTS = {"pi": math.pi, "e": math.e}
_NETWORKS = ("MLP", "Layer", "Neuron")

_FUNCTIONS = {op.method: name for name, op in functions().items()}
"""Names of methods, to the name of the op; those of functions are the names of ops themselves."""


class PastedSource:
    """A text as Python's parser got it, and its lines as they were typed, for errors."""

    def __init__(self, source: str, typed: list[str]):
        self._source = source
        self._typed = typed

    def not_understood(self, node: ast.stmt | ast.expr) -> ExpressionError:
        words = marked(
            "“{code}” is not understood here: expected Value(2.0), operators or functions"
        )
        return self.error(node, words)

    def error(self, node: ast.stmt | ast.expr, template: str, **places: object) -> ExpressionError:
        """An error at the place of a part; its `code` is one of the places of the template."""
        code = ast.get_source_segment(self._source, node) or ast.unparse(node)
        line = self._source.split("\n")[node.lineno - 1]
        before = len(line.encode()[: node.col_offset].decode())
        # Only the beginning of a line was taken off: a prompt, or blanks.
        taken_off = len(self._typed[node.lineno - 1]) - len(line)
        return ExpressionError(
            message(template, code=quoted(code.partition("\n")[0]), **places),
            node.lineno,
            taken_off + before + 1,
        )


class ExpressionRewriting:
    """Rewrites expressions; `names` maps names of the text to what they are called by now."""

    def __init__(self, source: PastedSource, names: Mapping[str, str]):
        self._source = source
        self._names = names

    def text(self, node: ast.expr) -> str:
        """A part of the text as an expression. Raises ExpressionError."""
        return ast.unparse(self._rewritten(node))

    def _rewritten(self, node: ast.expr) -> ast.expr:
        match node:
            case ast.Constant(int() | float() as number) if not isinstance(number, bool):
                return node
            case ast.Name(name):
                return ast.Name(self._names.get(name, name), ast.Load())
            case ast.UnaryOp(ast.UAdd(), value):
                return self._rewritten(value)
            case ast.UnaryOp(ast.USub(), value):
                return ast.UnaryOp(ast.USub(), self._rewritten(value))
            case ast.BinOp(left, ast.Add() | ast.Sub() | ast.Mult() | ast.Div() | ast.Pow(), right):
                return ast.BinOp(self._rewritten(left), node.op, self._rewritten(right))
            case ast.Attribute(ast.Name(module), name) if module in _MODULES and name in _CONSTANTS:
                return ast.Constant(_CONSTANTS[name])
            case ast.Attribute(_, "data" | "grad"):
                words = marked("“{code}” is a plain number in Python: expected the number itself")
                raise self._source.error(node, words)
            case ast.Call():
                return self._call(node)
        raise self._source.not_understood(node)

    def _call(self, call: ast.Call) -> ast.expr:
        inputs = list(call.args)
        match call.func:
            case ast.Name("Value"):
                return self._leaf(call)
            case ast.Name(name) if name in _NETWORKS:
                words = marked("“{code}” is a whole network: the Train tab makes one")
                raise self._source.error(call, words)
            case ast.Name(name):
                pass
            case ast.Attribute(ast.Name(module), name) if module in _MODULES:
                pass
            case ast.Attribute(value, name):
                inputs.insert(0, value)
            case _:
                raise self._source.not_understood(call)
        if name == "pow" and len(inputs) == 2:
            return self._rewritten(ast.BinOp(inputs[0], ast.Pow(), inputs[1]))
        op = OPS.get(_FUNCTIONS.get(name, name))
        if op is None or not op.is_function or len(inputs) != op.arity or call.keywords:
            words = marked("“{code}” is not known here: expected one of {known}")
            raise self._source.error(call, words, known=", ".join(functions()))
        return ast.Call(ast.Name(op.name, ast.Load()), list(map(self._rewritten, inputs)), [])

    def _leaf(self, call: ast.Call) -> ast.expr:
        """`Value(2.0, label='a')`: the number."""
        given = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "data")]
        number = number_of(given[0]) if given else None
        # `Value(2,5)` holds 2 and would lose the 5; children are a tuple or a set.
        if any(number_of(other) is not None for other in call.args[1:]):
            number = None
        if number is None:
            words = marked("“{code}” holds no number: expected one, as in Value(2.0)")
            raise self._source.error(call, words)
        return ast.Constant(number)


def number_of(node: ast.expr) -> float | None:
    """The number that is written out, also with a sign or as `1/3`; None where none is."""
    match node:
        case ast.Constant(bool()):
            return None
        case ast.Constant(int() | float() as number):
            return float(number) if abs(number) <= sys.float_info.max else None
        case ast.Attribute(ast.Name(module), "pi" | "e" as name) if module in _MODULES:
            return math.pi if name == "pi" else math.e
        case ast.UnaryOp(ast.USub(), operand):
            inner = number_of(operand)
            return None if inner is None else -inner
        case ast.BinOp(left, ast.Div(), right):
            top, bottom = number_of(left), number_of(right)
            if top is not None and bottom:
                return top / bottom if math.isfinite(top / bottom) else None
    return None


def quoted(code: str) -> str:
    """A piece of code in a message."""
    return shown(code.strip(), 30)
