"""How the canvas follows the mouse: `python -m tests.benchmarks.canvas [NODES ...]`.

Real events in the program's window, offscreen; a time ends when all that the event changes is
painted. The bare scene beside it holds as many rectangles and lines, and is painted whole.
"""

from __future__ import annotations

import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable
from statistics import median

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from app.graph.canvas import geometry as g
from app.model.files.chalk_file import Document, dumps, loads
from app.model.graph.graph import Graph
from app.model.graph.node import Node, Position
from app.start.application import warm_up
from app.state.preferences import Preferences
from app.state.session import Session
from app.ui.theme import Theme
from app.window.build import build_window
from engine.core.ops import OPS
from tests.app.hand import Hand

SIZES = (60, 300, 2000)
FRAMES = 100
STEPS = 40
WIDTH, HEIGHT = 1440, 900
ROOM = (248.0, 120.0)
"""From a node to the next, across and down."""


class Builder:
    """Makes a graph node by node, in a time that grows with their number alone."""

    def __init__(self) -> None:
        self.nodes: dict[int, Node] = {}
        self.positions: dict[int, Position] = {}
        self._leaves = 0

    def add(self, at: Position, op: str | None, inputs: tuple[int, ...], data: float = 0.0) -> int:
        """The id of one more node, at a column and a row."""
        id_ = len(self.nodes) + 1
        name = f"n{id_}" if op else f"x{self._leaves}"
        self._leaves += op is None
        self.nodes[id_] = Node(id_, name, op, data, inputs=inputs)
        self.positions[id_] = at[0] * ROOM[0], at[1] * ROOM[1]
        return id_

    def graph(self) -> Graph:
        """Its output is the node that was added last."""
        return Graph(self.nodes, self.positions, len(self.nodes))


