"""How long a change takes to its draft, and how long the window waits meanwhile:
`python -m tests.benchmarks.recovery`.

For each size of graph, with 10,000 own points: the text made in one go, as saving does; and then
the same in slices, with the time from the change to the disk and the longest time that an event
waited. The draft goes to the folder for temporary files.
"""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

from PySide6.QtCore import QCoreApplication, QEventLoop

from app.model.files import chalk_file
from app.model.files.drafts import found
from app.model.training.setup import Setup
from app.recovery.autosave import Autosave
from app.recovery.draft_folder import DraftFolder
from app.state.session import Session
from app.ui.timers import new_timer
from engine.learning.settings import RunSettings
from tests.durability.editor import COUNTER, chain

SIZES = (300, 5_000, 20_000)
POINTS = 10_000
ROUNDS = 15


def setup() -> Setup:
    dice = Random(1)
    points = ((dice.uniform(-2.0, 2.0), dice.uniform(-2.0, 2.0), 1.0) for _ in range(POINTS - 1))
    return Setup(RunSettings(dataset="own"), (*points, (0.0, 0.0, -1.0)))


def measure(session: Session, folder: Path) -> tuple[float, float]:
    """Seconds from a change to its draft, and the longest that an event waited meanwhile."""
    recovery = Autosave(session, DraftFolder(folder))
    loop = QEventLoop()
    recovery._tried.connect(lambda _error: loop.quit())
    ticks: list[float] = []
    beat = new_timer(None, 0)
    beat.timeout.connect(lambda: ticks.append(time.perf_counter()))
    graph = session.graphs.present
    session.graphs.edit("", graph.with_data(COUNTER, graph.nodes[COUNTER].data + 1.0))
    changed = time.perf_counter()
    beat.start()
    loop.exec()
    taken = time.perf_counter() - changed
    assert found(folder)
    recovery.close()
    return taken, max(after - before for before, after in pairwise(ticks))


def main() -> None:
    application = QCoreApplication([])
    print(f"{'nodes':>7}{'size':>10}{'in one go':>12}{'to the disk':>14}", end="")
    print(f"{'longest wait: median':>24}{'worst':>9}")
    for nodes in SIZES:
        session = Session()
        session.open(chain(nodes), None, setup())
        start = time.perf_counter()
        size = len(chalk_file.dumps(session.document))
        whole = time.perf_counter() - start
        with TemporaryDirectory() as folder:
            rounds = [measure(session, Path(folder, str(turn))) for turn in range(ROUNDS)]
        taken, waits = zip(*rounds, strict=True)
        print(
            f"{nodes:>7}{size / 1e6:>7.1f} MB{1e3 * whole:>9.0f} ms"
            f"{max(taken):>12.2f} s{1e3 * median(waits):>21.0f} ms{1e3 * max(waits):>6.0f} ms"
        )
    application.quit()


if __name__ == "__main__":
    main()
