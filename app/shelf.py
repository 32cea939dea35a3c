"""Shelf: the folder of drafts, where every running program has its own and leaves the others'."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QLockFile

from app.model.disk import FileError, Origin, check_size, is_file, make_folder, write_atomically
from app.model.drafts import Draft, belonging_to, found
from app.model.words import message


class Shelf:
    """Drafts of this program, and those that no running program owns any more.

    An owner holds a lock that the system drops when the process ends, however it ends. The folder
    and the lock are made when they are first needed.
    """

    def __init__(self, folder: Path):
        self.folder = folder
        self.owner = os.urandom(8).hex()
        self._number = 0
        self._locks: dict[str, QLockFile] = {}

    def new_draft(self) -> Draft:
        self._number += 1
        return Draft(self.folder, self.owner, self._number)

    def write(self, draft: Draft, origin: Origin, content: bytes) -> None:
        """Put work into a draft of this program. Raises FileError. In any thread, one at a time."""
        check_size(content)
        if not is_file(draft.file):
            make_folder(self.folder)
            if not self._claim(self.owner):
                # What keeps any file from being written is the better reason.
                write_atomically(draft.file, content)
                draft.delete()
                # Nobody would ever be offered a draft whose owner can't be told to be gone.
                raise FileError(message("No file can be locked in {folder}.", folder=self.folder))
            draft.begin(origin)
        write_atomically(draft.file, content)

    def abandoned(self) -> list[Draft]:
        """The drafts of programs that have ended, newest first; no other program is given them."""
        drafts = [draft for draft in found(self.folder) if self._claims(draft.owner)]
        # A lock without drafts, of a program that was killed, goes when this one closes.
        for lock in self.folder.glob("*.lock"):
            self._claims(lock.stem)
        return drafts

    def open_elsewhere(self, path: Path) -> bool:
        """Whether another running program has changes of this file that are not saved."""
        others = [draft for draft in found(self.folder) if draft.owner not in self._locks]
        for draft in belonging_to(others, path):
            if not self._claim(draft.owner):
                return True
            self._locks.pop(draft.owner).unlock()
        return False

    def close(self) -> None:
        """Delete the drafts of this program, and leave those of others to the next one."""
        for draft in found(self.folder):
            if draft.owner == self.owner:
                draft.delete()
        for lock in self._locks.values():
            lock.unlock()
        self._locks.clear()

    def _claims(self, owner: str) -> bool:
        return owner != self.owner and self._claim(owner)

    def _claim(self, owner: str) -> bool:
        """Whether this program holds the owner's lock, now if not before."""
        if owner not in self._locks:
            lock = QLockFile(str(self.folder / f"{owner}.lock"))
            # So that only the system's own lock counts: Qt would else take a process for the owner
            # that has its number by now.
            lock.setStaleLockTime(1)
            if not lock.tryLock(0):
                return False
            self._locks[owner] = lock
        return True
