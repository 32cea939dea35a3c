"""Libraries of the system that Qt needs, and what to type where they are missing."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Mapping
from pathlib import Path

# Library file to Debian's package, for the libraries that a bare Debian or Ubuntu does not have:
# those that Qt needs at any start, and those that a window under X11 needs besides.
ALWAYS = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
    "libxcb.so.1": "libxcb1",
}
PACKAGES = ALWAYS | {
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
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


def to_install(error: str, packages: Mapping[str, str]) -> str:
    """All that is to be installed, where the linker's `error` names one library that is missing."""
    named = re.findall(r"lib[\w.+-]+\.so[.\d]*(?=: cannot open)", error)
    missing = [library for library in packages if library in named or not _loads(library)]
    if not missing or not set(named) <= set(packages):
        return f"Qt can’t be loaded: {error}"
    words = " ".join(dict.fromkeys(packages[library] for library in missing))
    return f"Qt needs {', '.join(missing)}. On Debian and Ubuntu: sudo apt install {words}"


def missing_for_xcb(plugin: Path | None) -> str:
    """What is to be installed before Qt's plug-in for X11 can be loaded; empty if nothing, or if
    nobody knows where it lies."""
    if not plugin:
        return ""
    try:
        ctypes.CDLL(str(plugin))
    except OSError as error:
        return to_install(str(error), PACKAGES)
    return ""


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
