"""UndoHistory: every value there was since the file was opened, each with the name of its edit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Entry(Generic[T]):
    """An edit by its name, and what it led to."""

    name: str
    value: T
    merge: str = ""


@dataclass
class UndoHistory(Generic[T]):
    """Past, present and future of an immutable value: a graph, a training set-up.

    Graphs share what they have in common, so there is no bound.
    """

    start: T
    past: list[Entry[T]] = field(default_factory=list)
    future: list[Entry[T]] = field(default_factory=list)

    @property
    def present(self) -> T:
        """The value after the last edit that was not taken back."""
        return self.past[-1].value if self.past else self.start

    @property
    def undo_name(self) -> str | None:
        """The name of the edit that `undo` takes back; None if there is none."""
        return self.past[-1].name if self.past else None

    @property
    def redo_name(self) -> str | None:
        """The name of the edit that `redo` makes again; None if there is none."""
        return self.future[-1].name if self.future else None

    def add(self, name: str, value: T, merge: str = "", *, equal_too: bool = False) -> None:
        """A new present; none where it equals the old one, unless it shall be one `equal_too`.

        Edits in a row with the same `merge` key make one entry.
        """
        if value == self.present and not equal_too:
            return
        if merge and self.past and self.past[-1].merge == merge and not self.future:
            self.past.pop()
        self.past.append(Entry(name, value, merge))
        self.future.clear()

    def close_entry(self) -> None:
        """Whatever comes next is an entry of its own."""
        if self.past:
            self.past[-1] = replace(self.past[-1], merge="")

    def undo(self) -> None:
        """Back to what was before the last edit; nothing if there is none."""
        if self.past:
            self.future.append(self.past.pop())

    def redo(self) -> None:
        """Make the edit again that was taken back last, if there is one."""
        if self.future:
            self.past.append(self.future.pop())
