"""A file that the desktop hands to the running program, as a Mac does, in a process of its own."""

import os
import subprocess
import sys

SCRIPT = """
import sys
from PySide6.QtGui import QFileOpenEvent
from app.start.application import Application

application = Application([])
application.sendEvent(application, QFileOpenEvent(sys.argv[1]))
application.sendEvent(application, QFileOpenEvent(sys.argv[2]))
application.open_with(lambda path: print(path.name))
application.sendEvent(application, QFileOpenEvent(sys.argv[3]))
"""


def test_files_named_in_events_are_all_opened_also_those_named_before_the_window_was_ready():
    names = ["a graph.chalk", "another.chalk", "a third.chalk"]
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *(f"/tmp/{name}" for name in names)],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("".join(f"{name}\n" for name in names), "")
