"""Value: the graph that arithmetic builds, and the backward pass over it."""

import gc
import math
from functools import partial
from itertools import product

import pytest
from hypothesis import given

from engine import DomainError, Value
from engine.core.ops import OPS, functions
from engine.core.value import topological_order
from tests.engine.strategies import Plan, agrees, followed, graphs

A, B = 2.0, -3.0


def pair() -> tuple[Value, Value]:
    return Value(A, label="a"), Value(B, label="b")


def test_a_leaf_holds_a_number_and_a_label():
    leaf = Value(2, label="a")
    assert (leaf.data, leaf.grad, leaf.op, leaf.children, leaf.label) == (2.0, 0.0, None, (), "a")
    assert isinstance(leaf.data, float)
    assert repr(leaf) == "Value(label='a', data=2.0, grad=0.0)"
    assert repr(Value(1.5)) == "Value(data=1.5, grad=0.0)"


@pytest.mark.parametrize(
    ("op", "build", "data"),
    [
        ("+", lambda a, b: a + b, -1.0),
        ("-", lambda a, b: a - b, 5.0),
        ("*", lambda a, b: a * b, -6.0),
        ("/", lambda a, b: a / b, 2.0 / -3.0),
        ("**", lambda a, b: a**b, 0.125),
        ("max", lambda a, b: a.maximum(b), 2.0),
        ("min", lambda a, b: a.minimum(b), -3.0),
    ],
)
def test_an_op_on_two_values_remembers_both_in_order(op, build, data):
    a, b = pair()
    node = build(a, b)
    assert (node.op, node.data) == (op, data)
    assert node.children == (a, b)
    assert node.children[0] is a
    assert build(a, a).children == (a, a)


@pytest.mark.parametrize("op", [name for name, row in functions().items() if row.arity == 1])
def test_a_function_of_one_value_remembers_it(op):
    a = Value(0.5)
    node = abs(a) if op == "abs" else getattr(a, op)()
    assert (node.op, node.children) == (op, (a,))


def test_minus_is_a_negation():
    a = Value(2.0)
    assert ((-a).op, (-a).children, (-a).data) == ("neg", (a,), -2.0)


@pytest.mark.parametrize(
    ("op", "build", "data"),
    [
        ("+", lambda a: 6 + a, 8.0),
        ("-", lambda a: 6 - a, 4.0),
        ("*", lambda a: 6 * a, 12.0),
        ("/", lambda a: 6 / a, 3.0),
        ("**", lambda a: 6**a, 36.0),
    ],
)
def test_a_plain_number_on_the_left_becomes_the_first_leaf(op, build, data):
    a = Value(2.0)
    node = build(a)
    assert (node.op, node.data) == (op, data)
    number, second = node.children
    assert (number.op, number.data) == (None, 6.0)
    assert second is a


def test_a_plain_number_on_the_right_becomes_the_second_leaf():
    a = Value(2.0)
    for node in (a + 3, a - 3, a * 3, a / 3, a**3, a.maximum(3), a.minimum(3)):
        first, number = node.children
        assert first is a
        assert (number.op, number.data) == (None, 3.0)


def test_the_sheet_s_example_comes_out_as_on_paper():
    a, b, c, f = (Value(number) for number in (2, -3, 10, -2))
    e = a * b
    d = e + c
    output = d * f
    output.backward()
    assert output.data == -8
    assert [node.grad for node in (a, b, c, f, e, d, output)] == [6, -4, -2, 4, -2, -2, 1]


def test_a_node_that_feeds_two_places_sums_what_arrives():
    a = Value(3.0)
    (a * a).backward()
    assert a.grad == 6.0
    b = Value(3.0)
    (b * 4 + b * 5).backward()
    assert b.grad == 9.0


def test_a_node_passes_nothing_down_before_all_has_arrived():
    a = Value(1.0)
    b = a + a
    c = b + b
    c.backward()
    assert (a.grad, b.grad, c.grad) == (4.0, 2.0, 1.0)


