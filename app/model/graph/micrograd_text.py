"""Lines pasted from micrograd as an expression: `a = Value(2.0)`, `n.tanh()`, `L.backward()`.

Python's parser reads them, and nothing of them is evaluated.
"""

from __future__ import annotations

import ast
import re
import textwrap
import warnings
from collections import Counter
from collections.abc import Iterable

from app.model.graph.micrograd_expressions import (
    ExpressionRewriting,
    PastedSource,
    number_of,
    quoted,
)
from engine import ExpressionError
from engine.core.messages import marked, message
from engine.language.tokens import TYPOGRAPHIC

_LOOKS_LIKE_PYTHON = re.compile(
    r"\b(?:Value|pow)\s*\(|\.\s*([A-Za-z_]\w*\s*(\(|[-+*/]?=(?!=))|data\b|grad\b)|[-+*/]=(?!=)|\bmath\s*\."
    r"|^\s*(from|import|print|draw_dot|def|for|class|>>>|%|!)(?!\w)",
    re.MULTILINE,
)
_PROMPT = re.compile(r"^\s*(>>>|\.\.\.|In \[\d*\]:) ?")
_SIGNS = str.maketrans({**TYPOGRAPHIC, "‘": "'", "’": "'", "“": '"', "”": '"'})
_SHELL = re.compile(r"^\s*[%!].*")

_SHOWING = ("print", "draw_dot", "display", "trace")
"""Calls that show something, and compute nothing."""
_PASSES = ("backward", "zero_grad", "_backward")
_NOTED = ("label", "grad")
"""Attributes that may be set: the program knows names and gradients by itself."""

_BLOCKS = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.For, ast.While, ast.If, ast.With,
    ast.Try, ast.Match,
)  # fmt: skip
_NOTHING = (ast.Import, ast.ImportFrom, ast.Pass, ast.Assert)


def looks_like_python(text: str) -> bool:
    """Whether a text that is no expression may be lines of micrograd."""
    return bool(_LOOKS_LIKE_PYTHON.search(text))


def rewritten(text: str) -> str:
    """Lines of micrograd as an expression, each statement on the line on which it stood.

    A name that is assigned anew has a name of its own before: `c += 1` makes `c_1` of the first c.
    Raises ExpressionError for what can't be rewritten, with its place.
    """
    lines = re.split(r"\r\n?|\n", text.translate(_SIGNS))
    # Between prompts stands what Python printed.
    asked = any(map(_PROMPT.match, lines))
    typed = [line if not asked or _PROMPT.match(line) else "" for line in lines]
    plain = [_SHELL.sub("", _PROMPT.sub("", line)) for line in typed]
    source = textwrap.dedent("\n".join(plain))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            statements = ast.parse(source).body
        return _Rewriting(PastedSource(source, lines), statements).text()
    except SyntaxError as error:
        line = min(error.lineno or 1, len(lines))
        raise ExpressionError(
            message("“{code}” is no line of Python", code=quoted(lines[line - 1])),
            line,
            error.offset or 1,
        ) from None
    except (RecursionError, MemoryError, ValueError) as error:
        if isinstance(error, ExpressionError):
            raise
        problem = message("this is too deeply nested to be read as Python: use more lines")
        raise ExpressionError(problem, 1, 1) from None


