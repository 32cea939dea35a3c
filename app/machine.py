"""What this machine lacks to run a Qt program, found out before Qt would abort.

Every start passes here, so what only some need is imported where they need it.
"""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

# Library file to Debian's package, for the libraries that a bare Debian or Ubuntu does not have.
PACKAGES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}


def what_is_missing(*, window: bool) -> str:
    """A sentence that says what to install or start; empty if nothing is missing.

    `window` asks for a screen too. Away from Linux nothing is asked: Qt's wheels are complete.
    """
    try:
        importlib.import_module("PySide6.QtWidgets")
    except ModuleNotFoundError:
        return "PySide6-Essentials is not installed: run  pip install .  in Chalkgrad's folder."
    except ImportError as error:
        return _install(str(error))
    if not window or not sys.platform.startswith("linux"):
        return ""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform.partition(":")[0] not in ("", "xcb"):
        return ""
    if not platform and os.environ.get("WAYLAND_DISPLAY"):
        return ""
    return _plugin_problem() or _display_problem()


def free_children_from_bundle() -> None:
    """Undo what a bundle's starter does to LD_LIBRARY_PATH: other programs started from here, such
    as xdg-open, would be given the bundle's libraries in place of their own."""
    if not getattr(sys, "frozen", False) or not sys.platform.startswith("linux"):
        return
    original = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
    os.environ.pop("LD_LIBRARY_PATH", None)
    if original is not None:
        os.environ["LD_LIBRARY_PATH"] = original


def tell(sentence: str) -> None:
    """Say it on standard error, and in a window where one can be shown: a double click hides
    standard error."""
    if sys.stderr:
        sys.stderr.write(f"chalkgrad: {sentence}\n")
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        return
    if sys.stderr and sys.stderr.isatty():
        return
    import shutil
    import subprocess

    for command in (
        ["zenity", "--error", "--no-markup", f"--text={sentence}"],
        ["kdialog", "--error", sentence],
        ["xmessage", sentence],
    ):
        if shutil.which(command[0]):
            subprocess.run(command, check=False)
            return


def _install(error: str) -> str:
    """What to install for a linker's message such as `libEGL.so.1: cannot open shared object`."""
    import re

    found = re.search(r"(lib[\w.+-]+\.so[.\d]*)", error)
    library = found.group(1) if found else ""
    package = PACKAGES.get(library)
    if package:
        return f"Qt needs {library}. On Debian and Ubuntu: sudo apt install {package}"
    return f"Qt can't be loaded: {error}"


def _plugin_problem() -> str:
    import ctypes

    import PySide6

    plugin = Path(PySide6.__file__).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    if not plugin.exists():
        return ""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return _install(str(error))
    return ""


def _display_problem() -> str:
    name = os.environ.get("DISPLAY")
    if not name:
        return "There is no screen: DISPLAY is not set. Start Chalkgrad in a desktop session."
    import ctypes

    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    for function in (xcb.xcb_connection_has_error, xcb.xcb_disconnect):
        function.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(name.encode(), None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"The screen {name} does not answer. Is DISPLAY right?" if refused else ""
