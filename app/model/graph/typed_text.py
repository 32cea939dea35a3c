"""What is typed or pasted as an expression: with the signs of formulas, or lines of micrograd."""

from __future__ import annotations

import re
from contextlib import suppress

from app.model.graph.micrograd_text import looks_like_python, rewritten
from engine import ExpressionError
from engine.core.messages import Message, message
from engine.core.number_text import plain_signs
from engine.language.parser import LONGEST_TEXT, Program, read
from engine.language.tokens import tokens

_SIGNS = str.maketrans("∗•∙₀₁₂₃₄₅₆₇₈₉", "***0123456789")
_POWER = re.compile(r"⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")


def read_typed(text: str) -> Program:
    """Parse a text as people type it: `a – b²`, `a = Value(2.0)`. Raises ExpressionError, also for
    a number that a float holds as 0.
    """
    # Sign by sign, so that an error is at its place in what was typed.
    text = plain_signs(text).translate(_SIGNS)
    try:
        program = read(text)
    except ExpressionError as error:
        if len(text) > LONGEST_TEXT:
            raise
        program = read(rewritten(text)) if looks_like_python(text) else _read_formula(text, error)
    for token in tokens(text):
        if token.kind == "number" and not float(token.text) and re.match("[0.]*[1-9]", token.text):
            problem = message(
                "{number} is too small, and would become 0: write 0 for that", number=token.shown()
            )
            raise token.error(problem)
    return program


def _read_formula(text: str, error: ExpressionError) -> Program:
    """Parse a text that is no expression with `a²` as `a**2`. Raises the error that it gave, or one
    that says how a power or a decimal is written.
    """
    problem: Message | None = None
    place = _place(text, error)
    if power := _POWER.search(text):
        with suppress(ExpressionError):
            return read(_POWER.sub(lambda found: f"**{found[0].translate(_RAISED)}", text))
        if place <= power.start():
            problem = message("a power is written **, as in a ** 2")
    elif _DECIMAL_COMMA.match(text, place):
        problem = message("a number is written with a point, as in 0.5")
    if problem:
        raise ExpressionError(problem, error.line, error.column) from None
    raise error


def _place(text: str, error: ExpressionError) -> int:
    """Where in a text an error is."""
    starts = [0, *(end.end() for end in re.finditer(r"\r\n?|\n", text))]
    return starts[error.line - 1] + error.column - 1