def test_a_diamond_is_walked_once():
    a = Value(2.0)
    left, right = a.tanh(), a * 3
    (left * right + left).backward()
    tanh = math.tanh(2.0)
    assert a.grad == pytest.approx((1 - tanh**2) * 7 + 3 * tanh)


def test_leaves_accumulate_over_calls_and_inner_nodes_do_not():
    a, b = pair()
    e = a * b
    output = e + a
    output.backward()
    once = (a.grad, b.grad, e.grad, output.grad)
    output.backward()
    assert (a.grad, b.grad) == (2 * once[0], 2 * once[1])
    assert (e.grad, output.grad) == (1.0, 1.0) == once[2:]


def test_zero_grad_clears_every_node_below():
    a, b = pair()
    output = (a * b).tanh()
    output.backward()
    output.zero_grad()
    assert {a.grad, b.grad, output.grad, output.children[0].grad} == {0.0}


def test_two_outputs_of_one_graph_do_not_disturb_each_other():
    a, b = pair()
    shared = a * b
    first, second = shared * 2, shared * 5
    first.backward()
    a.grad = b.grad = 0.0
    second.backward()
    assert (a.grad, b.grad, shared.grad) == (5 * B, 5 * A, 5.0)


def test_backward_on_a_leaf_is_one():
    a = Value(7.0)
    a.backward()
    assert a.grad == 1.0
    a.backward()
    assert a.grad == 2.0


@given(graphs())
def test_backward_again_gives_the_same_and_twice_that_on_leaves(plan: Plan):
    nodes = plan.nodes()
    nodes[-1].backward()
    inner = [node.grad for node in nodes if node.op]
    nodes[-1].backward()
    assert [node.grad for node in nodes if node.op] == inner
    _, grads, sizes = followed(plan)
    for leaf, grad, size in zip(nodes, grads, sizes, strict=False):
        assert agrees(leaf.grad, 2 * grad, 2 * size)


@pytest.mark.parametrize(
    "build",
    [
        lambda: Value(0.0).log(),
        lambda: Value(-1.0).sqrt(),
        lambda: Value(1.0) / 0,
        lambda: 1 / Value(0.0),
        lambda: Value(0.0) ** -1,
        lambda: Value(-8.0) ** (1 / 3),
        lambda: Value(710.0).exp(),
        lambda: Value(1e308) + 1e308,
        lambda: -Value(1e308) - 1e308,
        lambda: Value(1e308) * -10,
        lambda: Value(1e-308) / 1e-308 / 1e-308 / 1e-308,
        lambda: Value(10.0) ** 309,
    ],
)
def test_a_result_that_is_no_finite_number_is_refused(build):
    with pytest.raises(DomainError):
        build()
    assert issubclass(DomainError, ValueError)


def test_a_slope_that_is_infinite_is_refused():
    with pytest.raises(DomainError, match=r"sqrt\(0\.0\) has no finite derivative"):
        Value(0.0).sqrt().backward()
    with pytest.raises(DomainError, match=r"0\.0 \*\* 0\.5 has no finite derivative"):
        (Value(0.0) ** 0.5).backward()


def test_a_gradient_that_grows_too_large_is_refused():
    tiny = Value(1e-300)
    words = r"1e-300 \* 1e\+200 passes back 1e\+200 \* 1e\+200, which is too large"
    with pytest.raises(DomainError, match=words):
        (tiny * 1e200 * 1e200).backward()
    assert tiny.grad == 0.0


def test_a_sum_over_several_passes_that_grows_too_large_is_refused():
    large = Value(1.0)
    output = large * 1e308
    output.backward()
    with pytest.raises(DomainError, match=r"1e\+308 \+ 1e\+308, the sum of what arrives, is too"):
        output.backward()
    assert large.grad == 1e308


