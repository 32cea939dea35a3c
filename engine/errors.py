"""What the engine says: its errors, each a sentence a learner can act on, and words as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Message:
    """A sentence as a template and what stands in its places, so that a view can translate it."""

    template: str
    places: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def __str__(self) -> str:
        return self.template.format(**self.places)


def shown(text: str, most: int = 60) -> str:
    """A word from outside as a sentence can hold it: short, and on one line."""
    line = "".join(letter if letter.isprintable() else " " for letter in text[:most])
    return line if len(text) <= most else f"{line}…"


class DomainError(ValueError):
    """An op was asked for a number that does not exist or is too large for a float.

    `op` is the op's name, `inputs` the numbers it was given, `rule` what it needs.
    """

    def __init__(self, shown: str, problem: str, rule: str, op: str, inputs: tuple[float, ...]):
        super().__init__(f"{shown} {problem}: {rule}")
        self.shown = shown
        self.problem = problem
        self.rule = rule
        self.op = op
        self.inputs = inputs


class ExpressionError(ValueError):
    """A text that is no expression: `line` and `column` count from 1."""

    def __init__(self, message: str, line: int, column: int):
        super().__init__(f"line {line}, column {column}: {message}")
        self.message = message
        self.line = line
        self.column = column
