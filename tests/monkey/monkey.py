"""Monkey: somebody without a plan, who uses the whole window by mouse and keys."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from random import Random

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, QProcess, Qt
from PySide6.QtGui import QDesktopServices, QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget

from app.errors.hooks import ErrorHooks
from app.errors.log import Log
from app.start.application import keep_safe
from app.state.preferences import Preferences
from app.state.session import Session
from app.ui.theme import Theme
from app.window.build import build_window
from app.window.workspace import Workspace
from tests.app.hand import Hand
from tests.monkey.answers import Answers
from tests.monkey.files import Files

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier

GRAPH, TRAIN = 0, 1
NEVER = ("quit", "new_window", "associate")
"""Commands that reach beyond the window."""

# What the platform offscreen says of windows and menus in general.
_HARMLESS = ("propagateSizeHints", "does not support raise()", "grabbing the keyboard")


class Monkey(Hand):
    """Has a window of its own, with all that the program adds to it. Nodes are named by their ids.

    `dice` are those of the action under way.
    """

    def __init__(self, folder: Path, tell: Callable[[str], None]):
        self.hooks = ErrorHooks(Log(folder / "logs"))
        self.hooks.install()
        self.complaints: list[str] = []
        self.hooks.happened.connect(lambda report, _times: self.complaints.append(report.text))
        self.hooks.warned.connect(self._warned)
        warnings.simplefilter("error")
        QDesktopServices.openUrl = staticmethod(lambda _url: True)
        QProcess.startDetached = staticmethod(lambda *_: (True, 0))
        super().__init__(self._opened_window())
        keep_safe(self.workspace, self.hooks, folder / "data")
        self.files = Files(folder / "files")
        self.note = tell
        self.answers = Answers(self.window, self.files, tell)
        self.answers.use_menu = self.use_menu
        self.dice = Random(0)
        self.train_page = self.workspace.train_page

    @staticmethod
    def _opened_window() -> Workspace:
        # With a set-up of its own, as at the first start.
        workspace = build_window(Session(), Preferences(), Theme("light"))
        workspace.window.resize(1440, 900)
        workspace.window.show()
        workspace.open_example("cheatsheet")
        workspace.graph_page.view.fit()
        return workspace

    def _warned(self, words: str) -> None:
        if not any(known in words for known in _HARMLESS):
            self.complaints.append(f"Qt: {words}")

    def id(self, label: int) -> int:
        return label

    @property
    def tab(self) -> int:
        return GRAPH if self.workspace.on_graph else TRAIN

    def settle(self) -> None:
        """Let everything happen that waits for the event loop."""
        self.answers.waits = True
        for _ in range(3):
            QCoreApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.answers.waits = False

    def wait(self, milliseconds: int) -> None:
        self.answers.waits = True
        QTest.qWait(milliseconds)
        self.answers.waits = False

    def close(self) -> None:
        """Leave the window, and nothing on the clipboard."""
        self.session.mark_saved(self.session.present, self.session.origin)
        self.answers.deleteLater()
        QGuiApplication.clipboard().clear()
        self.session.cancel_all()
        self.window.close()
        self.hooks.uninstall()

    # What chance chooses.

    def some_node(self) -> int | None:
        nodes = list(self.session.graph.nodes)
        return self.dice.choice(nodes) if nodes else None

    def some_leaf(self) -> int | None:
        nodes = self.session.graph.nodes
        leaves = [id_ for id_, node in nodes.items() if node.op is None]
        return self.dice.choice(leaves) if leaves else None

    def some_place(self, widget: QWidget) -> QPoint:
        return QPoint(
            self.dice.randrange(max(1, widget.width())),
            self.dice.randrange(max(1, widget.height())),
        )

    def place_in_view(self) -> QPoint:
        return self.some_place(self.view.viewport())

    def part_of(self, id_: int) -> QPoint:
        """A place on a node, as far as it is seen; else one anywhere on the canvas."""
        places = [self.number, self.body, self.title, self.out]
        at: QPoint = self.dice.choice(places)(id_)
        return at if self.sees(at) else self.place_in_view()

    def sees(self, at: QPoint) -> bool:
        return bool(self.view.viewport().rect().contains(at))

    def some_keys(self) -> Qt.KeyboardModifier:
        return self.dice.choice((NONE, NONE, NONE, NONE, CONTROL, SHIFT))

    # What it does by hand.

    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def key(self, key: Qt.Key, keys: Qt.KeyboardModifier = NONE) -> None:
        target = QApplication.activePopupWidget() or self.focus()
        QTest.keyClick(target, key, keys)

    def push(self, button: QWidget) -> None:
        QTest.mouseClick(button, LEFT)

    def drag_on(
        self, widget: QWidget, start: QPoint, end: QPoint, keys: Qt.KeyboardModifier = NONE
    ) -> None:
        """By the left button, in a few steps."""
        QTest.mousePress(widget, LEFT, keys, start)
        for share in (0.1, 0.4, 0.7, 1.0):
            at = QPointF(start) + QPointF(end - start) * share
            to = QPointF(widget.mapToGlobal(at.toPoint()))
            kind, none = QMouseEvent.Type.MouseMove, Qt.MouseButton.NoButton
            QApplication.sendEvent(widget, QMouseEvent(kind, at, to, none, LEFT, keys))
        QTest.mouseRelease(widget, LEFT, keys, end)

    def fill(self, line: QLineEdit, text: str) -> None:
        """Replace what stands in a line, without taking it yet."""
        QTest.mouseClick(line, LEFT)
        line.setFocus()
        line.selectAll()
        QTest.keyClick(line, Qt.Key.Key_Delete)
        QTest.keyClicks(line, text)

    def undo(self, *, redo: bool = False) -> None:
        keys = CONTROL | SHIFT if redo else CONTROL
        QTest.keyClick(self.focus(), Qt.Key.Key_Z, keys)

    def go_to(self, tab: int) -> None:
        if self.tab != tab:
            self.push(self.workspace.tabs.button(tab))

    def leave_popups(self) -> None:
        """Close menus and lists that are open, and windows beside the first."""
        while popup := QApplication.activePopupWidget():
            before = popup
            QTest.keyClick(popup, Qt.Key.Key_Escape)
            self.settle()
            if QApplication.activePopupWidget() is before:
                before.close()
        for dialog in self.window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.close()
        if not self.window.isActiveWindow():
            self.window.activateWindow()
            self.settle()

    def use_menu(self) -> None:
        """Go along the menus that are open by keys, and take what one comes to, or nothing."""
        for _ in range(self.dice.randrange(1, 16)):
            menu = QApplication.activePopupWidget()
            if menu is None:
                return
            ways = (Qt.Key.Key_Down,) * 6 + (Qt.Key.Key_Up, Qt.Key.Key_Right)
            QTest.keyClick(menu, self.dice.choice(ways))
        menu = QApplication.activePopupWidget()
        if not isinstance(menu, QMenu) or self.dice.random() < 0.2:
            return
        action = menu.activeAction()
        table = self.workspace.actions_table
        if action and action not in [table[name] for name in NEVER]:
            self.note(f"menu {action.text()}")
            QTest.keyClick(menu, Qt.Key.Key_Return)
