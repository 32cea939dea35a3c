"""From text to Values. Nothing typed is evaluated as Python: `engine.language.parser` reads it."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core.errors import ExpressionError
from engine.core.messages import Message, counted, message
from engine.core.ops import OPS
from engine.core.value import Value, apply, lift
from engine.language.parser import Item, Program, read

__all__ = ["Item", "Program", "parse", "read", "unused_name"]


def parse(text: str, values: Mapping[str, float | Value] | None = None) -> dict[str, Value]:
    """The Values of `text` by name, in order of definition; the last one is the output.

    An unnamed expression at the end gets the name "_" (or "_1" and so on, if that is taken).
    `values` holds a number or a Value for each name that the text uses and does not define; other
    entries are ignored.

    Raises ExpressionError for a text that is not an expression or lacks a value, DomainError where
    an op is undefined, and TypeError or ValueError for a value that is not a finite number.
    """
    program = read(text)
    given = _given(program, {} if values is None else values)
    nodes: list[Value] = []
    for index, item in enumerate(program.items):
        if item.op is not None:
            node = apply(OPS[item.op], *(nodes[child] for child in item.inputs))
        else:
            node = given[index] if item.data is None else Value(item.data)
        node.label = item.label if node.label is None else node.label
        nodes.append(node)
    named = {name: nodes[index] for name, index in program.names.items()}
    if program.unnamed:
        named[unused_name(named)] = nodes[program.output]
    return named


def _given(program: Program, values: Mapping[str, float | Value]) -> dict[int, Value]:
    """The leaves of the free names, by index of their item.

    Raises ExpressionError for a missing value, and for one that the text defines as well.
    """
    free = set(program.free)
    for name in program.names:
        if name in values and name not in free:
            problem = message(
                "{name} has a definition here and a value from outside: remove one of them",
                name=name,
            )
            raise ExpressionError(problem, *program.places[name])
    missing = [name for name in program.free if name not in values]
    if missing:
        problem = counted(
            "{names} has no value: give it one, as in {first} = 1",
            "{names} have no value: give each one, as in {first} = 1",
            len(missing),
            names=_listed(missing),
            first=missing[0],
        )
        raise ExpressionError(problem, *program.places[missing[0]])
    given = {}
    for name in program.free:
        try:
            given[program.names[name]] = lift(values[name])
        except (TypeError, ValueError) as error:
            raise type(error)(f"{name}: {error}") from None
    return given


def unused_name(taken: Mapping[str, object]) -> str:
    """The first of "_", "_1", "_2", … that is not among `taken`."""
    number = 0
    while (name := f"_{number or ''}") in taken:
        number += 1
    return name


def _listed(names: list[str]) -> Message | str:
    *others, last = names
    if not others:
        return last
    return message("{others} and {last}", others=", ".join(others), last=last)
