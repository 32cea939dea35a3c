"""The licences of all that a bundle ships, gathered from where it was installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import PathDistribution, distribution
from pathlib import Path

HERE = Path(__file__).resolve().parent

SHIPPED = (
    "PySide6_Essentials",
    "shiboken6",
    "pyqtgraph",
    "numpy",
    "msgspec",
    "fast-sugiyama",
    "colorama",
    "pyinstaller",
)
# Their wheels come without the text.
UNDER_LGPL = ("PySide6_Essentials", "shiboken6")

WORDS = """\
Chalkgrad stands under the MIT licence, beside this file. It ships these, each under its own:

{parts}

Qt, with PySide6 and shiboken6, is used under the GNU Lesser General Public License, version 3. Its
libraries lie in this bundle as files of their own, and may be replaced by others built from Qt's
sources, which the Qt Project offers. Of PyInstaller only the starter is shipped, whose licence
has an exception for that.
"""


def gather(folder: Path, libraries: Iterable[Path]) -> None:
    """Write the licences of Chalkgrad, Python, the packages and the system's libraries there."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(HERE.parent / "LICENSE", folder / "LICENSE")
    shutil.copy(_of_python(), folder / "Python")
    parts = [f"Python {sys.version.split()[0]}"]
    for name in SHIPPED:
        package = distribution(name)
        parts.append(f"{name} {package.version}")
        for text, place in _of_package(package):
            target = folder / name / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(text, target)
    for package_name, text in sorted(_of_debian(libraries)):
        parts.append(f"{package_name} (Debian's)")
        shutil.copy(text, folder / f"{package_name}.copyright")
    (folder / "README").write_text(WORDS.format(parts="\n".join(parts)), encoding="utf-8")


def _of_python() -> Path:
    for folder in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        if (folder / "LICENSE.txt").is_file():
            return folder / "LICENSE.txt"
    versioned = f"python{sys.version_info.major}.{sys.version_info.minor}"
    debian = Path("/usr/share/doc", versioned, "copyright")
    if debian.is_file():
        return debian
    raise SystemExit("Python's licence is not where Python is installed.")


def _of_package(package: PathDistribution) -> Iterator[tuple[Path, Path]]:
    """The texts, each with its place below the package's folder."""
    name = package.metadata["Name"]
    if name in UNDER_LGPL:
        for text in (HERE / "licences").iterdir():
            yield text, Path(text.name)
        return
    found = False
    for file in package.files or ():
        inside = Path(*file.parts[1:])
        if file.parts[0].endswith(".dist-info") and _is_licence(inside):
            found = True
            yield Path(str(file.locate())), inside
    if not found:
        raise SystemExit(f"{name} was installed without its licence.")


def _is_licence(path: Path) -> bool:
    known = ("LICENSE", "LICENCE", "COPYING", "NOTICE")
    return path.parts[0] == "licenses" or path.name.upper().startswith(known)


def _of_debian(libraries: Iterable[Path]) -> set[tuple[str, Path]]:
    """Package and text of each library that is one of Debian's."""
    if not shutil.which("dpkg-query"):
        return set()
    found = set()
    for library in libraries:
        # /lib is a link to /usr/lib, and dpkg knows a file by either.
        real = str(library.resolve())
        for name in (real, real.removeprefix("/usr")):
            told = subprocess.run(
                ["dpkg-query", "--search", name], capture_output=True, text=True, check=False
            ).stdout
            package = told.partition(":")[0]
            text = Path("/usr/share/doc", package, "copyright")
            if package and text.is_file():
                found.add((package, text))
                break
    return found
