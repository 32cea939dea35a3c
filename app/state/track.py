"""Track: a value with its undo history, and what is shown of it while something changes it."""

from __future__ import annotations

from typing import Generic, TypeVar

from PySide6.QtCore import QObject, Signal

from app.model.history import UndoHistory

T = TypeVar("T")


class Track(QObject, Generic[T]):
    """An immutable value: the `present` one, that of the history, and the one that is `shown`.

    They differ only while something is in progress: it shows its values with `preview`, and ends in
    one `edit` or in `drop`. Only the track emits its signals.
    """

    about_to_change = Signal()
    """The present is about to become another one: what began from it must end."""
    present_changed = Signal(object)
    """The present from now on."""
    shown_changed = Signal(object)
    """What is shown from now on."""

    def __init__(self, start: T, parent: QObject | None = None):
        super().__init__(parent)
        self._history = UndoHistory(start)
        self._shown = start

    @property
    def present(self) -> T:
        """The value of the history, without what is in progress."""
        return self._history.present

    @property
    def shown(self) -> T:
        """The value that is shown, as far as something in progress has changed it."""
        return self._shown

    @property
    def undo_name(self) -> str | None:
        """The name of the edit that `undo` takes back; None if there is none."""
        return self._history.undo_name

    @property
    def redo_name(self) -> str | None:
        """The name of the edit that `redo` makes again; None if there is none."""
        return self._history.redo_name

    def edit(self, name: str, value: T, merge: str = "") -> None:
        """Make `value` the present, as one entry called `name`, as it stands after Undo: `move e`.

        Edits in a row with the same `merge` key are one entry.
        """
        self.about_to_change.emit()
        self.add(name, value, merge)
        self.notify()

    def restart(self, name: str, value: T) -> None:
        """`edit`, but an entry also where `value` equals the present: what was made from the very
        value that was there, as a training run, begins anew, and undo comes back to it.
        """
        self.about_to_change.emit()
        self._history.add(name, value, equal_too=True)
        self.notify()

    def preview(self, value: T) -> None:
        """Show `value` while something is in progress, outside the history."""
        self._shown = value
        self.shown_changed.emit(value)

    def drop(self) -> None:
        """Show the present again: what was in progress is cancelled."""
        self.preview(self.present)

    def undo(self) -> None:
        """Take the last edit back, if there is one."""
        self.about_to_change.emit()
        self._history.undo()
        self.notify()

    def redo(self) -> None:
        """Make the edit again that was taken back last, if there is one."""
        self.about_to_change.emit()
        self._history.redo()
        self.notify()

    def close_entry(self) -> None:
        """The next edit is an entry of its own, whatever its `merge` key."""
        self._history.close_entry()

    # To change several tracks as one: change each, and notify once all are changed.

    def add(self, name: str, value: T, merge: str = "") -> None:
        """`edit`, without notifying yet."""
        self._history.add(name, value, merge)
        self._shown = self.present

    def reset(self, value: T) -> None:
        """Start a new history with `value`, without notifying yet."""
        self._history = UndoHistory(value)
        self._shown = value

    def notify(self) -> None:
        """Emit the present, and show it."""
        self.present_changed.emit(self.present)
        self.drop()
