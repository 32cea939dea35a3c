"""Kills a program at a random moment of its work, and looks at what is left."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from app.model.files import chalk_file
from app.recovery.draft_folder import DraftFolder
from tests.durability.editor import COUNTER, DATA, FILE

LONGEST = 4.0
"""Seconds from the first edit to the last moment at which it may be killed."""
AT_ONCE = 2
"""Programs that are at work at the same time."""


@dataclass(frozen=True)
class Remains:
    """What was found after a kill.

    `kept` is the number of the last edit that is on the disk, `lost` the seconds from the first
    edit that is not until the kill; 0 if none was lost. `drafts` counts what is offered back.
    """

    nodes: int
    edits: int
    kept: int
    lost: float
    drafts: int


def kill_many(kills: int, sizes: tuple[int, ...], seed: int) -> Iterator[Remains]:
    """One program after another, each with a graph of the next size."""
    dice = Random(seed)
    tasks = [(sizes[turn % len(sizes)], dice.uniform(0.0, LONGEST)) for turn in range(kills)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda task: kill_one(*task), tasks)


def kill_one(nodes: int, after: float) -> Remains:
    """Kill a program that many seconds after its first edit. Raises FileError for a broken file."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        edits, killed = _work_until_killed(folder, nodes, after)
        return _look(folder, nodes, edits, killed)


def _work_until_killed(folder: Path, nodes: int, after: float) -> tuple[dict[int, float], float]:
    """The time of each edit by its number, and that of the kill."""
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    command = [sys.executable, "-m", "tests.durability.editor", str(folder), str(nodes)]
    killed: list[float] = []
    edits: dict[int, float] = {}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:

        def kill() -> None:
            killed.append(time.monotonic())
            process.kill()

        assert process.stdout
        timer = threading.Timer(after, kill)
        for line in process.stdout:
            if not line.endswith("\n"):
                # Killed in the middle of saying it.
                break
            number, moment = line.split()
            edits[int(number)] = float(moment)
            if len(edits) == 1:
                timer.start()
        timer.cancel()
        assert killed, "it ended by itself"
    return edits, killed[0]


def _look(folder: Path, nodes: int, edits: dict[int, float], killed: float) -> Remains:
    """As the next start does: the file, and the drafts that nobody owns any more."""
    shelf = DraftFolder(folder / DATA / "recovery")
    drafts = shelf.abandoned()
    documents = [chalk_file.load(folder / FILE), *(draft.load() for draft in drafts)]
    assert all(draft.origin().path == folder / FILE for draft in drafts)
    assert all(len(document.graph.nodes) == nodes for document in documents)
    kept = int(max(document.graph.nodes[COUNTER].data for document in documents))
    lost = [moment for number, moment in edits.items() if number > kept]
    shelf.close()
    return Remains(
        nodes, max(edits), kept, max(0.0, killed - min(lost, default=killed)), len(drafts)
    )