def layered(count: int) -> Graph:
    """Leaves in the first column; every op takes its neighbour of the column before and another
    one; the last columns are sums that lead to one output."""
    chance = random.Random(7)
    rows = max(4, round(1.2 * count**0.5))
    made = Builder()
    column = [made.add((0, row), None, (), chance.uniform(-1.0, 1.0)) for row in range(rows)]
    for across in range(1, (count - 2 * rows) // rows + 1):
        before, column = column, []
        for row in range(rows):
            # Products of sums would grow past every float.
            op = "tanh" if across % 3 == 0 else chance.choice(("*", "+", "max"))
            inputs = (before[row], chance.choice(before))[: OPS[op].arity]
            column.append(made.add((across, row), op, inputs))
    while len(column) > 1:
        across += 1
        pairs = list(zip(column[::2], column[1::2], strict=False))
        rest = column[2 * len(pairs) :]
        column = [made.add((across, row), "+", pair) for row, pair in enumerate(pairs)] + rest
    return made.graph()


def chain(count: int) -> Graph:
    """x0 + x1, plus x2 and so on: as many leaves as sums, but for one."""
    made = Builder()
    columns = round((count / 4) ** 0.5)
    total = made.add((0, 0), None, (), 1.0)
    for index in range(1, count // 2):
        row, column = divmod(index, columns)
        leaf = made.add((2 * column, row), None, (), 0.01)
        total = made.add((2 * column + 1, row), "+", (total, leaf))
    return made.graph()


def timed(act: Callable[[], object]) -> float:
    """Milliseconds until an act and all painting that follows from it are done."""
    before = time.perf_counter()
    act()
    QApplication.processEvents()
    return 1e3 * (time.perf_counter() - before)


def scrubs(hand: Hand) -> list[float]:
    """A frame for every move of a mouse that drags the number of x0."""
    start = hand.number("x0")
    hand.press(start)
    hand.move(start + QPoint(5, 0))
    QApplication.processEvents()
    times = [
        timed(lambda index=index: hand.move(start + QPoint(index + 6, 0)))
        for index in range(FRAMES)
    ]
    hand.release(start + QPoint(FRAMES + 5, 0))
    QTest.qWait(200)
    hand.session.graphs.undo()
    QTest.qWait(200)
    return times


def measure(hand: Hand, graph: Graph) -> None:
    """All figures of one graph."""
    page, session = hand.workspace.graph_page, hand.session
    view, player = page.view, page.player
    hand.session.open(graph)
    QTest.qWait(200)
    view.zoom_to(1.0)
    view.show_node(hand.id("x0"))
    QTest.qWait(200)
    report("scrub at 100 %", scrubs(hand))
    view.fit()
    QTest.qWait(200)
    report(f"scrub at fit ({view.zoom:.0%})", scrubs(hand))
    report("step of the timeline at fit", [timed(lambda: player.step(1)) for _ in range(STEPS)])
    player.go_live()
    middle = view.viewport().rect().center()
    turns = [120, -120] * (STEPS // 2)
    report(
        "notch of zoom at fit",
        [timed(lambda turn=turn: hand.wheel(middle, turn)) for turn in turns],
    )
    view.fit()
    QTest.qWait(200)
    wired, unwired = [], []
    leaf = hand.id("x0")
    for _ in range(STEPS // 4):
        id_ = session.graph.next_id()
        session.graphs.edit("add", session.graph.with_op("tanh", (0.0, -200.0)))
        QTest.qWait(50)
        after = session.graph.connected(leaf, id_, 0)
        wired.append(timed(lambda after=after: session.graphs.edit("wire", after)))
        unwired.append(timed(session.graphs.undo))
        session.graphs.undo()
        QTest.qWait(50)
    report("one wire", wired)
    report("undo of it", unwired)


def bare_repaint(count: int) -> float:
    """Milliseconds for a plain scene of as many rectangles and lines, painted whole."""
    scene = QGraphicsScene()
    columns = round(count**0.5 / 1.4)
    for index in range(count):
        row, column = divmod(index, columns)
        x, y = column * ROOM[0], row * ROOM[1]
        scene.addRect(x, y, g.WIDTH, g.HEIGHT, QPen(QColor("gray"), 1.6), QColor("white"))
        scene.addLine(x + g.WIDTH, y, x + ROOM[0], y + ROOM[1], QPen(QColor("gray"), 1.8))
    view = QGraphicsView(scene)
    view.setRenderHints(QPainter.RenderHint.Antialiasing)
    view.resize(WIDTH - 500, HEIGHT - 250)
    view.fitInView(scene.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
    view.show()
    QTest.qWait(100)
    times = [timed(view.viewport().repaint) for _ in range(20)]
    view.close()
    return median(times)


_bare = 1.0


def report(what: str, times: list[float]) -> None:
    ordered = sorted(times)
    middle, high = median(ordered), ordered[int(0.95 * len(ordered))]
    print(
        f"  {what:<34}{middle:>8.1f}{high:>8.1f}{ordered[-1]:>8.1f} ms{middle / _bare:>8.2f}",
        flush=True,
    )


def opening(hand: Hand, graph: Graph) -> list[float]:
    """From the bytes of a file to the graph painted."""
    data = dumps(Document(graph))
    times = []
    for _ in range(3):
        hand.session.open(Graph())
        QTest.qWait(100)
        gc.collect()
        times.append(timed(lambda: hand.session.open(loads(data).graph)))
        QTest.qWait(300)
    return times


def main() -> None:
    """Print the figures of every size."""
    global _bare
    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        session = Session()
        workspace = build_window(session, Preferences(), Theme("light"))
        window = workspace.window
        window.resize(WIDTH, HEIGHT)
        window.show()
        QTest.qWait(1500)
        warm_up()
        hand = Hand(workspace)
        for size in sizes:
            _bare = bare_repaint(size)
            print(f"{size} nodes; a bare repaint takes {_bare:.1f} ms")
            for make in (layered, chain):
                graph = make(size)
                print(
                    f" {make.__name__}, {len(graph.nodes)} nodes".ljust(36)
                    + f"{'median':>8}{'95/100':>8}{'longest':>8}{'ratio':>11}"
                )
                report("open", opening(hand, graph))
                measure(hand, graph)
        session.open(session.graph)
        window.close()
    application.quit()


if __name__ == "__main__":
    main()
