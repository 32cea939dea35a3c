"""MainWindow: puts the rooms side by side and introduces them to one another."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QMenu,
    QMessageBox,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.actions import CANVAS_MENU, NODE_MENU, WIRE_MENU, Actions
from app.canvas.scene import Hit
from app.documents import Documents
from app.graph_page import GraphPage, rule
from app.memory import Memory
from app.menus import RecentMenu, fill
from app.model.examples import EXAMPLES
from app.model.network_graph import Opened
from app.model.presets import PRESETS
from app.notices import Notices
from app.panels.expression_bar import ExpressionBar
from app.run_documents import RunDocuments
from app.session import Session
from app.settings import Settings
from app.shortcuts import ShortcutsDialog
from app.theme import Theme, Tokens
from app.training.page import TrainPage
from app.version import VERSION


class MainWindow(QMainWindow):
    """The window: menus, a header, and the tabs Graph and Train."""

    closed = Signal()
    """By its user, who was asked about what is not saved."""

    def __init__(self, session: Session, settings: Settings, theme: Theme):
        super().__init__()
        self.session = session
        self.settings = settings
        self.theme = theme
        self.documents = Documents(self, session, settings)
        self.actions_table = Actions(self)
        self.graph_page = GraphPage(session)
        self.train_page = TrainPage(session)
        self.run_documents = RunDocuments(self, session, settings, self.train_page)
        self.expression = ExpressionBar(session)
        self.notices = Notices()
        self._memory = Memory(self, self.graph_page, session, settings)
        self._recent = RecentMenu(settings, self)
        self._examples = QMenu(self)
        self._presets = QMenu(self)
        self.pages = QStackedWidget()
        self._build()
        self._connect()
        self._restore()

    # Building.

    def _build(self) -> None:
        submenus = {"recent": self._recent, "examples": self._examples, "presets": self._presets}
        self.actions_table.fill(self.menuBar(), submenus)
        fill(self._examples, EXAMPLES.values(), self.open_example)
        fill(self._presets, PRESETS.values(), self.open_preset)
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
        self.setCentralWidget(centre)
        self.setMinimumSize(900, 560)

    def _header(self) -> QWidget:
        header = QFrame()
        header.setProperty("role", "panel")
        header.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._tabs = QButtonGroup(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        for index, text in enumerate((self.tr("Graph"), self.tr("Train"))):
            tab = QPushButton(text)
            tab.setProperty("tab", "true")
            tab.setCheckable(True)
            # Arrows step through the passes; with the focus here they would switch tabs.
            tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            tab.setMinimumWidth(92)
            self._tabs.addButton(tab, index)
            row.addWidget(tab)
        self._tabs.button(0).setChecked(True)
        row.addSpacing(24)
        self._tools = QStackedWidget()
        self._tools.addWidget(self._graph_tools())
        self._tools.addWidget(self.train_page.tools)
        row.addWidget(self._tools, 1)
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
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(action.trigger)
            action.enabledChanged.connect(button.setEnabled)
            keys = action.shortcut().toString()
            button.setToolTip(f"{action.text()} ({keys})")
            row.addWidget(button)
        return tools

    def _connect(self) -> None:
        self.actions_table.connect(self._file_slots() | self._edit_slots() | self._view_slots())
        self._tabs.idClicked.connect(self.show_tab)
        self._recent.chosen.connect(self.open)
        self.graph_page.example_wanted.connect(self.open_example)
        self.graph_page.view.menu_wanted.connect(self._show_menu)
        self.graph_page.view.wire_selected.connect(self._state_changed)
        self.session.file_changed.connect(self._state_changed)
        self.session.selection_changed.connect(lambda _ids: self._state_changed())
        self.session.opened.connect(self.graph_page.view.fit)
        self.session.opened.connect(lambda: self.pages.currentWidget().setFocus())
        self.train_page.graph_wanted.connect(self._show_opened)
        self.expression.rebuilt.connect(self.graph_page.view.reveal)
        self.theme.changed.connect(self._wear)

    def _file_slots(self) -> dict[str, Callable[[], object]]:
        documents = self.documents
        return {
            "new": documents.new,
            "new_window": documents.open_window,
            "open": documents.choose_and_open,
            "save": documents.save,
            "save_as": documents.save_as,
            "export": self._export,
            "quit": self.close,
            "train": self._train,
            "train_step": self.train_page.step,
            "train_reset": self.train_page.reset,
            "next_part": self._next_part,
            "open_loss": self.train_page.open_loss,
            "import_points": self._import_points,
            "open_model": self._open_model,
            "shortcuts": self._show_shortcuts,
            "about": self._show_about,
        }

    def _edit_slots(self) -> dict[str, Callable[[], object]]:
        editing, player = self.graph_page.editing, self.graph_page.player
        return {
            "undo": self._undo,
            "redo": self._redo,
            "cut": editing.cut,
            "copy": editing.copy,
            "paste": editing.paste,
            "duplicate": editing.duplicate,
            "delete": editing.delete,
            "select_all": editing.select_all,
            "quick_add": self.graph_page.ask,
            "wire": editing.wire_selected,
            "rename": editing.rename,
            "edit_number": editing.edit_number,
            "trainable": editing.toggle_trainable,
            "make_output": editing.make_output,
            "arrange": editing.arrange,
            "expression": self._type_expression,
            "play": player.play_or_pause,
            "timeline_start": player.home,
            "timeline_end": player.end,
            "live": player.go_live,
        }

    def _view_slots(self) -> dict[str, Callable[[], object]]:
        view = self.graph_page.view
        return {
            "graph_tab": lambda: self.show_tab(0),
            "train_tab": lambda: self.show_tab(1),
            "zoom_in": lambda: view.zoom_to(view.zoom * 1.25),
            "zoom_out": lambda: view.zoom_to(view.zoom / 1.25),
            "actual_size": lambda: view.zoom_to(1.0),
            "fit": view.fit,
            "label_wires": lambda: self._switch("label_wires"),
            "motion": lambda: self._switch("motion"),
            "theme_system": lambda: self.choose_theme("system"),
            "theme_light": lambda: self.choose_theme("light"),
            "theme_dark": lambda: self.choose_theme("dark"),
            "reset_settings": self._reset_settings,
        }

    # What the commands do.

    def show_tab(self, index: int) -> None:
        self.pages.setCurrentIndex(index)
        self._tools.setCurrentIndex(index)
        self._tabs.button(index).setChecked(True)
        self.expression.note.setVisible(index == 0 and bool(self.expression.note.text()))
        self._state_changed()
        self.pages.currentWidget().setFocus()

    def open_example(self, name: str) -> None:
        self.documents.open_example(name)
        self.show_tab(0)

    def open_preset(self, name: str) -> None:
        self.train_page.take_preset(name)
        self.show_tab(1)

    def open(self, path: Path) -> None:
        self.documents.open(path)
        self.show_tab(0)

    def _show_opened(self, name: str, opened: Opened) -> None:
        """A part of the network as a graph: one undo brings back what was on the canvas."""
        self.session.edit(name, opened.graph)
        self.show_tab(0)
        asked = opened.graph.by_label(opened.asked)
        self.session.select([] if asked is None else [asked])
        self.graph_page.view.fit()
        self.graph_page.view.tell(opened.note)

    def choose_theme(self, choice: str) -> None:
        self.settings.theme = choice
        self.theme.choose(choice)

    def _undo(self) -> None:
        """Each tab has its own past."""
        (self.session.undo if self._on_graph else self.session.undo_setup)()

    def _redo(self) -> None:
        (self.session.redo if self._on_graph else self.session.redo_setup)()

    @property
    def _on_graph(self) -> bool:
        return self.pages.currentIndex() == 0

    def _reset_settings(self) -> None:
        if self.documents.agreed_to_reset():
            self._memory.reset()
            self.theme.choice = self.settings.theme
            self._restore()

    def _switch(self, name: str) -> None:
        """Take a switch of the View menu as it stands, and remember it."""
        on = self.actions_table[name].isChecked()
        self.settings.keep_switch(name, on)
        view = self.graph_page.view
        {"label_wires": view.graph_scene.label_all, "motion": view.set_motion}[name](on)

    def _train(self) -> None:
        self.show_tab(1)
        self.train_page.train_or_pause()

    def _next_part(self) -> None:
        self.show_tab(1)
        self.train_page.next_part()

    def _import_points(self) -> None:
        self.show_tab(1)
        self.train_page.import_points()

    def _open_model(self) -> None:
        self.show_tab(1)
        self.run_documents.open_model()

    def _export(self) -> None:
        (self.documents if self._on_graph else self.run_documents).export()

    def _type_expression(self) -> None:
        self.expression.setFocus()
        self.expression.selectAll()

    def _show_shortcuts(self) -> None:
        ShortcutsDialog(self.actions_table.shortcuts(), self).show()

    def _show_about(self) -> None:
        text = self.tr("See how backpropagation works, on numbers small enough to check by hand.")
        QMessageBox.about(self, "Chalkgrad", f"<b>Chalkgrad {VERSION}</b><p>{text}")

    def _show_menu(self, hit: Hit, at: QPoint) -> None:
        names = {"empty": CANVAS_MENU, "wire": WIRE_MENU}.get(hit.part, NODE_MENU)
        self.actions_table.menu(names).popup(at)

    # Following what changes.

    def _state_changed(self) -> None:
        self.setWindowTitle(self.documents.title)
        self.setWindowModified(self.session.unsaved)
        on_graph, table = self._on_graph, self.actions_table
        history = self.session.history if on_graph else self.session.setups
        for name, what in (("undo", history.undo_name), ("redo", history.redo_name)):
            verb = {"undo": self.tr("Undo"), "redo": self.tr("Redo")}[name]
            table[name].setText(f"{verb} {_lowered(what)}" if what else verb)
        graph, ids = self.session.graph, self.session.selection
        leaves = [i for i in ids if i in graph.nodes and graph.nodes[i].op is None]
        table["trainable"].setChecked(
            bool(leaves) and all(graph.nodes[i].trainable for i in leaves)
        )
        holds = {
            "undo": history.undo_name,
            "redo": history.redo_name,
            "page": on_graph,
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

    def _wear(self, tokens: Tokens) -> None:
        self.graph_page.wear(tokens)
        self.train_page.wear(tokens)
        for choice in ("system", "light", "dark"):
            self.actions_table[f"theme_{choice}"].setChecked(choice == self.theme.choice)

    def _restore(self) -> None:
        self._memory.restore()
        for name, default in (("label_wires", False), ("motion", True)):
            self.actions_table[name].setChecked(self.settings.switch(name, default))
            self._switch(name)
        self.theme.apply()
        self.show_tab(self.settings.tab)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.documents.may_leave():
            event.ignore()
            return
        self.train_page.pause()
        self.settings.tab = self.pages.currentIndex()
        self._memory.keep()
        self.closed.emit()
        event.accept()


def _lowered(name: str) -> str:
    """An edit's name after the word Undo: `Move e` becomes `move e`."""
    return name[:1].lower() + name[1:]
