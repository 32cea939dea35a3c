"""Another window: a process of its own, so that whatever happens to one leaves the other alone."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess


def open_another(file: Path | None = None) -> bool:
    """Start the program once more, with `file` if there is one; whether it could be started."""
    frozen = getattr(sys, "frozen", False)
    # Beside the package `app`, in a checkout as in an installation.
    program = [] if frozen else [str(Path(__file__).resolve().parent.parent / "main.py")]
    files = [str(file.absolute())] if file else []
    started, _ = QProcess.startDetached(sys.executable, [*program, *files])
    return bool(started)
