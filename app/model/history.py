"""History: every graph there was since the file was opened, each with the name of its edit."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.model.graph import Graph


@dataclass(frozen=True, slots=True)
class Entry:
    """An edit by its name, and the graph it led to."""

    name: str
    graph: Graph
    merge: str = ""


@dataclass
class History:
    """Past, present and future. Graphs share what they have in common, so there is no bound."""

    start: Graph
    past: list[Entry] = field(default_factory=list)
    future: list[Entry] = field(default_factory=list)

    @property
    def present(self) -> Graph:
        return self.past[-1].graph if self.past else self.start

    @property
    def undo_name(self) -> str | None:
        return self.past[-1].name if self.past else None

    @property
    def redo_name(self) -> str | None:
        return self.future[-1].name if self.future else None

    def add(self, name: str, graph: Graph, merge: str = "") -> None:
        """A new present. Edits in a row with the same `merge` key make one entry."""
        if graph == self.present:
            return
        if merge and self.past and self.past[-1].merge == merge and not self.future:
            self.past.pop()
        self.past.append(Entry(name, graph, merge))
        self.future.clear()

    def undo(self) -> None:
        """Back to the graph before the last edit; nothing if there is none."""
        if self.past:
            self.future.append(self.past.pop())

    def redo(self) -> None:
        if self.future:
            self.past.append(self.future.pop())
