"""Errors whose text a learner can act on."""

from __future__ import annotations

from engine.core.messages import Message


def shown(text: str, most: int = 60) -> str:
    """Text from outside, fit for a message: on one line, and cut after `most` characters."""
    line = "".join(letter if letter.isprintable() else " " for letter in text[:most])
    return line if len(text) <= most else f"{line}…"


class DataError(ValueError):
    """Numbers that no training run can take. `reason` says why, without a full stop."""

    def __init__(self, reason: Message):
        super().__init__(str(reason))
        self.reason = reason


class DomainError(ValueError):
    """The result or a derivative of an op does not exist, or is too large for a float.

    `reason` says what and why, without a full stop; numbers in its places are floats and
    `engine.core.op.Calculation`s. `op` is the op's name and `inputs` the numbers it was given.
    """

    def __init__(self, reason: Message, op: str, inputs: tuple[float, ...]):
        super().__init__(str(reason))
        self.reason = reason
        self.op = op
        self.inputs = inputs


class ExpressionError(ValueError):
    """A text that is not an expression. `line` and `column`, from 1, say where it goes wrong."""

    def __init__(self, reason: Message, line: int, column: int):
        super().__init__(f"line {line}, column {column}: {reason}")
        self.reason = reason
        self.line = line
        self.column = column
