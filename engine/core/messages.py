"""Messages: what the program says, as a template and what stands in its places, to be translated.

A template is written out where it is handed to `message`, `counted` or `marked`, as the extraction
for translators looks for it there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Message:
    """A sentence as a template and what stands in its places; a place may hold a Message itself."""

    template: str
    places: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))
    many: str = ""
    """The template for all counts but one, with `count` among the places; empty if none counts."""

    def __str__(self) -> str:
        """The sentence in English."""
        template = self.many if self.many and self.places["count"] != 1 else self.template
        return template.format(**self.places)


def message(template: str, /, **places: object) -> Message:
    """A Message of one template; `places` fill its named places."""
    return Message(template, places)


def counted(one: str, many: str, count: int, /, **places: object) -> Message:
    """A sentence about `count` things, which is one of its places as well."""
    return Message(one, {"count": count, **places}, many)


def marked(template: str) -> str:
    """`template` as it is, for tables of texts that are translated where they are shown."""
    return template
