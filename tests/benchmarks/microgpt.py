"""The training step of Karpathy's microgpt, with its own Value or with another one.

The file is given by its path and is no part of this repository; docs/measurements.md names the
revision. It trains as it is run, so its text is taken apart: what stands before the loop is run
once, and the body of the loop is one step. It learns from the names below and downloads nothing.
"""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

NAMES = (
    "emma olivia jacqueline xavier quincy zoe benjamin frederick gwendolyn kimberly vivian isabella"
)


def training_step(path: Path, value: type | None = None) -> Callable[[], None]:
    """One step of its loop after the other, with `value` in the place of its own Value."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    loop = next(node for node in tree.body if isinstance(node, ast.For) and _names_step(node))
    before = tree.body[: tree.body.index(loop)]
    if value:
        before = [node for node in before if getattr(node, "name", None) != "Value"]
    function = ast.parse("def train(step): pass").body[0]
    assert isinstance(function, ast.FunctionDef)
    function.body = loop.body
    tree.body = [*before, function]
    names: dict[str, Any] = {"Value": value, "print": lambda *_args, **_options: None}
    here = Path.cwd()
    with TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            Path("input.txt").write_text("\n".join(NAMES.split()), encoding="utf-8")
            exec(compile(ast.fix_missing_locations(tree), path, "exec"), names)
        finally:
            os.chdir(here)
    done = 0

    def step() -> None:
        nonlocal done
        names["train"](done)
        done += 1

    return step


def _names_step(loop: ast.For) -> bool:
    return isinstance(loop.target, ast.Name) and loop.target.id == "step"
