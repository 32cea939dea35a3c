"""Fifteen minutes of use without a pause: `python -m tests.soak [MINUTES]`.

The real window, driven by mouse and keys: graphs built, scrubbed, stepped through and undone,
networks trained and opened on the canvas, files saved, opened, refused and exported, themes and
sizes changed. Every round ends in a file without a past, so that what is still held after it is
not held by the undo history. At the end nothing may have grown, and nobody may have complained.
Runs on the platform offscreen, or on the one that QT_QPA_PLATFORM names.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from app.state.preferences import Preferences
from app.state.session import Session
from app.ui.theme import Theme
from app.window.build import build_window
from tests.memory import resident
from tests.soak.file_scenes import begin_anew, keep, open_what_is_damaged
from tests.soak.gauge import Complaints, counted
from tests.soak.graph_scenes import (
    ask_why,
    build,
    look_around,
    scrub,
    step_through,
    type_expressions,
)
from tests.soak.train_scenes import change_settings, edit_network, open_on_canvas, train
from tests.soak.user import User
from tests.soak.verdict import HEAD, Sample, problems

SCENES = (
    build, scrub, type_expressions, step_through, ask_why, look_around, train, change_settings,
    edit_network, open_on_canvas, keep, open_what_is_damaged,
)  # fmt: skip
LINES = 30
"""Of the table, about."""


def soak(user: User, minutes: float) -> list[Sample]:
    """Rounds of all scenes, each in an order of its own, until the time is over."""
    start = time.monotonic()
    samples: list[Sample] = []
    printed = 0.0
    print(HEAD)
    while not samples or samples[-1].minute < minutes:
        for scene in user.dice.sample(SCENES, len(SCENES)):
            user.trigger("graph_tab")
            scene(user)
        begin_anew(user)
        minute = (time.monotonic() - start) / 60.0
        sample = Sample(minute, len(samples) + 1, resident(), counted(user.window))
        samples.append(sample)
        if minute >= printed or minute >= minutes:
            printed += minutes / LINES
            print(sample, flush=True)
    return samples


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak")
    parser.add_argument("minutes", nargs="?", type=float, default=15.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    application = QApplication(sys.argv[:1])
    with TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        complaints = Complaints()
        workspace = build_window(Session(), Preferences(), Theme("light"))
        window = workspace.window
        window.show()
        user = User(workspace, Path(folder), Random(options.seed))
        samples = soak(user, options.minutes)
        # The platform offscreen would free what is left there after Python has gone, and crash.
        QGuiApplication.clipboard().clear()
        window.close()
    application.quit()
    found = list(problems(samples, complaints.heard))
    print(*found or ["nothing grew, and nothing was complained of"], sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
