"""Which of the files that PyInstaller finds are shipped, and what must be among them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path, PurePath

from PyInstaller.depend.bindepend import get_imports

Entry = tuple[str, str, str]
"""Where a file goes in the bundle, where it comes from, and what kind PyInstaller says it is."""

LINUX = sys.platform.startswith("linux")

# By folder and name below Qt's plug-ins; a pattern that fits nothing on a system costs nothing.
PLUGINS = (
    "platforms/*qxcb*",
    "platforms/*qwayland*",
    "platforms/*qwindows*",
    "platforms/*qcocoa*",
    "platforms/*qoffscreen*",
    "xcbglintegrations/*",
    "wayland-decoration-client/*",
    "wayland-graphics-integration-client/*wayland-egl*",
    "wayland-shell-integration/*xdg-shell*",
    "platforminputcontexts/*compose*",
    "platforminputcontexts/*ibus*",
    "platformthemes/*xdgdesktopportal*",
    "styles/*",
    "iconengines/*svg*",
    "imageformats/*svg*",
)

# Imported by the libraries somewhere, for what is not done here; asked for nevertheless, each would
# be an ImportError. The last lines would come along from an environment that happens to have them.
MODULES_LEFT_OUT = [
    *("PySide6.QtNetwork", "PySide6.QtTest", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets"),
    "PySide6.QtDBus",
    *(f"pyqtgraph.{part}" for part in ("canvas", "console", "dockarea", "examples", "exporters")),
    *(f"pyqtgraph.{part}" for part in ("flowchart", "jupyter", "metaarray", "opengl")),
    *("pyqtgraph.GraphicsScene.exportDialog", "pyqtgraph.widgets.MatplotlibWidget"),
    *(f"numpy.{part}" for part in ("char", "core", "ctypeslib", "distutils", "f2py", "fft")),
    *(f"numpy.{part}" for part in ("matlib", "polynomial", "random", "rec", "strings", "testing")),
    *("_pyrepl", "asyncio", "bdb", "cmd", "code", "codeop", "concurrent", "doctest", "ftplib"),
    *("http", "netrc", "pdb", "pydoc_data", "socketserver", "tarfile", "tomllib", "unittest"),
    *("urllib.error", "urllib.request", "urllib.response", "webbrowser", "xml.dom", "xml.sax"),
    *("xmlrpc", "_hashlib", "curses", "readline", "sqlite3", "ssl", "tkinter"),
    *("IPython", "OpenGL", "cupy", "h5py", "matplotlib", "numba", "pytest", "scipy", "setuptools"),
    *("torch", "typing_extensions", "_pydecimal", "numpy._core._multiarray_tests"),
]

STAND_INS = [
    (f"PySide6.{file.stem}", str(file), "PYMODULE")
    for file in sorted((Path(__file__).resolve().parent / "stand_ins").glob("*.py"))
]

CATALOGUES = Path(__file__).resolve().parents[1] / "resources" / "translations"

# They run at every start, a quarter of the time to the first window, and serve what is not done
# here: to start workers, to look for modules by walking, to find the sources of code.
HOOKS_LEFT_OUT = {
    "pyi_rth_inspect",
    "pyi_rth_multiprocessing",
    "pyi_rth_pkgutil",
    "pyi_rth_pyqtgraph_multiprocess",
}


def scripts(entries: Iterable[Entry]) -> list[Entry]:
    """What is run at the start: PyInstaller's hooks, but for some, and the program."""
    return [entry for entry in entries if entry[0] not in HOOKS_LEFT_OUT]


def wanted(entries: Iterable[Entry]) -> list[Entry]:
    """What is of use; on Linux also without the libraries that then nobody asks for."""
    spoken = languages(CATALOGUES)
    left = [entry for entry in entries if is_of_use(PurePath(entry[0]), spoken)]
    return _needed(left) if LINUX else left


def languages(catalogues: Path) -> set[str]:
    """Those that the program speaks beside English, without their regions: `pt` for `pt_BR.mo`."""
    return {_language(catalogue.stem) for catalogue in catalogues.glob("*.mo")}


def _language(name: str) -> str:
    return name.partition("_")[0]


def is_of_use(place: PurePath, spoken: set[str]) -> bool:
    """All but Qt's texts in languages that the program does not speak, pyqtgraph's pictures and
    colours, what packages tell of themselves (one asks for its own version), and the plug-ins that
    the program never asks for."""
    parts = place.parts
    if "PySide6" in parts and "translations" in parts:
        module, _, name = place.stem.partition("_")
        return module == "qtbase" and _language(name) in spoken
    # Its own icon, and maps of colours that are read by their names.
    if "pyqtgraph" in parts and {"peegee", "maps"} & set(parts):
        return False
    if parts[0].endswith(".dist-info"):
        return parts[0].startswith("fast_sugiyama") and place.name == "METADATA"
    if "PySide6" in parts and "plugins" in parts:
        plugin = "/".join(parts[parts.index("plugins") + 1 :])
        return any(fnmatch(plugin, pattern) for pattern in PLUGINS)
    return True


def _needed(entries: list[Entry]) -> list[Entry]:
    """All but the libraries that neither Python, nor its modules, nor Qt's plug-ins ask for."""
    libraries = {_name(entry): entry for entry in entries if _is_library(entry)}
    asking = [entry for entry in entries if _asks_first(entry)]
    asked = {_name(entry) for entry in asking}
    while asking:
        _, source, _ = asking.pop()
        for name, found in get_imports(source):
            if found is None:
                raise SystemExit(f"{PurePath(source).name} needs {name}: install it to build.")
            if name in libraries and name not in asked:
                asked.add(name)
                asking.append(libraries[name])
    # A link beside them goes by its name, which is that of the library.
    return [entry for entry in entries if _name(entry) not in libraries or _name(entry) in asked]


def _asks_first(entry: Entry) -> bool:
    if entry[2] == "EXTENSION":
        return True
    return entry[2] == "BINARY" and (_is_plugin(entry) or _name(entry).startswith("libpython"))


def _is_library(entry: Entry) -> bool:
    return entry[2] == "BINARY" and not _is_plugin(entry)


def _is_plugin(entry: Entry) -> bool:
    return "plugins" in PurePath(entry[0]).parts


def _name(entry: Entry) -> str:
    return PurePath(entry[0]).name
