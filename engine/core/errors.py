"""Errors whose text a learner can act on."""

from __future__ import annotations


def shown(text: str, most: int = 60) -> str:
    """Text from outside, fit for a message: on one line, and cut after `most` characters."""
    line = "".join(letter if letter.isprintable() else " " for letter in text[:most])
    return line if len(text) <= most else f"{line}…"


class DomainError(ValueError):
    """The result or a derivative of an op does not exist, or is too large for a float.

    `shown` is the op with its inputs, as in `log(-1.0)`, `problem` what is wrong with that, `rule`
    what the op needs; `op` is the op's name and `inputs` the numbers it was given.
    """

    def __init__(self, shown: str, problem: str, rule: str, op: str, inputs: tuple[float, ...]):
        super().__init__(f"{shown} {problem}: {rule}")
        self.shown = shown
        self.problem = problem
        self.rule = rule
        self.op = op
        self.inputs = inputs


class ExpressionError(ValueError):
    """A text that is not an expression. `line` and `column`, from 1, say where it goes wrong."""

    def __init__(self, message: str, line: int, column: int):
        super().__init__(f"line {line}, column {column}: {message}")
        self.message = message
        self.line = line
        self.column = column
