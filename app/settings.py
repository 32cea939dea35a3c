"""Settings: what the program remembers between two starts."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

MOST_RECENT = 10


class Settings:
    """Reads and writes the user's settings file; a value of the wrong kind is as if not there."""

    def __init__(self) -> None:
        self._store = QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "Chalkgrad", "Chalkgrad"
        )

    @property
    def theme(self) -> str:
        choice = self._store.value("theme", "system")
        return choice if choice in ("system", "light", "dark") else "system"

    @theme.setter
    def theme(self, choice: str) -> None:
        self._store.setValue("theme", choice)

    def switch(self, name: str, default: bool) -> bool:
        """Whether something that can be on or off is on."""
        stored = self._store.value(f"switch/{name}", default)
        return stored in (True, "true")

    def keep_switch(self, name: str, on: bool) -> None:
        self._store.setValue(f"switch/{name}", on)

    @property
    def recent(self) -> list[Path]:
        """The files opened or saved last, newest first; those that are gone are left out."""
        stored = self._store.value("recent", [])
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        return [Path(name) for name in names if isinstance(name, str) and Path(name).is_file()]

    def add_recent(self, path: Path) -> None:
        path = path.absolute()
        others = [known for known in self.recent if known != path]
        self._store.setValue("recent", [str(item) for item in [path, *others][:MOST_RECENT]])

    def clear_recent(self) -> None:
        self._store.setValue("recent", [])

    @property
    def folder(self) -> str:
        """Where a file was opened or saved last; the user's documents at first."""
        recent = self.recent
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        return str(recent[0].parent) if recent else QStandardPaths.writableLocation(documents)

    def place(self, name: str) -> QByteArray | None:
        """The place of a window or a splitter, as Qt saved it."""
        stored = self._store.value(f"place/{name}")
        return stored if isinstance(stored, QByteArray) else None

    def keep_place(self, name: str, state: QByteArray) -> None:
        self._store.setValue(f"place/{name}", state)
