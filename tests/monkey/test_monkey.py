"""Some hundred actions without a plan at the whole window; and what judges them."""

import math
from random import Random

import pytest

from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from engine.core.ops import OPS
from tests.monkey.campaign import play
from tests.monkey.independent import FORWARD, SLOPES, result_of
from tests.monkey.screen import passes_of

ACTIONS = 220


@pytest.mark.parametrize("seed", [1, 2])
def test_actions_without_a_plan_leave_nothing_wrong_nothing_lost_and_nobody_complaining(seed):
    outcome = play(seed, ACTIONS)
    assert outcome.status == 0, str(outcome)
    assert outcome.trail[-1].strip().startswith("end")


def test_the_second_evaluation_knows_every_op_with_a_slope_for_each_input():
    assert FORWARD.keys() == SLOPES.keys() == OPS.keys()
    assert {name: len(slopes) for name, slopes in SLOPES.items()} == {
        name: op.arity for name, op in OPS.items()
    }


@pytest.mark.parametrize("name", OPS)
def test_its_slopes_are_those_of_central_differences(name):
    dice = Random(name)
    for _ in range(20):
        inputs = [dice.uniform(0.1, 2.0) for _ in SLOPES[name]]
        for slot, slope in enumerate(SLOPES[name]):
            moved = [[n + h * (i == slot) for i, n in enumerate(inputs)] for h in (1e-6, -1e-6)]
            up, down = (result_of(FORWARD[name], *each) for each in moved)
            assert math.isclose((up - down) / 2e-6, slope(*inputs), rel_tol=1e-6, abs_tol=1e-8)


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a = 2; b = a * a; L = b + a", {"L": 1.0, "b": 1.0, "a": 5.0}),
        ("x = 0; a = 3; s = sqrt(x); L = a * a + s", {"L": 1.0, "s": 1.0, "x": None, "a": 6.0}),
        ("x = 0; s = sqrt(x); t = 2; m = max(s, t)", {"m": 1.0, "s": 0.0, "x": None, "t": 1.0}),
        ("x = -1; L = log(x) + x", {}),
        ("x = 0; y = 2; p = x ** y", {"p": 1.0, "x": 0.0, "y": 0.0}),
    ],
)
def test_its_gradients_are_those_worked_out_by_hand_and_of_the_program(text, right):
    graph = from_text(text, Graph())
    names = {id_: node.label for id_, node in graph.nodes.items() if node.label}
    grads = passes_of(graph).backward()
    assert {names[id_]: grad for id_, grad in grads.items() if id_ in names} == right
    assert {id_: grad for id_, grad in grads.items() if grad is not None} == evaluate(graph).grad
