"""How many random examples a property is tried on."""

from typing import Any

from hypothesis import settings

USUAL = 100
"""Hypothesis tries so many where a test does not say otherwise."""


def examples(count: int, **others: Any) -> settings:
    """Settings for so many examples; for a share of them where the profile tries fewer."""
    share = settings.default.max_examples / USUAL
    return settings(max_examples=round(count * share), **others)
