"""The tokens of a text, and the sentence for one that stands in the wrong place."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from engine.core.errors import ExpressionError
from engine.core.messages import Message, marked, message

# Signs that people paste from a formula. The dot could be part of a Python name; here it is not.
TYPOGRAPHIC: Mapping[str, str] = {"−": "-", "·": "*", "⋅": "*", "×": "*", "÷": "/"}

_TOKEN = re.compile(
    r"(?P<blank>[^\S\r\n]+|\#[^\r\n]*)"
    r"|(?P<end>;|\r\n?|\n)"
    r"|(?P<number>(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    # Letters, digits, _ and all that is beyond ASCII: a wrong name is refused as a whole.
    rf"|(?P<word>[^\x00-/:-@\[-^`{{-\x7f\s{''.join(TYPOGRAPHIC)}]+)"
    r"|(?P<symbol>\*\*|//|[=!<>:]=|.)",
    re.DOTALL,
)

_COMPARISON = marked("a comparison is not part of an expression")
_LIST = marked("lists and indices are not part of an expression")
_QUOTES = marked("text in quotes is not part of an expression")
_HINTS = {
    **dict.fromkeys(("==", "!=", "<=", ">=", "<", ">"), _COMPARISON),
    **dict.fromkeys("[]{}", _LIST),
    **dict.fromkeys("'\"", _QUOTES),
    **dict.fromkeys(("//", "%", "@", "&", "|"), marked("the operators are + - * / and **")),
    **dict.fromkeys(("=", ":="), marked("a statement is a name, one = and an expression")),
    "^": marked("a power is written **, as in a ** 2"),
    ".": marked("a function is written as tanh(a), a number as 0.5"),
}


class Token(NamedTuple):
    """`kind` is number, word, symbol or end; `line` and `column` count from 1."""

    kind: str
    text: str
    line: int
    column: int

    def shown(self) -> str | Message:
        """The token in an error message."""
        if self.kind == "end":
            return message("the end of the statement")
        for letter in self.text:
            if not letter.isprintable():
                return message("the invisible U+{code:04X}", code=ord(letter))
        return self.text if len(self.text) <= 20 else f"{self.text[:20]}…"

    def error(self, reason: Message) -> ExpressionError:
        """An error at the place of this token."""
        return ExpressionError(reason, self.line, self.column)

    def unexpected(self, expected: Message, hint: str = "") -> ExpressionError:
        """An error that says what was expected in the place of this token."""
        hint = _HINTS.get(self.text, hint)
        why = message(hint)
        if keyword.iskeyword(self.text):
            why = message("Python’s {word} is not part of an expression", word=self.text)
        places = {"expected": expected, "found": self.shown(), "hint": why}
        if not why.template:
            return self.error(message("expected {expected}, found {found}", **places))
        return self.error(message("expected {expected}, found {found}: {hint}", **places))


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text, in order, without blanks and comments; the last one is an end."""
    line, start = 1, 0
    for match in _TOKEN.finditer(text):
        kind, found = str(match.lastgroup), match.group()
        if kind != "blank":
            column = match.start() - start + 1
            yield Token(kind, TYPOGRAPHIC.get(found, found), line, column)
        if kind == "end" and found != ";":
            line, start = line + 1, match.end()
    yield Token("end", "", line, len(text) - start + 1)
