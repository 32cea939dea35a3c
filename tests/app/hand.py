"""Hand: uses the canvas as a person does, by real mouse and key events."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.graph.canvas import geometry as g
from app.graph.canvas.geometry import OUTPUT_SLOT

NONE = Qt.KeyboardModifier.NoModifier
MIDDLE = QPointF(g.WIDTH / 2, g.HEIGHT / 2)
LEFT = Qt.MouseButton.LeftButton


class Hand:
    """Finds nodes by their label, and ports and numbers on them."""

    def __init__(self, workspace):
        self.workspace = workspace
        self.window = workspace.window
        self.session = workspace.session
        self.view = workspace.graph_page.view

    def id(self, label):
        found = self.session.graph.by_label(label)
        assert found is not None, f"there is no node {label}"
        return found

    def node(self, label):
        return self.session.graph.nodes[self.id(label)]

    def data(self, label):
        return self.session.evaluation.data.get(self.id(label))

    def grad(self, label):
        return self.session.evaluation.grad.get(self.id(label))

    # Where things are, in pixels of the view.

    def place(self, label, inside=MIDDLE):
        x, y = self.session.graph.positions[self.id(label)]
        return self.view.mapFromScene(QPointF(x, y) + inside)

    def number(self, label):
        return self.place(label, g.NUMBER.center())

    def body(self, label):
        return self.place(label, QPointF(g.WIDTH / 2, g.HEIGHT - 12.0))

    def title(self, label):
        return self.place(label, QPointF(g.WIDTH - 30.0, 18.0))

    def out(self, label):
        return self.view.mapFromScene(self.view.graph_scene.port_at(self.id(label), OUTPUT_SLOT))

    def into(self, label, slot):
        return self.view.mapFromScene(self.view.graph_scene.port_at(self.id(label), slot))

    def empty(self):
        """A place where nothing is."""
        room = self.view.viewport().rect()
        return QPoint(room.center().x(), room.bottom() - 20)

    # What the hand does.

    def press(self, at, keys=NONE, button=LEFT):
        QTest.mousePress(self.view.viewport(), button, keys, at)

    def move(self, to, keys=NONE, button=LEFT):
        port = self.view.viewport()
        event = QMouseEvent(
            QMouseEvent.Type.MouseMove, QPointF(to), QPointF(port.mapToGlobal(to)),
            Qt.MouseButton.NoButton, button, keys,
        )  # fmt: skip
        QApplication.sendEvent(port, event)

    def release(self, at, keys=NONE, button=LEFT):
        QTest.mouseRelease(self.view.viewport(), button, keys, at)

    def drag(self, start, end, keys=NONE, button=LEFT):
        self.press(start, keys, button)
        for share in (0.1, 0.5, 1.0):
            self.move(start + (end - start) * share, keys, button)
        self.release(end, keys, button)

    def click(self, at, keys=NONE, button=LEFT):
        QTest.mouseClick(self.view.viewport(), button, keys, at)

    def double_click(self, at):
        self.click(at)
        QTest.mouseDClick(self.view.viewport(), LEFT, NONE, at)
        self.release(at)

    def wheel(self, at, turn):
        port = self.view.viewport()
        event = QWheelEvent(
            QPointF(at), QPointF(port.mapToGlobal(at)), QPoint(), QPoint(0, turn),
            Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(port, event)

    def key(self, key, keys=NONE):
        QTest.keyClick(self.focus(), key, keys)

    def type(self, text):
        QTest.keyClicks(self.focus(), text)

    def focus(self):
        return self.window.focusWidget() or self.window

    def trigger(self, name):
        """A command by its name, if it is offered."""
        action = self.workspace.actions_table[name]
        assert action.isEnabled(), f"{name} is not offered"
        action.trigger()

    def bubble(self):
        """The sentence that stands beside the hand; empty if none does."""
        bubble = self.view._bubble
        return bubble.text() if bubble.isVisible() else ""

    def undo_name(self):
        return self.session.graphs.undo_name