class _Rewriting:
    """The statements of one text. `lines` holds what has been rewritten, by line."""

    def __init__(self, source: PastedSource, statements: list[ast.stmt]):
        self._source = source
        self._statements = statements
        self._left = Counter(name for each in statements for name in _defined_names(each))
        self._versions: Counter[str] = Counter()
        self._taken = {node.id for each in statements for node in ast.walk(each)
                       if isinstance(node, ast.Name)}  # fmt: skip
        self._current: dict[str, str] = {}
        """What each name of the text is called in the expression by now."""
        self._expressions = ExpressionRewriting(source, self._current)
        self._defined: dict[str, tuple[int, int]] = {}
        """Where each name of the expression is defined: its line, and its place there."""
        self._lines: dict[int, list[str]] = {}
        self._output: str | None = None
        """What is to stand last, if that is not the last definition."""

    def text(self) -> str:
        """The expression. Raises ExpressionError."""
        for statement in self._statements:
            self._rewrite(statement)
        last = max(self._lines, default=0)
        if self._output is not None:
            last = max(last, 1)
            self._lines.setdefault(last, []).append(self._output)
        if not last:
            problem = message("there is nothing to compute in this: expected L = a * b")
            raise ExpressionError(problem, 1, 1)
        return "\n".join("; ".join(self._lines.get(line, ())) for line in range(1, last + 1))

    # Statements

    def _rewrite(self, statement: ast.stmt) -> None:
        match statement:
            case ast.Expr(value):
                self._rewrite_alone(value)
            case ast.Assign(targets, value):
                self._assign(targets[0], value)
                for target in targets[1:]:
                    # One value with several names.
                    self._assign(target, targets[0])
            case ast.AnnAssign(target, _, ast.expr() as value):
                self._assign(target, value)
            case ast.AugAssign(ast.Name(name) as target, op, value):
                before = ast.copy_location(ast.Name(name, ast.Load()), target)
                self._assign(target, ast.copy_location(ast.BinOp(before, op, value), statement))
            case ast.AugAssign(ast.Attribute(attr="grad")):
                pass
            case ast.AugAssign(ast.Attribute(attr="data")):
                words = marked(
                    "“{code}” is a step of gradient descent: leave it out, and use Descend"
                )
                raise self._source.error(statement, words)
            case _ if isinstance(statement, _BLOCKS):
                words = marked(
                    "“{code}” is a block of Python: expected lines such as n = x1*w1 + b"
                )
                raise self._source.error(statement, words)
            case _ if not isinstance(statement, _NOTHING):
                raise self._source.not_understood(statement)

    def _rewrite_alone(self, value: ast.expr) -> None:
        """A line without a name: what it computes may be the output."""
        match value:
            case ast.Constant(str()):
                return
            case ast.Call(ast.Attribute(root, attr)) if attr in _PASSES:
                if attr == "backward":
                    self._output = self._expressions.text(root)
            case ast.Call(ast.Name(name)) if name in _SHOWING:
                return
            case _:
                self._output = self._expressions.text(value)

    def _assign(self, target: ast.expr, value: ast.expr) -> None:
        match target, value:
            case ast.Name(name), _:
                self._define(target, name, self._expressions.text(value))
            case ((ast.Tuple(names) | ast.List(names)), (ast.Tuple(values) | ast.List(values))) if (
                len(names) == len(values)
            ):
                texts = [self._expressions.text(one) for one in values]
                for part, text in zip(names, texts, strict=True):
                    if not isinstance(part, ast.Name):
                        raise self._source.not_understood(part)
                    self._define(part, part.id, text)
            case ast.Attribute(ast.Name(), attr), _ if attr in _NOTED:
                return
            case ast.Attribute(ast.Name(name), "data"), _:
                self._set_data(target, name, value)
            case _:
                raise self._source.not_understood(target)

    def _define(self, place: ast.expr, name: str, text: str) -> None:
        """Give a value a name: its own where it is the last value of that name, else another."""
        self._left[name] -= 1
        own = name
        while self._left[name] and own in self._taken:
            self._versions[name] += 1
            own = f"{name}_{self._versions[name]}"
        self._taken.add(own)
        self._current[name] = own
        line = self._lines.setdefault(place.lineno, [])
        self._defined[own] = place.lineno, len(line)
        line.append(f"{own} = {text}")
        self._output = None

    def _set_data(self, target: ast.expr, name: str, value: ast.expr) -> None:
        """`a.data = 3`: the leaf holds that number from the start."""
        number = number_of(value)
        own = self._current.get(name, name)
        if number is None:
            raise self._source.error(
                value, marked("“{code}” is no number: expected one, as in a.data = 2")
            )
        if own not in self._defined:
            self._left[name] += 1
            self._define(target, name, repr(number))
            return
        line, place = self._defined[own]
        if not _is_leaf(self._lines[line][place].partition(" = ")[2]):
            words = marked("“{code}” is computed: only a leaf can be set to a number")
            raise self._source.error(target, words)
        self._lines[line][place] = f"{own} = {number!r}"


def _defined_names(statement: ast.stmt) -> Iterable[str]:
    """The names that a statement gives to values, one for each value."""
    match statement:
        case ast.Assign(targets):
            for target in targets:
                parts = target.elts if isinstance(target, ast.Tuple | ast.List) else [target]
                yield from (part.id for part in parts if isinstance(part, ast.Name))
        case ast.AugAssign(ast.Name(name)) | ast.AnnAssign(ast.Name(name), _, ast.expr()):
            yield name


def _is_leaf(text: str) -> bool:
    return isinstance(ast.parse(text, mode="eval").body, ast.Constant | ast.UnaryOp)
