"""What the program does once its window stands and nobody asks anything of it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import gc
import sys
import threading
from importlib.abc import MetaPathFinder
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
import app.start.application

class Watch(MetaPathFinder):
    threads = {}
    def find_spec(self, name, path, target=None):
        self.threads[name] = threading.current_thread()

application = QApplication([])
sys.meta_path.insert(0, Watch())
gc.disable()
app.start.application.warm_up()
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join()
libraries = [Watch.threads[name] for name in ("numpy", "pyqtgraph")]
assert {"numpy", "pyqtgraph"} <= sys.modules.keys()
assert threading.main_thread() not in libraries
assert not [name for name, by in Watch.threads.items() if by in libraries and name[:4] == "app."]
ours = application.thread()
assert all(each.thread() == ours for each in gc.get_objects() if isinstance(each, QObject))
assert gc.isenabled()
"""


@pytest.mark.slow
def test_libraries_are_imported_beside_the_window_and_leave_nothing_in_their_thread(
    tmp_path: Path,
) -> None:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
