"""ProgramFolders: where the program keeps settings, drafts and log, decided once at the start.

With a file `portable` beside the program they go where the program goes, as on a stick.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QLockFile, QSettings, QStandardPaths

from app.model.files.disk import FileError, is_file, make_folder
from app.model.files.drive import drive_of
from engine.core.messages import Message, message

MARKS = ("portable", "portable.txt")
"""The second for Windows, which hides the ending that its editor gives."""
FOLDER = "chalkgrad-data"
SETTINGS = "Chalkgrad.ini"


@dataclass(frozen=True, slots=True)
class ProgramFolders:
    """`data` is the folder of drafts and log; it may not be there yet."""

    settings: Path
    data: Path
    drive: Path | None = None
    """The drive that all of it goes with; None where it stays on this computer."""
    problem: Message | None = None
    """Why it is not kept where it was asked to be."""


def program_folders() -> ProgramFolders:
    """Where this program keeps what is its own. Makes the folder beside it, if one is asked for."""
    home = program_home(Path(sys.executable)) if is_frozen() else source_home()
    marked = any(is_file(home / mark) for mark in MARKS)
    return decided(home, user_folders(), marked=marked, usable=_is_usable)


def decided(
    home: Path, users: ProgramFolders, *, marked: bool, usable: Callable[[Path], bool]
) -> ProgramFolders:
    """The places of a program in the folder `home`, which has the mark, or has not.

    `usable` says whether files can be written and locked in a folder; it is asked only if need be.
    """
    if not marked:
        return users
    folder = home / FOLDER
    if usable(folder):
        return ProgramFolders(folder / SETTINGS, folder, drive_of(home))
    words = (
        "{folder} can’t be written, so settings and drafts are kept on this computer, in {data}."
    )
    return replace(users, problem=message(words, folder=folder, data=users.data))


def program_home(executable: Path) -> Path:
    """The folder that a program lies in; on a Mac the one that its .app lies in."""
    folder = executable.parent
    bundle = folder.parent.parent
    inside = folder.name == "MacOS" and bundle.suffix == ".app"
    return bundle.parent if inside else folder


def source_home() -> Path:
    """The folder of main.py. Not resolved: a mapped drive of Windows would lose its letter."""
    return Path(__file__).absolute().parents[2]


def is_frozen() -> bool:
    """Whether this is the bundle, which runs without a Python of the system."""
    return bool(getattr(sys, "frozen", False))


def user_folders() -> ProgramFolders:
    """Where the system wants what a program keeps for its user."""
    scope = QSettings.Scope.UserScope
    # Of another name, as Qt says that a file is broken only when it reads it the first time.
    store = QSettings(QSettings.Format.IniFormat, scope, "Chalkgrad", "places")
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    return ProgramFolders(Path(store.fileName()).with_name(SETTINGS), Path(data))


def _is_usable(folder: Path) -> bool:
    """By trying: what a share or a stick allows is known only then."""
    try:
        make_folder(folder)
    except FileError:
        return False
    lock = QLockFile(str(folder / f"{os.urandom(8).hex()}.try"))
    return lock.tryLock(0)
