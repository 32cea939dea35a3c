"""What the user does on the Train tab, as scenes; each says what must have come of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.model.catalogue.presets import PRESETS, load_preset
from app.train.network.places import NeuronAt
from tests.soak.user import User

SMALL = "xor"
"""A preset whose network is small enough to be opened on the canvas in a moment."""


def train(user: User) -> None:
    """Presets trained, paused, stepped and reset."""
    page = user.workspace.train_page
    trainer = page.prepare()
    for name in user.dice.sample(list(PRESETS), 2):
        user.workspace.open_preset(name)
        user.push(page.tools.train)
        user.until(lambda: trainer.run.step > 3 or trainer.run.ended)
        user.wait(200)
        if trainer.training:
            user.push(page.tools.train)
        assert not trainer.training
        user.push(page.tools.step)
        user.push(page.tools.reset)
        assert trainer.run.step == 0


def change_settings(user: User) -> None:
    """Fields typed in, rightly and wrongly, lists gone through by keys; all of it undone."""
    user.workspace.open_preset(SMALL)
    form = user.workspace.train_page.form
    for name, text in (
        ("points", "60"), ("noise", "0.2"), ("noise", "much"), ("noise", "0.1"), ("hidden", "4, 3"),
        ("batch", "10"), ("learning_rate", "0.3"), ("steps", "50"),
    ):  # fmt: skip
        user.fill(form.fields[name].line, text)
        assert bool(form.problem) == (text == "much")
    for name in ("dataset", "activation", "optimiser", "initial", "schedule"):
        box = form.fields[name].box
        box.setFocus()
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up):
            QTest.keyClick(box, key)
    while user.session.setup != load_preset(SMALL):
        user.trigger("undo")
    while user.session.setups.redo_name:
        user.trigger("redo")
    assert user.session.setup.settings.steps == 50


def edit_network(user: User) -> None:
    """Neurons and layers by keys and buttons; every page and picture of the network looked at."""
    user.workspace.open_preset(SMALL)
    card = user.workspace.train_page.dashboard.network
    card.view.setFocus()
    for key in (Qt.Key.Key_Insert, Qt.Key.Key_Plus, Qt.Key.Key_Right, Qt.Key.Key_Minus):
        QTest.keyClick(card.view, key)
    QTest.keyClick(card.view, Qt.Key.Key_Delete)
    for button in (card.activations.adders[0], card.sizes.more[0], card.sizes.fewer[0]):
        user.push(button)
    assert user.session.setup != load_preset(SMALL)
    for button in (*card.pages.buttons, card.pages.buttons[0], *card.numbers.buttons[::-1]):
        user.push(button)
        user.wait(10)
    plot = user.workspace.train_page.dashboard.loss_plot
    for x in range(20, plot.plot.width(), 60):
        QTest.mouseMove(plot.plot.viewport(), QPoint(x, 40))
    for _ in range(2):
        user.push(plot.log)


def open_on_canvas(user: User) -> None:
    """A neuron and the loss as graphs, stepped through there."""
    user.workspace.open_preset(SMALL)
    page = user.workspace.train_page
    user.fill(page.form.fields["hidden"].line, "3")
    user.push(page.tools.step)
    view = page.dashboard.network.view
    at = view.place(NeuronAt(0, 1)).toPoint()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=at)
    assert (user.undo_name() or "").startswith("open neuron 2 of layer 1")
    user.trigger("timeline_end")
    user.trigger("train_tab")
    user.trigger("open_loss")
    assert user.session.evaluation.grad
    user.trigger("timeline_start")
    user.trigger("live")
    user.trigger("undo")
