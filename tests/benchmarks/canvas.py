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
from collections.abc import Callable, Iterator
from statistics import median

from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from app.graph.canvas import geometry as g
from app.model.files.chalk_file import Document, dumps, loads
from app.model.graph.graph import Graph
from app.state.preferences import Preferences
from app.state.session import Session
from app.ui.theme import Theme
from app.window.build import build_window
from tests.app.hand import Hand

SIZES = (60, 300, 2000)
FRAMES = 100
STEPS = 40
WIDTH, HEIGHT = 1440, 900
ROOM = (248.0, 120.0)
"""From a node to the next, across and down."""


def layered(count: int) -> Graph:
    """Leaves in the first column; every op takes two nodes of the column before it, the last
    columns are sums that lead to one output."""
    chance = random.Random(7)
    rows = max(4, round(1.2 * count**0.5))
    graph = Graph()
    column = []
    for row in range(rows):
        column.append(graph.next_id())
        graph = graph.with_leaf((0.0, row * ROOM[1]), chance.uniform(-1.0, 1.0), f"x{row}")
    across = 1
    while len(column) > 1:
        left = count - len(graph.nodes)
        rows = min(rows, max(1, left - sum(_halvings(rows)))) if left < 3 * rows else rows
        here = [*column, column[0]]
        narrower = left <= sum(_halvings(len(column))) + len(column)
        amount = -(-len(column) // 2) if narrower else len(column)
        column = []
        for row in range(amount):
            op = "+" if narrower else chance.choice(("*", "+", "tanh", "max"))
            pair = here[2 * row : 2 * row + 2] if narrower else chance.sample(here[:-1], 2)
            id_ = graph.next_id()
            graph = graph.with_op(op, (across * ROOM[0], row * ROOM[1]), f"n{id_}")
            for slot in range(len(graph.nodes[id_].inputs)):
                graph = graph.connected(pair[slot], id_, slot)
            column.append(id_)
        across += 1
    return graph.with_output(column[0])


def _halvings(rows: int) -> Iterator[int]:
    while rows > 1:
        rows = -(-rows // 2)
        yield rows


def chain(count: int) -> Graph:
    """x0 + x1, plus x2 and so on: as many leaves as sums, but for one."""
    graph = Graph().with_leaf((0.0, 0.0), 1.0, "x0")
    total = 1
    columns = round((count / 4) ** 0.5)
    for index in range(1, count // 2):
        row, column = divmod(index, columns)
        x, y = 2 * column * ROOM[0], row * ROOM[1]
        leaf = graph.next_id()
        graph = graph.with_leaf((x, y), 0.01, f"x{index}")
        sum_ = graph.next_id()
        graph = graph.with_op("+", (x + ROOM[0], y), f"s{index}")
        graph = graph.connected(total, sum_, 0).connected(leaf, sum_, 1)
        total = sum_
    return graph


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
