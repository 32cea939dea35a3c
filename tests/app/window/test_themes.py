"""Every screen is the same, to the pixel, whether its theme was there first or came later."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from app.model.catalogue.examples import load_example
from app.model.files.point_table import read_table
from app.state.preferences import Preferences
from app.state.session import Session
from app.train.points.import_dialog import PointImport
from app.ui.theme import THEMES, Theme
from app.window.about import AboutDialog, LicencesDialog
from app.window.build import build_window
from app.window.shortcuts_dialog import ShortcutsDialog
from app.window.workspace import Workspace

TABLE = b"a,b,c\n1,2,up\n2,x,up\n3,4,down\n4,5,down"


def graph(workspace: Workspace) -> None:
    """A leaf is selected, and a plot and the sentence of a refused wire can be seen."""
    page = workspace.graph_page
    graph = workspace.session.graph
    workspace.session.select([graph.by_label("a")])
    page.quick_add.ask(QPoint(20, 20))
    page.descent.open()
    page.descent.buttons[10].click()


def stepped(workspace: Workspace) -> None:
    """At a stop of the timeline, with a wire in the hand's place."""
    page = workspace.graph_page
    workspace.session.select([])
    page.player.end()
    page.player.step(-1)
    page.view.select_wire(next(iter(page.view.graph_scene.wires)))
    page.view.show_note(page.player.moment().sentences[0])


def mistaken(workspace: Workspace) -> None:
    """A gradient is wrong on purpose."""
    page = workspace.graph_page
    page.mistakes.open()
    next(iter(page.mistakes.switches.values())).click()


def train(workspace: Workspace) -> None:
    """A run with an earlier one, a part of an update under way."""
    workspace.show_tab(1)
    page = workspace.train_page
    page.step()
    workspace.open_preset("micrograd")
    page.step()
    page.next_part()
    board = page.dashboard.points.board
    board.choose(0)
    page.dashboard.network.view.show_sentence("A sentence at a neuron.")


def own_points(workspace: Workspace) -> None:
    train(workspace)
    workspace.train_page.dashboard.points.edit.click()


def distributions(workspace: Workspace) -> None:
    train(workspace)
    workspace.train_page.dashboard.network.pages.choose(1)


def parameters(workspace: Workspace) -> None:
    train(workspace)
    workspace.train_page.dashboard.network.pages.choose(2)


DIALOGS: dict[str, Callable[[Workspace], QDialog]] = {
    "shortcuts": lambda workspace: ShortcutsDialog(
        workspace.actions_table.shortcuts(), workspace.window
    ),
    "about": lambda workspace: AboutDialog(workspace.window),
    "licences": lambda workspace: LicencesDialog(workspace.window),
    "import": lambda workspace: PointImport(
        "points.csv", read_table(TABLE), workspace.session.setup, workspace.window
    ),
}
SCREENS: dict[str, Callable[[Workspace], object]] = {
    made.__name__: made
    for made in (graph, stepped, mistaken, train, own_points, distributions, parameters)
} | DIALOGS


@pytest.fixture
def build(qtbot) -> Iterator[Callable[[str, str], QWidget]]:
    """Builds a screen by its name, in a theme."""
    windows = []

    def built(screen: str, theme: str) -> QWidget:
        workspace = build_window(Session(), Preferences(), Theme(theme))
        window = workspace.window
        windows.append(window)
        workspace.session.open(load_example("cheatsheet"))
        window.resize(1440, 900)
        window.show()
        qtbot.waitExposed(window)
        workspace.show_tab(0)
        workspace.graph_page.view.set_motion(False)
        shown = SCREENS[screen](workspace)
        if isinstance(shown, QWidget):
            shown.show()
        window.kept = (workspace, shown)
        return shown if isinstance(shown, QWidget) else window

    yield built
    for window in windows:
        workspace = window.kept[0]
        workspace.session.open(workspace.session.graph)
        window.close()
        window.deleteLater()


def seen(widget: QWidget) -> QImage:
    for _ in range(3):
        QApplication.processEvents()
    if focused := QApplication.focusWidget():
        # A cursor blinks.
        focused.clearFocus()
    QApplication.processEvents()
    return widget.grab().toImage()


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_that_comes_into_a_theme_is_as_if_built_in_it(build, screen, theme):
    other = next(name for name in THEMES if name != theme)
    built = seen(build(screen, theme))
    switched = build(screen, other)
    before = seen(switched)
    Theme(theme).apply()
    after = seen(switched)
    assert before != built
    assert after == built
