"""The losses: their numbers, and their slopes, also where formulas tend to break."""

from __future__ import annotations

import math
from textwrap import indent

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import Value, gradient_check
from engine.learning.losses import LOSSES, cross_entropy, hinge, squared_error

SCORES = [-1e4, -800.0, -37.5, -3.0, -1.0, -1e-9, 0.0, 1e-9, 0.5, 1.0, 2.0, 37.5, 800.0, 1e4]
TARGETS = [-1.0, 1.0]


def loss_and_slope(name: str, score: float, target: float) -> tuple[float, float]:
    node = Value(score, "score")
    loss = LOSSES[name].function(node, Value(target, "y"))
    loss.backward()
    return loss.data, node.grad


def loss_in_pytorch(name):
    """From score and target to the loss, as the script of a run computes it."""
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle")
    names = {"torch": torch, "nn": torch.nn}
    exec("def loss_of(score, target):\n" + indent(LOSSES[name].torch, "    "), names)
    return names["loss_of"]


@pytest.mark.slow
@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("score", SCORES)
@pytest.mark.parametrize("name", LOSSES)
def test_loss_and_slope_are_those_of_pytorch(name, score, target):
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle")
    node = torch.tensor(score, dtype=torch.float64, requires_grad=True)
    expected = loss_in_pytorch(name)(node, target)
    expected.backward()
    loss, slope = loss_and_slope(name, score, target)
    assert loss == pytest.approx(expected.item(), rel=1e-12, abs=1e-15)
    assert slope == pytest.approx(node.grad.item(), rel=1e-12, abs=1e-15)


@pytest.mark.parametrize("name", LOSSES)
@given(score=st.floats(-20, 20), target=st.sampled_from(TARGETS))
def test_the_slope_is_that_of_the_curve(name, score, target):
    around = [loss_and_slope(name, score + step, target)[1] for step in (-1e-3, 1e-3)]
    assume(abs(around[1] - around[0]) < 0.1)  # at a kink it has none
    node = Value(score, "score")
    (check,) = gradient_check(LOSSES[name].function(node, Value(target)), [node])
    assert check.analytic == pytest.approx(check.numeric, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("target", TARGETS)
def test_the_slope_of_cross_entropy_at_a_logit_of_0_is_a_half(target):
    loss, slope = loss_and_slope("cross-entropy", 0.0, target)
    assert loss == pytest.approx(math.log(2))
    assert slope == -target / 2


@pytest.mark.parametrize("score", [-1e4, 1e4])
@pytest.mark.parametrize("target", TARGETS)
def test_cross_entropy_of_a_huge_logit_is_the_margin_or_0(score, target):
    loss, slope = loss_and_slope("cross-entropy", score, target)
    wrong = score * target < 0
    assert (loss, slope) == ((1e4, -target) if wrong else (0.0, 0.0))


def test_hinge_is_0_from_a_margin_of_1_on():
    assert hinge(Value(1.0), Value(1.0)).data == 0.0
    assert hinge(Value(-3.0), Value(-1.0)).data == 0.0
    assert hinge(Value(0.25), Value(-1.0)).data == 1.25


def test_squared_error_is_the_square_of_the_difference():
    assert squared_error(Value(3.0), Value(-1.0)).data == 16.0


def test_cross_entropy_is_the_negative_log_of_the_probability():
    probability = 1 / (1 + math.exp(-0.7))
    assert cross_entropy(Value(0.7), Value(1.0)).data == pytest.approx(-math.log(probability))
    assert cross_entropy(Value(0.7), Value(-1.0)).data == pytest.approx(-math.log(1 - probability))


@pytest.mark.parametrize("loss", LOSSES.values(), ids=lambda loss: loss.name)
def test_every_loss_has_a_title_a_kind_and_a_rate_to_try(loss):
    assert LOSSES[loss.name] is loss
    assert loss.title
    assert loss.kinds
    assert loss.learning_rate > 0
