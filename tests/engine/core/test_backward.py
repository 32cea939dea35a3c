"""The topological order, and the backward pass told step by step."""

import math
from functools import cache

import pytest
from hypothesis import given

from engine import DomainError, Value, parse
from engine.core.backward import backward_steps, gradients, gradients_or_errors, slopes
from engine.core.ops import OPS
from engine.core.value import topological_order
from tests.engine.strategies import Plan, computable, graphs
from tests.examples import examples


@given(graphs())
def test_inputs_come_before_what_uses_them_and_nothing_comes_twice(plan: Plan):
    root = plan.nodes()[-1]
    order = topological_order(root)
    place = {id(node): position for position, node in enumerate(order)}
    assert len(place) == len(order)
    assert order[-1] is root
    for position, node in enumerate(order):
        assert all(place[id(child)] < position for child in node.children)


def test_the_order_goes_left_to_right():
    a, b, c = Value(1.0), Value(2.0), Value(3.0)
    e = a * b
    d = e + c
    assert topological_order(d) == [a, b, e, c, d]


def test_the_order_of_a_leaf_is_the_leaf():
    a = Value(1.0)
    assert topological_order(a) == [a]
    assert list(backward_steps([a])) == []
    assert gradients([a]) == [1.0]


def test_an_order_is_not_disturbed_by_an_earlier_one():
    a = Value(1.0)
    b = a + a
    c = b * b
    assert topological_order(c) == topological_order(c) == [a, b, c]
    assert topological_order(b) == [a, b]


@given(graphs())
@examples(300)
def test_the_steps_add_up_to_backward_bit_for_bit(plan: Plan):
    root = plan.nodes()[-1]
    order = topological_order(root)
    steps = list(backward_steps(order))
    assert {node.grad for node in order} == {0.0}
    root.backward()
    received = [0.0] * len(order)
    received[-1] = 1.0
    for step in steps:
        assert step.grad == received[step.index]
        for part in step.contributions:
            assert part.amount == step.grad * part.slope
            assert part.before == received[part.child]
            assert part.after == part.before + part.amount
            received[part.child] = part.after
    assert [grad.hex() for grad in received] == [node.grad.hex() for node in order]
    assert gradients(order) == received


@given(graphs())
def test_every_inner_node_makes_one_step_after_all_that_use_it(plan: Plan):
    order = topological_order(plan.nodes()[-1])
    steps = list(backward_steps(order))
    inner = [position for position, node in enumerate(order) if node.op]
    assert [step.index for step in steps] == inner[::-1]
    for step in steps:
        children = [order[part.child] for part in step.contributions]
        assert tuple(children) == order[step.index].children
        assert [part.slot for part in step.contributions] == list(range(len(children)))


def test_both_slots_of_a_square_contribute():
    a = Value(3.0)
    (step,) = backward_steps(topological_order(a * a))
    first, second = step.contributions
    assert (first.before, first.after) == (0.0, 3.0)
    assert (second.before, second.after) == (3.0, 6.0)


def named_gradients(text, values=None):
    """Name to gradient, or to the sentence of why there is none; the last name is the output."""
    nodes = parse(text, values or {})
    order = topological_order(list(nodes.values())[-1])
    return {
        node.label or str(node.data): str(found) if isinstance(found, DomainError) else found
        for node, found in zip(order, gradients_or_errors(order), strict=True)
    }


INFINITE = "sqrt(0.0) has no finite derivative: what it passes back is infinite"
MASKED = "sqrt(0.0) has no finite derivative: 0 arrives, and 0 × infinite is not known"


@pytest.mark.parametrize("total", ["e + s", "s + e"])
def test_an_infinite_slope_hides_no_gradient_that_does_not_depend_on_it(total):
    text = f"e = a * b; s = sqrt(x); L = {total}"
    found = named_gradients(text, {"a": 2, "b": 3, "x": 0})
    assert found == {"L": 1.0, "e": 1.0, "a": 3.0, "b": 2.0, "s": 1.0, "x": INFINITE}


def test_zero_that_arrives_at_an_infinite_slope_is_not_called_infinite():
    text = "p = x * x; q = y * y; r = p + q; s = sqrt(r); m = max(s, t)"
    found = named_gradients(text, {"x": 0, "y": 0, "t": 1e-10})
    assert {name for name, grad in found.items() if grad == MASKED} == {"x", "y", "p", "q", "r"}
    assert (found["s"], found["t"], found["m"]) == (0.0, 1.0, 1.0)


