"""A file that the desktop hands to the running program, as a Mac does, in a process of its own."""

import os
import subprocess
import sys

SCRIPT = """
import sys
from PySide6.QtGui import QFileOpenEvent
from app.program import Application

application = Application([])
application.sendEvent(application, QFileOpenEvent(sys.argv[1]))
application.open_with(lambda path: print(path.name))
application.sendEvent(application, QFileOpenEvent(sys.argv[2]))
"""


def test_a_file_named_in_an_event_is_opened_also_one_named_before_the_window_was_ready():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, "/tmp/a graph.chalk", "/tmp/another.chalk"],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("a graph.chalk\nanother.chalk\n", "")
