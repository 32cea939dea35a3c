"""Past: what a track's history must hold by now, kept beside it value by value."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.state.track import Track


class Past(QObject):
    """Follows a track from the document that is open: an edit ends what could be redone, undo and
    redo come to the very values that were there, and only edits of one name become one.
    """

    def __init__(self, track: Track[object], parent: QObject):
        super().__init__(parent)
        self._track = track
        self._entries: list[tuple[str | None, object]] = [(None, track.present)]
        self._at = 0
        self.wrong = ""
        """The first thing that was not so."""
        track.present_changed.connect(self._heard)

    @property
    def start(self) -> object:
        """What the document was when it was opened."""
        return self._entries[0][1]

    def _heard(self, value: object) -> None:
        self.wrong = self.wrong or self._followed(value, len(self._track._history.past))

    def _followed(self, value: object, place: int) -> str:
        """Take in the present, the entry number `place` of the history; what is wrong with it."""
        entries, name = self._entries, self._track.undo_name
        at, self._at = self._at, place
        stays = place < len(entries) and entries[place] == (name, value)
        if stays and entries[place][1] is value and abs(place - at) <= 1:
            return ""
        if place == 0:
            # Another document.
            self._entries = [(None, value)]
            return ""
        if place == at + 1 and not self._track.redo_name:
            self._entries = [*entries[:place], (name, value)]
            return ""
        if place == at and not self._track.redo_name and _is_same_edit(name, entries[at][0]):
            self._entries = [*entries[:at], (name, value)]
            return ""
        return f"{name} is entry {place} of the history, after {at} of {len(entries) - 1}"


def _is_same_edit(name: str | None, other: str | None) -> bool:
    """A leaf without a name is called by its number, which the edit has changed."""
    if name == other or not (name and other):
        return name == other
    (verb, what), (before, it) = name.rsplit(" ", 1), other.rsplit(" ", 1)
    return verb == before and what[-1].isdigit() and it[-1].isdigit() and not what.isidentifier()
