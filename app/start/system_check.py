"""What this machine lacks to run a Qt program, found out before Qt would abort.

Every start passes here, so what only some need is imported where they need it.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from pathlib import Path


def what_is_missing(*, window: bool) -> str:
    """A sentence that says what to install or start; empty if nothing is missing.

    `window` asks for a screen too.
    """
    try:
        qt = importlib.import_module("PySide6.QtWidgets")
    except ModuleNotFoundError:
        return "PySide6-Essentials is not installed: run  pip install .  in Chalkgrad’s folder."
    except ImportError as error:
        from app.start.libraries import ALWAYS, PACKAGES, to_install

        return to_install(str(error), PACKAGES if window else ALWAYS)
    if not window:
        return ""
    from app.start.displays import platform_problem

    return platform_problem(Path(str(qt.__file__)).parent)


def free_children_from_bundle() -> None:
    """Undo what a bundle's starter does to LD_LIBRARY_PATH: other programs started from here, such
    as xdg-open, would be given the bundle's libraries in place of their own."""
    if not getattr(sys, "frozen", False) or not sys.platform.startswith("linux"):
        return
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if original is not None:
        os.environ["LD_LIBRARY_PATH"] = original


def attach_console() -> None:
    """On Windows let the bundle, a program without a console, print in the one that it was started
    from, if any. What it is redirected to it prints in anyway."""
    if sys.platform != "win32" or sys.stderr:
        return
    import ctypes

    parent = -1
    if ctypes.windll.kernel32.AttachConsole(parent):
        console = io.FileIO("CONOUT$", "w")
        sys.stderr = io.TextIOWrapper(console, encoding="utf-8", line_buffering=True)
        sys.stdout = sys.stdout or sys.stderr
