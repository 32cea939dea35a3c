"""Odd numbers, texts and letters: what hostile input is made of."""

from __future__ import annotations

NUMBERS = (
    "NaN", "Infinity", "-Infinity", "1e999", "-1e999", "1e-999", "1e308", "-1.7976931348623157e308",
    "5e-324", "-0.0", "-0", "0", "1", "-1", "2", "3", "0.5", "1.5", "1e6", "1e7", "1e22", "1e150",
    "2147483648", "4294967296", "9007199254740992", "9007199254740993", "18446744073709551616",
    "-9223372036854775809", "1" * 400, "0." + "3" * 400, "0x10", "1_000", "01", "1.", ".5", "+1",
    "1e", "1e+", "--1", "true",
)  # fmt: skip
"""Some are numbers to Python alone, to JSON alone, or to nobody."""

LETTERS = (
    "\x00", "\x07", "\x1b", "\x7f", "\x85", "\xa0", "\xad", "\u200b", "\u200d", "\u200e", "\u200f",
    "\u2028", "\u2029", "\u202a", "\u202e", "\u2066", "\u2069", "\ufeff", "\ufffd", "\uffff",
    "\ud800", "\udfff", "\U000e0041", "\U0010ffff", "\U0001f600", "e\u0301", "\u0301", "ﬁ",
    "\u212a", "а", "ο", "Ａ", "ª", "²", "₁", "½", "Ⅷ", "٣", "０", "ß",
    "İ", "ſ", "𝒙", "θ", "重", "ש", "ع",
    "−", "·", "⋅", "×", "÷", "∗", "＋", "－", "（", "）", "＝", "；", "′", "“", "…",
    "\n", "\r", "\t", "\\", '"', "'", "`", "{", "}", "%", "<", "&", "$", "/",
)  # fmt: skip
"""Controls, marks that are not seen, halves of pairs, look-alikes, and signs of many formats."""

TEXTS = (
    "", " ", "a", "nodes", "own", "relu", "__class__", "{place}", "{0}", "{", "%s", "../../etc",
    "</title>", "None", "a" * 41, "a" * 201, "a" * 5_000, "é" * 150, "\u202e" * 30, "x\ny", "1",
)  # fmt: skip
