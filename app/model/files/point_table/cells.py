"""What a cell of a table means: a number in the writing of its file, a class, or nothing."""

from __future__ import annotations

import math
import re

from engine.core.number_text import plain_signs

MISSING = frozenset({
    "", "?", "na", "n/a", "n.a.", "#n/a", "<na>", "nan", "-nan", "null", "(null)", "none", "nil",
    "-", "–", "—", "--", ".", "..", "*", "missing", "unknown", "nd", "n.d.", "k.a.", "k. a.",
    "#value!", "#div/0!", "#num!", "#null!", "#ref!", "#nv", "#n/d", "#wert!", "#zahl!", "#bezug!",
    "#valeur!", "#nombre!", "#valor!", "#¡valor!", "#¡num!", "#¡div/0!",
})  # fmt: skip
"""How programs write that there is nothing, in lower case."""
DOUBTFUL_MISSING = frozenset({
    "none", "nil", "-", "–", "—", "--", ".", "..", "*", "missing", "unknown", "nd",
})  # fmt: skip
"""Those of them that may be a class as well."""

_GROUP_SPACE = re.compile(r"(?<=\d)[\u00a0\u202f\u2009'’](?=\d{3}(?!\d))")
"""What may group digits in every language, and parts no cells."""
_BLANKS = re.compile(r"[-+]?[1-9]\d{0,2}(?: \d{3})+(?:[.,]\d*)?")
_GROUPED = {
    ".": re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?"),
    ",": re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?"),
}
"""By the sign that groups digits: numbers with at least two groups."""
_DECIMAL_COMMA = re.compile(r"[-+]?\d*,\d+(?:[eE][-+]?\d+)?")


def number(cell: str, decimal: str = ".") -> float | None:
    """A finite number; `decimal` says how `1,234` and `1.234` are read, which can mean two things.

    All else is read in the one way there is: `0,5`, `1.234,5` and `1,234.5` in every file.
    """
    typed = cell.strip()
    if "," in typed or decimal == "," or not typed.isascii() or "'" in typed or " " in typed:
        typed = _plain(typed, decimal)
    elif typed.count(".") > 1 and _GROUPED["."].fullmatch(typed):
        typed = typed.replace(".", "")
    try:
        found = float(typed)
    except ValueError:
        return None
    # float() takes 1_000 too, which no program that writes tables means.
    return found if math.isfinite(found) and "_" not in typed else None


def _plain(typed: str, decimal: str) -> str:
    """The number as float() reads it; what is none may be any text that float() refuses."""
    typed = _GROUP_SPACE.sub("", plain_signs(typed))
    if _BLANKS.fullmatch(typed):
        typed = typed.replace(" ", "")
    groups = "." if decimal == "," else ","
    for sign in (groups, decimal):
        # A single 1.234 groups its digits only where the point is not the decimal mark.
        if _GROUPED[sign].fullmatch(typed) and (
            sign == groups or typed.count(sign) > 1 or _other(sign) in typed
        ):
            return typed.replace(sign, "").replace(",", ".")
    return typed.replace(",", ".") if _DECIMAL_COMMA.fullmatch(typed) else typed


def _other(sign: str) -> str:
    return "," if sign == "." else "."


def proven_decimal(cell: str) -> str:
    """The decimal mark that a number proves: none by `1,234` and `1.234`, nor by `12`."""
    typed = plain_signs(cell.strip())
    marks = [sign for sign in ".," if sign in typed]
    if not marks or number(typed) is None:
        return ""
    if len(marks) == 2:
        return max(marks, key=typed.rindex)
    if not _GROUPED[marks[0]].fullmatch(typed):
        return marks[0]
    return _other(marks[0]) if typed.count(marks[0]) > 1 else ""


def folded(cell: str) -> str:
    """A text as it is compared: without regard to case and blanks."""
    return " ".join(cell.casefold().split())


def class_key(cell: str, decimal: str = ".") -> float | str:
    """Equal for two writings of one class: `Yes` and `yes`, `1` and `1.0`."""
    found = number(cell, decimal)
    return folded(cell) if found is None else found
