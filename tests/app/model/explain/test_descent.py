"""Descent: steps on the trainable leaves, how a run ends, and what is refused."""

import math
from itertools import pairwise

import pytest
from hypothesis import given

from app.model.catalogue.examples import load_example
from app.model.explain.descent import MOST_STEPS, descended
from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph, GraphError
from engine import parse
from tests.app.model.strategies import graphs
from tests.examples import examples


def graph_of(text):
    return from_text(text, Graph())


def leaf(graph, label):
    return graph.nodes[graph.by_label(label)].data


def test_one_step_moves_every_trainable_leaf_against_its_gradient():
    graph = load_example("cheatsheet")
    run = descended(graph, 0.01, 1)
    assert [leaf(run.graph, name) for name in "abcf"] == [
        2 - 0.01 * 6, -3 + 0.01 * 4, 10 + 0.01 * 2, -2 - 0.01 * 4,
    ]  # fmt: skip
    assert run.outputs[0] == -8
    assert run.outputs[1] < -8
    assert (run.ending, run.steps) == ("done", 1)


def test_a_run_is_what_backward_and_a_loop_make_of_it_to_the_last_bit():
    run = descended(graph_of("x = 0.5; w = -1; L = (tanh(w * x) - 0.8) ** 2 + w * w"), 0.1, 25)
    numbers = {"x": 0.5, "w": -1.0}
    for _ in range(25):
        nodes = parse("L = (tanh(w * x) - 0.8) ** 2 + w * w", numbers)
        nodes["L"].backward()
        numbers = {name: numbers[name] - 0.1 * nodes[name].grad for name in numbers}
    assert {name: leaf(run.graph, name) for name in numbers} == numbers
    assert len(run.outputs) == 26


def test_the_last_output_is_that_of_the_graph_it_led_to():
    run = descended(load_example("least-squares"), 0.01, 40)
    assert run.outputs[-1] == evaluate(run.graph).data[run.graph.output]
    assert all(after < before for before, after in pairwise(run.outputs))
    assert str(run.words).startswith("From 27 to ")


def test_leaves_that_are_not_trainable_stay():
    graph = load_example("cheatsheet")
    a, b = graph.by_label("a"), graph.by_label("b")
    run = descended(graph.with_trainable(a, False), 0.01, 3)
    assert run.graph.nodes[a].data == 2.0
    assert run.graph.nodes[b].data != -3.0
    assert run.graph.positions is graph.positions


def test_leaves_beside_the_output_stay():
    graph = load_example("cheatsheet").with_leaf((0, 0), 7.0, "z")
    assert leaf(descended(graph, 0.01, 3).graph, "z") == 7.0


def test_upward_the_output_rises():
    run = descended(load_example("cheatsheet"), 0.01, 5, direction=1)
    assert run.outputs[-1] > run.outputs[0]


def test_the_graph_it_starts_from_is_left_alone():
    graph = load_example("cheatsheet")
    descended(graph, 0.01, 10)
    assert graph == load_example("cheatsheet")


# How a run ends.


def test_a_run_that_diverges_stops_at_the_last_graph_that_can_be_computed():
    run = descended(graph_of("x = 1; L = x * x"), 10.0, 1_000)
    assert run.ending == "diverged"
    assert 1 < run.steps < 1_000
    assert math.isfinite(run.outputs[-1])
    assert evaluate(run.graph).data[run.graph.output] == run.outputs[-1]
    assert "It diverges" in str(run.words)
    assert "smaller learning rate" in str(run.words)


def test_a_step_over_an_edge_diverges_and_says_what_is_undefined():
    run = descended(graph_of("x = 0.1; L = x + log(x)"), 1.0, 5)
    assert (run.ending, run.steps) == ("diverged", 0)
    assert leaf(run.graph, "x") == 0.1
    assert "is undefined: log needs a positive input." in str(run.words)


