"""Association: what tells a desktop that .chalk files open with this program, and what undoes it.

Only what belongs to the user is written. On a Mac the .app itself says so.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QProcess, QSettings, QStandardPaths

import resources
from app.documents.new_window import program_command
from app.model.files.disk import FileError, is_file
from app.state.places import is_frozen
from engine.core.messages import Message, marked, message

ENTRY = Path("applications", "chalkgrad.desktop")
TYPE = Path("mime", "packages", "chalkgrad.xml")
ICON = Path("icons", "hicolor", "scalable", "apps", "chalkgrad.svg")
TOOLS = (
    ("update-mime-database", Path("mime"), "shared-mime-info"),
    ("update-desktop-database", Path("applications"), "desktop-file-utils"),
)
"""What makes a desktop read the files of a folder anew, and Debian's package that has it."""
LONGEST = 30_000
"""Milliseconds that such a tool may take."""
NORMAL = QProcess.ExitStatus.NormalExit

CLASSES = "HKEY_CURRENT_USER\\Software\\Classes"
KIND = "Chalkgrad.graph"
OWNER = ".chalk/Default"
BEFORE = f"{KIND}/Before"
"""What .chalk files belonged to before, if to anything."""
CHANGED = 0x08000000
"""Windows' number for an association that has changed."""


class Association(Protocol):
    """`make` and `undo` raise FileError; `make` may return what is still to be done for it."""

    @property
    def is_shared(self) -> bool:
        """Whether it is made for all users of this computer: not this program's to undo."""

    @property
    def is_made(self) -> bool:
        """Whether the user's .chalk files open with this very program."""

    def make(self) -> Message | None: ...

    def undo(self) -> None: ...


def association() -> Association | None:
    """That of this system; None where the program has nothing to do for it."""
    command = program_command()
    if sys.platform == "win32":
        store = QSettings(CLASSES, QSettings.Format.NativeFormat)
        return RegistryAssociation(store, command, icon=is_frozen())
    if sys.platform == "darwin":
        return None
    return DesktopAssociation(*data_folders(os.environ), command)


def data_folders(environment: Mapping[str, str]) -> tuple[Path, list[Path]]:
    """The user's folder and those of all users, by the XDG Base Directory Specification 0.8."""
    users = environment.get("XDG_DATA_HOME", "")
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    home = Path(users) if Path(users).is_absolute() else Path.home() / ".local" / "share"
    return home, [Path(folder) for folder in shared.split(":") if Path(folder).is_absolute()]


def entry(command: Sequence[str]) -> str:
    """The desktop entry of a program that is not on the PATH.

    Quoted by the Desktop Entry Specification 1.0: first an argument, and then the line.
    """
    quoted = []
    for part in command:
        for sign in '\\"`$':
            part = part.replace(sign, f"\\{sign}")
        quoted.append(f'"{part}"'.replace("\\", "\\\\").replace("%", "%%"))
    template = resources.path("desktop", ENTRY.name).read_text(encoding="utf-8")
    program = command[0].replace("\\", "\\\\")
    # Without the program, as when its stick is away, there is no entry either.
    starts = f"TryExec={program}\nExec={' '.join(quoted)} %f\n"
    return template.replace("Exec=chalkgrad %f\n", starts)


@dataclass(frozen=True, slots=True)
class DesktopAssociation:
    """For the desktops of Linux: an entry, a type of files, and an icon in the user's folder."""

    users: Path
    shared: Sequence[Path]
    command: Sequence[str]

    @property
    def is_shared(self) -> bool:
        # The user's own entry counts more, and can be undone.
        own = is_file(self.users / ENTRY)
        return not own and any(is_file(folder / ENTRY) for folder in self.shared)

    @property
    def is_made(self) -> bool:
        try:
            return (self.users / ENTRY).read_text(encoding="utf-8") == entry(self.command)
        except (OSError, UnicodeDecodeError):
            return False

    def make(self) -> Message | None:
        files = {
            ENTRY: entry(self.command).encode(),
            TYPE: resources.path("desktop", TYPE.name).read_bytes(),
            ICON: resources.path("icons", ICON.name).read_bytes(),
        }
        try:
            for place, content in files.items():
                (self.users / place).parent.mkdir(parents=True, exist_ok=True)
                (self.users / place).write_bytes(content)
        except OSError as error:
            with suppress(OSError):
                self._remove()
            raise self._refused(error) from error
        return self._update()

    def undo(self) -> None:
        try:
            self._remove()
        except OSError as error:
            raise self._refused(error) from error
        self._update()

    def _remove(self) -> None:
        for place in (ENTRY, TYPE, ICON):
            (self.users / place).unlink(missing_ok=True)

    def _refused(self, error: OSError) -> FileError:
        why = error.strerror or str(error)
        return FileError(message("{folder} can’t be changed: {why}.", folder=self.users, why=why))

    def _update(self) -> Message | None:
        """Let desktops read the folders anew; what is in the way of that, if anything is."""
        missing = []
        problem = None
        for tool, folder, package in TOOLS:
            program = QStandardPaths.findExecutable(tool)
            if not program:
                missing.append(package)
            elif (self.users / folder).is_dir() and not _run(program, self.users / folder):
                problem = message(
                    "{tool} failed, so the desktop may not notice the change.", tool=tool
                )
        words = marked(
            "Some desktops do not notice the change without {packages}. On Debian and Ubuntu: "
            "sudo apt install {packages}, then choose the menu entry twice."
        )
        return message(words, packages=" ".join(missing)) if missing else problem


def _run(program: str, folder: Path) -> bool:
    process = QProcess()
    process.start(program, [str(folder)])
    ended = process.waitForFinished(LONGEST) and process.exitStatus() == NORMAL
    return ended and process.exitCode() == 0


@dataclass(frozen=True, slots=True)
class RegistryAssociation:
    """For Windows: a kind of files in the user's part of the registry, which is `store`."""

    store: QSettings
    command: Sequence[str]
    icon: bool
    """Whether the program's own file holds one."""

    is_shared = False

    @property
    def values(self) -> dict[str, str]:
        quoted = " ".join(f'"{part}"' for part in self.command)
        values = {
            f"{KIND}/Default": "Chalkgrad graph",
            f"{KIND}/shell/open/command/Default": f'{quoted} "%1"',
            f".chalk/OpenWithProgids/{KIND}": "",
            OWNER: KIND,
        }
        icon = {f"{KIND}/DefaultIcon/Default": f'"{self.command[0]}",0'}
        return values | icon if self.icon else values

    @property
    def is_made(self) -> bool:
        return all(self.store.value(name) == value for name, value in self.values.items() if value)

    def make(self) -> None:
        owner = self.store.value(OWNER)
        if owner and owner != KIND:
            self.store.setValue(BEFORE, owner)
        for name, value in self.values.items():
            self.store.setValue(name, value)
        self._finish()

    def undo(self) -> None:
        before = self.store.value(BEFORE)
        if self.store.value(OWNER) == KIND:
            self.store.remove(OWNER)
            if before:
                self.store.setValue(OWNER, before)
        self.store.remove(f".chalk/OpenWithProgids/{KIND}")
        self.store.remove(KIND)
        self._finish()

    def _finish(self) -> None:
        self.store.sync()
        if self.store.status() != QSettings.Status.NoError:
            raise FileError(message("The Windows registry can’t be changed."))
        if sys.platform == "win32":
            ctypes.windll.shell32.SHChangeNotify(CHANGED, 0, None, None)
