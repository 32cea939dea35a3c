"""Log: a file that tells what went wrong, for whoever mends it; it never grows beyond a bound."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import datetime
from pathlib import Path

LARGEST = 512 * 1024
"""Bytes. When it is full it becomes the older one, in place of the last older one."""
LONGEST = 32 * 1024
"""Letters of one entry; of a longer one the end is kept, where a traceback says what happened."""


class Log:
    """Entries with their time, in `folder`. Several programs may write to it, from any thread."""

    def __init__(self, folder: Path):
        self.path = folder / "chalkgrad.log"
        self.older = folder / "chalkgrad.old.log"
        self._lock = threading.Lock()

    def write(self, text: str) -> None:
        """Add an entry. Where that can't be done nothing else shall fail for it."""
        now = datetime.now().astimezone().isoformat(timespec="seconds")
        entry = f"{now} {text.strip()[-LONGEST:]}\n".encode(errors="backslashreplace")
        with self._lock, suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._make_room(len(entry))
            # Opened anew for each entry: another program may have put the file aside meanwhile.
            with self.path.open("ab") as file:
                file.write(entry)

    def _make_room(self, wanted: int) -> None:
        with suppress(FileNotFoundError):
            if self.path.stat().st_size + wanted > LARGEST:
                self.path.replace(self.older)
