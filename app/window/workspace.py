"""Workspace: what is in the window, built once the window itself stands."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.documents.association import association
from app.documents.association_command import AssociationCommand
from app.documents.graph_documents import GraphDocuments
from app.documents.run_documents import RunDocuments
from app.graph.canvas.geometry import Hit
from app.graph.page import GraphPage, rule
from app.graph.panels.expression_bar import ExpressionBar
from app.model.catalogue.examples import EXAMPLES
from app.model.catalogue.presets import PRESETS
from app.model.explain.network_graph import Opened
from app.model.files.disk import MODEL, TABLES
from app.model.graph.graph import Graph
from app.state.session import Session
from app.train.page import TrainPage
from app.ui.command_table import CANVAS_MENU, NODE_MENU, ON_TRAIN_TAB, WIRE_MENU
from app.ui.focus_areas import focus_next_area
from app.ui.focus_keys import FocusKeys
from app.ui.key_names import native
from app.ui.notices import Notices
from app.ui.translation import literal, say
from app.window.actions import Actions
from app.window.frame import MainWindow
from app.window.layout_memory import LayoutMemory
from app.window.menus import RecentMenu, fill
from app.window.offers import Offers

READABLE = 0.5
"""The zoom below which the numbers of a node can't be read."""


class Workspace:
    """Builds the parts (menus, a header, and the tabs Graph and Train), gives them their places,
    connects them to one another, and follows what they change.
    """

    def __init__(self, window: MainWindow, session: Session):
        self.window = window
        self.session = session
        settings = window.settings
        self.documents = GraphDocuments(window, session, settings)
        self.actions_table = Actions(window)
        self.graph_page = GraphPage(session)
        self.train_page = TrainPage(session)
        self.run_documents = RunDocuments(window, session, settings, self.train_page)
        self.expression = ExpressionBar(session)
        self.notices = Notices()
        self.offers = Offers(self.notices)
        self.memory = LayoutMemory(window, self.graph_page, session, settings)
        self.recent = RecentMenu(settings, window)
        self.examples = QMenu(window)
        self.presets = QMenu(window)
        self.pages = QStackedWidget()
        self.tabs = QButtonGroup(window)
        self.tools = QStackedWidget()
        self._own_graph = Graph()
        """What was on the canvas before a part of the network was."""
        self._build()

    def _build(self) -> None:
        submenus = {
            "recent": self.recent, "examples": self.examples, "presets": self.presets,
            "speed": self.train_page.tools.speeds,
        }  # fmt: skip
        self.actions_table.fill(self.window.menuBar(), submenus)
        self.associating = AssociationCommand(
            self.actions_table["associate"], self.notices, association()
        )
        fill(self.examples, EXAMPLES.values(), self.open_example)
        fill(self.presets, PRESETS.values(), self.open_preset)
        self.pages.addWidget(self.graph_page)
        self.pages.addWidget(self.train_page)
        centre = QWidget()
        column = QVBoxLayout(centre)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addWidget(rule())
        column.addWidget(self.notices)
        column.addWidget(self.pages, 1)
        self.window.setCentralWidget(centre)

    def _header(self) -> QWidget:
        self.header = header = QFrame()
        header.setProperty("role", "panel")
        header.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout()
        row.setSpacing(8)
        for index, text in enumerate((say("Graph"), say("Train"))):
            tab = QPushButton(text)
            tab.setProperty("tab", "true")
            tab.setCheckable(True)
            # A click leaves the keyboard where it is: arrows step through the passes.
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            tab.setMinimumWidth(92)
            self.tabs.addButton(tab, index)
            row.addWidget(tab)
        self.tabs.button(0).setChecked(True)
        row.addSpacing(24)
        self.tools.addWidget(self._graph_tools())
        self.tools.addWidget(self.train_page.tools)
        row.addWidget(self.tools, 1)
        column = QVBoxLayout(header)
        column.setContentsMargins(12, 4, 12, 10)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.expression.note)
        return header

    def _graph_tools(self) -> QWidget:
        tools = QWidget()
        row = QHBoxLayout(tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.expression, 1)
        for name, sign in (("undo", "↶"), ("redo", "↷"), ("fit", "⤢")):
            action = self.actions_table[name]
            button = QPushButton(f"{sign} {action.text()}")
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(action.trigger)
            action.enabledChanged.connect(button.setEnabled)
            button.setToolTip(f"{action.text()} ({native(action.shortcut())})")
            row.addWidget(button)
        return tools

    def begin(self) -> None:
        """Connect the parts, show what is remembered, and guard what is not saved."""
        self._connect()
        self.restore()
        self._show_theme()
        self.window.may_close = self._may_close
        FocusKeys(self.window)

    def _connect(self) -> None:
        view, session = self.graph_page.view, self.session
        self.tabs.idClicked.connect(self.show_tab)
        self.recent.chosen.connect(self.open)
        self.graph_page.example_requested.connect(self.open_example)
        view.menu_requested.connect(self._show_menu)
        view.wire_selected.connect(self._state_changed)
        session.file_changed.connect(self._state_changed)
        session.selection_changed.connect(lambda _ids: self._state_changed())
        session.opened.connect(view.fit)
        session.opened.connect(self.offers.drop_way_back)
        session.graphs.present_changed.connect(self._end_way_back)
        self.documents.exported.connect(self.offers.show_exported)
        self.run_documents.exported.connect(self.offers.show_exported)
        session.opened.connect(self._focus_page)
        self.train_page.opened_parts.opened.connect(self._show_opened)
        self.expression.rebuilt.connect(view.follow)
        self.expression.returnPressed.connect(self._leave_expression)
        self.expression.rebuilt.connect(lambda _before: view.reveal())
        self.expression.constants_found.connect(
            lambda found: self.offers.offer_constants(found, self.expression)
        )
        self.window.theme.changed.connect(self._show_theme)

    def restore(self) -> None:
        """Show what is remembered of the parts, the switches and the tab."""
        self.memory.restore()
        for name, default in (("label_wires", False), ("motion", True)):
            self.actions_table[name].setChecked(self.window.settings.switch(name, default))
            self.switch(name)
        self.show_tab(self.window.settings.tab)

    def switch(self, name: str) -> None:
        """Take a switch of the View menu as it stands, and remember it."""
        on = self.actions_table[name].isChecked()
        self.window.settings.keep_switch(name, on)
        view = self.graph_page.view
        {"label_wires": view.graph_scene.label_all, "motion": view.set_motion}[name](on)

    def _may_close(self) -> bool:
        """Whether the window may close; if so, what is to be remembered is."""
        if not self.documents.may_leave():
            return False
        self.train_page.pause()
        self.window.settings.tab = self.pages.currentIndex()
        self.memory.keep()
        return True

    # The tabs, and what is opened on them.

    @property
    def on_graph(self) -> bool:
        return self.pages.currentIndex() == 0

    def show_tab(self, index: int) -> None:
        self.pages.setCurrentIndex(index)
        self.tools.setCurrentIndex(index)
        self.tabs.button(index).setChecked(True)
        self.expression.note.setVisible(index == 0 and bool(self.expression.note.text()))
        self._state_changed()
        self._focus_page()

    def focus_area(self, way: int) -> None:
        """Give the keyboard to the next area of the tab, or to the one before (−1)."""
        page = self.graph_page if self.on_graph else self.train_page
        focus_next_area((*page.areas, self.notices, self.header), way)

    def _leave_expression(self) -> None:
        # A text that was refused stays, to be mended.
        if not self.expression.note.text():
            self.graph_page.view.setFocus()

    def _focus_page(self) -> None:
        if page := self.pages.currentWidget():
            page.setFocus()

    def open_example(self, name: str) -> None:
        self.documents.open_example(name)
        self.show_tab(0)

    def open_preset(self, name: str) -> None:
        self.train_page.apply_preset(name)
        self.show_tab(1)

    def open(self, path: Path) -> None:
        """Open a file by its ending: a table of points, a model, or else a graph."""
        ending = path.suffix.lower()
        if ending in TABLES:
            self.show_tab(1)
            self.train_page.import_points(path)
        elif ending == MODEL:
            self.show_tab(1)
            self.run_documents.apply_model(path)
        else:
            self.documents.open(path)
            self.show_tab(0)

    def _show_opened(self, name: str, opened: Opened) -> None:
        """A part of the network as a graph; the way back to the graph before stays in sight."""
        # A text that was typed for the graph before is not one of this graph.
        self.expression.cancel()
        if not self.offers.shows_way_back:
            self._own_graph = self.session.graphs.present
        # It is opened for its numbers, which a stop of the timeline would hide.
        self.graph_page.player.go_live()
        self.session.graphs.edit(name, opened.graph)
        self.show_tab(0)
        self.offers.offer_way_back(lambda: self.show_tab(1), self._back_to_graph)
        asked = opened.graph.by_label(opened.asked)
        self.session.select([] if asked is None else [asked])
        view = self.graph_page.view
        view.fit()
        if asked is not None and view.zoom < READABLE:
            view.zoom_to(READABLE)
            view.centerOn(view.graph_scene.nodes[asked])
        view.show_note(opened.note)

    def _end_way_back(self, graph: Graph) -> None:
        # Undo has gone the way back by itself, or further.
        if graph is self._own_graph or self.session.graphs.undo_name is None:
            self.offers.drop_way_back()

    def _back_to_graph(self) -> None:
        self.session.graphs.edit(say("go back to my graph"), self._own_graph)
        self.graph_page.view.fit()

    def _show_menu(self, hit: Hit, at: QPoint) -> None:
        names = {"empty": CANVAS_MENU, "wire": WIRE_MENU}.get(hit.part, NODE_MENU)
        self.actions_table.menu(names).popup(at)

    # Following what changes.

    def _state_changed(self) -> None:
        window, on_graph, table = self.window, self.on_graph, self.actions_table
        # For the icon that a Mac shows in the title; the title itself stays as it is set.
        window.setWindowFilePath(str(self.session.path or ""))
        window.setWindowTitle(self.documents.title)
        window.setWindowModified(self.session.unsaved)
        history = self.session.graphs if on_graph else self.session.setups
        undo, redo = history.undo_name, history.redo_name
        table["undo"].setText(say("Undo {edit}", edit=literal(undo)) if undo else say("Undo"))
        table["redo"].setText(say("Redo {edit}", edit=literal(redo)) if redo else say("Redo"))
        graph, ids = self.session.graph, self.session.selection
        leaves = [i for i in ids if i in graph.nodes and graph.nodes[i].op is None]
        table["trainable"].setChecked(
            bool(leaves) and all(graph.nodes[i].trainable for i in leaves)
        )
        holds = {
            "undo": undo,
            "redo": redo,
            "page": on_graph,
            ON_TRAIN_TAB: not on_graph,
            "exportable": graph.nodes or not on_graph,
            "graph": on_graph and graph.nodes,
            "output": on_graph and graph.output is not None,
            "nodes": on_graph and ids,
            "node": on_graph and len(ids) == 1,
            "leaf": on_graph and len(ids) == 1 and leaves,
            "leaves": on_graph and leaves,
            "deletable": on_graph and (ids or self.graph_page.view.wire),
        }
        table.offer({need for need, held in holds.items() if held})

    def _show_theme(self) -> None:
        for choice in ("system", "light", "dark"):
            self.actions_table[f"theme_{choice}"].setChecked(choice == self.window.theme.choice)
