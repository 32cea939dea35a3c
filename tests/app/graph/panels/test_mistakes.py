"""The mistakes as switches: wrong numbers on the canvas, right ones beside and in files."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest

from app.documents.export import export
from app.model.catalogue.examples import load_example
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from app.model.numbers import number
from app.state.mistake_mode import MistakeMode
from tests.app.model.graph_files import load
from tests.app.saving import save

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(workspace):
    panel = workspace.graph_page.mistakes
    panel.open()
    return panel


@pytest.fixture
def banner(workspace):
    return workspace.graph_page.banner


def begin(hand, example):
    hand.session.open(load_example(example))


def press(button):
    QTest.mouseClick(button, LEFT, pos=button.rect().center())


def face(hand, label):
    return hand.view.graph_scene.nodes[hand.id(label)].face


def mistaken(hand):
    """Label to wrong gradient, of every node that shows one."""
    nodes = hand.session.graph.nodes.values()
    return {node.label: face(hand, node.label).grad for node in nodes
            if face(hand, node.label).mistaken}  # fmt: skip


def plain(label):
    document = QTextDocument()
    document.setHtml(label.text())
    return " ".join(document.toPlainText().split())


# What each does.


@pytest.mark.parametrize(
    ("name", "example", "wrong"),
    [
        ("overwrite", "shared-node", {"a": (4.0, "7")}),
        ("no zero_grad", "shared-node", {"a": (14.0, "7"), "b": (4.0, "2"), "c": (4.0, "2")}),
        ("wrong order", "order", {"a": (2.0, "4")}),
        ("wrong factor", "cheatsheet", {
            "a": (8.0, "6"), "b": (-12.0, "−4"), "e": (4.0, "−2"), "c": (4.0, "−2"),
            "d": (4.0, "−2"), "f": (-2.0, "4"),
        }),
    ],
)  # fmt: skip
def test_a_switch_shows_wrong_gradients_and_the_right_ones_in_the_note(
    hand, panel, name, example, wrong
):
    begin(hand, example)
    press(panel.switches[name])
    assert mistaken(hand) == {label: number for label, (number, _) in wrong.items()}
    for label, (_, right) in wrong.items():
        assert face(hand, label).note == f"the right gradient is {right}"
        # The session's own numbers are the right ones all along.
        assert number(hand.grad(label)) == right
    press(panel.switches[name])
    assert mistaken(hand) == {}
    assert face(hand, "a").grad == hand.grad("a")


def test_the_panel_says_why_and_what_the_measured_slope_agrees_with(hand, panel):
    begin(hand, "shared-node")
    press(panel.switches["overwrite"])
    words = plain(panel.text)
    assert words.startswith("A node that feeds two places gets a gradient from each.")
    assert "wrong right measured a 4 7 ≈7" in words


def test_one_mistake_takes_the_place_of_another(hand, panel):
    begin(hand, "shared-node")
    press(panel.switches["overwrite"])
    press(panel.switches["wrong factor"])
    assert [name for name, switch in panel.switches.items() if switch.isChecked()] == [
        "wrong factor"
    ]
    assert set(mistaken(hand)) == {"a", "b", "c"}


def test_the_banner_names_the_mistake_and_turns_it_off(hand, panel, banner):
    begin(hand, "shared-node")
    assert not banner.isVisible()
    press(panel.switches["overwrite"])
    assert banner.isVisible()
    assert banner.words.text().startswith("A mistake is on: = instead of +=.")
    assert "files and exports keep the right ones" in banner.words.text()
    press(banner.off)
    assert not banner.isVisible()
    assert mistaken(hand) == {}
    assert not panel.switches["overwrite"].isChecked()
    assert not panel.text.isVisible()


def test_backward_and_zero_grad_count_the_passes(hand, panel):
    begin(hand, "shared-node")
    press(panel.switches["no zero_grad"])
    assert panel.count.text() == "2 backward passes"
    press(panel.again)
    assert panel.count.text() == "3 backward passes"
    assert mistaken(hand)["a"] == 21.0
    press(panel.zero)
    assert panel.count.text() == "1 backward pass"
    assert mistaken(hand) == {}
    assert "After one backward pass nothing is left over. Run one more." in plain(panel.text)
    press(panel.again)
    assert mistaken(hand)["a"] == 14.0
    press(panel.switches["overwrite"])
    assert not panel.count.isVisible()


def test_the_passes_stay_between_1_and_99(session):
    mode = MistakeMode(session)
    mode.make("no zero_grad")
    for asked, counted in ((0, 1), (100, 99)):
        mode.set_passes(asked)
        assert mode.passes == counted


def test_turned_on_again_it_shows_at_once(hand, panel):
    press(panel.switches["no zero_grad"])
    press(panel.zero)
    press(panel.switches["no zero_grad"])
    press(panel.switches["no zero_grad"])
    assert mistaken(hand)["a"] == 12.0


# Graphs that can't show it.


@pytest.mark.parametrize(
    ("name", "here", "example", "text"),
    [
        ("overwrite", "cheatsheet", "shared-node", "a node that feeds two places"),
        ("wrong order", "shared-node", "order", "an op that feeds two places"),
        ("wrong factor", "order", "cheatsheet", "a product of two different numbers"),
    ],
)
def test_a_graph_that_can_t_show_it_says_so_and_a_button_opens_one_that_does(
    hand, panel, name, here, example, text
):
    begin(hand, here)
    press(panel.switches[name])
    assert mistaken(hand) == {}
    assert "It makes no difference on this graph" in plain(panel.text)
    assert text in plain(panel.text)
    assert panel.example.isVisible()
    press(panel.example)
    assert hand.session.graph == load_example(example)
    assert panel.switches[name].isChecked()
    assert mistaken(hand)
    assert not panel.example.isVisible()


def test_without_a_backward_pass_there_is_nothing_to_break(hand, panel):
    hand.trigger("new")
    press(panel.switches["overwrite"])
    assert "No output is chosen" in plain(panel.text)
    begin(hand, "cheatsheet")
    hand.session.graphs.edit("x", hand.session.graph.disconnected(hand.id("e"), 0))
    press(panel.switches["no zero_grad"])
    assert "There is no complete backward pass from L to break." in plain(panel.text)
    assert face(hand, "e").note == "waits for an input"


def test_a_mistake_shows_beside_an_infinite_slope(hand, panel):
    text = "a = 2; b = 3; x = 0; s = sqrt(x); e = a * b; L = s + e"
    hand.session.open(from_text(text, Graph()))
    press(panel.switches["wrong factor"])
    assert mistaken(hand) == {"a": 2.0, "b": 3.0}
    assert face(hand, "x").note == "gets no gradient from s"
    assert face(hand, "s").note.startswith("sqrt(0) has no finite derivative")
    assert face(hand, "s").wrong
    assert "measured" in plain(panel.text)
    assert not panel.example.isVisible()


# Nothing wrong is kept.


@pytest.mark.parametrize("name", ["overwrite", "no zero_grad", "wrong factor"])
def test_files_and_exports_hold_the_right_numbers(hand, panel, tmp_path, name):
    begin(hand, "shared-node")
    export(hand.session.graph, tmp_path / "before.json")
    press(panel.switches[name])
    assert mistaken(hand)
    for ending in ("json", "py", "dot", "svg"):
        export(hand.session.graph, tmp_path / f"after.{ending}")
    after = json.loads((tmp_path / "after.json").read_text())
    assert after == json.loads((tmp_path / "before.json").read_text())
    assert {node["name"]: node["grad"] for node in after["nodes"]}["a"] == 7.0
    assert "the right gradient is" not in (tmp_path / "after.svg").read_text()
    save(hand.session, tmp_path / "kept.chalk")
    assert load(tmp_path / "kept.chalk") == load_example("shared-node")
    assert not hand.session.unsaved


def test_a_switch_is_no_change_of_the_graph(hand, panel):
    press(panel.switches["wrong factor"])
    assert hand.undo_name() is None
    assert not hand.session.unsaved


# While it is on.


def test_it_rests_while_the_passes_are_stepped_and_comes_back(hand, panel, banner):
    begin(hand, "shared-node")
    press(panel.switches["overwrite"])
    hand.view.setFocus()
    hand.key(Qt.Key.Key_Right)
    assert "is paused while you step" in banner.words.text()
    hand.trigger("timeline_end")
    assert face(hand, "a").grad == 7.0
    assert mistaken(hand) == {}
    hand.trigger("live")
    assert "wrong on purpose" in banner.words.text()
    assert mistaken(hand) == {"a": 4.0}
    hand.trigger("timeline_end")
    press(panel.switches["wrong factor"])
    assert hand.workspace.graph_page.player.position is None


def test_it_follows_edits_undo_and_redo(hand, panel):
    begin(hand, "shared-node")
    hand.view.fit()
    press(panel.switches["overwrite"])
    start = hand.number("b")
    hand.drag(start, start + QPoint(60, 0))
    b = hand.data("b")
    assert b != 4.0
    assert mistaken(hand) == {"a": b}
    hand.trigger("undo")
    assert mistaken(hand) == {"a": 4.0}
    hand.trigger("redo")
    assert mistaken(hand) == {"a": b}
    assert panel.switches["overwrite"].isChecked()


def test_its_table_knows_a_node_by_the_name_it_has_now(hand, panel):
    begin(hand, "shared-node")
    press(panel.switches["overwrite"])
    hand.session.graphs.edit("Rename a", hand.session.graph.labelled(hand.id("a"), "weight"))
    assert "weight 4 7 ≈7" in plain(panel.text)
    hand.trigger("undo")
    assert "a 4 7 ≈7" in plain(panel.text)
    hand.trigger("select_all")
    hand.trigger("delete")
    assert "No output is chosen" in plain(panel.text)
    hand.trigger("undo")
    assert "a 4 7 ≈7" in plain(panel.text)


def test_opening_another_graph_turns_it_off(hand, panel, banner):
    press(panel.switches["wrong factor"])
    begin(hand, "shared-node")
    assert not banner.isVisible()
    assert mistaken(hand) == {}


def test_the_inspector_keeps_the_right_gradient(hand, panel, workspace):
    begin(hand, "shared-node")
    press(panel.switches["overwrite"])
    hand.session.select([hand.id("a")])
    assert "= 7" in plain(workspace.graph_page.inspector.text)
