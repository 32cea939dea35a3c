"""How numbers are written, and how a typed one is read."""

from __future__ import annotations

import math

from engine.core.messages import Message, message

UNKNOWN = "—"
"""Stands where a number is not known yet."""


class NumberError(ValueError):
    """A text that is no finite number, with the reason as a sentence."""

    def __init__(self, reason: Message):
        super().__init__(str(reason))
        self.reason = reason


def number(value: float | None, digits: int = 4) -> str:
    """`value` to `digits` significant digits: `2.0`, `−6.0`, `0.06`, `1.2e−7`, `—` for None.

    From 0.001 to a million in plain form, with every digit before the point.
    """
    if value is None:
        return UNKNOWN
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0.0 else "−∞"
    if value == 0.0:
        return "0.0"
    exponent = int(f"{value:.{digits - 1}e}".partition("e")[2])
    if -3 <= exponent < 6:
        text = f"{value:.{max(digits - 1 - exponent, 0)}f}"
        if "." in text:
            text = text.rstrip("0")
            text += "0" if text.endswith(".") else ""
    else:
        mantissa = f"{value:.{digits - 1}e}".partition("e")[0].rstrip("0").rstrip(".")
        text = f"{mantissa}e{exponent}"
    return text.replace("-", "−")


def short(value: float | None, digits: int = 4) -> str:
    """A number as a sentence has it: `2` where `number` writes `2.0`."""
    return number(value, digits).removesuffix(".0")


def operand(value: float | None) -> str:
    """A number as a factor in a sentence: negative ones in brackets, `(−3)`."""
    text = short(value)
    return f"({text})" if text.startswith("−") else text


def full(value: float) -> str:
    """Every digit that tells this float from its neighbours, with a minus sign."""
    return repr(value).replace("e+", "e").replace("-", "−")


def read_number(text: str) -> float:
    """A number as a person types it. Raises NumberError with a sentence."""
    typed = text.strip().replace("−", "-")
    if not typed:
        raise NumberError(message("A number goes here."))
    try:
        value = float(typed)
    except ValueError:
        raise NumberError(message("“{typed}” is not a number.", typed=typed[:40])) from None
    if math.isnan(value) or math.isinf(value):
        if typed.strip("+-")[0].isalpha():
            raise NumberError(message("A leaf holds a finite number."))
        raise NumberError(message("That is too large: the largest number is about 1.8e308."))
    return value


def percent(share: float | None) -> str:
    """Never rounded up to 100 %: that would say that all are right."""
    if share is None:
        return UNKNOWN
    return "100 %" if share == 1.0 else f"{min(99.9, 100.0 * share):.3g} %"
