"""Says why the program can't start, where its user looks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from engine.console import tell


def tell_in_window(sentence: str) -> None:
    """Say it on standard error, and where no terminal shows that, as after a double click, in a
    window too. For a start that was to open one: a script must never wait for a click."""
    tell(sentence, program="chalkgrad")
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return
    if sys.stderr and sys.stderr.isatty():
        return
    for command in (
        ["zenity", "--error", "--no-markup", f"--text={sentence}"],
        ["kdialog", "--error", sentence],
        ["xmessage", sentence],
    ):
        if shutil.which(command[0]):
            # Where no window can be shown they complain, which helps nobody.
            subprocess.run(command, stderr=subprocess.DEVNULL, check=False)
            return
