"""GraphPage: the Graph tab, with palette, canvas and what stands over it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSlider,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from app.graph.canvas.empty_hint import EmptyHint
from app.graph.canvas.geometry import OUTPUT_SLOT
from app.graph.canvas.gestures.wire import Anchor
from app.graph.canvas.view import GraphView
from app.graph.commands import GraphCommands
from app.graph.panels.descent import DescentPanel
from app.graph.panels.inspector import Inspector
from app.graph.panels.mistake_banner import MistakeBanner
from app.graph.panels.mistakes import MistakesPanel
from app.graph.panels.nudge import NudgePanel
from app.graph.panels.palette import Palette
from app.graph.panels.timeline import TimelinePanel
from app.graph.popups.quick_add import QuickAdd
from app.graph.popups.wire_target import WireTarget
from app.model.graph.pieces import pieces
from app.state.mistake_mode import MistakeMode
from app.state.player import Player
from app.state.session import Session
from app.ui.translation import say
from engine.core.messages import message

BESIDE = QPointF(160.0, 0.0)
"""From the output of a node to the middle of one that is added beside it."""
WIDTHS = (188, 948, 304)
"""Of the palette, the canvas and the right column, at the first start."""


class GraphPage(QWidget):
    """Connects the panels and the canvas; none of them knows another."""

    example_requested = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(parent)
        self.session = session
        # Made before the view: the timeline follows a change before the canvas draws it.
        self.player = Player(session)
        self.view = GraphView(session)
        self.timeline = TimelinePanel(self.player)
        self.inspector = Inspector(session, self.player)
        self.nudge = NudgePanel(session)
        self.mistake_mode = MistakeMode(session)
        self.mistakes = MistakesPanel(self.mistake_mode)
        self.descent = DescentPanel(session)
        self.banner = MistakeBanner(self.mistake_mode)
        self.commands = GraphCommands(session, self.view)
        self.palette_panel = Palette()
        self.quick_add = QuickAdd(self.view)
        self.wire_target = WireTarget(self.view)
        self.hint = EmptyHint(self.view)
        self._asked: tuple[QPointF, Anchor | None, bool] = (QPointF(), None, True)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(1)
        self.splitter.addWidget(self.palette_panel)
        self.splitter.addWidget(self._middle())
        self.splitter.addWidget(self._right())
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes(WIDTHS)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        # Whoever shows the page may press → at once.
        self.setFocusProxy(self.view)
        self._leave_keyboard_to_canvas()
        self._connect()

    def _leave_keyboard_to_canvas(self) -> None:
        """A click on a control leaves the keyboard with the canvas, or gives it back: Tab and F6
        reach controls all the same.
        """
        for button in self.findChildren(QAbstractButton):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.pressed.connect(lambda button=button: self._pressed(button))
        for slider in self.findChildren(QSlider):
            slider.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            slider.sliderPressed.connect(lambda slider=slider: self._pressed(slider))
        for box in self.findChildren(QComboBox):
            box.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.palette_panel.list.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _pressed(self, control: QWidget) -> None:
        # One that has the focus was reached by key, and keeps it. What is typed elsewhere ends.
        if not control.hasFocus():
            self.view.setFocus(Qt.FocusReason.MouseFocusReason)

    def _middle(self) -> QWidget:
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        column.addWidget(rule())
        column.addWidget(self.timeline)
        return middle

    def _right(self) -> QWidget:
        inner = QFrame()
        inner.setProperty("role", "panel")
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 14, 16, 14)
        for part in (self.inspector, self.nudge, self.mistakes, self.descent):
            column.addWidget(part)
        column.addStretch(1)
        self.panels = area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setMinimumWidth(240)
        area.setAccessibleName(say("Why, nudge, break, descend"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return area

    def _connect(self) -> None:
        self.view.wire_selected.connect(lambda: self.inspector.show_wire(self.view.wire))
        self.inspector.fields.entered.connect(lambda: self.view.setFocus())
        self.player.moved.connect(self.view.show_moment)
        self.session.changed.connect(lambda graph, _numbers: self.mistakes.show_graph(graph))
        self.mistakes.example_requested.connect(self.example_requested)
        self.mistake_mode.changed.connect(self.view.show_mistake)
        self.mistake_mode.made.connect(self.player.go_live)
        self.player.moved.connect(self.banner.show_moment)
        self.player.moved.connect(self.nudge.show_moment)
        self.palette_panel.chosen.connect(self._add_from_palette)
        self.view.piece_dropped.connect(lambda name, at: self.commands.add(name, at))
        self.view.quick_add_requested.connect(self.ask)
        self.view.node_requested.connect(self._ask_by_key)
        self.quick_add.chosen.connect(self._add_asked)
        self.wire_target.chosen.connect(self.commands.wire)
        self.wire_target.pointed.connect(self._show_target)
        for popup in (self.quick_add, self.wire_target):
            popup.closed.connect(lambda: self.view.setFocus())
        self.hint.example_requested.connect(self.example_requested)
        self.session.changed.connect(lambda graph, _numbers: self._show_hint(not graph.nodes))
        self._show_hint(not self.session.graph.nodes)

    def slots(self) -> dict[str, Callable[[], object]]:
        """What each command does that is about the graph alone."""
        editing, player, view = self.commands, self.player, self.view
        return {
            "cut": editing.cut,
            "copy": editing.copy,
            "duplicate": editing.duplicate,
            "delete": editing.delete,
            "select_all": editing.select_all,
            "select_next": lambda: editing.select_next(1),
            "select_before": lambda: editing.select_next(-1),
            "add_next": lambda: editing.select_next(1, add=True),
            "add_before": lambda: editing.select_next(-1, add=True),
            "wire_on": lambda: editing.follow_wire(1),
            "wire_back": lambda: editing.follow_wire(-1),
            "quick_add": lambda: self._ask_by_key(self.view.middle()),
            "wire": self._wire,
            "rename": editing.rename,
            "edit_number": editing.edit_number,
            "trainable": editing.toggle_trainable,
            "make_output": editing.make_output,
            "arrange": editing.arrange,
            "step_on": lambda: self._step(1),
            "step_back": lambda: self._step(-1),
            "play": player.play_or_pause,
            "timeline_start": player.home,
            "timeline_end": player.end,
            "live": player.go_live,
            "zoom_in": lambda: view.zoom_to(view.zoom * 1.25),
            "zoom_out": lambda: view.zoom_to(view.zoom / 1.25),
            "actual_size": lambda: view.zoom_to(1.0),
            "fit": view.fit,
        }

    @property
    def areas(self) -> tuple[QWidget, ...]:
        """What F6 goes through."""
        return self.view, self.timeline, self.panels, self.palette_panel

    def _step(self, by: int) -> None:
        # A node that is dragged would move under the mouse.
        if not self.view.gesture:
            self.player.step(by)

    def _ask_by_key(self, at: QPointF) -> None:
        """Open quick-add for a node that is wired to the selected one, where that fits."""
        self.ask(at, exactly=False)

    def ask(self, at: QPointF, anchor: Anchor | None = None, *, exactly: bool = True) -> None:
        """Open quick-add at a place of the scene, for a wire that ends there if there is one."""
        self._asked = (at, anchor, exactly)
        spot: QPoint = self.view.mapFromScene(at)
        self.quick_add.ask(spot, with_input=anchor is not None and anchor.is_output)

    def _wire(self) -> None:
        """Wire the selected nodes into the last one; for a single one ask where its wire goes."""
        selection = self.session.selection
        if len(selection) != 1:
            self.commands.wire_selected()
            return
        (source,) = selection
        self.view.show_node(source)
        at = self.view.mapFromScene(self.view.graph_scene.port_at(source, OUTPUT_SLOT))
        if not self.wire_target.ask(self.session.graphs.present, source, at):
            name = self.session.graph.name_of(source)
            words = message("No node has a free input for {name}.", name=name)
            self.view.show_refusal(words, at)

    def _show_target(self, target: int | None) -> None:
        """Mark on the canvas the node that a wire would go into."""
        for id_, item in self.view.graph_scene.nodes.items():
            item.offer(self._slot(id_) if id_ == target else None)
        if target is not None:
            self.view.show_node(target)

    def _slot(self, target: int) -> int:
        return self.session.graph.slot_for(self.session.selection[0], target)

    def _add_asked(self, name: str, data: float | None) -> None:
        at, anchor, exactly = self._asked
        selection = self.session.selection
        if not exactly and len(selection) == 1 and pieces()[name].entry is not None:
            (source,) = selection
            anchor = Anchor(source, OUTPUT_SLOT)
            at = self.view.graph_scene.port_at(source, OUTPUT_SLOT) + BESIDE
        self.commands.add(name, at, anchor, data, exactly=exactly)

    def _add_from_palette(self, name: str) -> None:
        self.commands.add(name)
        self.view.setFocus()

    def _show_hint(self, empty: bool) -> None:
        if empty != self.hint.isVisibleTo(self.view):
            self.hint.setVisible(empty)
            self.hint.update_place()


def rule() -> QFrame:
    """A thin line between two parts of the window."""
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line
