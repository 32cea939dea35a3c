"""A program of its own: drags two pieces from the palette to the canvas, by real drag-and-drop.

`QDrag.exec` has an event loop of its own, so the hand that moves and releases the mouse works
from timers. It does nothing on the platform `offscreen`; run this on `minimal` or with a screen.
Prints the nodes that came of it, one a line.
"""

import sys

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.state.preferences import Preferences
from app.state.session import Session
from app.ui.theme import Theme
from app.window.build import build_window
from app.window.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def drag(workspace: Workspace, name: str, to: QPointF, *, escape: bool = False) -> None:
    """Press on a row of the palette, move to a place of the scene, and let go there."""
    pieces = workspace.graph_page.palette_panel.list
    view = workspace.graph_page.view
    handle = workspace.window.windowHandle()
    row = pieces.row_rect(name).center().toPoint()
    target = view.viewport().mapTo(workspace.window, view.mapFromScene(to))

    def carry() -> None:
        QTest.mouseMove(handle, target - QPoint(9, 9))
        QTest.mouseMove(handle, target)
        if escape:
            QTest.keyClick(handle, Qt.Key.Key_Escape)
        QTest.mouseRelease(handle, LEFT, NONE, target)

    QTimer.singleShot(300, carry)
    # Should the release be lost, Escape ends the drag's own event loop.
    QTimer.singleShot(5_000, lambda: QTest.keyClick(handle, Qt.Key.Key_Escape))
    QTest.mousePress(pieces.viewport(), LEFT, NONE, row)
    QTest.mouseMove(pieces.viewport(), row + QPoint(5, 5))
    QTest.mouseMove(pieces.viewport(), row + QPoint(40, 10))
    QTest.mouseRelease(pieces.viewport(), LEFT, NONE, row + QPoint(40, 10))


def main() -> int:
    application = QApplication(sys.argv)
    session = Session()
    workspace = build_window(session, Preferences(), Theme("light"))
    window = workspace.window
    window.resize(1200, 800)
    window.show()
    QTest.qWaitForWindowExposed(window)
    workspace.graph_page.view.fit()
    pieces = workspace.graph_page.palette_panel.list
    before = pieces.grab().toImage()
    drag(workspace, "leaf", QPointF(-200.0, 0.0))
    drag(workspace, "tanh", QPointF(200.0, 80.0))
    drag(workspace, "+", QPointF(0.0, 200.0), escape=True)
    for id_, node in session.graph.nodes.items():
        x, y = session.graph.positions[id_]
        print(node.label, node.op or "leaf", round(x), round(y))
    away = workspace.graph_page.view.mapTo(window, QPoint(60, 60))
    QTest.mouseMove(window.windowHandle(), away)
    QApplication.processEvents()
    print("lit" if pieces.grab().toImage() != before else "no row is lit")
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
