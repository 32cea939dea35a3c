"""Another window: a process of its own, so that whatever happens to one leaves the other alone."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QProcess

from app.state.places import is_frozen, source_home


def program_command() -> list[str]:
    """What starts this program: the bundle, or Python with main.py."""
    # Beside the package `app`, in a checkout as in an installation.
    source = [] if is_frozen() else [str(source_home() / "main.py")]
    return [sys.executable, *source]


def open_another(file: Path | None = None) -> bool:
    """Start the program once more, with `file` if there is one; whether it could be started."""
    program, *arguments = program_command()
    files = [str(file.absolute())] if file else []
    started, _ = QProcess.startDetached(program, [*arguments, *files])
    return bool(started)
