"""Commands: what the commands of the menus do that are about more than the graph."""

from __future__ import annotations

from collections.abc import Callable

from app.window.shortcuts_dialog import ShortcutsDialog
from app.window.workspace import Workspace


class Commands:
    """Those of the graph alone are slots of the graph page."""

    def __init__(self, workspace: Workspace):
        self.workspace = workspace
        self.window = workspace.window
        self.session = workspace.session
        self.train_page = workspace.train_page

    def slots(self) -> dict[str, Callable[[], object]]:
        """What each command does, by its name in the table."""
        return self._file_slots() | self._view_slots() | self.workspace.graph_page.slots()

    def _file_slots(self) -> dict[str, Callable[[], object]]:
        documents = self.workspace.documents
        return {
            "new": documents.new,
            "new_window": documents.open_window,
            "open": documents.choose_and_open,
            "save": documents.save,
            "save_as": documents.save_as,
            "export": self._export,
            "associate": self.workspace.associating.toggle,
            "quit": self.window.close,
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

    def _view_slots(self) -> dict[str, Callable[[], object]]:
        workspace = self.workspace
        return {
            "undo": self._undo,
            "redo": self._redo,
            "expression": self._type_expression,
            "graph_tab": lambda: workspace.show_tab(0),
            "train_tab": lambda: workspace.show_tab(1),
            "next_area": lambda: workspace.focus_area(1),
            "area_before": lambda: workspace.focus_area(-1),
            "label_wires": lambda: workspace.switch("label_wires"),
            "motion": lambda: workspace.switch("motion"),
            "theme_system": lambda: self.choose_theme("system"),
            "theme_light": lambda: self.choose_theme("light"),
            "theme_dark": lambda: self.choose_theme("dark"),
            "reset_settings": self._reset_settings,
        }

    def choose_theme(self, choice: str) -> None:
        self.window.settings.theme = choice
        self.window.theme.choose(choice)

    def _undo(self) -> None:
        """Each tab has its own past."""
        self._move_in_time(self.session.graphs.undo, self.session.setups.undo)

    def _redo(self) -> None:
        self._move_in_time(self.session.graphs.redo, self.session.setups.redo)

    def _move_in_time(self, graph: Callable[[], None], setup: Callable[[], None]) -> None:
        if not self.workspace.on_graph:
            setup()
            return
        before = self.session.graph
        graph()
        self.workspace.graph_page.view.follow(before)

    def _reset_settings(self) -> None:
        if self.workspace.documents.agreed_to_reset():
            self.workspace.memory.reset()
            self.window.restore_place()
            self.window.theme.choose(self.window.settings.theme)
            self.workspace.restore()

    def _train(self) -> None:
        self.workspace.show_tab(1)
        self.train_page.train_or_pause()

    def _next_part(self) -> None:
        self.workspace.show_tab(1)
        self.train_page.next_part()

    def _import_points(self) -> None:
        self.workspace.show_tab(1)
        self.train_page.import_points()

    def _open_model(self) -> None:
        self.workspace.show_tab(1)
        self.workspace.run_documents.open_model()

    def _export(self) -> None:
        if not self.workspace.on_graph:
            self.workspace.run_documents.export()
            return
        self.session.commit_all()
        labelled = self.workspace.actions_table["label_wires"].isChecked()
        moment = self.workspace.graph_page.player.moment()
        self.workspace.documents.export(moment, labelled=labelled)

    def _type_expression(self) -> None:
        self.workspace.expression.setFocus()
        self.workspace.expression.selectAll()

    def _show_shortcuts(self) -> None:
        ShortcutsDialog(self.workspace.actions_table.shortcuts(), self.window).show()

    def _show_about(self) -> None:
        # Imported here for the sake of the program's start.
        from app.window.about import AboutDialog

        AboutDialog(self.window).show()
