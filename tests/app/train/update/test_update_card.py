"""One update, gone through slowly: each part with its numbers, in the sentence and in the card."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.model.numbers import number
from app.model.training.setup import Setup
from app.model.training.shown_run import PARTS
from engine.learning.run import Run
from engine.learning.settings import RunSettings
from tests.app.train.conftest import Hand


def next_part(hand: Hand) -> str:
    """Press the button; the sentence afterwards."""
    update_card = hand.page.dashboard.update_card
    QTest.mouseClick(update_card.next, Qt.MouseButton.LeftButton)
    return hand.page.dashboard.sentence.text()


def test_playground_50_an_update_is_gone_through_part_by_part(hand: Hand) -> None:
    hand.click("step")
    update_card, network = hand.page.dashboard.update_card, hand.page.dashboard.network
    start, cleared = hand.run.parameters, hand.run.grads

    sentence = next_part(hand)
    assert sentence.startswith("Forward: 80 samples go through the network. The first, (")
    row = hand.run.pending.rows[0]
    assert number(hand.run.predict([row[:-1]])[0], 3) in sentence
    assert [bool(line.text()) for line in update_card.lines] == [True, False, False, False, False]

    sentence = next_part(hand)
    assert number(hand.run.pending.loss) in sentence
    assert number(hand.run.pending.penalty, 3) in sentence

    sentence = next_part(hand)
    assert "every grad goes back to 0" in sentence
    assert number(max(cleared, key=abs), 3) in sentence
    assert network.numbers.index == 1
    assert not any(hand.page.trainer.shown.grads)
    assert network.view.numbers == [0.0] * 337

    sentence = next_part(hand)
    assert sentence.startswith("Backward: the chain rule")
    grads = hand.page.trainer.shown.grads
    assert network.view.numbers == grads == hand.run.pending.grads
    assert number(max(grads, key=abs), 3) in sentence
    assert hand.run.parameters == start

    sentence = next_part(hand)
    assert sentence.startswith("Update: every parameter moves against its gradient.")
    assert network.numbers.index == 0
    assert all(line.text() for line in update_card.lines)
    assert hand.run.step == 2


def test_the_loss_before_an_update_is_told_from_that_after_it(hand: Hand) -> None:
    card, header = hand.page.dashboard.update_card, hand.page.tools.metrics["train_loss"]
    hand.click("step")
    before = header.text()
    hand.click("step")
    assert card.lines[1].text() == f"mean hinge + L2 = {before}\nbefore the update"
    assert header.text() != before
    assert header.toolTip().endswith("measured after an update.")
    next_part(hand)
    assert next_part(hand).endswith(f"together {header.text()} before the update.")
    hand.type("batch", "8")
    next_part(hand)
    assert "the average over 8 samples, plus the penalty of the weights" in next_part(hand)


def test_the_slow_update_is_the_quick_one(hand: Hand) -> None:
    for _ in PARTS:
        next_part(hand)
    quick = Run(hand.run.settings)
    quick.update()
    assert hand.run.parameters == quick.parameters
    assert hand.page.tools.metrics["train_loss"].text() == number(
        hand.run.history.measurements[-1].train_loss
    )


def test_in_the_first_update_nothing_has_to_be_cleared(hand: Hand) -> None:
    for _ in range(3):
        sentence = next_part(hand)
    assert sentence.startswith("Zero grad: every grad is 0 already")


def test_another_optimiser_tells_its_move(hand: Hand) -> None:
    hand.choose("optimiser", "adam")
    for _ in PARTS:
        sentence = next_part(hand)
    assert sentence.startswith("Update: Adam moves every parameter.")


def test_training_goes_on_from_the_middle_of_a_slow_update(hand: Hand) -> None:
    hand.type("steps", "20")
    for _ in range(3):
        next_part(hand)
    hand.click("train")
    hand.wait_for_end()
    quick = Run(hand.run.settings)
    while not quick.ended:
        quick.update()
    assert hand.run.parameters == quick.parameters
    assert not hand.page.dashboard.update_card.next.isEnabled()


def test_what_is_opened_on_the_canvas_is_a_whole_update(hand: Hand) -> None:
    for _ in range(3):
        next_part(hand)
    hand.page.open_loss(0)
    assert hand.run.step == 1
    assert any(hand.run.grads)


def test_a_change_of_settings_in_the_middle_begins_anew(hand: Hand) -> None:
    for _ in range(2):
        next_part(hand)
    hand.type("noise", "0.2")
    assert hand.page.trainer.shown.part == ""
    assert hand.run.step == 0


def test_an_update_that_had_no_gradients_is_not_taken_for_the_first_one(hand: Hand) -> None:
    """Every point is beyond the margin: the hinge loss is 0, and so is every grad."""
    easy = RunSettings(
        dataset="two clouds", noise=0.0, hidden=(), l2=0.0, learning_rate=10.0,
        schedule="constant", steps=100,
    )  # fmt: skip
    hand.page.session.setups.edit("", Setup(easy))
    hand.page.step()
    while any(hand.run.last.grads):
        hand.page.step()
    next_part(hand), next_part(hand)
    assert next_part(hand) == "Zero grad: every grad is 0 already: the last update had none."
