"""NumberAxis: the numbers beside a plot, however large or small they are.

Imports pyqtgraph, which takes a while: import it late.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil, floor, log10

import numpy as np
import pyqtgraph as pg

from app.model.numbers import number

_SMALLEST, _LARGEST = 1e-9, 1e9
"""Sizes between which Qt's transforms are exact enough; others are drawn as multiples of a power
of ten."""
_SAFE = 290
"""Powers of ten up to which a product is a float with all its digits."""
_FLAT = 1e-9
"""Numbers that differ by less than this share of their size are drawn as one."""
_HIGH, _WIDE = 20.0, 64.0
"""Pixels that the words of a tick need along an upright axis, and along a level one."""
_DIGITS = tuple(range(1, 10))
_POWERS = (1, 2, 3, 5, 10, 20, 50, 100)

Ticks = list[tuple[float, list[float]]]
"""As pyqtgraph has them: levels, coarse ones first, each with its spacing and its places."""


class NumberAxis(pg.AxisItem):
    """An axis of multiples of 10 to the power of `exponent`, or of logarithms to the base of 10.

    It is labelled with the numbers that these stand for. Whoever draws hands over the multiples or
    logarithms; pyqtgraph's own logarithms end at 1e−307.
    """

    def __init__(self, orientation: str):
        super().__init__(orientation)
        self.exponent = 0
        self.is_log = False
        self.enableAutoSIPrefix(False)

    def set_scale(self, *, exponent: int = 0, log: bool = False) -> None:
        """What is drawn from now on are multiples of 10^exponent, or logarithms."""
        if (exponent, log) != (self.exponent, self.is_log):
            self.exponent, self.is_log = exponent, log
            self.picture = None
            self.update()

    def tickValues(self, low: float, high: float, size: float) -> Ticks:
        """The ticks from `low` to `high` on an axis that is `size` pixels long."""
        if self.is_log:
            return self.logTickValues(low, high, size, ())
        levels: Ticks = super().tickValues(low, high, size)
        return levels if not self.exponent or self._apart == _HIGH else _thinned(levels, size)

    @property
    def _apart(self) -> float:
        return _HIGH if self.orientation in ("left", "right") else _WIDE

    def logTickValues(self, low: float, high: float, size: float, _levels: object) -> Ticks:
        """1, 2, … 9 or 1, 2 and 5 times powers of ten, or powers alone, as far as there is room for
        their words."""
        most = max(2.0, size / self._apart)
        for factors, apart in ((_DIGITS, 1), ((1, 2, 5), 1), *(((1,), apart) for apart in _POWERS)):
            powers = range(floor(low / apart) * apart, ceil(high) + 1, apart)
            found = [power + log10(factor) for power in powers for factor in factors]
            shown = [value for value in found if low <= value <= high]
            # Between 9 and 10 there is least room.
            closest = min((b - a for a, b in pairwise(found)), default=1.0)
            if len(shown) <= most and closest * size / (high - low) >= self._apart:
                break
        return [(1.0, shown)]

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:
        """As many digits as tell one tick from the next."""
        if self.is_log:
            return self.logTickStrings(values, scale, spacing)
        ticks = [0.0 if abs(value) < 1e-6 * spacing else float(value) for value in values]
        largest = max(map(abs, ticks), default=0.0)
        digits = floor(log10(largest)) - floor(log10(spacing)) + 2 if largest else 1
        return [_text(tick, self.exponent, max(digits, 2)) for tick in ticks]

    def logTickStrings(self, values: Sequence[float], _scale: float, _spacing: float) -> list[str]:
        """The numbers whose logarithms are at the ticks."""
        return [_text(10.0 ** (value - floor(value)), floor(value), 2) for value in values]


def _thinned(levels: Ticks, size: float) -> Ticks:
    """The ticks of the first levels that are two together, as many as there is room for."""
    found: list[float] = []
    for _, values in levels:
        found = sorted([*found, *values])
        if len(found) > 1:
            break
    every = max(1, ceil(len(found) * _WIDE / size))
    kept = found[::every]
    return [(kept[1] - kept[0] if len(kept) > 1 else 1.0, kept)]


def _text(multiple: float, exponent: int, digits: int) -> str:
    """multiple · 10^exponent, which may be no float any more: the end of an axis lies beyond."""
    if multiple == 0.0 or -_SAFE < exponent + log10(abs(multiple)) < _SAFE:
        return number(multiple * 10.0**exponent, digits)
    mantissa, _, power = f"{multiple:.{digits - 1}e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{int(power) + exponent}".replace("-", "−")


def common_exponent(numbers: np.ndarray) -> int:
    """The power of ten of which `numbers`, all finite, are to be drawn as multiples."""
    largest = float(np.max(np.abs(numbers), initial=0.0))
    return 0 if largest == 0.0 or _SMALLEST <= largest <= _LARGEST else floor(log10(largest))


def multiples(numbers: np.ndarray, exponent: int) -> np.ndarray:
    """`numbers` divided by 10^exponent; nan stays."""
    # In two steps, as the power itself may be no float, or one of few digits.
    half = exponent // 2
    return numbers / 10.0**half / 10.0 ** (exponent - half)


def padded(low: float, high: float, share: float = 0.08) -> tuple[float, float]:
    """The ends of an axis for numbers from `low` to `high`, with `share` of that left free.

    Numbers that are practically one are in the middle, of half their size on either side.
    """
    size = max(abs(low), abs(high))
    if high - low <= _FLAT * size:
        room = size / 2 or 1.0
        return low - room, high + room
    room = (high - low) * share
    return low - room, high + room
