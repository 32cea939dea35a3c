"""The picture of the network as a user sees it: looking, editing, opening on the canvas."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QAbstractButton

from app.model.numbers import number
from app.model.training.setup import Setup
from app.train.network.card import NetworkCard
from app.train.network.places import NeuronAt
from app.train.network.view import NetworkView
from app.ui.theme import LIGHT, Theme
from engine.learning.settings import RunSettings
from tests.app.train.conftest import Hand

LEFT = Qt.MouseButton.LeftButton


def card(hand: Hand) -> NetworkCard:
    hand.page.prepare()
    return hand.page.dashboard.network


def view(hand: Hand) -> NetworkView:
    return card(hand).view


def train_with(hand: Hand, **settings: object) -> None:
    """Another network, as a file would bring it."""
    hand.page.session.setups.edit("Set up", Setup(RunSettings(**settings)))


def on_line(hand: Hand, neuron: NeuronAt, source: int) -> QPoint:
    """A quarter of the way along the line of a weight: in the middle others may cross it."""
    return view(hand).painter.places.line_of(neuron, source).pointAt(0.25).toPoint()


def hover(hand: Hand, at: QPoint) -> str:
    hand.qtbot.mouseMove(view(hand), at)
    label = view(hand).readout
    return label.text() if label.isVisible() else ""


def press(hand: Hand, button: QAbstractButton) -> None:
    assert button.isVisible()
    hand.qtbot.mouseClick(button, LEFT)


def key(hand: Hand, *keys: Qt.Key) -> None:
    for each in keys:
        hand.qtbot.keyClick(view(hand), each)


def colors(hand: Hand) -> QImage:
    return view(hand).grab().toImage()


# Seeing.


def test_playground_198_weight_numbers_stand_at_the_line_under_the_mouse(hand: Hand) -> None:
    train_with(hand, hidden=(3, 2))
    hand.click("step")
    words = hover(hand, on_line(hand, NeuronAt(1, 1), 0))
    place = 3 * 3 + 4 + 0
    run = hand.run
    assert words.splitlines() == [
        "layer 1 neuron 1 → layer 2 neuron 2",
        f"w = {number(run.parameters[place])}, grad = {number(run.grads[place])}",
    ]


def test_playground_58_82_and_90_biases_are_no_more_hidden_each_has_a_bar_and_a_number(
    hand: Hand,
) -> None:
    train_with(hand, hidden=(2,))
    hand.run.set_parameter(2, 0.8)
    hand.run.set_parameter(5, -0.4)
    card(hand).refresh(training=False)
    words = hover(hand, view(hand).place(NeuronAt(0, 1)).toPoint())
    assert "layer 1 neuron 2, relu" in words
    assert "b = −0.4, grad = —" in words
    hand.qtbot.mouseMove(view(hand), QPoint(1, 1))
    image = colors(hand)
    scale = image.devicePixelRatio()
    for index, token, side in ((0, LIGHT.data, 1), (1, LIGHT.grad, -1)):
        track = view(hand).painter.places.track(NeuronAt(0, index))
        at = track.center()
        seen = image.pixelColor(round((at.x() + 3 * side) * scale), round(at.y() * scale))
        assert seen == QColor(token)


def test_a_dead_neuron_says_so(hand: Hand) -> None:
    train_with(hand, hidden=(2,))
    hand.run.set_parameter(2, -100.0)
    at = view(hand).place(NeuronAt(0, 0)).toPoint()
    assert "dead: 0 at every training point" in hover(hand, at)
    hand.run.set_parameter(2, 0.0)
    hover(hand, QPoint(1, 1))
    assert "dead" not in hover(hand, at)


def test_before_the_first_step_a_gradient_is_not_known(hand: Hand) -> None:
    train_with(hand, hidden=(2,))
    assert "grad = —" in hover(hand, on_line(hand, NeuronAt(0, 0), 1))


def test_the_lines_show_gradients_when_asked_for(hand: Hand) -> None:
    train_with(hand, hidden=(3,))
    hand.click("step")
    before = colors(hand)
    press(hand, card(hand).numbers.buttons[1])
    assert colors(hand) != before
    assert "|grad|" in card(hand).legend.text()
    press(hand, card(hand).numbers.buttons[0])
    assert colors(hand) == before
    assert "|w|" in card(hand).legend.text()


def test_a_line_has_the_colour_of_its_weights_sign_whenever_that_changes(hand: Hand) -> None:
    train_with(hand, hidden=(1,), activation="linear")
    at = on_line(hand, NeuronAt(0, 0), 0)
    for weight in (1.0, -1.0, 1.0):
        hand.page.trainer.set_parameter(0, weight)
        image = colors(hand)
        line = image.pixelColor(at * image.devicePixelRatio())
        assert (line.blue() > line.red()) == (weight > 0)


def test_a_neuron_shows_what_it_sees(hand: Hand) -> None:
    train_with(hand, hidden=(1,), activation="linear")
    # w1 = 1, w2 = 0, b = 0: the picture of the neuron is that of x1, orange left and blue right.
    for place, weight in enumerate((1.0, 0.0, 0.0)):
        hand.run.set_parameter(place, weight)
    hand.page.trainer.advanced.emit()
    image = colors(hand)
    scale = image.devicePixelRatio()
    for neuron in (NeuronAt(-1, 0), NeuronAt(0, 0)):
        box = view(hand).painter.places.box(neuron)
        y = round(box.center().y() * scale)
        left = image.pixelColor(round((box.left() + 5) * scale), y)
        right = image.pixelColor(round((box.right() - 5) * scale), y)
        assert left.red() > left.blue()
        assert right.blue() > right.red()


@pytest.mark.parametrize("hidden", [(), (1,), (32,) * 6], ids=str)
@pytest.mark.parametrize("dataset", ["two moons", "sine"])
def test_networks_of_every_size_can_be_seen(hand: Hand, hidden: object, dataset: str) -> None:
    train_with(hand, hidden=hidden, dataset=dataset, loss="squared error", learning_rate=0.001)
    hand.click("step")
    for theme in ("light", "dark"):
        Theme(theme).apply()
        for page in range(3):
            card(hand).pages.choose(page)
            card(hand).grab()
    places = view(hand).painter.places
    boxes = [places.box(neuron) for neuron in places.neurons()]
    assert all(view(hand).rect().contains(box.toAlignedRect()) for box in boxes)
    for place, box in enumerate(boxes):
        assert not any(box.intersects(other) for other in boxes[:place])


def test_a_hidden_picture_costs_nothing(hand: Hand) -> None:
    train_with(hand, hidden=(4,))
    press(hand, card(hand).pages.buttons[2])
    painted = []
    view(hand).painter.paint = lambda *_: painted.append(1)
    hand.click("step")
    hand.qtbot.wait(1)
    assert painted == []


# Editing layers in the picture.


def test_plus_and_minus_under_a_layer_change_its_neurons(hand: Hand) -> None:
    card(hand)
    press(hand, card(hand).sizes.more[0])
    assert hand.run.settings.hidden == (17, 16)
    assert hand.page.session.setups.undo_name == "add a neuron to layer 1"
    assert hand.page.form.fields["hidden"].line.text() == "17, 16"
    press(hand, card(hand).sizes.fewer[1])
    assert hand.run.settings.hidden == (17, 15)
    assert hand.page.session.setups.undo_name == "remove a neuron from layer 2"
    hand.page.session.setups.undo()
    hand.page.session.setups.undo()
    assert hand.run.settings.hidden == (16, 16)
    assert card(hand).sizes.counts[0].text() == "16"


def test_plus_between_layers_adds_one_like_its_neighbour(hand: Hand) -> None:
    train_with(hand, hidden=(5, 3), activation=("tanh", "relu"))
    press(hand, card(hand).activations.adders[1])
    assert hand.run.settings.hidden == (5, 5, 3)
    assert hand.run.settings.activation == ("tanh", "tanh", "relu")
    assert hand.page.session.setups.undo_name == "add a layer after layer 1"


def test_a_network_without_hidden_layers_gets_one(hand: Hand) -> None:
    train_with(hand, hidden=(), activation="tanh")
    press(hand, card(hand).activations.adders[0])
    assert hand.run.settings.hidden == (4,)
    assert hand.run.settings.activation == "tanh"


def test_activation_of_one_layer_is_chosen_from_its_menu(hand: Hand) -> None:
    train_with(hand, hidden=(4, 3))
    menu = card(hand).activations.activations[1].menu()
    next(action for action in menu.actions() if action.text() == "tanh").trigger()
    assert hand.run.settings.activation == ("relu", "tanh")
    assert hand.page.session.setups.undo_name == "activation of layer 2: tanh"
    menu = card(hand).activations.activations[0].menu()
    next(action for action in menu.actions() if action.text() == "tanh").trigger()
    # All alike: the setting is one name again.
    assert hand.run.settings.activation == "tanh"


def test_a_layer_is_removed_from_its_menu(hand: Hand) -> None:
    train_with(hand, hidden=(4, 3), activation=("relu", "tanh"))
    menu = card(hand).activations.activations[0].menu()
    next(action for action in menu.actions() if action.text() == "Remove layer 1").trigger()
    assert hand.run.settings.hidden == (3,)
    assert hand.run.settings.activation == "tanh"


def test_a_layer_is_removed_by_its_cross(hand: Hand) -> None:
    train_with(hand, hidden=(4, 3))
    hand.page.window().resize(1440, 800)
    press(hand, card(hand).activations.removers[1])
    assert hand.run.settings.hidden == (4,)
    assert hand.page.session.setups.undo_name == "remove layer 2"


@pytest.mark.parametrize(
    ("hidden", "bar", "button", "reason"),
    [
        ((32,), "sizes", ("more", 0), "32 neurons at most"),
        ((1,), "sizes", ("fewer", 0), "can’t be removed alone"),
        ((2,) * 6, "activations", ("adders", 3), "6 hidden layers at most"),
    ],
)
def test_at_the_bounds_a_button_is_off_and_says_why(
    hand: Hand, hidden: object, bar: str, button: tuple[str, int], reason: str
) -> None:
    train_with(hand, hidden=hidden)
    name, index = button
    found = getattr(getattr(card(hand), bar), name)[index]
    assert not found.isEnabled()
    assert reason in found.toolTip()


def test_everything_can_be_reached_by_keys(hand: Hand) -> None:
    train_with(hand, hidden=(3, 2))
    view(hand).setFocus()
    key(hand, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert view(hand).focused == NeuronAt(0, 2)
    assert "layer 1 neuron 3" in view(hand).readout.text()
    assert "layer 1 neuron 3" in view(hand).accessibleDescription()
    key(hand, Qt.Key.Key_Right)
    assert view(hand).focused == NeuronAt(1, 1)
    key(hand, Qt.Key.Key_Plus)
    assert hand.run.settings.hidden == (3, 3)
    key(hand, Qt.Key.Key_Minus, Qt.Key.Key_Minus)
    assert hand.run.settings.hidden == (3, 1)
    key(hand, Qt.Key.Key_Minus)
    assert hand.run.settings.hidden == (3, 1)
    assert "can’t be removed alone" in view(hand).readout.text()
    key(hand, Qt.Key.Key_Insert)
    assert hand.run.settings.hidden == (3, 1, 1)
    key(hand, Qt.Key.Key_Delete)
    assert hand.run.settings.hidden == (3, 1)
    key(hand, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Plus)
    assert "the score" in view(hand).readout.text()


def test_an_edit_stops_the_training(hand: Hand) -> None:
    hand.type("steps", "1000000")
    hand.click("train")
    hand.qtbot.waitUntil(lambda: hand.run.step > 1)
    press(hand, card(hand).sizes.more[0])
    assert not hand.page.trainer.training
    assert hand.run.step == 0
    assert hand.run.settings.hidden == (17, 16)


# Opening on the canvas.


def test_a_click_on_a_neuron_opens_it(hand: Hand) -> None:
    train_with(hand, hidden=(3,))
    with hand.qtbot.waitSignal(hand.page.opened_parts.opened) as wanted:
        hand.qtbot.mouseClick(view(hand), LEFT, pos=view(hand).place(NeuronAt(0, 2)).toPoint())
    name, opened = wanted.args
    assert name == "open neuron 3 of layer 1"
    assert opened.asked == "h1_3"


def test_a_press_that_leaves_the_neuron_opens_nothing(hand: Hand) -> None:
    train_with(hand, hidden=(3,))
    at = view(hand).place(NeuronAt(0, 2)).toPoint()
    with hand.qtbot.assertNotEmitted(hand.page.opened_parts.opened):
        hand.qtbot.mousePress(view(hand), LEFT, pos=QPoint(2, 2))
        hand.qtbot.mouseRelease(view(hand), LEFT, pos=at)


def test_enter_opens_the_neuron_that_has_the_focus(hand: Hand) -> None:
    view(hand).setFocus()
    key(hand, Qt.Key.Key_Down)
    with hand.qtbot.waitSignal(hand.page.opened_parts.opened) as wanted:
        key(hand, Qt.Key.Key_Return)
    assert wanted.args[0] == "open neuron 2 of layer 1"
    assert not wanted.args[1].whole


def test_the_loss_opens_at_the_point_that_is_chosen(hand: Hand) -> None:
    train_with(hand, hidden=(2,))
    card(hand).point.setFocus()
    press(hand, card(hand).more)
    press(hand, card(hand).more)
    assert card(hand).point.text() == "point 2 of 80"
    with hand.qtbot.waitSignal(hand.page.opened_parts.opened) as wanted:
        press(hand, card(hand).loss)
    name, opened = wanted.args
    assert name == "open the loss at point 2"
    nodes = {node.label: node.data for node in opened.graph.nodes.values()}
    assert (nodes["x1"], nodes["x2"], nodes["y"]) == hand.run.train[1]


def test_training_pauses_between_two_updates_before_anything_opens(hand: Hand) -> None:
    hand.type("steps", "1000000")
    hand.click("train")
    hand.qtbot.waitUntil(lambda: hand.run.step > 1)
    with hand.qtbot.waitSignal(hand.page.opened_parts.opened) as wanted:
        hand.page.open_neuron(0, 0)
    assert not hand.page.trainer.training
    nodes = {node.label: node.data for node in wanted.args[1].graph.nodes.values()}
    assert [nodes["w1"], nodes["w2"], nodes["b"]] == hand.run.parameters[:3]


# The other pages.


def test_distributions_tell_in_words_that_the_gradient_fades(hand: Hand) -> None:
    train_with(hand, hidden=(16,) * 6, activation="sigmoid", steps=20)
    press(hand, card(hand).pages.buttons[1])
    words = card(hand).distributions.sentence
    assert "no gradients yet" in words.text()
    hand.click("step")
    assert "vanishes on its way back: in layer 1 it is 0.00104 times that" in words.text()


def test_distributions_of_a_healthy_network_say_that_it_arrives(hand: Hand) -> None:
    press(hand, card(hand).pages.buttons[1])
    hand.click("step")
    assert "The gradient reaches layer 1" in card(hand).distributions.sentence.text()


def test_arrows_go_from_page_to_page(hand: Hand) -> None:
    pages = card(hand).pages
    pages.buttons[0].setFocus()
    hand.qtbot.keyClick(pages.buttons[0], Qt.Key.Key_Right)
    assert pages.index == 1
    assert card(hand).distributions.isVisible()
    assert not card(hand).numbers.isVisible()


# Advice.


def test_trouble_is_told_above_the_pictures(hand: Hand) -> None:
    hand.choose("initial", "zeros")
    assert "zeros never learn" in hand.page.dashboard.sentence.text()
    hand.choose("initial", "xavier")
    assert "zeros" not in hand.page.dashboard.sentence.text()


def test_a_line_where_none_will_do_asks_for_a_hidden_layer(hand: Hand) -> None:
    train_with(hand, dataset="xor", hidden=(), steps=60)
    hand.click("train")
    hand.wait_for_end()
    assert "needs a hidden layer" in hand.page.dashboard.sentence.text()


def test_numbers_of_the_pictures_do_not_come_from_numpy(hand: Hand) -> None:
    hand.click("step")
    assert all(type(each) is float for each in hand.run.parameters)
    assert not any(isinstance(each, np.floating) for each in hand.run.grads)
