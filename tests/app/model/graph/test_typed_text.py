"""Formulas as they are pasted into the expression bar, and numbers as it writes them."""

import pytest

from app.model.graph.expression_text import from_text, to_text
from app.model.graph.graph import Graph
from app.model.graph.node import Node
from engine import ExpressionError, parse


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("a – b", "a - b"),
        ("a—b", "a - b"),
        ("a‑2", "a - 2"),
        ("a × –2", "a * -2"),
        ("a•b ∗ c", "a * b * c"),
        ("a÷b", "a / b"),
        ("a₁ + a₂", "a1 + a2"),
        ("pow(a, 2)", "a ** 2"),
        ("L = pow(a + b, c) * 2", "L = (a + b) ** c * 2"),
        ("a² + (a + b)³", "a ** 2 + (a + b) ** 3"),
        ("a⁻¹⁰", "a ** -10"),
        ("max(a,b)", "max(a, b)"),
        ("max(1,2)", "max(1, 2)"),
    ],
)
def test_a_formula_is_understood_with_the_signs_that_it_was_set_in(typed, meant):
    assert to_text(from_text(typed, Graph())) == meant


@pytest.mark.parametrize(
    ("typed", "column", "reason"),
    [
        ("0,5*a", 2, "a number is written with a point, as in 0.5"),
        ("L = a + 1,25", 10, "a number is written with a point, as in 0.5"),
        ("max(a, 0,5)", 9, "a number is written with a point, as in 0.5"),
        ("a²b", 1, "a power is written **, as in a ** 2"),
        ("a^2", 2, "expected an operator, found ^: a power is written **, as in a ** 2"),
        ("2a – b", 2, "expected an operator, found a: a product is written with *, as in 2 * a"),
        ("a – – – +", 9, "expected a number, a name, ( or -, found +"),
        ("a, b", 2, "expected an operator, found ,: only a function has several inputs: max(a, b)"),
    ],
)
def test_what_is_no_expression_is_told_how_to_write_it(typed, column, reason):
    with pytest.raises(ExpressionError) as caught:
        from_text(typed, Graph())
    assert (str(caught.value.reason), caught.value.column) == (reason, column)


@pytest.mark.parametrize("typed", ["a – b", "a²", "pow(a, 2)", "a₁"])
def test_parse_itself_stays_strict(typed):
    with pytest.raises(ExpressionError):
        parse(typed, {"a": 2.0, "b": 3.0})


@pytest.mark.parametrize(
    ("data", "text"), [(8e307, "8e307"), (1e-7, "1e-7"), (-2.5e30, "-2.5e30"), (2.0, "2")]
)
def test_a_number_stands_in_the_text_as_on_its_card(data, text):
    graph = Graph({1: Node(1, "", data=data)}, {1: (0.0, 0.0)})
    assert to_text(graph) == text
    assert from_text(text, Graph()).nodes[1].data == data
