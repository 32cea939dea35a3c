"""A program of its own: the least window that PySide6 can show, which says when it stood.

The measure for the start of Chalkgrad: `python tests/benchmarks/bare_window.py FILE`.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

application = QApplication([])
window = QMainWindow()
window.resize(1440, 900)
window.show()


def look() -> None:
    if window.windowHandle().isExposed():
        Path(sys.argv[1]).write_text(str(time.time()), encoding="utf-8")
        application.quit()


# As often as Chalkgrad's self-test looks.
timer = QTimer()
timer.setInterval(5)
timer.timeout.connect(look)
timer.start()
sys.exit(application.exec())
