"""Licences: the texts under which the program and all that it is made of are used."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import resources
from app.state.places import is_frozen, source_home

PACKAGES = (
    "PySide6_Essentials", "shiboken6", "pyqtgraph", "colorama", "numpy", "msgspec",
    "fast-sugiyama",
)  # fmt: skip
"""What a window is made of when it runs from source; a bundle lists what it ships by itself."""
FIRST = ("README", "LICENSE")


@dataclass(frozen=True, slots=True)
class Licence:
    """A text by its name, read when it is asked for."""

    name: str
    read: Callable[[], str]


def licences() -> list[Licence]:
    """Those of a bundle lie in a folder of its own, those of packages where they are installed."""
    return of_bundle(resources.path().parent / "licences") if is_frozen() else of_packages()


def of_bundle(folder: Path) -> list[Licence]:
    """All texts of a folder, by their place in it, those that explain the others first."""
    places = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    names = [name for name in FIRST if name in places]
    names += sorted(set(places) - set(FIRST))
    return [Licence(name, partial(_text_of, folder / name)) for name in names]


def of_packages() -> list[Licence]:
    """What each package says of itself, and the texts that it brings."""
    own = source_home() / "LICENSE"
    found = [Licence("Chalkgrad", partial(_text_of, own))] if own.is_file() else []
    for package in filter(None, map(_installed, PACKAGES)):
        name = f"{package.metadata['Name']} {package.version}"
        found.append(Licence(name, partial(_words_of, package, name)))
    return found


def _installed(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


def _words_of(package: Distribution, name: str) -> str:
    told = package.metadata
    kinds = [kind.rpartition(" :: ")[2] for kind in told.get_all("Classifier", [])
             if kind.startswith("License ::")]  # fmt: skip
    stated = [*told.get_all("License-Expression", []), *told.get_all("License", []), *kinds, ""]
    # Where a package keeps them, by PEP 639 and before it.
    places = {f"{folder}{text}" for text in told.get_all("License-File", [])
              for folder in ("licenses/", "")}  # fmt: skip
    texts = [
        _text_of(Path(str(file.locate())))
        for file in package.files or ()
        if file.parts[0].endswith(".dist-info") and "/".join(file.parts[1:]) in places
    ]
    return "\n\n".join([f"{name}\n{stated[0]}".strip(), *texts])


def _text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        return str(error)
