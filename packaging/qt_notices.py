"""Writes the notices of what others wrote in Qt, from Qt's own sources:
`python packaging/qt_notices.py QTBASE QTSVG`, each the folder of a source tree.

To be run again for another minor version of Qt: a bundle is built with none but the one it names.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parent / "licences" / "Qt-third-party.txt"

# Qt's name of its documentation, and what a bundle has of it. The protocols that are told there
# to be the compositor's are those that the client speaks too.
MODULES = {
    "qtcore": "Qt Core",
    "qtdbus": "Qt D-Bus",
    "qtgui": "Qt Gui, with the platform plug-ins",
    "qtsvg": "Qt SVG",
    "qtwaylandcompositor": "Qt Wayland",
}
# Not on the systems that bundles are built for, or not in the libraries.
ELSEWHERE = ("src/3rdparty/android", "src/3rdparty/gradle", "src/3rdparty/wasm")

HEAD = """\
What others wrote in Qt, as Qt {version} names it in its sources (qt_attribution.json), for the
modules that Chalkgrad ships on any system. First each component with its licence; a number in
brackets is that of the licence's text, below.
"""


HEAD_OF_SECTION = "\n{title}\n" + "-" * 40 + "\n"


def main(trees: list[Path]) -> None:
    texts: list[str] = []
    sections = {module: [HEAD_OF_SECTION.format(title=title)] for module, title in MODULES.items()}
    for folder, component, licences in components(trees):
        numbers = [number(texts, text) for text in licence_texts(folder, component, licences)]
        sections[component["QDocModule"]].append(entry(component, numbers))
    parts = [HEAD.format(version=version(trees[0]))]
    parts += ["\n".join(section) for section in sections.values()]
    parts += [f"{'=' * 79}\n[{place}]\n\n{text}" for place, text in enumerate(texts, 1)]
    TARGET.write_text("\n".join(parts), encoding="utf-8")


def components(trees: list[Path]) -> Iterator[tuple[Path, dict[str, Any], Path]]:
    """What is attributed in the libraries: its folder, its attribution, the tree's licences."""
    for tree in trees:
        for file in sorted((tree / "src").rglob("qt_attribution.json")):
            if file.parent.relative_to(tree).as_posix() in ELSEWHERE:
                continue
            told = json.loads(file.read_text(encoding="utf-8"), strict=False)
            for component in told if isinstance(told, list) else [told]:
                if component["QDocModule"] in MODULES and "tools" not in several(
                    component.get("QtParts")
                ):
                    yield file.parent, component, trees[0] / "LICENSES"


def licence_texts(folder: Path, component: dict[str, Any], licences: Path) -> Iterator[str]:
    """The component's own texts; without any, those of the licences that it names."""
    files = several(component.get("LicenseFiles") or component.get("LicenseFile"))
    own = [folder / file for file in files]
    named = re.findall(r"[\w.-]+", component["LicenseId"])
    for path in own or [licences / f"{name}.txt" for name in named if name not in ("AND", "OR")]:
        yield path.read_text(encoding="utf-8").strip("\n") + "\n"


def number(texts: list[str], text: str) -> int:
    """The place of a text, counted from 1; many components share one."""
    if text not in texts:
        texts.append(text)
    return texts.index(text) + 1


def entry(component: dict[str, Any], numbers: list[int]) -> str:
    name = component["Name"]
    if component.get("Version"):
        name += f", version {component['Version']}"
    licence = component.get("License") or component["LicenseId"]
    places = ", ".join(map(str, numbers))
    holders = unescape("\n".join(several(component.get("Copyright")))).splitlines()
    lines = [f"{licence} [{places}]", *(" ".join(holder.split()) for holder in holders)]
    return "\n".join([name, *(f"    {line}" for line in lines if line), ""])


def several(value: str | list[str] | None) -> list[str]:
    return [value] if isinstance(value, str) else value or []


def version(qtbase: Path) -> str:
    told = re.search(
        r'QT_REPO_MODULE_VERSION "([\d.]+)"', (qtbase / ".cmake.conf").read_text(encoding="utf-8")
    )
    if not told:
        raise SystemExit(f"{qtbase} is not the folder of qtbase's sources.")
    return told[1]


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