def test_an_infinite_slope_is_refused_even_where_nothing_arrives():
    with pytest.raises(DomainError, match="0 arrives, and 0 × infinite is not known"):
        (Value(0.0).sqrt() * 0).backward()


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf, 10**400])
def test_a_leaf_holds_no_number_that_is_not_finite(number):
    with pytest.raises(ValueError, match="a leaf holds a finite number"):
        Value(number)
    with pytest.raises(ValueError, match="a leaf holds a finite number"):
        Value(1.0) + number


@pytest.mark.parametrize("thing", ["1", None, [1.0], 1j, Value(1.0), True])
def test_a_leaf_holds_nothing_but_a_number(thing):
    with pytest.raises(TypeError, match="a leaf holds a real number, not"):
        Value(thing)


@pytest.mark.parametrize("thing", ["1", None, [1.0], 1j, True])
def test_an_operator_with_something_else_is_a_type_error(thing):
    a = Value(1.0)
    for build in (lambda: a + thing, lambda: thing + a, lambda: a**thing, lambda: thing / a):
        with pytest.raises(TypeError):
            build()
    with pytest.raises(TypeError):
        a.maximum(thing)


def test_an_exponent_gets_nothing_where_the_base_is_not_positive():
    base, exponent = Value(-2.0), Value(3.0)
    (base**exponent).backward()
    assert (base.grad, exponent.grad) == (12.0, 0.0)


def test_sigmoid_is_right_far_from_zero():
    assert Value(-800.0).sigmoid().data == 0.0
    assert Value(800.0).sigmoid().data == 1.0


@pytest.mark.parametrize("op", OPS.values(), ids=list(OPS))
def test_a_method_makes_what_the_row_of_its_op_says(op):
    numbers = (-2.0, -0.5, -0.0, 0.0, 0.5, 1.0, 3.0, 1e200, -1e200, 1e-200)
    for inputs in product(*[numbers] * op.arity):
        leaves = [Value(number) for number in inputs]
        method = getattr(Value, op.method)
        expected = told(partial(op.compute, *inputs))
        node = told(partial(method, *leaves))
        if isinstance(expected, str):
            assert node == expected
        else:
            assert (node.data.hex(), node.grad) == (expected.hex(), 0.0)
            assert (node.op, node.children, node.label) == (op.name, (*leaves,), None)


def told(work):
    """What it returns, or the sentence that it raises."""
    try:
        return work()
    except DomainError as error:
        return str(error)


def test_a_node_refers_to_its_inputs_themselves():
    """A tuple of them would be one more object for the collector to walk."""
    a, b = pair()
    node = a * b
    assert {id(a), id(b)} <= {id(thing) for thing in gc.get_referents(node)}
    assert not any(isinstance(thing, tuple | dict) for thing in gc.get_referents(node))


@given(graphs())
def test_backward_does_not_depend_on_the_gradients_that_inner_nodes_hold(plan: Plan):
    nodes, others = (topological_order(plan.nodes()[-1]) for _ in range(2))
    nodes[-1].backward()
    for number, node in enumerate(others):
        node.grad = (0.0, 1.0, -3.5)[number % 3] if node.op else 0.0
    others[-1].backward()
    assert [node.grad.hex() for node in others] == [node.grad.hex() for node in nodes]


@pytest.mark.slow
def test_a_chain_of_a_million_nodes_works():
    start = node = Value(1.0)
    for _ in range(1_000_000):
        node = -node
    node.backward()
    assert start.grad == 1.0
    node.zero_grad()
    assert start.grad == 0.0


@pytest.mark.parametrize("swapped", [False, True])
def test_a_gradient_that_is_too_large_for_one_input_alone_is_refused(swapped):
    large, small, factor = Value(1e10), Value(1e-10), Value(1e300)
    product = small * large if swapped else large * small
    with pytest.raises(DomainError, match=r"passes back 1e\+300 \* 10000000000.0, which is too"):
        (product * factor).backward()
