"""Drafts: work that is not saved, as files beside each other in a folder of the program's own.

`OWNER-NUMBER.chalk` is the work, a file like any other; `OWNER-NUMBER.json` says where it belongs.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.model.files import chalk_file
from app.model.files.chalk_file import Document
from app.model.files.disk import FileError, Origin, is_file, read_bounded, write_atomically
from app.model.files.drive import resolved, stored
from app.model.training.setup import Setup

LEFT_OVER = 24 * 3600
"""Seconds after which an unfinished file belongs to no program that still writes it."""

_NAME = re.compile(r"([0-9a-f]{16})-([0-9]{1,9})\.chalk")


@dataclass(frozen=True, slots=True)
class Draft:
    """The work of one running program between two moments at which nothing was unsaved."""

    folder: Path
    owner: str
    number: int
    drive: Path | None = None
    """The drive that the folder goes with, if it does."""

    @property
    def file(self) -> Path:
        """The file of the draft itself."""
        return self.folder / f"{self.owner}-{self.number}.chalk"

    @property
    def note(self) -> Path:
        """The file that says which document the draft belongs to."""
        return self.file.with_suffix(".json")

    def begin(self, origin: Origin) -> None:
        """Say where the work belongs, before there is any. Raises FileError."""
        path = stored(origin.path.absolute(), self.drive) if origin.path else None
        text = json.dumps({"path": path, "fingerprint": origin.fingerprint})
        write_atomically(self.note, text.encode())

    def origin(self) -> Origin:
        """Where the work belongs; nowhere, if that can't be read."""
        try:
            note = json.loads(read_bounded(self.note))
        except (ValueError, RecursionError):
            return Origin()
        read = note if isinstance(note, dict) else {}
        path, known = read.get("path"), read.get("fingerprint")
        if not isinstance(path, str) or not isinstance(known, str) or "\0" in path:
            return Origin()
        place = resolved(path, self.drive)
        return Origin(place, known) if place else Origin()

    def load(self) -> Document:
        """The work. Raises FileError."""
        return chalk_file.load(self.file)

    def saved_at(self) -> float:
        """When it was last written, in seconds since the epoch; 0 if it is gone."""
        try:
            return self.file.stat().st_mtime
        except OSError:
            return 0.0

    def delete(self) -> None:
        """The work first: what is left of an interrupted deletion is no work without a place."""
        for path in (self.file, self.note):
            with suppress(OSError):
                path.unlink()


def found(folder: Path, drive: Path | None = None) -> list[Draft]:
    """All drafts in a folder, the newest first; none if there is no such folder."""
    matches = (_NAME.fullmatch(name) for name in _names(folder))
    drafts = [Draft(folder, match[1], int(match[2]), drive) for match in matches if match]
    return sorted(drafts, key=lambda draft: (-draft.saved_at(), draft.file.name))


def belonging_to(drafts: Iterable[Draft], path: Path) -> list[Draft]:
    """Those that hold changes of a file."""
    wanted = _place(path)
    origins = ((draft, draft.origin().path) for draft in drafts)
    return [draft for draft, origin in origins if origin and _place(origin) == wanted]


def is_worth_keeping(document: Document, origin: Origin) -> bool:
    """Whether a draft holds anything that its file does not."""
    if origin.path is None:
        return bool(document.graph.nodes) or document.setup not in (None, Setup())
    try:
        return chalk_file.load(origin.path) != document
    except FileError:
        return True


def sweep(folder: Path, now: float) -> None:
    """Delete what programs that were killed left unfinished: half a file, a note without work."""
    for name in _names(folder):
        path = folder / name
        half = name.startswith(".chalk-") and name.endswith(".tmp")
        lone = name.endswith(".json") and not is_file(path.with_suffix(".chalk"))
        with suppress(OSError):
            if (half or lone) and now - path.stat().st_mtime > LEFT_OVER:
                path.unlink()


def _names(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _place(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))
