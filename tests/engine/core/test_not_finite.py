"""Numbers that are not finite, and constants, for whose gradient nobody asks."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import DomainError, Value, gradient_check, parse
from engine.core.op import Op
from engine.core.ops import OPS
from engine.core.value import apply
from tests.engine.strategies import Plan, graphs


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("slot", [0, 1])
@pytest.mark.parametrize("op", OPS.values(), ids=list(OPS))
def test_an_input_that_is_not_finite_is_told_as_that_or_gives_a_number(op: Op, slot, number):
    """By its limit: tanh(inf) is 1, relu(−inf) is 0, and 1 ** nan is 1 for everyone."""
    inputs = [Value(2.0) for _ in range(op.arity)]
    spoiled = inputs[min(slot, op.arity - 1)]
    spoiled.data = number
    try:
        told = apply(op, *inputs).data
    except DomainError as error:
        told = str(error)
    if isinstance(told, str):
        assert told.endswith("is undefined: not every input is finite")
    else:
        assert math.isfinite(told)
        assert not math.isnan(number)


@pytest.mark.parametrize(
    "build",
    [
        lambda p: p.relu(),
        lambda p: p.maximum(1.0),
        lambda p: p.minimum(1.0),
        lambda p: Value(1.0).maximum(p),
        lambda p: Value(1.0).minimum(p),
        lambda p: p * 2,
    ],
)
def test_nan_is_never_passed_over_in_silence(build):
    p = Value(1.0)
    p.data = math.nan
    with pytest.raises(DomainError, match="not every input is finite"):
        build(p)


def test_a_number_spoiled_after_the_forward_pass_is_not_called_too_large():
    p = Value(2.0)
    output = p * p
    p.data = math.nan
    with pytest.raises(DomainError, match="no derivative: not every number of it is finite"):
        output.backward()
    assert p.grad == 0.0


def test_a_gradient_that_was_infinite_before_is_not_called_too_large():
    p = Value(2.0)
    p.grad = math.inf
    with pytest.raises(DomainError, match=r"inf \+ 3\.0 is not finite: the gradient was inf bef"):
        (p * 3).backward()


def test_a_plain_number_beside_a_value_is_a_constant():
    a = Value(2.0)
    assert [leaf.is_constant for leaf in (a * 3).children] == [False, True]
    assert [leaf.is_constant for leaf in (3 - a).children] == [True, False]
    assert [leaf.is_constant for leaf in a.maximum(3).children] == [False, True]
    assert not (a * a).is_constant
    assert not (-a).is_constant
    assert (a * 3).children[1].children == ()


def test_the_slope_of_a_constant_stops_nothing():
    x = Value(0.5)
    output = 0.0**x * 3
    output.backward()
    assert (x.grad, output.children[0].grad) == (0.0, 3.0)
    large = Value(1e200)
    (1e-300 * large * 1e200).backward()
    assert large.grad == 1e200 * 1e-300


def test_the_slope_of_a_leaf_still_does():
    base, x = Value(0.0), Value(0.5)
    with pytest.raises(DomainError, match="has no finite derivative"):
        (base**x).backward()
    names = parse("y = 0 ** x", {"x": 0.5})
    with pytest.raises(DomainError, match="has no finite derivative"):
        names["y"].backward()


def test_a_gradient_check_leaves_out_a_constant_that_has_no_gradient():
    x = Value(0.5)
    output = 0.0**x + x * 3
    assert [row.leaf.data for row in gradient_check(output)] == [0.5, 3.0]
    with pytest.raises(DomainError):
        gradient_check(output, [output.children[0].children[0]])


@given(graphs(), st.data())
def test_constants_change_no_other_gradient(plan: Plan, data: st.DataObject):
    """Every op with a plain number in the place of a leaf, against the same with a Value there."""
    nodes = plan.nodes()
    op = OPS[data.draw(st.sampled_from([name for name, op in OPS.items() if op.infix]))]
    number = data.draw(st.sampled_from([-2.0, 0.0, 0.5, 3.0]))
    swapped = data.draw(st.booleans())
    sides = (number, nodes[-1]) if swapped else (nodes[-1], number)
    try:
        expected = apply(op, *(Value(side) if side is number else side for side in sides))
        expected.backward()
    except DomainError:
        return
    grads = [node.grad for node in nodes]
    expected.zero_grad()
    written = eval(op.python, {"x": sides[0], "y": sides[1]})
    written.backward()
    assert written.data == expected.data
    assert [node.grad for node in nodes] == grads
