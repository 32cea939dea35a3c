"""Numbers that are floating-point rounding say so, and no others do."""

import math

import pytest

from app.model.explain.inspection import inspect
from app.model.explain.rounding import result_note, rounding_note, sum_note
from app.model.graph.evaluation import evaluate
from tests.app.model.explain.timelines import graph_with, sentences

WORDS = "floating-point rounding"


def note(text, **numbers):
    """What is said of the output of an expression, if anything is."""
    graph = graph_with(text, **numbers)
    return result_note(graph, evaluate(graph), graph.output)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("d = a + b; L = d - c", {"a": 0.1, "b": 0.2, "c": 0.3}),
        ("d = a * n; L = d - c", {"a": 0.1, "n": 3.0, "c": 0.3}),
        ("L = sin(a)", {"a": math.pi}),
        ("L = cos(a)", {"a": math.pi / 2}),
        ("d = a + b; L = d - c", {"a": 1e16, "b": 3.0, "c": 1e16}),
    ],
)
def test_a_number_that_is_small_against_its_inputs_is_called_rounding(text, numbers):
    assert WORDS in str(note(text, **numbers))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("L = a - b", {"a": 0.3, "b": 0.3}),
        ("L = a - b", {"a": 0.3, "b": 0.2999999}),
        ("L = a * b", {"a": 1e-20, "b": 5.0}),
        ("L = a / b", {"a": 1e-20, "b": 5e10}),
        ("L = exp(a)", {"a": -700.0}),
        ("L = sin(a)", {"a": 1e-20}),
        ("L = a + b", {"a": 1e-20, "b": 1e-20}),
        ("L = a ** b", {"a": 1e-5, "b": 20.0}),
        ("L = tanh(a)", {"a": 1e-17}),
    ],
)
def test_a_small_number_that_is_right_is_not(text, numbers):
    assert note(text, **numbers) is None


@pytest.mark.parametrize("parts", [(1.6e308, 1.6e308), (math.inf, 1.0), (math.nan,)])
def test_a_number_near_the_end_of_the_range_is_not_called_rounding(parts):
    assert rounding_note(1.6e308, parts) is None


def test_nothing_is_called_rounding_beside_a_part_that_is_not_finite():
    assert rounding_note(1e-17, (1.0,)) is not None
    assert rounding_note(1e-17, (math.inf, 1.0)) is None


def test_the_timeline_and_the_inspector_say_it():
    graph = graph_with("d = a + b; L = d - c", a=0.1, b=0.2, c=0.3)
    said = sentences(graph)
    assert said[1:4] == [
        "d = a + b = 0.1 + 0.2 = 0.3",
        "L = d − c = 0.3 − 0.3 ≈ 5.551e−17",
        str(rounding_note(0.1 + 0.2 - 0.3, [0.3, 0.3])),
    ]
    notes = inspect(graph, evaluate(graph), graph.output).notes
    assert WORDS in str(notes[0])
    assert not any(WORDS in str(words) for words in inspect(graph, evaluate(graph), 1).notes)


def test_a_gradient_that_is_rounding_is_called_so():
    graph = graph_with(
        "u = a * x; v = a * y; w = a * z; s = u + v; L = s - w", a=1.0, x=0.1, y=0.2, z=0.3
    )
    evaluation = evaluate(graph)
    a = graph.by_label("a")
    assert 0.0 < abs(evaluation.grad[a]) < 1e-16
    assert WORDS in str(sum_note(evaluation, a, graph.consumers[a]))
    assert WORDS in " ".join(map(str, inspect(graph, evaluation, a).notes))
    assert sum(WORDS in sentence for sentence in sentences(graph)) == 2


def test_an_op_without_a_slope_is_not_judged():
    assert note("L = sqrt(a)", a=0.0) is None
    assert note("L = log(a)", a=-1.0) is None