def test_a_power_below_1_at_a_base_of_0_hides_the_gradient_of_the_base_alone():
    found = named_gradients("u = x ** n; L = u * c", {"x": 0, "n": 0.5, "c": 3})
    words = "0.0 ** 0.5 has no finite derivative: what it passes back is infinite"
    assert found == {"x": words, "n": 0.0, "u": 3.0, "c": 0.0, "L": 1.0}
    masked = named_gradients("u = x ** n; L = u * c", {"x": 0, "n": 0.5, "c": 0})
    assert masked["x"] == words.replace(
        "what it passes back is infinite", "0 arrives, and 0 × infinite is not known"
    )


def test_a_node_that_gets_an_infinite_gradient_beside_a_finite_one_has_none():
    for total in ("s + u", "u + s", "s + u * 3", "u * 3 + s"):
        found = named_gradients(f"u = a * x; s = sqrt(u); L = {total}", {"a": 1, "x": 0})
        assert (found["u"], found["a"], found["x"]) == (INFINITE, INFINITE, INFINITE)
        assert (found["s"], found["L"]) == (1.0, 1.0)


def test_only_the_input_whose_slope_is_too_large_has_no_gradient():
    found = named_gradients("L = a / b", {"a": 1, "b": 1e-200})
    words = "has too large a derivative by 1e-200: the largest number is about 1.8e308"
    assert found == {"a": 1e200, "b": f"1.0 / 1e-200 {words}", "L": 1.0}


def test_a_product_that_is_too_large_is_named():
    found = named_gradients("u = a * b; L = u * c", {"a": 1e-300, "b": 1e200, "c": 1e200})
    assert found["a"] == (
        "1e-300 * 1e+200 passes back 1e+200 * 1e+200, which is too large: "
        "the largest number is about 1.8e308"
    )
    assert (found["b"], found["u"], found["c"]) == (1e200 * 1e-300, 1e200, 1e-300 * 1e200)


def test_a_sum_that_is_too_large_is_named():
    found = named_gradients("u = a * b; v = a * b; L = u + v", {"a": 0, "b": 1e308})
    assert found["a"] == (
        "1e+308 + 1e+308, the sum of what arrives, is too large: "
        "the largest number is about 1.8e308"
    )
    assert found["b"] == 0.0


@given(graphs(computable))
@examples(300)
def test_a_gradient_exists_exactly_where_all_that_it_is_a_sum_of_exists(plan: Plan):
    nodes = plan.nodes()
    order = topological_order(nodes[-1])
    found = gradients_or_errors(order)

    @cache
    def naive(node: Value) -> float | None:
        """The sum over all that uses the node, None where a part is missing."""
        total = 1.0 if node is order[-1] else 0.0
        for user in reversed(order):
            for slot, child in enumerate(user.children):
                if child is node:
                    amount = times(naive(user), slope_at(user, slot))
                    total = None if total is None or amount is None else total + amount
        return total if total is None or math.isfinite(total) else None

    for node, outcome in zip(order, found, strict=True):
        wanted = naive(node)
        assert isinstance(outcome, DomainError) == (wanted is None)
        assert wanted is None or outcome == wanted


def times(grad: float | None, slope: float) -> float | None:
    amount = math.nan if grad is None else grad * slope
    return amount if math.isfinite(amount) else None


def slope_at(node: Value, slot: int) -> float:
    inputs = [child.data for child in node.children]
    try:
        return OPS[node.op].slope(slot, inputs, node.data)
    except DomainError:
        return math.inf


@given(graphs(computable))
@examples(300)
def test_backward_raises_where_the_steps_meet_a_problem_and_leaves_no_number_infinite(plan: Plan):
    order = topological_order(plan.nodes()[-1])
    problems = [
        str(part.problem)
        for step in backward_steps(order)
        for part in step.contributions
        if part.problem
    ]
    if problems:
        with pytest.raises(DomainError) as caught:
            order[-1].backward()
        assert str(caught.value) == problems[0]
        with pytest.raises(DomainError):
            gradients(order)
    else:
        order[-1].backward()
        assert [node.grad for node in order] == gradients(order)
    assert all(math.isfinite(node.grad) for node in order)


def test_the_slopes_of_a_node_are_an_error_where_one_is_not_finite():
    for node in (Value(0.0).sqrt(), Value(5e-324).log(), Value(1.0) / 1e-200):
        with pytest.raises(DomainError):
            slopes(node)
