"""How long a frame takes while a number is scrubbed: `python -m tests.benchmarks.scrub`.

Drags the number of the first leaf of a graph of 199 nodes, all in view, by mouse events. A frame is
one move of the mouse and all that follows: the new numbers, forward and backward, and the painting.
"""

from __future__ import annotations

import sys
import tempfile
import time
from statistics import median

from PySide6.QtCore import QPoint, QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.model.graph.graph import Graph
from app.state.preferences import Preferences
from app.state.session import Session
from app.ui.theme import Theme
from app.window.build import build_window
from tests.app.hand import Hand

PAIRS = 100
COLUMNS = 10
"""Of pairs."""
FRAMES = 200
ROOM = (260.0, 180.0)
"""From a node to the next, across and down."""


def chain() -> Graph:
    """x0 + x1, plus x2 and so on: as many leaves as sums, but for one."""
    graph = Graph().with_leaf((0.0, 0.0), 1.0, "x0")
    total = graph.by_label("x0")
    assert total is not None
    for index in range(1, PAIRS):
        row, column = divmod(index, COLUMNS)
        x, y = 2 * column * ROOM[0], row * ROOM[1]
        leaf = graph.next_id()
        graph = graph.with_leaf((x, y), 0.01, f"x{index}")
        sum_ = graph.next_id()
        graph = graph.with_op("+", (x + ROOM[0], y))
        graph = graph.connected(total, sum_, 0).connected(leaf, sum_, 1)
        total = sum_
    return graph


def frames_of(hand: Hand) -> list[float]:
    """Milliseconds of each frame, in order of size."""
    start = hand.number("x0")
    hand.press(start)
    taken = []
    for index in range(FRAMES):
        before = time.perf_counter()
        hand.move(start + QPoint(index + 5, 0))
        QApplication.processEvents()
        taken.append(1e3 * (time.perf_counter() - before))
    assert hand.data("x0") != 1.0, "nothing was scrubbed"
    hand.release(start + QPoint(FRAMES, 0))
    return sorted(taken)


def main() -> None:
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        session = Session()
        workspace = build_window(session, Preferences(), Theme("light"))
        window = workspace.window
        session.open(chain())
        window.resize(1440, 900)
        window.show()
        workspace.graph_page.view.fit()
        QTest.qWait(500)
        taken = frames_of(Hand(workspace))
        print(f"Scrubbing a number of {len(session.graph.nodes)} nodes, {FRAMES} frames")
        print(f"  a frame, median         {median(taken):>8.1f} ms")
        print(f"  95 of 100 take at most  {taken[int(0.95 * FRAMES)]:>8.1f} ms")
        session.open(session.graph)
        window.close()
    application.quit()


if __name__ == "__main__":
    main()
