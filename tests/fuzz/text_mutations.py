"""Expressions changed token by token, and letter by letter."""

from __future__ import annotations

import keyword
import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from engine.core.ops import functions
from engine.language.parser import LONGEST_TEXT
from tests.fuzz.odd import LETTERS, NUMBERS, TEXTS

_TOKEN = re.compile(r"\s+|\w+|\*\*|.", re.DOTALL)

_SIGNS = ("+", "-", "*", "/", "**", "(", ")", ",", "=", ";", "\n", " ", "#", ".", "==", "//", ":=")
_NAMES = (
    "a", "b", "L", "_", "_1", "x1", "inf", "nan", "e", "print", "__import__", "Value", "a" * 41,
)  # fmt: skip
_WORDS = (*_SIGNS * 3, *_NAMES * 2, *functions(), *NUMBERS, *keyword.kwlist)

_ALIKE: Mapping[str, Sequence[str]] = {
    r"\*\*|[+\-*/]": ("+", "-", "*", "/", "**"),
    "|".join(functions()): tuple(functions()),
    r"[^\W\d]\w*": ("a", "b", "c", "x1", "θ", "_", "größe", "ªº"),
    r"\d+": ("0", "1", "2", "7", "0.5", "1e-9", "1e9", "1e150", "1e308", "5e-324"),
}
"""A token of a kind, and what else is of that kind."""

_LOOK_ALIKES = {
    "a": "аａᵃ", "e": "еｅℯ", "x": "хｘ×𝒙", "o": "ο", "*": "∗×·＊⋆", "-": "−–—－‐", "+": "＋⁺",
    "/": "∕⁄÷／", "(": "（❨", ")": "）❩", "=": "＝═", ",": "，٬", ";": "；\u037e", ".": "．․",
    "1": "１¹𝟏١", "2": "２²٢", "K": "\u212a",
}  # fmt: skip


def mutated(text: str, other: str, dice: Random) -> str:
    """`text` with one to four changes; some take tokens of `other`."""
    tokens = _TOKEN.findall(text)
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        tokens = dice.choice(_CHANGES)(tokens, _TOKEN.findall(other), dice)
    # Longer than the longest by a little: both sides of the limit are tried.
    return "".join(tokens)[: LONGEST_TEXT + 100]


_Change = Callable[[list[str], list[str], Random], list[str]]


def _span(tokens: list[str], dice: Random) -> tuple[int, int]:
    start = dice.randint(0, len(tokens))
    return start, min(len(tokens), start + dice.choice((0, 1, 1, 2, 5, len(tokens))))


def _replace(tokens: list[str], _other: list[str], dice: Random) -> list[str]:
    start, end = _span(tokens, dice)
    return [*tokens[:start], dice.choice(_WORDS), *tokens[end:]]


def _alike(tokens: list[str], _other: list[str], dice: Random) -> list[str]:
    """A sign for a sign, a name for a name, a number for a number: it may well stay a text."""
    at = dice.randint(0, max(0, len(tokens) - 1))
    for kind, others in _ALIKE.items():
        if tokens[at:] and re.fullmatch(kind, tokens[at]):
            return [*tokens[:at], dice.choice(others), *tokens[at + 1 :]]
    return tokens


def _insert(tokens: list[str], _other: list[str], dice: Random) -> list[str]:
    start, _ = _span(tokens, dice)
    return [*tokens[:start], dice.choice(_WORDS), *tokens[start:]]


def _remove(tokens: list[str], _other: list[str], dice: Random) -> list[str]:
    start, end = _span(tokens, dice)
    return tokens[:start] + tokens[end:]


def _exchange(tokens: list[str], _other: list[str], dice: Random) -> list[str]:
    a, b, c, d = sorted(dice.randint(0, len(tokens)) for _ in range(4))
    return tokens[:a] + tokens[c:d] + tokens[b:c] + tokens[a:b] + tokens[d:]


def _splice(tokens: list[str], other: list[str], dice: Random) -> list[str]:
    start, end = _span(tokens, dice)
    first, last = _span(other, dice)
    return tokens[:start] + other[first:last] + tokens[end:]


def _statement(tokens: list[str], other: list[str], dice: Random) -> list[str]:
    """Another text before or after this one."""
    joint = dice.choice((";", "\n", "\r\n", "; y = ", " + ", " ** "))
    return [*other, joint, *tokens] if dice.random() < 0.5 else [*tokens, joint, *other]


def _rename(tokens: list[str], _other: list[str], dice: Random) -> list[str]:
    """One word for another, wherever it stands."""
    words = [token for token in tokens if token.isidentifier()]
    if not words:
        return tokens
    old, new = dice.choice(words), dice.choice((*_NAMES, *words, *TEXTS))
    return [new if token == old else token for token in tokens]


def _wrap(tokens: list[str], _other: list[str], dice: Random) -> list[str]:
    """A part in parentheses, signs or calls, once or far too often."""
    start, end = _span(tokens, dice)
    opening, closing = dice.choice(
        (
            ("(", ")"),
            ("-", ""),
            ("tanh(", ")"),
            ("max(1, ", ")"),
            ("2**", ""),
            ("", "**2"),
            ("abs", ""),
        )
    )
    depth = dice.choice((1, 1, 2, 99, 101, 3_000))
    return [*tokens[:start], opening * depth, *tokens[start:end], closing * depth, *tokens[end:]]


def _repeat(tokens: list[str], _other: list[str], dice: Random) -> list[str]:
    """The whole text again and again, up to more than a text may have."""
    joint = dice.choice(("+", "*", ";", "\n", "", "+(", "-"))
    size = max(1, len("".join(tokens)) + len(joint))
    times = min(dice.choice((2, 2, 5, 100, LONGEST_TEXT)), 2 * LONGEST_TEXT // size + 1)
    return [*[*tokens, joint] * (times - 1), *tokens]


def _letter(tokens: list[str], _other: list[str], dice: Random) -> list[str]:
    text = "".join(tokens)
    at = dice.randint(0, len(text))
    end = at + dice.choice((0, 1))
    return _TOKEN.findall(text[:at] + dice.choice(LETTERS) + text[end:])


def _look_alike(tokens: list[str], _other: list[str], dice: Random) -> list[str]:
    text = "".join(tokens)
    places = [index for index, letter in enumerate(text) if letter in _LOOK_ALIKES]
    if not places:
        return tokens
    at = dice.choice(places)
    return _TOKEN.findall(text[:at] + dice.choice(_LOOK_ALIKES[text[at]]) + text[at + 1 :])


_CHANGES: tuple[_Change, ...] = (
    _replace, _alike, _alike, _alike, _insert, _remove, _exchange, _splice, _splice, _statement,
    _statement, _rename, _wrap, _repeat, _letter, _look_alike,
)  # fmt: skip
