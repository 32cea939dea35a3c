"""The licences of all that a bundle ships, gathered from where it was installed, and its README."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from crates import crates
from owners import DEBIAN, OURS, PYTHON, WINDOWS, owners

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "licences"

COMMON = Path("/usr/share/common-licenses")
"""Debian's notices point into this folder, which other systems lack."""
QT_NOTICES = re.compile(r"as Qt (\d+\.\d+)[\d.]* names it")

# Their wheels come without a text.
UNDER_LGPL = ("PySide6_Essentials", "shiboken6")
# What a licence calls itself in a package's metadata, where it is not by its short name.
LONG_NAMES = {"MIT License": "MIT", "BSD License": "BSD-3-Clause"}


LIBRARIES = ("BINARY", "EXTENSION")
"""As PyInstaller calls their kinds."""


def gather(folder: Path, entries: Iterable[tuple[str, str, str]]) -> None:
    """Write the licences of these, each with place, source and kind, and whose each library is."""
    sources = {place: Path(source) for place, source, kind in entries if kind in LIBRARIES}
    others = {Path(source) for _, source, kind in entries if kind != "SYMLINK" and source != "-"}
    whose = owners({*sources.values(), *others})
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(HERE.parent / "LICENSE", folder / "LICENSE")
    shutil.copytree(TEXTS / "texts", folder / "texts")
    names = sorted(set(whose.values()) - {OURS, PYTHON, WINDOWS})
    packages = [distribution(name) for name in names if not name.startswith(DEBIAN)]
    debian = [name.removeprefix(DEBIAN) for name in names if name.startswith(DEBIAN)]
    _python(folder / PYTHON)
    _qt(folder / "Qt", distribution("PySide6_Essentials").version)
    for package in packages:
        _package(folder / package.metadata["Name"], package)
    (folder / "fast-sugiyama" / "CRATES.txt").write_text(crates(), encoding="utf-8")
    for name in debian:
        _debian(folder, name)
    lines = [f"{place}: {whose[source]}\n" for place, source in sorted(sources.items())]
    (folder / "FILES").write_text("".join(lines), encoding="utf-8")
    (folder / "README").write_text(readme(packages, debian), encoding="utf-8")


def _python(folder: Path) -> None:
    folder.mkdir()
    shutil.copy(TEXTS / "Python-incorporated.rst", folder)
    for place in (Path(sysconfig.get_path("stdlib")), Path(sys.base_prefix)):
        if (place / "LICENSE.txt").is_file():
            shutil.copy(place / "LICENSE.txt", folder)
            return
    versioned = f"python{sys.version_info.major}.{sys.version_info.minor}"
    debian = Path("/usr/share/doc", versioned, "copyright")
    if not debian.is_file():
        raise SystemExit("Python's licence is not where Python is installed.")
    shutil.copy(debian, folder / "LICENSE.txt")


def _qt(folder: Path, version: str) -> None:
    notices = (TEXTS / "Qt-third-party.txt").read_text(encoding="utf-8")
    told = QT_NOTICES.search(notices)
    if not told or not version.startswith(f"{told[1]}."):
        raise SystemExit(
            f"The notices in packaging/licences are not those of Qt {version}: "
            "packaging/qt_notices.py writes them anew."
        )
    folder.mkdir()
    for name in ("Qt-third-party.txt", "ICU.txt"):
        shutil.copy(TEXTS / name, folder)


def _package(folder: Path, package: Distribution) -> None:
    for text, place in _texts_of(package):
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(text, target)


def _texts_of(package: Distribution) -> Iterator[tuple[Path, Path]]:
    """The texts, each with its place below the package's folder."""
    name = package.metadata["Name"]
    found = False
    for file in package.files or ():
        inside = Path(*file.parts[1:])
        if file.parts[0].endswith(".dist-info") and _is_licence(inside):
            found = True
            yield Path(str(file.locate())), inside
    if name in UNDER_LGPL:
        # Version 3 of it is written as additions to the GPL.
        for text in ("LGPL-3.0.txt", "GPL-3.0.txt"):
            yield TEXTS / "texts" / text, Path(text)
    elif not found:
        raise SystemExit(f"{name} was installed without its licence.")


def _is_licence(path: Path) -> bool:
    known = ("LICENSE", "LICENCE", "COPYING", "NOTICE")
    return path.parts[0] == "licenses" or path.name.upper().startswith(known)


def _debian(folder: Path, package: str) -> None:
    """The notice of one of Debian's packages, and the texts that it points to."""
    notice = Path("/usr/share/doc", package, "copyright")
    if not notice.is_file():
        raise SystemExit(f"Debian's package {package} was installed without its notice.")
    for target in (folder / DEBIAN, folder / COMMON.name):
        target.mkdir(exist_ok=True)
    shutil.copy(notice, folder / DEBIAN / f"{package}.copyright")
    for name in pointed_to(notice.read_text(encoding="utf-8", errors="replace")):
        shutil.copy(COMMON / name, folder / COMMON.name / name)


def pointed_to(notice: str) -> set[str]:
    """The names of the common licences that a notice points to."""
    named = re.findall(rf"{COMMON}/([\w.-]*\w)", notice)
    return {name for name in named if (COMMON / name).is_file()}


def licence_of(package: Distribution) -> str:
    """The licence's short name, or the longest that the package gives it in one line."""
    told = package.metadata
    for field in (told["License-Expression"], told["License"]):
        if field and "\n" not in field:
            return LONG_NAMES.get(field, field)
    kinds = [c.rpartition(" :: ")[2] for c in told.get_all("Classifier", []) if "License ::" in c]
    return ", ".join(LONG_NAMES.get(kind, kind) for kind in kinds) or "see its text"


def readme(packages: Iterable[Distribution], debian: list[str]) -> str:
    names = {p.metadata["Name"]: f"{p.version}, {licence_of(p)}" for p in packages}
    sources = _sources(debian)
    parts = (
        (TEXTS / "README.txt")
        .read_text(encoding="utf-8")
        .format(
            python=sys.version.split()[0],
            qt=distribution("PySide6_Essentials").version,
            packages="\n".join(f"  {name} {told}" for name, told in names.items()),
            debian=DEBIANS.format(list="\n".join(f"  {line}" for line in sources))
            if sources
            else "",
        )
    )
    return parts.rstrip("\n") + "\n"


DEBIANS = """\
Libraries of Debian's packages, each with Debian's notice in debian/ and the texts it points to in
common-licenses/; the name and the version of the source package follow:

{list}
"""


def _sources(debian: list[str]) -> list[str]:
    """Of each package of Debian, that of its source and the version of that."""
    if not debian:
        return []
    form = "${binary:Package}: ${source:Package} ${source:Version}\\n"
    command = ["dpkg-query", "--show", f"--showformat={form}", *debian]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return sorted({re.sub(r":\w+:", ":", line) for line in told.splitlines()})
