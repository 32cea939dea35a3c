"""Uses the whole window once, in a process of its own: `work FOLDER`, and then `restore FOLDER`.

The first trains, types a number and ends without a word as soon as there is a draft; the second
takes that back. Both print what the C library makes of the letter i, and what they see.
"""

import ctypes
import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.errors.hooks import ErrorHooks
from app.errors.log import Log
from app.model.catalogue.examples import load_example
from app.model.files.drafts import found
from app.start.application import keep_safe, make_window
from app.state.preferences import Preferences
from app.window.build import build_workspace
from tests.app.hand import Hand

UPDATES = 5
MOST = 30.0
"""Seconds that anything may take."""


def wait_for(condition):
    deadline = time.monotonic() + MOST
    while not condition():
        if time.monotonic() > deadline:
            fail(f"{condition.__name__} did not come")
        QTest.qWait(10)


def fail(words):
    print(words, flush=True)
    # An exception in a slot would not end the program.
    os._exit(1)


def work(workspace, folder):
    hand = Hand(workspace)
    workspace.session.open(load_example("cheatsheet"))
    workspace.show_tab(1)
    trainer = workspace.train_page.prepare()
    workspace.train_page.train_or_pause()

    def updates():
        return trainer.run.step >= UPDATES

    wait_for(updates)
    workspace.train_page.pause()
    workspace.show_tab(0)
    hand.click(hand.number("a"))
    QTest.keyClicks(hand.view, "7")
    # The first digit opens a field.
    QTest.keyClicks(QApplication.focusWidget(), ".5")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    def a_draft():
        return bool(found(folder / "recovery"))

    wait_for(a_draft)
    print(f"a = {hand.data('a')}", flush=True)
    # As a crash does: nothing is tidied up.
    os._exit(0)


def restore(workspace, folder):
    [draft] = found(folder / "recovery")
    notice = workspace.notices[f"draft {draft.file.name}"]
    print(notice.words.text().partition(" (")[0])
    QTest.mouseClick(notice.buttons[0], Qt.MouseButton.LeftButton)
    print(f"a = {Hand(workspace).data('a')}", flush=True)
    os._exit(0)


def main(what, folder):
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    _application = QApplication([])
    libc = ctypes.CDLL(None)
    print(f"upper case of i: {chr(libc.towupper(ord('i')))}")
    window = make_window(Preferences())
    watch = ErrorHooks(Log(folder / "logs"))
    watch.install()
    window.show()
    workspace = build_workspace(window)
    keep_safe(workspace, watch, folder).offers.show()
    watch.happened.connect(lambda report, _times: fail(report.text))
    watch.warned.connect(fail)
    {"work": work, "restore": restore}[what](workspace, folder)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
