"""gradient_check: the analytic gradient beside the numeric one."""

import pytest
from hypothesis import given

from engine import DomainError, Value, gradient_check, parse
from engine.checking.check import difference, replay
from engine.core.value import topological_order
from tests.engine.strategies import Plan, followed, graphs, smooth
from tests.examples import examples

SHEET = "e = a*b; d = e + c; L = d*f"
NUMBERS = {"a": 2, "b": -3, "c": 10, "f": -2}


def test_the_sheet_s_example_is_confirmed_leaf_by_leaf():
    nodes = parse(SHEET, NUMBERS)
    rows = gradient_check(nodes["L"])
    assert [row.leaf.label for row in rows] == ["a", "b", "c", "f"]
    assert [row.analytic for row in rows] == [6, -4, -2, 4]
    for row in rows:
        assert row.numeric == pytest.approx(row.analytic, rel=1e-8)
        assert row.relative_error < 1e-8


def test_nothing_is_written_to_the_graph():
    nodes = parse(SHEET, NUMBERS)
    before = [(node.data, node.grad) for node in nodes.values()]
    gradient_check(nodes["L"])
    assert [(node.data, node.grad) for node in nodes.values()] == before


def test_leaves_may_be_chosen_and_one_outside_has_no_effect():
    nodes = parse(SHEET, NUMBERS)
    outside = Value(5.0)
    first, second = gradient_check(nodes["L"], [nodes["f"], outside])
    assert (first.leaf, first.analytic) == (nodes["f"], 4.0)
    assert (second.analytic, second.numeric, second.relative_error) == (0.0, 0.0, 0.0)


def test_an_inner_node_cannot_be_moved():
    nodes = parse(SHEET, NUMBERS)
    with pytest.raises(ValueError, match="inner node"):
        gradient_check(nodes["L"], [nodes["d"]])


@given(graphs(smooth, most_steps=6))
@examples(100)
def test_random_graphs_are_confirmed(plan: Plan):
    nodes = plan.nodes()
    leaves = nodes[: len(plan.leaves)]
    _, _, sizes = followed(plan)
    try:
        rows = gradient_check(nodes[-1], leaves)
    except DomainError:
        return
    for row, size in zip(rows, sizes, strict=True):
        # The rounding of a central difference is about 1e-11 of the output, its truncation grows
        # with the third derivative, which the slopes along the paths bound only loosely.
        assert row.numeric == pytest.approx(row.analytic, abs=1e-6 * (1 + size) ** 3)


def test_at_the_edge_of_a_domain_one_side_is_enough():
    x = Value(1e-7)
    (row,) = gradient_check(x * x.relu().sqrt())
    assert row.numeric > 0
    x = Value(0.0)
    assert difference(topological_order(x.sqrt()), x, 1e-4) == pytest.approx(100)


def test_a_point_that_is_undefined_on_both_sides_is_refused():
    x = Value(0.0)
    # Defined at 0 alone.
    with pytest.raises(DomainError):
        difference(topological_order((-(x * x)).sqrt()), x, 1e-3)


@pytest.mark.parametrize("h", [0.0, -1e-3, float("nan"), float("inf")])
def test_a_step_must_be_positive(h):
    x = Value(1.0)
    with pytest.raises(ValueError, match="a step h must be positive"):
        difference(topological_order(x * x), x, h)


def test_a_leaf_without_a_gradient_is_refused_and_the_others_are_checked():
    nodes = parse("e = a * b; s = sqrt(x); L = s + e", {"a": 2, "b": 3, "x": 0})
    order = topological_order(nodes["L"])
    a, x = (next(node for node in order if node.label == name) for name in "ax")
    (row,) = gradient_check(nodes["L"], [a])
    assert (row.analytic, row.numeric) == (3.0, pytest.approx(3.0))
    for leaves in ([a, x], None):
        with pytest.raises(DomainError, match=r"sqrt\(0\.0\) has no finite derivative"):
            gradient_check(nodes["L"], leaves)


def test_a_step_shrinks_the_error_with_its_square():
    x = Value(2.0)
    order = topological_order(x * x * x)
    assert difference(order, x, 0.1) - 12 == pytest.approx(0.01)
    assert difference(order, x, 0.01) - 12 == pytest.approx(0.0001)


def test_replay_computes_the_output_at_other_leaves():
    nodes = parse(SHEET, NUMBERS)
    order = topological_order(nodes["L"])
    assert replay(order, {}) == -8
    assert replay(order, {id(nodes["a"]): 3.0}) == -2
    with pytest.raises(DomainError, match="too large"):
        replay(order, {id(nodes["a"]): 1e308})


@pytest.mark.parametrize("largest", [1.7976931348623157e308, -1.7976931348623157e308])
def test_a_leaf_at_the_end_of_all_numbers_has_a_numeric_derivative(largest):
    x = Value(largest)
    (row,) = gradient_check(x * 0.5)[:1]
    assert row.leaf is x
    assert (row.numeric, row.relative_error) == (pytest.approx(0.5), pytest.approx(0))


def test_a_rise_that_is_too_large_for_a_number_has_a_slope_all_the_same():
    x = Value(0.0)
    assert difference(topological_order(x * 1.5e308), x, 1.0) == 1.5e308
