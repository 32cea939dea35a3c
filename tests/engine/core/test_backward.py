"""The topological order, and the backward pass told step by step."""

import pytest
from hypothesis import given

from engine import DomainError, Value
from engine.core.backward import backward_steps, gradients, slopes
from engine.core.value import topological_order
from tests.engine.strategies import Plan, graphs
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


def test_the_steps_stop_where_a_slope_is_infinite():
    order = topological_order(Value(0.0).sqrt() * 2)
    steps = backward_steps(order)
    assert next(steps).grad == 1.0
    with pytest.raises(DomainError, match="sqrt"):
        next(steps)
    with pytest.raises(DomainError, match="sqrt"):
        slopes(order[1])
    with pytest.raises(DomainError, match="sqrt"):
        gradients(order)


def test_a_slope_too_large_for_a_number_is_an_error():
    for node in (Value(5e-324).log(), Value(1.0) / 1e-200):
        with pytest.raises(DomainError, match="no finite derivative"):
            slopes(node)


def test_the_steps_stop_where_a_gradient_grows_too_large():
    order = topological_order(Value(1e-300) * 1e200 * 1e200)
    with pytest.raises(DomainError):
        list(backward_steps(order))
