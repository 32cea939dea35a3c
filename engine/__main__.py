"""python -m engine: an expression in, its nodes with data and grad out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable

from engine.console import tell, write
from engine.core.number_text import NumberError, read_number
from engine.core.report import describe, table
from engine.language.expression import parse, read

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
        return write(HELP, program="engine")
    words = [argument for argument in arguments if argument != "--json"]
    try:
        text = _report(words, as_json=len(words) < len(arguments))
    except ValueError as error:
        tell(str(error), program="engine")
        return 2
    return write(text, program="engine")


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
            values[name] = read_number(number)
        except NumberError:
            message = f"{name} needs a finite number, as in {name}=2, not {number!r}"
            raise ValueError(message) from None
    return values


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
