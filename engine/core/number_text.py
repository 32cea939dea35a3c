"""Numbers as text: how a single typed number is read, and how one is written with every digit."""

from __future__ import annotations

import math
import re

from engine.core.errors import shown
from engine.core.messages import Message, marked, message

_DASHES = "\u2212\u2010\u2011\u2012\u2013\u2014\u2015\ufe58\ufe63\uff0d"
"""The minus sign, and every dash that is typed or pasted in its place."""
_SIGNS = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys("\u2044\u2215\u00f7", "/"))

_PLAIN = re.compile(r"([+-]?)\s*(\d+[.,]?\d*|[.,]\d+)([eE][+-]?\d+)?")
_MARKED = re.compile(
    r"(?P<sign>[+-]?)\s*(?P<whole>\d+(?P<mark>[_.,'\u2019 \u00a0\u2009\u202f])\d+(?:(?P=mark)\d+)*)"
    r"(?P<rest>(?:(?!(?P=mark))[.,]\d*)?(?:[eE][+-]?\d+)?)"
)
"""Digits with a mark between some of them, and what may follow."""
_THREES = re.compile(r"[1-9]\d?\d?(?:\D\d\d\d)+")
_NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity|∞)", re.IGNORECASE)

_groups_by_comma = True
"""Whether the user's language writes a thousand as 1,000: one for the whole program."""


class NumberError(ValueError):
    """A text that is no finite number, with the reason as a sentence."""

    def __init__(self, reason: Message):
        super().__init__(str(reason))
        self.reason = reason


class UnclearNumberError(NumberError):
    """A text that a number is meant by, but none that can be taken: `reason` says what to type."""


def group_by_comma(wanted: bool) -> None:
    """Whether `1,000` is a thousand from now on, as in English, or not clear."""
    global _groups_by_comma
    _groups_by_comma = wanted


def plain_signs(text: str) -> str:
    """`text` with a hyphen in place of every dash, and one slash."""
    return text.translate(_SIGNS)


def begins_number(text: str) -> bool:
    """Whether a number may begin as `text` does: with a digit, a dash, a point or a comma."""
    first = plain_signs(text[:1])
    return first.isdecimal() or first in ("-", ".", ",")


def read_number(text: str) -> float:
    """A single number as a person types it: `−2.5`, `2,5`, `1e-3`, `1/3`.

    A point is a decimal point in every language, and so is a single comma, unless exactly three
    digits after it make it a thousand: that is taken where the language writes so, and refused
    elsewhere. Raises NumberError with a sentence.
    """
    top, slash, bottom = plain_signs(text).strip().partition("/")
    if not (top or slash):
        raise NumberError(message("A number goes here."))
    value = _read_part(top, text)
    if not slash:
        return value
    divisor = _read_part(bottom, text)
    if not divisor:
        words = message("“{typed}” has no value: a divisor must not be 0.", typed=_typed(text))
        raise UnclearNumberError(words)
    return _checked(value / divisor, is_zero=not value)


def full(value: float) -> str:
    """Every digit that tells a float from its neighbours, as numbers are shown: `2`, `1.5e−7`."""
    return _as_shown(repr(float(value)))


def short(value: float) -> str:
    """A number to six digits, as numbers are shown: `0.003`, `1e12`."""
    return _as_shown(f"{value:g}")


def _as_shown(text: str) -> str:
    mantissa, e, exponent = text.partition("e")
    text = mantissa.removesuffix(".0") + (f"e{int(exponent)}" if e else "")
    return text.replace("-", "−")


def _read_part(part: str, text: str) -> float:
    """A number without a slash; `text` is all that was typed."""
    part = part.strip()
    plain, between = _PLAIN.fullmatch(part), _MARKED.fullmatch(part)
    grouped = between is not None and bool(_THREES.fullmatch(between["whole"]))
    if plain and not (grouped and "," in part):
        return _value(plain)
    if between and (grouped or between["mark"] == "_"):
        digits = _PLAIN.fullmatch(_unmarked(between))
        if digits and between["mark"] == "," and _groups_by_comma:
            return _value(digits)
        if digits:
            raise UnclearNumberError(_what_to_type(between, plain, text))
    if _NOT_FINITE.fullmatch(part):
        raise NumberError(message("A leaf holds a finite number."))
    raise NumberError(message("“{typed}” is not a number.", typed=_typed(text)))


def _value(found: re.Match[str]) -> float:
    sign, digits, exponent = found.groups(default="")
    is_zero = not any(int(digit) for digit in digits if digit.isdecimal())
    return _checked(float(f"{sign}{digits.replace(',', '.')}{exponent}"), is_zero=is_zero)


def _checked(value: float, *, is_zero: bool) -> float:
    if math.isinf(value):
        raise NumberError(message("That is too large: the largest number is about 1.8e308."))
    if not value and not is_zero:
        raise UnclearNumberError(message("That is too small, and would become 0: type 0 for that."))
    return value


def _unmarked(between: re.Match[str]) -> str:
    whole = between["whole"].replace(between["mark"], "")
    return f"{between['sign']}{whole}{between['rest'].replace(',', '.')}"


def _what_to_type(between: re.Match[str], plain: re.Match[str] | None, text: str) -> Message:
    """What is not clear about digits with marks; `plain` where one may be a decimal comma."""
    whole = _unmarked(between).replace("-", "−")
    if plain is None:
        template = marked("“{typed}” has marks between its digits. If {whole} is meant, type that.")
        return message(template, typed=_typed(text), whole=whole)
    return message(
        "“{typed}” may be {decimal} or {whole}. Type the one that is meant.",
        typed=_typed(text),
        decimal=plain.group().replace(",", ".").replace("-", "−"),
        whole=whole,
    )


def _typed(text: str) -> str:
    return shown(text.strip(), 40)
