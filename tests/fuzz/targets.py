"""The table of readers that are given hostile input. A reader more is a row more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import Any

from app.model.catalogue.examples import load_example
from app.model.files import model_file
from app.model.files.chalk_file import FileError, loads
from app.model.files.point_table import read_table
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from engine import DomainError, ExpressionError, Value, parse
from engine.language.expression import read
from tests.fuzz import byte_mutations, json_mutations, seeds, text_mutations
from tests.fuzz.grown import grown
from tests.fuzz.uses import use_document, use_graph, use_model, use_table, use_values


@dataclass(frozen=True)
class Target:
    """A reader: what it is given, how it refuses, and what is done with what it gives back.

    `make` makes an input of its own kind from the dice alone, and `good` is one that is read.
    `refusals` are the errors that the reader may raise; what they say holds a match of `place`.
    """

    name: str
    good: Any
    make: Callable[[Random], Any]
    read: Callable[[Any], Any]
    refusals: tuple[type[ValueError], ...]
    place: str
    use: Callable[[Any], None]

    def content(self, seed: int, index: int) -> Any:
        """Input number `index`: the same for the same seed, on every machine."""
        return self.make(Random(f"{seed} {self.name} {index}"))


def _file(dice: Random) -> bytes:
    kind = dice.random()
    if kind < 0.03:
        return grown(dice)
    one, other = dice.choice(seeds.files()), dice.choice(seeds.files())
    mutated = json_mutations.mutated if kind < 0.7 else byte_mutations.damaged
    return mutated(one, other, dice)


def _model(dice: Random) -> bytes:
    one, other = dice.choice(seeds.models()), dice.choice(seeds.models())
    mutated = json_mutations.mutated if dice.random() < 0.7 else byte_mutations.damaged
    return mutated(one, other, dice)


def _table(dice: Random) -> bytes:
    one, other = dice.choice(seeds.TABLES), dice.choice(seeds.TABLES)
    return byte_mutations.damaged(one, other, dice)


def _expression(dice: Random) -> str:
    one, other = dice.choice(seeds.EXPRESSIONS), dice.choice(seeds.EXPRESSIONS)
    return text_mutations.mutated(one, other, dice)


def _parsed(text: str) -> dict[str, Value]:
    return parse(text, dict.fromkeys(read(text).free, 2.0))


_OPEN = load_example("cheatsheet")


def _typed(text: str) -> Graph:
    return from_text(text, _OPEN)


# A place in the file, or what is wrong with all of it.
_IN_FILE = r"^\$|\(line \d+, column \d+\)|^The file (is larger than|can’t be read: it is nested)"
# What is wrong with all of it: a line that can't be read is left out, and the rest is taken.
_IN_TABLE = (
    r"^(The file is not |Rows of numbers in the file: |There is only one column|Features of this)"
)
# Where the text is wrong; or the op with its inputs, as in `log(-1.0) is undefined`.
_IN_TEXT = r"^line \d+, column \d+: |^.+ (is undefined|is too large|has no finite derivative): "

TARGETS: Mapping[str, Target] = {
    target.name: target
    for target in (
        Target(
            "files", seeds.files()[0], _file, loads, (FileError,), _IN_FILE, use_document
        ),
        Target(
            "models", seeds.models()[0], _model, model_file.loads, (FileError,), _IN_FILE,
            use_model,
        ),
        Target(
            "tables", seeds.TABLES[0], _table, read_table, (FileError,), _IN_TABLE, use_table
        ),
        Target(
            "expressions", seeds.EXPRESSIONS[0], _expression, _parsed,
            (ExpressionError, DomainError), _IN_TEXT, use_values,
        ),
        Target(
            "expression bar", seeds.EXPRESSIONS[0], _expression, _typed, (ExpressionError,),
            _IN_TEXT, use_graph,
        ),
    )
}  # fmt: skip
"""Name to row, in the order in which they are run."""
