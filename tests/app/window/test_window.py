"""The window around the canvas: palette, expression bar, menus, themes."""

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAccessible, QColor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from app.graph.panels import timeline_strip
from app.state.preferences import Preferences
from app.train.loss.earlier_runs import MOST_RUNS
from app.ui.command_table import ROWS, ActionRow
from app.ui.theme import BADGE, NOTICE, THEMES, Theme
from app.window.shortcuts_dialog import ShortcutsDialog


def luminance(color):
    """Relative luminance, by the definition of the Web Content Accessibility Guidelines 2."""
    parts = [part / 255 for part in QColor(color).getRgb()[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("token", ["text", "muted", "data", "grad", "leaf", "op", "error"])
@pytest.mark.parametrize("ground", ["background", "panel", "card"])
def test_text_is_read_on_every_ground(name, token, ground):
    tokens = THEMES[name]
    assert contrast(getattr(tokens, token), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("name", THEMES)
def test_words_on_coloured_grounds_are_read(name):
    tokens = THEMES[name]
    for kind in ("leaf", "op"):
        assert contrast(getattr(tokens, kind), tokens.mixed(kind, BADGE)) >= 4.5
    assert contrast(tokens.text, tokens.mixed("now", 0.3, "background")) >= 4.5
    for kind in ("data", "grad"):
        assert contrast(tokens.on_data, tokens.mixed(kind, timeline_strip.CURRENT)) >= 4.5
        assert contrast(tokens.text, tokens.mixed(kind, timeline_strip.REACHED)) >= 4.5
        assert contrast(tokens.muted, tokens.mixed(kind, timeline_strip.AHEAD)) >= 4.5
    for place in range(MOST_RUNS):
        assert contrast(tokens.run_color(place), tokens.card) >= 3.0
    for kind in ("data", "error"):
        assert contrast(tokens.text, tokens.mixed(kind, NOTICE, "panel")) >= 4.5


def test_what_can_be_focused_has_a_name_for_a_screen_reader(window, workspace):
    workspace.show_tab(1)
    workspace.show_tab(0)
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or not widget.isVisibleTo(window):
            continue
        if isinstance(widget.parent(), QAbstractScrollArea) and type(widget) is QWidget:
            # The viewport of a list or of the canvas, which has the name.
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        named = interface and interface.text(QAccessible.Text.Name)
        assert named, f"{type(widget).__name__} {widget.objectName()} in {widget.parent()}"


def test_the_theme_is_switched_and_remembered(hand, view):
    hand.trigger("theme_dark")
    assert view.grab().toImage().pixelColor(1, 1).name() == THEMES["dark"].background
    assert Preferences().theme == "dark"
    hand.trigger("theme_light")
    assert view.grab().toImage().pixelColor(1, 1).name() == THEMES["light"].background


class Hints(QObject):
    """What a desktop that has light and dark does with the scheme that it is asked for."""

    colorSchemeChanged = Signal(object)  # noqa: N815

    def __init__(self):
        super().__init__()
        self.systems = self.asked = Qt.ColorScheme.Dark

    def colorScheme(self):  # noqa: N802
        return self.asked

    def setColorScheme(self, scheme):  # noqa: N802
        before = self.asked
        self.asked = self.systems if scheme == Qt.ColorScheme.Unknown else scheme
        if self.asked != before:
            self.colorSchemeChanged.emit(self.asked)


@pytest.fixture
def hints(monkeypatch):
    hints = Hints()
    monkeypatch.setattr(QGuiApplication, "styleHints", lambda: hints)
    return hints


@pytest.mark.usefixtures("qapp")
def test_title_bars_and_dialogs_of_the_system_follow_the_theme(hints):
    theme = Theme("light")
    theme.apply()
    assert hints.asked == Qt.ColorScheme.Light
    for choice, asked in (("dark", "Dark"), ("light", "Light"), ("system", "Dark")):
        theme.choose(choice)
        assert hints.asked == Qt.ColorScheme[asked]
    assert theme.tokens == THEMES["dark"]


@pytest.mark.usefixtures("qapp")
def test_the_theme_of_the_system_follows_the_system_and_no_other_does(hints):
    theme = Theme("system")
    theme.apply()
    told = []
    theme.changed.connect(lambda: told.append(theme.tokens))
    hints.systems = hints.asked = Qt.ColorScheme.Light
    hints.colorSchemeChanged.emit(hints.asked)
    assert told == [THEMES["light"]]
    assert QApplication.palette().window().color().name() == THEMES["light"].panel
    theme.choose("dark")
    told.clear()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert told == []
    assert QApplication.palette().window().color().name() == THEMES["dark"].panel


def test_the_expression_bar_shows_the_graph_and_rebuilds_it(hand, workspace):
    bar = workspace.expression
    assert bar.text() == "e = a * b; d = e + c; L = d * f"
    bar.setFocus()
    bar.selectAll()
    QTest.keyClicks(bar, "e = a * b; L = e * e")
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert hand.data("L") == 36.0
    assert hand.node("a").data == 2.0
    hand.trigger("undo")
    assert hand.data("L") == -8.0


def test_a_text_that_is_no_expression_stays_with_the_reason_and_the_graph_stays_too(
    hand, workspace
):
    bar = workspace.expression
    before = hand.session.graph
    for typed in ("L = a +", "a.__class__", "(" * 3000, "import os", "L = tanh(a, b)", "1 < 2"):
        bar.setFocus()
        bar.clear()
        QTest.keyClicks(bar, typed)
        QTest.keyClick(bar, Qt.Key.Key_Return)
        assert bar.note.isVisible()
        assert bar.note.text()
        assert bar.text() == typed
        assert hand.session.graph is before
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    assert not bar.note.isVisible()
    assert bar.text() == "e = a * b; d = e + c; L = d * f"


def test_scrubbing_rewrites_no_names_and_the_text_follows_an_edit(hand, workspace, qtbot):
    hand.session.select([hand.id("f")])
    hand.trigger("delete")
    qtbot.waitUntil(lambda: "L = d * f" not in workspace.expression.text())


def test_a_piece_is_added_from_the_palette_by_search_and_enter(hand, workspace):
    palette = workspace.graph_page.palette_panel
    palette.search.setFocus()
    QTest.keyClicks(palette.search, "sig")
    QTest.keyClick(palette.search, Qt.Key.Key_Return)
    (new,) = hand.session.selection
    assert hand.session.graph.nodes[new].op == "sigmoid"


def test_a_piece_is_added_by_a_double_click_in_the_palette(hand, workspace, qtbot):
    pieces = workspace.graph_page.palette_panel.list
    at = pieces.row_rect("leaf").center().toPoint()
    qtbot.mouseClick(pieces.viewport(), Qt.MouseButton.LeftButton, pos=at)
    qtbot.mouseDClick(pieces.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert hand.undo_name() == "add value"


def test_a_neuron_drops_as_ordinary_nodes(hand, workspace):
    workspace.graph_page.commands.add("neuron")
    assert len(hand.session.selection) == 10
    output = hand.session.selection[-1]
    assert hand.session.graph.nodes[output].op == "tanh"
    hand.session.select([output])
    hand.trigger("make_output")
    assert hand.session.evaluation.grad[output] == 1.0
    hand.trigger("undo")
    hand.trigger("undo")
    assert len(hand.session.graph.nodes) == 7


def test_every_command_stands_in_a_menu_once_and_does_something(workspace):
    names = [row.name for row in ROWS if isinstance(row, ActionRow)]
    assert len(names) == len(set(names))
    keys = [keys for _, _, keys in workspace.actions_table.shortcuts()]
    assert len(keys) == len(set(keys))
    for name in names:
        if name not in ("recent", "examples", "presets", "speed"):
            assert workspace.actions_table[name].receivers("2triggered(bool)") > 0, name


def test_the_page_of_shortcuts_opens(hand, window):
    hand.trigger("shortcuts")
    dialog = window.findChild(ShortcutsDialog)
    assert dialog.isVisible()
    dialog.close()


def test_delete_in_a_text_field_edits_the_text_and_leaves_the_nodes(hand, workspace):
    hand.click(hand.body("a"))
    workspace.graph_page.palette_panel.search.setFocus()
    QTest.keyClicks(workspace.graph_page.palette_panel.search, "tan")
    QTest.keyClick(workspace.graph_page.palette_panel.search, Qt.Key.Key_Backspace)
    assert hand.session.graph.by_label("a")
    assert workspace.graph_page.palette_panel.search.text() == "ta"


def test_the_undo_command_names_what_it_takes_back(hand, workspace):
    hand.workspace.graph_page.commands.add("leaf")
    assert workspace.actions_table["undo"].text() == "Undo add value"
    hand.trigger("undo")
    assert workspace.actions_table["redo"].text() == "Redo add value"
    assert not workspace.actions_table["undo"].isEnabled()


def test_the_tabs_are_switched_by_keyboard_and_canvas_commands_rest_meanwhile(hand, workspace):
    hand.click(hand.body("a"))
    hand.trigger("train_tab")
    assert workspace.pages.currentIndex() == 1
    assert not workspace.actions_table["delete"].isEnabled()
    hand.trigger("graph_tab")
    assert workspace.actions_table["delete"].isEnabled()
