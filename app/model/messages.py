"""Words as data: a template with named places."""

from __future__ import annotations

from engine.core.errors import Message

__all__ = ["Message"]


def message(template: str, **places: object) -> Message:
    return Message(template, places)