def test_a_step_onto_an_infinite_slope_diverges():
    run = descended(graph_of("x = 1; L = sqrt(x)"), 2.0, 5)
    assert (run.ending, run.steps) == ("diverged", 0)
    assert "no finite derivative" in str(run.words)


def test_a_leaf_too_large_for_a_number_diverges():
    run = descended(graph_of("x = 10; L = x * x"), 1.7e308, 5)
    assert (run.ending, run.steps) == ("diverged", 0)
    assert "too large" in str(run.words)


def test_a_number_too_large_behind_a_squash_is_not_overlooked():
    run = descended(graph_of("x = 0.5; L = tanh(x * 1e3 - 499.9)"), 1e308, 5)
    assert run.ending == "diverged"
    assert run.graph.output in evaluate(run.graph).data


def test_at_the_bottom_it_stands_still():
    run = descended(graph_of("x = 1; L = (x - 3) ** 2"), 0.25, MOST_STEPS)
    assert run.ending == "still"
    assert run.steps < 100
    assert leaf(run.graph, "x") == pytest.approx(3)
    assert "Nothing moves" in str(run.words)


def test_a_dead_relu_stands_still_at_once():
    run = descended(load_example("dead-relu"), 0.1, 10)
    assert (run.ending, run.steps) == ("still", 0)
    assert run.graph == load_example("dead-relu")


def test_steps_too_small_to_change_a_number_stand_still():
    run = descended(graph_of("x = 1; L = x * x"), 1e-30, 10)
    assert (run.ending, run.steps) == ("still", 0)
    assert "too small" in str(run.words)


def test_a_run_to_and_fro_is_not_taken_for_standing_still():
    run = descended(graph_of("x = 1; L = x * x"), 1.0, 9)
    assert (run.ending, run.steps, leaf(run.graph, "x")) == ("done", 9, -1.0)


def test_one_leaf_alone_can_be_lowered():
    run = descended(Graph().with_leaf((0, 0), 3.0, "x"), 0.5, 4)
    assert run.outputs == (3.0, 2.5, 2.0, 1.5, 1.0)


# What is refused.


@pytest.mark.parametrize("rate", [0.0, -0.1, math.nan, math.inf])
def test_a_learning_rate_is_a_positive_number(rate):
    with pytest.raises(GraphError, match="learning rate"):
        descended(load_example("cheatsheet"), rate, 1)


@pytest.mark.parametrize("steps", [0, -1, MOST_STEPS + 1])
def test_the_number_of_steps_has_bounds(steps):
    with pytest.raises(GraphError, match="1 to 10000 steps"):
        descended(load_example("cheatsheet"), 0.1, steps)


@pytest.mark.parametrize(
    ("graph", "words"),
    [
        (Graph(), "No output is chosen"),
        (Graph().with_leaf((0, 0)).with_leaf((0, 0)), "No output is chosen"),
        (graph_of("x = -1; L = log(x)"), "no gradients yet"),
        (graph_of("x = 0; u = sqrt(x); L = u + u"), r"x has no gradient to follow: sqrt\(0\) has"),
        (Graph().with_op("tanh", (0, 0), "t"), "no gradients yet"),
        (Graph().with_leaf((0, 0), 1.0, "x").with_trainable(1, False), "No trainable leaf"),
    ],
)
def test_a_graph_with_nothing_to_follow_is_refused_with_a_sentence(graph, words):
    with pytest.raises(GraphError, match=words):
        descended(graph, 0.1, 1)


@given(graphs(wired=False))
@examples(200)
def test_every_run_ends_in_a_graph_that_can_be_computed(graph):
    for rate in (0.1, 1e3, 1e300):
        try:
            run = descended(graph, rate, 8)
        except GraphError:
            return
        assert len(evaluate(run.graph).grad) == len(run.graph.order_to_output)
        assert all(map(math.isfinite, run.outputs))
        assert run.ending == "done" or run.steps < 8
