"""Rooms: what stands in the window, made once the window itself stands."""

from __future__ import annotations

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
from app.documents.association_command import Associating
from app.documents.graph_documents import Documents
from app.documents.run_documents import RunDocuments
from app.graph.canvas.scene import Hit
from app.graph.commands import leave_clipboard
from app.graph.page import GraphPage, rule
from app.graph.panels.expression_bar import ExpressionBar
from app.model.catalogue.examples import EXAMPLES, load_example
from app.model.catalogue.presets import PRESETS
from app.model.files.setup_json import read_settings
from app.model.training.setup import Setup
from app.state.preferences import Settings
from app.state.session import Session
from app.train.page import TrainPage
from app.ui.command_table import CANVAS_MENU, NODE_MENU, WIRE_MENU
from app.ui.key_names import native
from app.ui.notices import Notices
from app.ui.theme import Theme
from app.ui.translation import said
from app.window.actions import Actions
from app.window.frame import MainWindow
from app.window.layout_memory import Memory
from app.window.menus import RecentMenu, fill
from app.window.shortcuts_dialog import ShortcutsDialog

__all__ = ["Rooms", "furnish", "furnished", "leave_clipboard"]

FIRST_EXAMPLE = "cheatsheet"


def furnish(window: MainWindow, session: Session | None = None) -> None:
    """Put the rooms into a window, for a session, or for a new one with the first example in it."""
    settings = window.settings
    began = session
    if session is None:
        training = read_settings(settings.training) if settings.training else None
        session = Session(Setup(training) if training else None)
    window.take(Rooms(window, session))
    if began is None:
        session.begin(load_example(FIRST_EXAMPLE))
    if problem := settings.problem:
        window.notices.say("settings", said(window, problem))


def furnished(session: Session, settings: Settings, theme: Theme) -> MainWindow:
    """A window with its rooms, not shown yet."""
    window = MainWindow(settings, theme)
    furnish(window, session)
    return window


class Rooms:
    """Makes the parts and gives them their places; the window introduces them to one another."""

    def __init__(self, window: MainWindow, session: Session):
        self.window = window
        self.session = session
        settings = window.settings
        self.documents = Documents(window, session, settings)
        self.actions_table = Actions(window)
        self.graph_page = GraphPage(session)
        self.train_page = TrainPage(session)
        self.run_documents = RunDocuments(window, session, settings, self.train_page)
        self.expression = ExpressionBar(session)
        self.notices = Notices()
        self.memory = Memory(window, self.graph_page, session, settings)
        self.recent = RecentMenu(settings, window)
        self.examples = QMenu(window)
        self.presets = QMenu(window)
        self.pages = QStackedWidget()
        self.tabs = QButtonGroup(window)
        self.tools = QStackedWidget()
        self._build()

    def _build(self) -> None:
        submenus = {
            "recent": self.recent, "examples": self.examples, "presets": self.presets,
            "speed": self.train_page.tools.speeds,
        }  # fmt: skip
        self.actions_table.fill(self.window.menuBar(), submenus)
        self.associating = Associating(self.actions_table["associate"], self.notices, association())
        fill(self.examples, EXAMPLES.values(), self.window.open_example)
        fill(self.presets, PRESETS.values(), self.window.open_preset)
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
        header = QFrame()
        header.setProperty("role", "panel")
        header.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        row = QHBoxLayout()
        row.setSpacing(8)
        for index, text in enumerate((self.window.tr("Graph"), self.window.tr("Train"))):
            tab = QPushButton(text)
            tab.setProperty("tab", "true")
            tab.setCheckable(True)
            # Arrows step through the passes; with the focus here they would switch tabs.
            tab.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(action.trigger)
            action.enabledChanged.connect(button.setEnabled)
            button.setToolTip(f"{action.text()} ({native(action.shortcut())})")
            row.addWidget(button)
        return tools

    def show_tab(self, index: int) -> None:
        self.pages.setCurrentIndex(index)
        self.tools.setCurrentIndex(index)
        self.tabs.button(index).setChecked(True)
        self.expression.note.setVisible(index == 0 and bool(self.expression.note.text()))

    # What needs no more than to be shown.

    def show_menu(self, hit: Hit, at: QPoint) -> None:
        names = {"empty": CANVAS_MENU, "wire": WIRE_MENU}.get(hit.part, NODE_MENU)
        self.actions_table.menu(names).popup(at)

    def show_shortcuts(self) -> None:
        ShortcutsDialog(self.actions_table.shortcuts(), self.window).show()

    def show_about(self) -> None:
        # Imported here for the sake of the program's start.
        from app.window.about import AboutDialog

        AboutDialog(self.window).show()
