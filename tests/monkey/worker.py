"""One round in a process of its own: `python -m tests.monkey.worker SEED ACTIONS TRAIL [ONLY]`.

TRAIL is the file that says what it did, also where it ended without a word; ONLY are the numbers
of the actions that are done, with commas between them. The exit status is 1 where it went wrong.
"""

from __future__ import annotations

import faulthandler
import os
import sys
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from tests.monkey.round import Round

STUCK = 60.0
"""Seconds after which one action counts as one that never ends."""


def main(seed: int, actions: int, trail: Path, only: frozenset[int]) -> int:
    application = QApplication(sys.argv[:1])
    status = 0
    with TemporaryDirectory() as folder, trail.open("w", encoding="utf-8") as file:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)

        def tell(words: str) -> None:
            begins = words.startswith("\n")
            line = " ".join(words.split("\n"))
            file.write(f"\n{line[1:]}" if begins else f"; {line}")
            file.flush()
            faulthandler.dump_traceback_later(STUCK, exit=True)

        round_ = Round(seed, Path(folder), tell)
        try:
            round_.run(actions, only)
        except BaseException:  # noqa: BLE001 - whatever ends a round is told
            status = 1
            traceback.print_exc()
        round_.monkey.close()
        application.quit()
    faulthandler.cancel_dump_traceback_later()
    return status


if __name__ == "__main__":
    faulthandler.enable()
    _, seed, actions, trail, *only = sys.argv
    chosen = frozenset(map(int, only[0].split(","))) if only else frozenset()
    sys.exit(main(int(seed), int(actions), Path(trail), chosen))
