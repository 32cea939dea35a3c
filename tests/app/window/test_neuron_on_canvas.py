"""From a neuron in training to its Values on the canvas, and back by one undo."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.model.training.setup import Setup
from app.train.network.places import NeuronAt
from app.window.workspace import READABLE
from engine.learning.settings import RunSettings

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def train(workspace, session):
    """The Train tab, with a small network after a few updates."""
    workspace.show_tab(1)
    session.setups.edit("Set up", Setup(RunSettings(hidden=(3,))))
    for _ in range(3):
        workspace.train_page.step()
    return workspace.train_page


def test_a_neuron_that_is_clicked_stands_on_the_canvas_with_the_training_s_numbers(
    workspace, train, session, qtbot
):
    before = session.graph
    view = train.dashboard.network.view
    qtbot.mouseClick(view, LEFT, pos=view.place(NeuronAt(0, 1)).toPoint())
    assert workspace.pages.currentIndex() == 0
    graph = session.graph
    assert session.selection == (graph.by_label("h1_2"),)
    run = train.trainer.run
    shown = [session.evaluation.data[graph.by_label(f"w1_2_{n}")] for n in (1, 2)]
    assert shown == run.parameters[3:5]
    assert session.evaluation.data[graph.by_label("b1_2")] == run.parameters[5]
    port = workspace.graph_page.view
    node = port.graph_scene.nodes[graph.by_label("h1_2")]
    assert port.viewport().rect().contains(port.mapFromScene(node.scenePos()))
    assert port.zoom >= READABLE
    assert session.graphs.undo_name == "open neuron 2 of layer 1"
    QTest.keyClick(port, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.graph == before
    box = port.graph_scene.box_of()
    assert port.viewport().rect().contains(port.mapFromScene(box).boundingRect())
    assert not port._bubble.isVisible()


@pytest.mark.usefixtures("train")
def test_the_loss_opens_from_the_menu_on_either_tab(workspace, session):
    for tab in (0, 1):
        workspace.show_tab(tab)
        workspace.actions_table["open_loss"].trigger()
        assert workspace.pages.currentIndex() == 0
        assert session.graph.output == session.graph.by_label("loss")
        assert session.graphs.undo_name.startswith("open the loss at point")


def test_the_keys_of_the_menu_open_the_loss(train, session):
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(train, Qt.Key.Key_L, keys)
    assert session.graph.by_label("loss")


def test_the_canvas_says_what_it_is(workspace, train, session):
    session.setups.edit("Set up", Setup(RunSettings()))
    train.open_neuron(0, 0)
    bubble = workspace.graph_page.view._bubble
    assert bubble.isVisible()
    assert "upstream is the gradient that reaches it from the loss" in bubble.text()


def test_ctrl_z_takes_back_a_number_set_by_hand_and_then_the_edit_before_it(train):
    card = train.dashboard.network
    card.pages.choose(2)
    before, hidden = list(train.trainer.run.parameters), train.trainer.run.settings.hidden
    index = card.table.model.index(0, 1)
    card.table.model.setData(index, "5")
    assert train.trainer.run.parameters[0] == 5.0
    card.table.table.setFocus()
    QTest.keyClick(card.table.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert train.trainer.run.parameters == before
    assert train.trainer.run.settings.hidden == hidden != (16, 16)
    QTest.keyClick(card.table.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert train.trainer.run.settings.hidden == (16, 16)
