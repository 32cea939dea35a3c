"""Bytes damaged without regard for what they mean: flipped, cut, doubled, exchanged."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

_WORDS = (
    b"null", b"true", b"NaN", b"Infinity", b"-1", b"1e999", b"[]", b"{}", b'"x"', b"3", b",", b":",
    b"\\u0000", b"\\ud800", b"\\u202e", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\0",
)  # fmt: skip


def damaged(content: bytes, other: bytes, dice: Random) -> bytes:
    """`content` with one to four damages; some take a chunk of `other`."""
    for _ in range(dice.randint(1, 4)):
        damage = dice.choice(_DAMAGES)
        content = damage(content, other, dice)
    return content


def _chunk(content: bytes, dice: Random) -> tuple[int, int]:
    """Where a chunk begins and ends: mostly a short one."""
    start = dice.randint(0, len(content))
    length = dice.choice((1, 1, 2, 8, 40, 200, len(content)))
    return start, min(len(content), start + dice.randint(0, length))


def _flip(content: bytes, _other: bytes, dice: Random) -> bytes:
    if not content:
        return content
    flipped = bytearray(content)
    flipped[dice.randrange(len(flipped))] ^= 1 << dice.randrange(8)
    return bytes(flipped)


def _overwrite(content: bytes, _other: bytes, dice: Random) -> bytes:
    start, _ = _chunk(content, dice)
    return content[:start] + dice.choice(_WORDS) + content[start + 1 :]


def _insert(content: bytes, _other: bytes, dice: Random) -> bytes:
    start, _ = _chunk(content, dice)
    return content[:start] + dice.choice(_WORDS) + content[start:]


def _truncate(content: bytes, _other: bytes, dice: Random) -> bytes:
    return content[: dice.randint(0, len(content))]


def _remove(content: bytes, _other: bytes, dice: Random) -> bytes:
    start, end = _chunk(content, dice)
    return content[:start] + content[end:]


def _double(content: bytes, _other: bytes, dice: Random) -> bytes:
    start, end = _chunk(content, dice)
    return content[:end] + content[start:end] * dice.choice((1, 1, 2, 30)) + content[end:]


def _swap(content: bytes, _other: bytes, dice: Random) -> bytes:
    a, b, c, d = sorted(dice.randint(0, len(content)) for _ in range(4))
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def _splice(content: bytes, other: bytes, dice: Random) -> bytes:
    start, end = _chunk(content, dice)
    first, last = _chunk(other, dice)
    return content[:start] + other[first:last] + content[end:]


_DAMAGES: tuple[Callable[[bytes, bytes, Random], bytes], ...] = (
    _flip, _overwrite, _insert, _truncate, _remove, _double, _swap, _splice,
)  # fmt: skip
