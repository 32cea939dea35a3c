"""A program of its own: drags a file from another window onto a text field of Chalkgrad, for real.

As with `palette_drag`, the hand works from timers, and the platform is `minimal` or has a screen.
Prints what is open afterwards, and what stands in the text field.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.documents.file_drops import FileDrops
from app.state.preferences import Preferences
from app.state.session import Session
from app.ui.theme import Theme
from app.window.build import build_window
from app.window.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def drag(source: QWidget, workspace: Workspace, path: Path) -> None:
    """What a file manager does: the file's address, and its name as text."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    mime.setText(str(path))
    drag = QDrag(source)
    drag.setMimeData(mime)
    handle = workspace.window.windowHandle()
    target = workspace.expression.mapTo(workspace.window, QPoint(40, 10))

    def carry() -> None:
        QTest.mouseMove(handle, target - QPoint(9, 3))
        QTest.mouseMove(handle, target)
        QTest.mouseRelease(handle, LEFT, NONE, target)

    QTimer.singleShot(300, carry)
    # Should the release be lost, Escape ends the drag's own event loop.
    QTimer.singleShot(5_000, lambda: QTest.keyClick(handle, Qt.Key.Key_Escape))
    drag.exec(Qt.DropAction.CopyAction)


def main() -> int:
    application = QApplication(sys.argv)
    session = Session()
    workspace = build_window(session, Preferences(), Theme("light"))
    window = workspace.window
    window.resize(1200, 800)
    window.show()
    QTest.qWaitForWindowExposed(window)
    FileDrops(window, workspace.notices).opened.connect(workspace.open)
    drag(window, workspace, Path(sys.argv[1]))
    # The file is opened once the drop is over.
    application.processEvents()
    print(session.path.name if session.path else "nothing")
    print(workspace.expression.text())
    application.quit()
    return 0


if __name__ == "__main__":
    sys.exit(main())
