"""What users of TensorFlow Playground asked for in vain, and find here; by the issue's number.

Their other complaints are answered in the tests of what answers them: search for `playground`.
"""

from __future__ import annotations

from tests.app.train.conftest import Hand


def test_playground_3_and_77_a_run_that_ends_in_nan_says_so_in_words(hand: Hand) -> None:
    hand.page.apply_preset("too-large-a-rate")
    hand.click("train")
    hand.wait_for_end()
    sentence = hand.page.dashboard.sentence
    assert "Training diverged" in sentence.text()
    assert "try a learning rate of 0.1 or less" in sentence.text()
    shown = [label.text() for label in hand.page.tools.metrics.values()]
    assert not any("nan" in text.lower() or "∞" in text for text in (*shown, sentence.text()))
    # The advice is right.
    hand.type("learning_rate", "0.1")
    hand.click("train")
    hand.wait_for_end()
    assert hand.run.reason is None
    assert hand.run.history.measurements[-1].test_accuracy == 1.0


def test_playground_7_and_168_a_run_stops_at_a_number_of_steps_or_at_a_loss(hand: Hand) -> None:
    hand.type("steps", "5")
    hand.click("train")
    hand.wait_for_end()
    assert hand.run.step == 5
    hand.type("steps", "300")
    hand.type("target", "0.3")
    hand.click("train")
    hand.wait_for_end()
    assert hand.run.reached
    assert hand.run.step < 300
    assert hand.run.history.measurements[-1].train_loss <= 0.3


def test_playground_25_reset_goes_back_to_the_same_weights(hand: Hand) -> None:
    start = list(hand.run.parameters)
    hand.click("step")
    assert hand.run.parameters != start
    hand.click("reset")
    assert hand.run.parameters == start
