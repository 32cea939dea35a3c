"""Settings as text: how each is shown in its field, and how it is read back."""

from __future__ import annotations

from engine.settings import INTEGERS, NUMBERS, Message, SettingError, parse_hidden

ABSENT = {"batch": "all", "target": "none"}
"""What stands in a field for None: every row, and no loss that ends the run."""


def shown(name: str, value: object) -> str:
    """The text of a setting in its field."""
    if name == "test_share":
        return f"{100 * value:g} %"
    if value is None:
        return ABSENT[name]
    if name == "hidden":
        return ", ".join(map(str, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def read(name: str, text: str) -> object:
    """The setting that was typed. Raises SettingError with a sentence for anything else."""
    typed = text.strip().replace("−", "-")
    if name == "hidden":
        return parse_hidden(typed)
    if name == "test_share":
        return _share(typed)
    if name in ABSENT and typed.lower() == ABSENT[name]:
        return None
    return _whole(name, typed) if name in INTEGERS else _number(name, typed)


def _whole(name: str, typed: str) -> int:
    least, most = INTEGERS[name]
    try:
        value = int(typed)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        asked = _asked(name, "whole number from {least} to {most} goes here")
        raise _refused(name, typed, asked, f"{least:,}", f"{most:,}")
    return value


def _number(name: str, typed: str) -> float:
    least, most = NUMBERS[name]
    value = _float(typed)
    if not least <= value <= most:
        asked = _asked(name, "number from {least} to {most} goes here")
        raise _refused(name, typed, asked, f"{least:g}", f"{most:,g}")
    return value


def _asked(name: str, what: str) -> str:
    return f"“{ABSENT[name]}”, or a {what}" if name in ABSENT else f"A {what}"


def _share(typed: str) -> float:
    """`20 %`, and also `20` and `0.2`: what is above 1 can only be meant in per cent."""
    least, most = NUMBERS["test_share"]
    value = _float(typed.removesuffix("%"))
    if typed.endswith("%") or value > 1.0:
        value /= 100.0
    if not least <= value <= most:
        asked = "A share from {least} to {most} goes here"
        raise _refused("test_share", typed, asked, f"{least:.0%}", f"{most:.0%}")
    return value


def _float(typed: str) -> float:
    """The number, or nan, which lies in no range."""
    try:
        return float(typed)
    except ValueError:
        return float("nan")


def _refused(name: str, typed: str, asked: str, least: str, most: str) -> SettingError:
    template = f"{asked}, not “{{typed}}”." if typed else f"{asked}."
    short = typed if len(typed) <= 12 else f"{typed[:12]}…"
    return SettingError(name, Message(template, {"typed": short, "least": least, "most": most}))
