"""How numbers are written, and how a typed one is read."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress

from engine.core.number_text import (
    NumberError,
    UnclearNumberError,
    begins_number,
    full,
    read_number,
)

__all__ = [
    "UNKNOWN",
    "NumberError",
    "UnclearNumberError",
    "begins_number",
    "equation",
    "full",
    "is_exact",
    "number",
    "operand",
    "percent",
    "read_number",
    "rounded",
]

UNKNOWN = "—"
"""Stands where a number is not known yet."""

_LONGEST, _LONGEST_POWER = 8, 10
"""Letters, beside the sign, up to which a rounded number gets more digits rather than `≈`: in plain
form, and with a power of ten."""

# Floats are compared to as many digits as arithmetic keeps: 0.1 + 0.2 is 0.3.
_KEPT = 12


def number(value: float | None, digits: int = 4) -> str:
    """`value` to `digits` significant digits: `2`, `−6`, `0.06`, `1.2e−7`, `—` for None.

    From 0.001 to a million in plain form. A rounded number never looks exact: where it would be
    whole or shorter than `digits` it has more of them, `0.99997`, or `≈` before it.
    """
    if value is None:
        return UNKNOWN
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "∞" if value > 0.0 else "−∞"
    for more in range(digits, _KEPT):
        text = rounded(value, more)
        if more > digits and len(text.lstrip("−")) > (_LONGEST_POWER if "e" in text else _LONGEST):
            break
        if _stands_for(text, value) or _looks_rounded(text, digits):
            return text
    return f"≈{rounded(value, digits)}"


def is_exact(value: float) -> bool:
    """Whether `number` writes all of `value`; infinite ones are exact."""
    return not math.isfinite(value) or _stands_for(number(value).removeprefix("≈"), value)


def _stands_for(text: str, value: float) -> bool:
    return float(f"{value:.{_KEPT}g}") == float(text.replace("−", "-"))


def rounded(value: float, digits: int) -> str:
    """A finite `value` to so many digits and no more, which may look exact."""
    exponent = int(f"{value:.{digits - 1}e}".partition("e")[2])
    if value == 0.0:
        return "0"
    if -3 <= exponent < 6:
        text = f"{value:.{max(digits - 1 - exponent, 0)}f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    else:
        mantissa = f"{value:.{digits - 1}e}".partition("e")[0].rstrip("0").rstrip(".")
        text = f"{mantissa}e{exponent}"
    return text.replace("-", "−")


def _looks_rounded(text: str, digits: int) -> bool:
    """Whether nobody takes a text for all of a number: it has a point, and `digits` digits."""
    mantissa = text.partition("e")[0].lstrip("−")
    return "." in mantissa and len(mantissa.replace(".", "").lstrip("0")) >= digits


def operand(value: float | None) -> str:
    """A number as a factor in a sentence: negative ones in brackets, `(−3)`."""
    text = number(value)
    return f"({text})" if text[0] in "−≈" else text


def equation(
    left: str, result: float, *inputs: float, compute: Callable[..., float] | None = None
) -> str:
    """`2 · (−3) = −6`; with `≈` where the result or one of the inputs written on the left is
    rounded. Where `compute` gives the result from the inputs, those that leave it as it is may be
    rounded: `0.9512 · 0 = 0`.
    """
    rounded_ones = [at for at, value in enumerate(inputs) if not is_exact(value)]
    if is_exact(result) and (
        not rounded_ones
        or (compute and all(_is_same(compute, inputs, at, result) for at in rounded_ones))
    ):
        return f"{left} = {number(result)}"
    return f"{left} ≈ {number(result).removeprefix('≈')}"


def _is_same(
    compute: Callable[..., float], inputs: Sequence[float], at: int, result: float
) -> bool:
    """Whether an input as it is written gives the same result."""
    text = number(inputs[at]).removeprefix("≈").replace("−", "-")
    written = [*inputs[:at], float(text), *inputs[at + 1 :]]
    with suppress(ArithmeticError, ValueError):
        return compute(*written) == result
    return False


def percent(share: float | None) -> str:
    """Never rounded up to 100 %: that would say that all are right."""
    if share is None:
        return UNKNOWN
    return "100 %" if share == 1.0 else f"{min(99.9, 100.0 * share):.3g} %"
