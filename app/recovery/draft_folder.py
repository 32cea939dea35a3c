"""DraftFolder: where every running program keeps its drafts and leaves those of others alone."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo

from app.model.files.disk import (
    FileError,
    Origin,
    check_size,
    is_file,
    make_folder,
    write_atomically,
)
from app.model.files.drafts import Draft, belonging_to, found
from engine.core.messages import message

RENEWAL = 60.0
LEASE = 5 * RENEWAL
"""Seconds after its last renewal for which the lock of another computer is taken to be held."""


class DraftFolder:
    """Drafts of this program, and those that no running program owns any more.

    An owner holds a lock that the system drops when the process ends, however it ends. On a share
    that other computers use too, not every system can tell whether it is held; so it is renewed as
    well. The folder and the lock are made when they are first needed.
    """

    def __init__(self, folder: Path, drive: Path | None = None):
        """`drive` is the one that the folder goes with from computer to computer, if it does."""
        self.folder = folder
        self._drive = drive
        self.owner = os.urandom(8).hex()
        self._number = 0
        self._locks: dict[str, QLockFile] = {}
        self._closed = threading.Event()
        # A thread, as a drive that is far away may take its time.
        self._renewal = threading.Thread(target=self._renew, name="renewal", daemon=True)

    def new_draft(self) -> Draft:
        """A draft that no file is written for yet."""
        self._number += 1
        return Draft(self.folder, self.owner, self._number, self._drive)

    def write(self, draft: Draft, origin: Origin, content: bytes) -> None:
        """Write unsaved work to a draft of this program. Raises FileError.

        In any thread, one at a time.
        """
        check_size(content)
        if not is_file(draft.file):
            make_folder(self.folder)
            if not self._claim(self.owner):
                # What keeps any file from being written is the better reason.
                write_atomically(draft.file, content)
                draft.delete()
                # A draft whose owner's end can't be seen would never be offered.
                raise FileError(message("No file can be locked in {folder}.", folder=self.folder))
            draft.begin(origin)
        write_atomically(draft.file, content)

    def abandoned(self) -> list[Draft]:
        """The drafts of programs that have ended, newest first, locked against other programs."""
        drafts = [draft for draft in self._found() if self._claims(draft.owner)]
        # A lock without drafts, of a program that was killed, goes when this one closes.
        for lock in self.folder.glob("*.lock"):
            self._claims(lock.stem)
        return drafts

    def is_open_elsewhere(self, path: Path) -> bool:
        """Whether another running program has changes of this file that are not saved."""
        others = [draft for draft in self._found() if draft.owner not in self._locks]
        for draft in belonging_to(others, path):
            if not self._claim(draft.owner):
                return True
            self._locks.pop(draft.owner).unlock()
        return False

    def close(self) -> None:
        """Delete the drafts of this program, and leave those of others to the next one."""
        self._closed.set()
        for draft in self._found():
            if draft.owner == self.owner:
                draft.delete()
        for lock in self._locks.values():
            lock.unlock()
        self._locks.clear()

    def _found(self) -> list[Draft]:
        return found(self.folder, self._drive)

    def _renew(self) -> None:
        while not self._closed.wait(RENEWAL):
            for owner in list(self._locks):
                with suppress(OSError):
                    os.utime(self._lock(owner))

    def _lock(self, owner: str) -> Path:
        return self.folder / f"{owner}.lock"

    def _claims(self, owner: str) -> bool:
        return owner != self.owner and self._claim(owner)

    def _claim(self, owner: str) -> bool:
        """Whether this program holds the owner's lock, now if not before."""
        if owner not in self._locks:
            lock = QLockFile(str(self._lock(owner)))
            if _is_renewed_elsewhere(lock):
                return False
            # So that only the system's own lock counts: Qt would else take a process for the owner
            # that has its number by now.
            lock.setStaleLockTime(1)
            if not lock.tryLock(0):
                return False
            self._locks[owner] = lock
            if not self._renewal.ident:
                self._renewal.start()
        return True


def _is_renewed_elsewhere(lock: QLockFile) -> bool:
    """Whether a program on another computer seems to be running still, whatever the lock says."""
    _, computer, _ = lock.getLockInfo()
    if computer in ("", QSysInfo.machineHostName()):
        return False
    try:
        renewed = Path(lock.fileName()).stat().st_mtime
    except OSError:
        return False
    # Either way round: the clocks of two computers differ, and a stick may forget the time zone.
    return abs(time.time() - renewed) < LEASE
