"""The optimisers, number for number against PyTorch, and the schedules."""

from __future__ import annotations

import math
import random
from textwrap import indent

import pytest

from engine.learning.optimisers import OPTIMISERS, SCHEDULES, SGD, Adam, Momentum

STEPS = 50


def bowl(parameters: list[float]) -> list[float]:
    """The gradient of x² + 10·y²: a long valley."""
    return [2 * parameters[0], 20 * parameters[1]]


def optimiser_in_pytorch(name, parameters, momentum):
    """PyTorch's own, made as the script of a run makes it; its rate is still to be set."""
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle")
    names = {"parameters": parameters, "LEARNING_RATE": 1.0, "MOMENTUM": momentum, "torch": torch}
    exec(OPTIMISERS[name].code.torch, names)
    return names["optimiser"]


@pytest.mark.slow
@pytest.mark.parametrize("name", OPTIMISERS)
def test_fifty_updates_give_the_numbers_of_pytorch(name):
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle")
    rng = random.Random(3)
    start = [rng.uniform(-1, 1) for _ in range(6)]
    node = torch.tensor(start, dtype=torch.float64, requires_grad=True)
    theirs = optimiser_in_pytorch(name, [node], momentum=0.8)
    ours, numbers = OPTIMISERS[name](0.8), start
    for step in range(STEPS):
        rate = SCHEDULES["linear"].rate(0.1, step, STEPS)
        grads = [rng.gauss(0, 1) for _ in start]
        theirs.param_groups[0]["lr"] = rate
        node.grad = torch.tensor(grads, dtype=torch.float64)
        theirs.step()
        numbers = ours.update(numbers, grads, rate)
        assert numbers == pytest.approx(node.tolist(), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_every_optimiser_finds_the_bottom_of_a_bowl(name):
    optimiser, numbers = OPTIMISERS[name](0.9), [1.0, -1.0]
    rate = optimiser.suggested(0.05)
    for step in range(1000):
        # The rate falls to 0, as some keep on moving by about as much as it is.
        numbers = optimiser.update(numbers, bowl(numbers), rate * (1 - step / 1000))
    assert numbers == pytest.approx([0.0, 0.0], abs=1e-3)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_learning_rate_of_0_moves_nothing(name):
    optimiser = OPTIMISERS[name](0.9)
    assert optimiser.update([1.0, -2.0], [3.0, 4.0], 0.0) == [1.0, -2.0]


@pytest.mark.parametrize("name", OPTIMISERS)
def test_the_lists_given_are_left_alone(name):
    parameters, grads = [1.0, -2.0], [3.0, 4.0]
    OPTIMISERS[name](0.9).update(parameters, grads, 0.1)
    assert (parameters, grads) == ([1.0, -2.0], [3.0, 4.0])


@pytest.mark.parametrize("name", OPTIMISERS)
def test_a_gradient_for_every_parameter_is_asked_for(name):
    with pytest.raises(ValueError, match="zip"):
        OPTIMISERS[name](0.9).update([1.0, 2.0], [3.0], 0.1)


@pytest.mark.parametrize("name", OPTIMISERS)
def test_every_optimiser_has_a_title_and_a_rate_to_try(name):
    assert OPTIMISERS[name].title
    assert OPTIMISERS[name].suggested(1.0) > 0


@pytest.mark.parametrize("name", OPTIMISERS)
def test_every_place_in_the_words_of_an_optimiser_is_one_that_is_filled(name):
    optimiser = OPTIMISERS[name]
    assert "{" not in optimiser.rule.format(rate="0.1", momentum="0.9")
    assert "{" not in optimiser.words.format(
        optimiser="Adam", name="w", before="1", after="0.9", grad="1", rate="0.1"
    )


def test_momentum_of_0_is_plain_gradient_descent():
    plain, momentum = SGD(), Momentum(0.0)
    first = second = [1.0, -1.0]
    for _ in range(5):
        first = plain.update(first, bowl(first), 0.03)
        second = momentum.update(second, bowl(second), 0.03)
    assert first == second


def test_momentum_keeps_its_velocity():
    optimiser = Momentum(0.5)
    numbers = optimiser.update([0.0], [1.0], 1.0)
    assert numbers == [-1.0]
    assert optimiser.update(numbers, [0.0], 1.0) == [-1.5]


@pytest.mark.parametrize("grad", [1e-3, 1.0, 1e6])
def test_the_first_step_of_adam_is_the_learning_rate_whatever_the_gradient(grad):
    assert Adam().update([0.0], [grad], 0.01) == pytest.approx([-0.01], rel=1e-4)


def test_a_constant_schedule_stays():
    assert {SCHEDULES["constant"].rate(0.3, step, 10) for step in range(10)} == {0.3}


@pytest.mark.parametrize("name", SCHEDULES)
def test_the_code_of_a_schedule_gives_its_rates(name):
    schedule = SCHEDULES[name]
    names = {"LEARNING_RATE": 0.3, "STEPS": 50}
    names |= {used: getattr(math, used) for used in schedule.imports}
    body = schedule.body or "return LEARNING_RATE"
    exec("def rate_at(step):\n" + indent(body, "    "), names)
    steps = range(50)
    assert list(map(names["rate_at"], steps)) == [schedule.rate(0.3, step, 50) for step in steps]


def test_a_linear_schedule_falls_to_a_tenth():
    rates = [SCHEDULES["linear"].rate(1.0, step, 100) for step in range(101)]
    assert rates[0] == 1.0
    assert rates[50] == 1.0 - 0.9 * 50 / 100
    assert rates[100] == pytest.approx(0.1)


def test_a_step_schedule_falls_at_half_and_at_three_quarters():
    rates = [SCHEDULES["step"].rate(1.0, step, 100) for step in (0, 49, 50, 74, 75, 99)]
    assert rates == [1.0, 1.0, 0.1, 0.1, 0.01, 0.01]


def test_a_warm_up_rises_over_a_tenth_from_the_first_update_on():
    warm, linear = SCHEDULES["warm-up"].rate, SCHEDULES["linear"].rate
    assert [warm(1.0, step, 100) for step in (0, 4, 9, 10, 99)] == [
        0.1, 0.5 * linear(1.0, 4, 100), *(linear(1.0, step, 100) for step in (9, 10, 99)),
    ]  # fmt: skip
    # So short a run has no tenth: it begins at the top.
    assert warm(1.0, 0, 5) == 1.0
