"""From text to a flat list of items: an operator precedence parser without recursion."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import isfinite

from engine.core.errors import ExpressionError
from engine.core.messages import marked, message
from engine.core.op import Op
from engine.core.ops import OPS
from engine.language.names import check_name, function_named, wrong_count
from engine.language.tokens import Token, tokens

LONGEST_TEXT = 100_000
"""Characters that a text may have."""
DEEPEST_NESTING = 100
"""Parentheses, unary minuses and powers that may stand inside one another."""

_PRIORITY = {"+": 1, "-": 1, "*": 2, "/": 2, "**": 4}
_MINUS_PRIORITY = 3
_OPEN_PRIORITY = 0

_PRODUCT = marked("a product is written with *, as in 2 * a")


@dataclass(frozen=True, slots=True)
class Item:
    """One node of a text: an op on earlier items, a number, or a free name (all three None).

    `label` is the first name defined for it; `inputs` are indices of earlier items; `line` and
    `column`, from 1, are where it stands: an op at its sign or function.
    """

    label: str | None
    op: str | None
    inputs: tuple[int, ...]
    data: float | None
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Program:
    """A text that was read: its items, inputs before what uses them.

    `names` maps every name to its item, in order of definition (a free name: of appearance);
    `places` to the line and column of that. `output` is the item of the last statement, which is
    `unnamed` if it was an expression alone. `free` are the names without a definition.
    """

    items: tuple[Item, ...]
    names: Mapping[str, int]
    places: Mapping[str, tuple[int, int]]
    output: int
    unnamed: bool
    free: tuple[str, ...]


def read(text: str) -> Program:
    """Parse `text`; nothing is computed. Raises ExpressionError."""
    if len(text) > LONGEST_TEXT:
        problem = message(
            "{count:,} characters are too many: expected at most {most:,}",
            count=len(text),
            most=LONGEST_TEXT,
        )
        raise ExpressionError(problem, 1, 1)
    return _Reader(text).program()


@dataclass(slots=True)
class _PendingOp:
    """An operator, or an open parenthesis with its function if any, that has not ended yet."""

    token: Token
    op: Op | None
    priority: int
    depth: int
    inputs: int = 1


class _Reader:
    """Reads tokens from left to right; operators wait on a stack of their own for their inputs."""

    def __init__(self, text: str):
        self.tokens = list(tokens(text))
        self.position = 0
        self.items: list[Item] = []
        self.names: dict[str, int] = {}
        self.places: dict[str, tuple[int, int]] = {}
        self.free: dict[str, None] = {}
        self.waiting: list[_PendingOp] = []
        self.operands: list[int] = []

    def program(self) -> Program:
        """Read the whole text. Raises ExpressionError."""
        output: int | None = None
        unnamed: Token | None = None
        while (start := self._next_statement()) is not None:
            if unnamed:
                raise unnamed.error(
                    message(
                        "only the last statement may go without a name: expected one, as in "
                        "e = a * b"
                    )
                )
            defined = self._defined_name()
            output = self._expression()
            if defined:
                self._define(defined, output)
            else:
                unnamed = start
        if output is None:
            raise ExpressionError(message("expected an expression, as in L = a * b"), 1, 1)
        free = tuple(self.free)
        items = tuple(self.items)
        return Program(items, self.names, self.places, output, unnamed is not None, free)

    def _next_statement(self) -> Token | None:
        """The first token of the next statement that is not empty; None at the end of the text."""
        while self.position < len(self.tokens):
            if self.tokens[self.position].kind != "end":
                return self.tokens[self.position]
            self.position += 1
        return None

    def _advance(self) -> Token:
        token = self.tokens[self.position]
        self.position += 1
        return token

    # Names

    def _defined_name(self) -> Token | None:
        """The name before `=`, if the statement begins so."""
        name, sign = self.tokens[self.position : self.position + 2]
        if name.kind != "word" or sign.text != "=":
            return None
        check_name(name)
        if name.text in self.names and name.text not in self.free:
            line = self.places[name.text][0]
            raise name.error(
                message(
                    "{name} is defined once, and was on line {line}", name=name.shown(), line=line
                )
            )
        self.position += 2
        return name

    def _define(self, name: Token, index: int) -> None:
        if name.text in self.free:
            problem = message(
                "{name} is used before it is defined on line {line}: define it first",
                name=name.shown(),
                line=name.line,
            )
            raise ExpressionError(problem, *self.places[name.text])
        self.names[name.text] = index
        self.places[name.text] = (name.line, name.column)
        if self.items[index].label is None:
            self.items[index] = replace(self.items[index], label=name.text)

    def _named(self, name: Token) -> int:
        """The item of a name; one without a definition so far is free."""
        check_name(name)
        if name.text not in self.names:
            self.names[name.text] = self._item(name, label=name.text)
            self.places[name.text] = (name.line, name.column)
            self.free[name.text] = None
        return self.names[name.text]

    # Expressions

    def _expression(self) -> int:
        """The item of everything up to the end of the statement."""
        while True:
            self.operands.append(self._operand())
            if self._statement_ends():
                return self.operands.pop()

    def _operand(self) -> int:
        """A number or a name, after the signs, functions and parentheses before it."""
        while True:
            token = self._advance()
            if token.kind == "number":
                return self._number(token, token)
            if token.kind == "word" and self.tokens[self.position].text != "(":
                return self._named(token)
            if token.text == "-" and self._number_stands_alone():
                return self._number(token, self._advance())
            if token.kind == "word":
                self._wait(token, function_named(token), _OPEN_PRIORITY)
                self.position += 1
            elif token.text == "(":
                self._wait(token, None, _OPEN_PRIORITY)
            elif token.text == "-":
                self._wait(token, OPS["neg"], _MINUS_PRIORITY)
            else:
                raise token.unexpected(message("a number, a name, ( or -"))

    def _number_stands_alone(self) -> bool:
        """Whether a number comes next and is no base: -2 is a leaf, -2 ** 2 is -(2 ** 2)."""
        number, *after = self.tokens[self.position : self.position + 2]
        return number.kind == "number" and after[0].text != "**"

    def _statement_ends(self) -> bool:
        """Reads what follows an operand: False if that asks for another operand."""
        while True:
            token = self._advance()
            if token.text == ")":
                self._close(token)
                continue
            if token.kind == "end":
                self._end()
                return True
            if token.text == ",":
                self._next_input(token)
            elif token.text in _PRIORITY:
                power = token.text == "**"
                # Powers group from the right, all else from the left.
                self._apply_waiting(_PRIORITY[token.text] + power)
                self._wait(token, OPS[token.text], _PRIORITY[token.text], nests=power)
            else:
                product = token.text == "(" or token.text.isidentifier() or token.kind == "number"
                raise token.unexpected(message("an operator"), _PRODUCT if product else "")
            return False

    def _close(self, token: Token) -> None:
        self._apply_waiting(_OPEN_PRIORITY + 1)
        if not self.waiting:
            raise token.error(message("this ) closes nothing: expected an operator or the end"))
        opened = self.waiting.pop()
        if opened.op:
            if opened.inputs < opened.op.arity:
                raise token.error(wrong_count(opened.op, opened.inputs))
            self._apply(opened.token, opened.op)

    def _next_input(self, token: Token) -> None:
        self._apply_waiting(_OPEN_PRIORITY + 1)
        opened = self.waiting[-1] if self.waiting else None
        if opened is None or opened.op is None:
            hint = marked("only a function has several inputs: max(a, b)")
            raise token.unexpected(message("an operator"), hint)
        opened.inputs += 1
        if opened.inputs > opened.op.arity:
            raise token.error(wrong_count(opened.op, opened.inputs))

    def _end(self) -> None:
        self._apply_waiting(_OPEN_PRIORITY + 1)
        if self.waiting:
            problem = message("this parenthesis is never closed: expected )")
            raise self.waiting[-1].token.error(problem)

    def _wait(self, token: Token, op: Op | None, priority: int, nests: bool = True) -> None:
        depth = nests + (self.waiting[-1].depth if self.waiting else 0)
        if depth > DEEPEST_NESTING:
            raise token.error(
                message(
                    "nested more than {most} deep: expected a part of it under its own name",
                    most=DEEPEST_NESTING,
                )
            )
        self.waiting.append(_PendingOp(token, op, priority, depth))

    def _apply_waiting(self, priority: int) -> None:
        """Applies the operators that bind at least as tightly as `priority`."""
        while self.waiting and self.waiting[-1].priority >= priority:
            operator = self.waiting.pop()
            assert operator.op
            self._apply(operator.token, operator.op)

    # Items

    def _apply(self, token: Token, op: Op) -> None:
        inputs = tuple(self.operands[-op.arity :])
        del self.operands[-op.arity :]
        self.operands.append(self._item(token, op=op.name, inputs=inputs))

    def _number(self, start: Token, digits: Token) -> int:
        """A leaf that starts at its digits, or at a minus right before them."""
        data = float(digits.text)
        if not isfinite(data):
            raise digits.error(
                message(
                    "{number} is too large: the largest number is about 1.8e308",
                    number=digits.shown(),
                )
            )
        return self._item(start, data=data if start is digits else -data)

    def _item(
        self,
        token: Token,
        *,
        label: str | None = None,
        op: str | None = None,
        inputs: tuple[int, ...] = (),
        data: float | None = None,
    ) -> int:
        self.items.append(Item(label, op, inputs, data, token.line, token.column))
        return len(self.items) - 1
