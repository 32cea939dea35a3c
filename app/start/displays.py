"""Which of Qt's platforms can be had here, found out before Qt would abort for want of one."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from app.start.libraries import missing_for_xcb


def platform_problem(qt: Path) -> str:
    """Why none of the platforms that Qt would try can be had, in sentences; empty if one can.

    `qt` is the folder of PySide6.
    """
    plugins = _plugins(qt)
    problems = []
    for name in _asked_for(os.environ):
        kind = name.partition("-")[0]
        if plugins and kind not in plugins:
            problem = f"QT_QPA_PLATFORM names {name}. Qt has {', '.join(sorted(plugins))} here."
        elif kind == "xcb":
            problem = missing_for_xcb(plugins.get(kind)) or _x11_problem(os.environ.get("DISPLAY"))
        elif kind == "wayland":
            problem = _wayland_problem(os.environ.get("WAYLAND_DISPLAY"))
        else:
            # Of a device or a system that is none of the usual ones, Qt knows more.
            problem = ""
        if not problem:
            return ""
        problems.append(problem)
    return " ".join(problems)


def _plugins(qt: Path) -> dict[str, Path]:
    """The files of Qt's platforms by name; none where Qt is not that of the wheels."""
    folders = (qt / "Qt" / "plugins" / "platforms", qt / "plugins" / "platforms")
    files = [file for folder in folders if folder.is_dir() for file in folder.iterdir()]
    return {_name(file): file for file in files if file.suffix in (".dll", ".dylib", ".so")}


def _name(plugin: Path) -> str:
    """`xcb` of libqxcb.so, `windows` of qwindows.dll."""
    return plugin.stem.removeprefix("lib").removeprefix("q").partition("-")[0]


def _asked_for(environment: Mapping[str, str]) -> list[str]:
    """The platforms that Qt tries, one after the other; what stands behind a colon are options."""
    if asked := environment.get("QT_QPA_PLATFORM", ""):
        return [name.partition(":")[0].lower() for name in asked.split(";")]
    if not sys.platform.startswith("linux"):
        return []
    wayland = environment.get("WAYLAND_DISPLAY") or environment.get("XDG_SESSION_TYPE") == "wayland"
    return ["wayland", "xcb"] if wayland else ["xcb"]


def _x11_problem(display: str | None) -> str:
    if not display:
        return "There is no screen: DISPLAY is not set. Start Chalkgrad in a desktop session."
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = (ctypes.c_char_p, ctypes.c_void_p)
    for function in (xcb.xcb_connection_has_error, xcb.xcb_disconnect):
        function.argtypes = (ctypes.c_void_p,)
    connection = xcb.xcb_connect(display.encode(), None)
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return f"The screen {display} does not answer. Is DISPLAY right?" if refused else ""


def _wayland_problem(display: str | None) -> str:
    try:
        wayland = ctypes.CDLL("libwayland-client.so.0")
    except OSError:
        return "Wayland’s library libwayland-client.so.0 is not installed."
    wayland.wl_display_connect.restype = ctypes.c_void_p
    wayland.wl_display_connect.argtypes = (ctypes.c_char_p,)
    wayland.wl_display_disconnect.argtypes = (ctypes.c_void_p,)
    # Without a name it is that of the environment, or wayland-0.
    connection = wayland.wl_display_connect(None)
    if not connection:
        shown = display or "wayland-0"
        return f"The Wayland screen {shown} does not answer. Is WAYLAND_DISPLAY right?"
    wayland.wl_display_disconnect(connection)
    return ""
