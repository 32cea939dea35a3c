"""What takes the place of the user's own work says so and offers the way back."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox, QPushButton

from app.graph.canvas.geometry import BOX
from app.model.catalogue.examples import load_example
from app.model.training.setup import Setup
from engine.learning.settings import RunSettings
from tests.app.saving import save

LEFT = Qt.MouseButton.LeftButton


def button(workspace, key: str, text: str) -> QPushButton:
    return next(b for b in workspace.notices[key].buttons if b.text() == text)


@pytest.fixture
def opened(workspace, hand):
    """A graph of the user's own, and then a neuron of the network in its place."""
    hand.click(hand.body("a"))
    hand.type("7")
    hand.key(Qt.Key.Key_Return)
    mine = hand.session.graph
    workspace.show_tab(1)
    workspace.train_page.open_neuron(0, 0)
    assert hand.session.graph != mine
    return mine


def test_an_opened_neuron_shows_its_numbers_also_where_the_timeline_stood_at_a_stop(
    workspace, hand
) -> None:
    hand.key(Qt.Key.Key_Right)
    workspace.train_page.open_neuron(0, 0)
    shown = [item.face for item in hand.view.graph_scene.nodes.values()]
    assert all(face.data is not None and face.grad is not None for face in shown)


def test_back_to_my_graph_brings_it_back_and_can_be_undone(workspace, hand, opened) -> None:
    neuron = hand.session.graph
    hand.click(hand.empty())
    QTest.mouseClick(button(workspace, "opened", "Back to my graph"), LEFT)
    assert hand.session.graph == opened
    assert "opened" not in workspace.notices
    hand.trigger("undo")
    assert hand.session.graph == neuron


@pytest.mark.usefixtures("opened")
def test_back_to_training_shows_the_train_tab_and_the_offer_stays(workspace) -> None:
    QTest.mouseClick(button(workspace, "opened", "Back to training"), LEFT)
    assert not workspace.on_graph
    assert "opened" in workspace.notices


def test_a_second_neuron_goes_back_to_the_same_graph(workspace, hand, opened) -> None:
    workspace.show_tab(1)
    workspace.train_page.open_neuron(0, 1)
    QTest.mouseClick(button(workspace, "opened", "Back to my graph"), LEFT)
    assert hand.session.graph == opened


def test_undo_back_to_my_graph_ends_the_offer_and_a_later_one_goes_back_to_it_as_it_is_then(
    workspace, hand, opened
) -> None:
    hand.trigger("undo")
    assert hand.session.graph == opened
    assert "opened" not in workspace.notices
    hand.click(hand.body("a"))
    hand.type("1")
    hand.type("1")
    hand.key(Qt.Key.Key_Return)
    workspace.train_page.open_loss()
    QTest.mouseClick(button(workspace, "opened", "Back to my graph"), LEFT)
    assert hand.node("a").data == 11.0


@pytest.mark.usefixtures("opened")
def test_another_document_ends_the_offer(workspace, hand) -> None:
    hand.session.open(load_example("order"))
    assert "opened" not in workspace.notices


@pytest.mark.parametrize("open_other", ["neuron", "document"])
def test_a_wrong_expression_does_not_stay_over_another_graph(workspace, hand, open_other) -> None:
    bar = workspace.expression
    bar.setFocus()
    bar.selectAll()
    QTest.keyClicks(bar, "L = a *")
    QTest.keyClick(bar, Qt.Key.Key_Return)
    assert bar.note.text()
    if open_other == "neuron":
        workspace.train_page.open_neuron(0, 0)
    else:
        hand.session.open(load_example("order"))
    assert not bar.note.text()
    assert bar.text() != "L = a *"


# Training.


def test_removing_all_points_of_two_classes_leaves_two_classes_to_add(workspace, hand) -> None:
    workspace.show_tab(1)
    page = workspace.train_page
    chosen = RunSettings(loss="squared error", learning_rate=0.1)
    hand.session.setups.edit("x", Setup(chosen).with_points(Setup(chosen).rows()))
    page.dashboard.points.clear_action.trigger()
    assert hand.session.setup.points == ()
    assert hand.session.setup.kind == "classification"
    assert page.dashboard.points.heading.text() == "Decision boundary"
    board = page.dashboard.points.board
    QTest.mouseClick(board, LEFT, Qt.KeyboardModifier.NoModifier, board.rect().center())
    assert len(hand.session.setup.points[0]) == 3


