"""Preferences: what the program remembers between two starts."""

from __future__ import annotations

import os
import re
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from app.model.files.drive import resolved, stored
from app.state.places import user_folders
from engine.core.messages import Message, marked, message

MOST_RECENT = 10

_NO_TEXT = re.compile("[\ud800-\udfff]")
"""How Python writes bytes of a name that are no UTF-8."""


class Preferences:
    """Reads and writes the user's settings file; a value of the wrong kind is as if not there.

    A file that is broken is put aside. `problem` says so, or why nothing is kept: none is raised.
    """

    def __init__(self, file: Path | None = None, drive: Path | None = None) -> None:
        """`file` is the user's, if no other is given; what lies on `drive` is known without it."""
        self._file = file or user_folders().settings
        self._drive = drive
        self.problem: Message | None = None
        self._store = self._opened()
        if _status(self._store) == QSettings.Status.FormatError:
            self._put_aside()
        elif not self._store.isWritable():
            words = marked("Settings can’t be kept: {file} can’t be written.")
            self.problem = message(words, file=Path(self._store.fileName()))

    def _put_aside(self) -> None:
        """Begin anew; what was in the file stays to be looked at."""
        path = Path(self._store.fileName())
        aside = path.with_name(f"{path.name}.broken")
        # Before the file goes, or it would be written again from here.
        del self._store
        try:
            path.replace(aside)
        except OSError as error:
            reason = error.strerror or str(error)
            words = message("The settings in {file} can’t be read. {why}.", file=path, why=reason)
        else:
            words = message(
                "The settings could not be read and have been reset. The old ones are kept in "
                "{file}.",
                file=aside,
            )
        self.problem = words
        self._store = self._opened()

    def _opened(self) -> QSettings:
        return QSettings(str(self._file), QSettings.Format.IniFormat)

    def reset(self) -> None:
        """Forget everything."""
        self._store.clear()

    @property
    def language(self) -> str:
        """A language as in `de` or `pt_BR`; no text for that of the system."""
        choice = self._store.value("language", "")
        return choice if isinstance(choice, str) else ""

    @property
    def tab(self) -> int:
        """The tab that stood in front: 0 is the graph, 1 is the training."""
        return 1 if self._store.value("tab") == "train" else 0

    @tab.setter
    def tab(self, index: int) -> None:
        self._store.setValue("tab", "train" if index else "graph")

    @property
    def training(self) -> str:
        """The last settings of the training, as `settings_text` writes them; no text if none."""
        stored = self._store.value("training", "")
        return stored if isinstance(stored, str) else ""

    @training.setter
    def training(self, text: str) -> None:
        self._store.setValue("training", text)

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
        """Remember a switch by its name."""
        self._store.setValue(f"switch/{name}", on)

    @property
    def recent(self) -> list[Path]:
        """The files opened or saved last, newest first.

        Nobody looks whether they are still there: their drive may not answer.
        """
        stored = self._store.value("recent", [])
        names = [stored] if isinstance(stored, str) else stored if isinstance(stored, list) else []
        paths = [resolved(name, self._drive) for name in names if isinstance(name, str)]
        return [path for path in paths if path]

    def add_recent(self, path: Path) -> None:
        """Put a file first among the recent ones."""
        self._keep_recent([path.absolute(), *self._recent_besides(path)][:MOST_RECENT])

    def forget_recent(self, path: Path) -> None:
        """Take a file off the list: it is gone."""
        self._keep_recent(self._recent_besides(path))

    def clear_recent(self) -> None:
        """Forget all recent files."""
        self._keep_recent([])

    def _recent_besides(self, path: Path) -> list[Path]:
        name = _plain_name(path)
        # Settings of earlier versions held another letter for bytes of a name that are no text.
        names = (name, _NO_TEXT.sub("\ufffd", name))
        return [known for known in self.recent if _plain_name(known) not in names]

    def _keep_recent(self, paths: list[Path]) -> None:
        self._store.setValue("recent", [stored(path, self._drive) for path in paths])

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
        """Remember the geometry or state of a window or splitter, as Qt gives it."""
        self._store.setValue(f"place/{name}", state)


def _plain_name(path: Path) -> str:
    """The same for two ways to write a path, as far as the path alone tells."""
    return os.path.normcase(os.path.normpath(path.absolute()))


def _status(store: QSettings) -> QSettings.Status:
    # A section is read when it is asked for, and only then found to be broken.
    store.allKeys()
    return store.status()
