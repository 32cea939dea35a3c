"""MainWindow: the window with its commands; what stands in it are the rooms."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPaintEvent
from PySide6.QtWidgets import QMainWindow

from app.model.files.disk import MODEL, TABLES
from app.state.preferences import Settings
from app.ui.screen_room import is_wayland, room_on
from app.ui.theme import Theme, Tokens

if TYPE_CHECKING:
    # The window stands before the rest of the program has been read.
    from app.model.explain.network_graph import Opened
    from app.window.workspace import Rooms

SIZE = (1440, 900)
SMALLEST = (900, 560)
"""Pixels."""
READABLE = 0.5
"""The zoom below which the numbers of a node can't be read."""


class MainWindow(QMainWindow):
    """Stands at its place and in its colours as soon as it is made; `take` gives it its rooms:
    menus, a header, and the tabs Graph and Train.
    """

    painted = Signal()
    """It can be seen, for the first time."""
    closed = Signal()
    """By its user, who was asked about what is not saved."""

    def __init__(self, settings: Settings, theme: Theme):
        super().__init__()
        self.settings = settings
        self.theme = theme
        self.rooms: Rooms | None = None
        """What stands in it; None as long as it is empty."""
        self._was_painted = False
        self.setWindowTitle("Chalkgrad")
        self._follow_screens()
        self.take_place()
        theme.apply()

    def take_place(self) -> None:
        """The place and size that are remembered; those of the first start where none are."""
        self.resize(QSize(*SIZE).boundedTo(room_on(self.screen())))
        if place := self.settings.place("window"):
            self.restoreGeometry(place)
        if is_wayland() and not self.isMaximized():
            self.resize(self.size().boundedTo(room_on(self.screen())))

    def _follow_screens(self) -> None:
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._fit_screens)
        for screen in QGuiApplication.screens():
            screen.availableGeometryChanged.connect(self._fit_screens)
        self._fit_screens()

    def _fit_screens(self) -> None:
        """Be no larger at the least than any of the screens: one may be a projector."""
        smallest = QSize(*SMALLEST)
        for screen in QGuiApplication.screens():
            smallest = smallest.boundedTo(room_on(screen))
        self.setMinimumSize(smallest)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def take(self, rooms: Rooms) -> None:
        """Stand with these rooms from now on."""
        self.rooms = rooms
        self.session = rooms.session
        self.documents = rooms.documents
        self.actions_table = rooms.actions_table
        self.graph_page = rooms.graph_page
        self.train_page = rooms.train_page
        self.run_documents = rooms.run_documents
        self.expression = rooms.expression
        self.notices = rooms.notices
        self.pages = rooms.pages
        self._connect(rooms)
        self._restore(rooms)
        self._wear(self.theme.tokens)

    def _connect(self, rooms: Rooms) -> None:
        self.actions_table.connect(
            self._file_slots(rooms) | self._view_slots() | self.graph_page.slots()
        )
        rooms.tabs.idClicked.connect(self.show_tab)
        rooms.recent.chosen.connect(self.open)
        self.graph_page.example_wanted.connect(self.open_example)
        self.graph_page.view.menu_wanted.connect(rooms.show_menu)
        self.graph_page.view.wire_selected.connect(self._state_changed)
        self.session.file_changed.connect(self._state_changed)
        self.session.selection_changed.connect(lambda _ids: self._state_changed())
        self.session.opened.connect(self.graph_page.view.fit)
        self.session.opened.connect(lambda: self.pages.currentWidget().setFocus())
        self.train_page.graph_wanted.connect(self._show_opened)
        self.expression.rebuilt.connect(self.graph_page.view.follow)
        self.expression.rebuilt.connect(lambda _before: self.graph_page.view.reveal())
        self.theme.changed.connect(self._wear)

    def _file_slots(self, rooms: Rooms) -> dict[str, Callable[[], object]]:
        documents = self.documents
        return {
            "new": documents.new,
            "new_window": documents.open_window,
            "open": documents.choose_and_open,
            "save": documents.save,
            "save_as": documents.save_as,
            "export": self._export,
            "associate": rooms.associating.toggle,
            "quit": self.close,
            "train": self._train,
            "train_step": self.train_page.step,
            "train_reset": self.train_page.reset,
            "next_part": self._next_part,
            "open_loss": self.train_page.open_loss,
            "import_points": self._import_points,
            "open_model": self._open_model,
            "shortcuts": rooms.show_shortcuts,
            "about": rooms.show_about,
        }

    def _view_slots(self) -> dict[str, Callable[[], object]]:
        return {
            "undo": self._undo,
            "redo": self._redo,
            "expression": self._type_expression,
            "graph_tab": lambda: self.show_tab(0),
            "train_tab": lambda: self.show_tab(1),
            "label_wires": lambda: self._switch("label_wires"),
            "motion": lambda: self._switch("motion"),
            "theme_system": lambda: self.choose_theme("system"),
            "theme_light": lambda: self.choose_theme("light"),
            "theme_dark": lambda: self.choose_theme("dark"),
            "reset_settings": self._reset_settings,
        }

    # What the commands do.

    def show_tab(self, index: int) -> None:
        assert self.rooms
        self.rooms.show_tab(index)
        self._state_changed()
        self.pages.currentWidget().setFocus()

    def open_example(self, name: str) -> None:
        self.documents.open_example(name)
        self.show_tab(0)

    def open_preset(self, name: str) -> None:
        self.train_page.take_preset(name)
        self.show_tab(1)

    def open(self, path: Path) -> None:
        """Open a file by its ending: a table of points, a model, or else a graph."""
        ending = path.suffix.lower()
        if ending in TABLES:
            self.show_tab(1)
            self.train_page.import_points(path)
        elif ending == MODEL:
            self.show_tab(1)
            self.run_documents.take_model(path)
        else:
            self.documents.open(path)
            self.show_tab(0)

    def _show_opened(self, name: str, opened: Opened) -> None:
        """A part of the network as a graph: one undo brings back what was on the canvas."""
        self.session.edit(name, opened.graph)
        self.show_tab(0)
        asked = opened.graph.by_label(opened.asked)
        self.session.select([] if asked is None else [asked])
        view = self.graph_page.view
        view.fit()
        if asked is not None and view.zoom < READABLE:
            view.zoom_to(READABLE)
            view.centerOn(view.graph_scene.nodes[asked])
        view.tell(opened.note)

    def choose_theme(self, choice: str) -> None:
        self.settings.theme = choice
        self.theme.choose(choice)

    def _undo(self) -> None:
        """Each tab has its own past."""
        self._move_in_time(self.session.undo, self.session.undo_setup)

    def _redo(self) -> None:
        self._move_in_time(self.session.redo, self.session.redo_setup)

    def _move_in_time(self, graph: Callable[[], None], setup: Callable[[], None]) -> None:
        if not self._on_graph:
            setup()
            return
        before = self.session.graph
        graph()
        self.graph_page.view.follow(before)

    @property
    def _on_graph(self) -> bool:
        return self.pages.currentIndex() == 0

    def _reset_settings(self) -> None:
        if self.documents.agreed_to_reset():
            assert self.rooms
            self.rooms.memory.reset()
            self.take_place()
            self.theme.choose(self.settings.theme)
            self._restore(self.rooms)

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
        if not self._on_graph:
            self.run_documents.export()
            return
        self.session.settles.emit()
        labelled = self.actions_table["label_wires"].isChecked()
        self.documents.export(self.graph_page.player.moment(), labelled=labelled)

    def _type_expression(self) -> None:
        self.expression.setFocus()
        self.expression.selectAll()

    # Following what changes.

    def _state_changed(self) -> None:
        # For the icon that a Mac shows in the title; the title itself stays as it is set.
        self.setWindowFilePath(str(self.session.path or ""))
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

    def _restore(self, rooms: Rooms) -> None:
        rooms.memory.restore()
        for name, default in (("label_wires", False), ("motion", True)):
            self.actions_table[name].setChecked(self.settings.switch(name, default))
            self._switch(name)
        self.show_tab(self.settings.tab)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.rooms:
            if not self.documents.may_leave():
                event.ignore()
                return
            self.train_page.pause()
            self.settings.tab = self.pages.currentIndex()
            self.rooms.memory.keep()
        self.settings.keep_place("window", self.saveGeometry())
        self.closed.emit()
        event.accept()


def _lowered(name: str) -> str:
    """An edit's name after the word Undo: `Move e` becomes `move e`."""
    return name[:1].lower() + name[1:]
