"""python -m engine: an expression in, its nodes with data and grad out."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable

from engine.expression import parse, read
from engine.report import describe, table
from engine.value import finite

HELP = """\
usage: python -m engine EXPRESSION [NAME=NUMBER ...] [--json]

Computes an expression forward and backward, and prints every node with its data and grad.

  EXPRESSION    statements with ; or a new line between them, the last one is the output:
                  "e = a*b; d = e + c; L = d*f"
  NAME=NUMBER   the number of a name that the expression uses and does not define: a=2
  --json        one JSON object instead of a table
  --help        this text"""


def main(arguments: list[str]) -> int:
    """The exit status: 0, 2 for bad input (one line on standard error), 1 if nothing can print."""
    if "--help" in arguments or "-h" in arguments:
        return _write(HELP)
    words = [argument for argument in arguments if argument != "--json"]
    try:
        text = _report(words, as_json=len(words) < len(arguments))
    except ValueError as error:
        print(f"engine: {error}", file=sys.stderr)
        return 2
    return _write(text)


def _report(words: list[str], as_json: bool) -> str:
    if not words:
        raise ValueError("no expression: python -m engine --help says how to give one")
    text, *assignments = words
    values = _values(assignments)
    free = read(text).free
    for name in values:
        if name not in free:
            raise ValueError(f"{name} has a value, and the expression does not ask for it")
    output = list(parse(text, values).values())[-1]
    output.backward()
    report = describe(output)
    return json.dumps(report) if as_json else table(report)


def _values(assignments: Iterable[str]) -> dict[str, float]:
    """Numbers by name. Raises ValueError for a word that is no NAME=NUMBER, or names one twice."""
    values: dict[str, float] = {}
    for word in assignments:
        name, sign, number = (part.strip() for part in word.partition("="))
        if not sign or not name.isidentifier():
            raise ValueError(f"{word!r} gives no value: expected NAME=NUMBER, as in a=2")
        if name in values:
            raise ValueError(f"{name} has two values: expected one")
        try:
            values[name] = finite(float(number))
        except ValueError:
            message = f"{name} needs a finite number, as in {name}=2, not {number!r}"
            raise ValueError(message) from None
    return values


def _write(text: str) -> int:
    # A name may hold letters that the terminal has no code for.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        print(text, flush=True)
    except OSError as error:
        # What is left in the buffer would fail again when Python exits, with a status of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            print(f"engine: {error.strerror}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