def test_a_new_document_and_a_file_without_training_begin_with_the_defaults(
    workspace, hand, answer, tmp_path
) -> None:
    save(hand.session, tmp_path / "graph.chalk")
    for leave in (lambda: hand.trigger("new"), lambda: workspace.open(tmp_path / "graph.chalk")):
        hand.session.setups.edit("x", Setup(RunSettings(learning_rate=1000.0, steps=3)))
        answer.next(QMessageBox.StandardButton.Discard)
        leave()
        assert hand.session.setup == Setup()


def test_an_example_leaves_the_training_as_it_is(workspace) -> None:
    workspace.show_tab(1)
    workspace.train_page.step()
    workspace.open_example("order")
    assert workspace.train_page.trainer.run.step == 1


def test_defaults_can_be_taken_and_undone(workspace, hand, qtbot) -> None:
    workspace.show_tab(1)
    page = workspace.train_page
    chosen = Setup(RunSettings(learning_rate=1000.0, hidden=(2,), steps=3))
    hand.session.setups.edit("x", chosen)
    defaults = next(b for b in page.form.findChildren(QPushButton) if b.text() == "Defaults")
    qtbot.waitUntil(defaults.isVisible)
    QTest.mouseClick(defaults, LEFT)
    assert hand.session.setup.settings == RunSettings()
    assert page.form.fields["learning_rate"].text == "1"
    hand.trigger("undo")
    assert hand.session.setup == chosen


# Adding.


def test_the_nodes_of_a_neuron_have_names_of_their_own_and_are_in_sight(hand) -> None:
    before = set(hand.session.graph.nodes)
    hand.workspace.graph_page.commands.add("neuron")
    new = set(hand.session.graph.nodes) - before
    labels = [node.label for node in hand.session.graph.nodes.values()]
    assert len(set(labels)) == len(labels)
    in_sight(hand, new)


def in_sight(hand, ids) -> None:
    for id_ in ids:
        corner = hand.session.graph.positions[id_]
        place = hand.view.mapFromScene(BOX.translated(*corner)).boundingRect()
        assert hand.view.viewport().rect().contains(place)


def test_an_empty_graph_takes_a_neuron_whose_names_are_all_different(hand, workspace) -> None:
    hand.session.graphs.edit("x", hand.session.graph.without(hand.session.graph.nodes))
    for piece in ("neuron", "squared error"):
        workspace.graph_page.commands.add(piece)
    labels = [node.label for node in hand.session.graph.nodes.values() if node.label]
    assert len(set(labels)) == len(labels)


def test_what_is_pasted_is_in_sight(hand) -> None:
    hand.session.select([hand.id("a"), hand.id("b")])
    hand.trigger("copy")
    hand.view.pan_by(hand.view.viewport().rect().bottomRight() * 3)
    hand.trigger("paste")
    in_sight(hand, hand.session.selection)


def test_space_over_a_node_adds_beside_it_and_not_on_it(hand, workspace) -> None:
    page = workspace.graph_page
    hand.session.select([])
    x, y = hand.session.graph.positions[hand.id("e")]
    page.view.node_requested.emit(QPointF(x + 70.0, y + 40.0))
    hand.type("3")
    hand.key(Qt.Key.Key_Return)
    (new,) = hand.session.selection
    places = hand.session.graph.positions
    others = [at for id_, at in places.items() if id_ != new]
    assert not any(
        abs(places[new][0] - x) < 152 and abs(places[new][1] - y) < 92 for x, y in others
    )


def test_a_node_added_by_key_is_wired_to_the_selected_one(hand) -> None:
    hand.click(hand.body("c"))
    hand.key(Qt.Key.Key_A)
    hand.type("tanh")
    hand.key(Qt.Key.Key_Return)
    (new,) = hand.session.selection
    assert hand.session.graph.nodes[new].inputs == (hand.id("c"),)


# Exports.


def test_an_export_says_where_it_is_and_opens_the_folder(
    workspace, hand, monkeypatch, tmp_path: Path
) -> None:
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "out.json"), ""))
    hand.trigger("export")
    assert workspace.notices["exported"].words.text() == f"out.json is in {tmp_path}."
    QTest.mouseClick(button(workspace, "exported", "Open the folder"), LEFT)
    assert opened == [QUrl.fromLocalFile(str(tmp_path))]
    workspace.notices.drop("exported")
    workspace.show_tab(1)
    hand.trigger("export")
    assert "exported" in workspace.notices
