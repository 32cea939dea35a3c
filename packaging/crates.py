"""The Rust crates in fast-sugiyama's library, from the bill of materials in its wheel."""

from __future__ import annotations

import json
import re
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

TEXTS = Path(__file__).resolve().parent / "licences"

HEAD = """\
fast-sugiyama's library is compiled from these crates of Rust's, or with their help. Where one
stands under either of two licences, it is used under the Apache License. The texts are in texts/,
beside this folder; that of rust-sugiyama, under the MIT licence, follows below.

"""
STANDARD = """
Rust's standard library, with the crates that it holds (addr2line, gimli, miniz_oxide,
rustc-demangle and others), stands under the MIT licence or the Apache License 2.0.

"""


def crates() -> str:
    """Each crate with version, licence and authors; the build fails where a text is missing."""
    parts = sorted(_components(), key=lambda part: (part["name"], part["version"]))
    lines = [_line(part) for part in parts]
    own = (TEXTS / "rust-sugiyama.txt").read_text(encoding="utf-8")
    return HEAD + "\n".join(lines) + "\n" + STANDARD + own


def _components() -> list[dict[str, Any]]:
    package = distribution("fast-sugiyama")
    bills = [file for file in package.files or () if file.name.endswith(".cyclonedx.json")]
    if not bills:
        raise SystemExit("fast-sugiyama was installed without the list of its crates.")
    return [
        part
        for bill in bills
        for part in json.loads(Path(str(bill.locate())).read_text(encoding="utf-8"))["components"]
    ]


def _line(part: dict[str, Any]) -> str:
    expression = part["licenses"][0]["expression"]
    if not has_texts(part["name"], expression):
        raise SystemExit(f"The crate {part['name']} is under {expression}: the text is missing.")
    author = f", {part['author']}" if part.get("author") else ""
    return f"{part['name']} {part['version']}: {expression}{author}"


def has_texts(name: str, expression: str) -> bool:
    """Whether there is a text for what a licence expression asks for: one of each choice."""
    known = {path.stem for folder in (TEXTS, TEXTS / "texts") for path in folder.glob("*.txt")}
    # An exception allows more; it asks for nothing.
    plain = re.sub(r" WITH [\w.-]+|[()]", "", expression)
    choices = [choice.split(" OR ") for choice in plain.split(" AND ")]
    # The MIT licence names the holder of the rights, so it is never one text for all.
    return name in known or all(set(choice) & known for choice in choices)
