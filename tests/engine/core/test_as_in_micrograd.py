"""What is written for micrograd, NumPy and notebooks, and works here."""

import math
from fractions import Fraction

import numpy as np
import pytest

from engine import MLP, Layer, Neuron, Value

SCALARS = [np.float16, np.float32, np.float64, np.longdouble, np.int8, np.int64, np.uint8, Fraction]
scalars = pytest.mark.parametrize("kind", SCALARS)
nothing = pytest.mark.parametrize(
    "thing", [True, np.bool_(True), np.array(2.0), np.array([2.0]), np.complex64(2), "2", None, 2j]
)


@scalars
def test_a_leaf_takes_a_scalar_of_numpy_as_a_float(kind):
    leaf = Value(kind(2))
    assert (leaf.data, type(leaf.data)) == (2.0, float)


@scalars
def test_a_scalar_of_numpy_stands_on_either_side_of_an_operator(kind):
    a = Value(4.0)
    results = (a + kind(2), a - kind(2), a * kind(2), a / kind(2), a ** kind(2), a.maximum(kind(2)))
    assert [node.data for node in results] == [6, 2, 8, 2, 16, 4]
    results = (kind(2) + a, kind(2) - a, kind(2) * a, kind(2) / a, kind(2) ** a)
    assert [node.data for node in results] == [6, -2, 8, 0.5, 16]
    assert all(type(leaf.data) is float for node in results for leaf in node.children)


@nothing
def test_what_is_no_real_number_is_a_type_error(thing):
    with pytest.raises(TypeError, match="a leaf holds a real number, not"):
        Value(thing)
    with pytest.raises(TypeError, match="a leaf holds a real number, not"):
        Value(1.0).maximum(thing)


@pytest.mark.parametrize("thing", [True, np.bool_(True), np.complex64(2), "2", None, 2j])
def test_an_operator_leaves_what_is_no_real_number_to_python(thing):
    for build in (
        lambda a: a + thing,
        lambda a: thing + a,
        lambda a: a * thing,
        lambda a: a**thing,
    ):
        with pytest.raises(TypeError):
            build(Value(1.0))


def test_an_array_multiplies_each_of_its_numbers_by_a_value():
    a = Value(3.0)
    for products in (a * np.array([1.0, 2.0]), np.array([1.0, 2.0]) * a):
        assert [node.data for node in products] == [3.0, 6.0]


@pytest.mark.parametrize("kind", [np.float32, np.float64, np.int64])
def test_a_network_takes_rows_of_an_array(kind):
    model = MLP(2, [3, 1])
    rows = np.array([[1, 2], [3, 4]], dtype=kind)
    assert [model(row).data for row in rows] == [model([1, 2]).data, model([3, 4]).data]
    with pytest.raises(TypeError, match="not ndarray"):
        model(rows)


def test_children_and_op_have_their_names_in_micrograd_too():
    a, b = Value(2.0), Value(3.0)
    assert ((a * b)._prev, (a * b)._op) == ({a, b}, "*")
    assert ((a * a)._prev, (-a)._op) == ({a}, "neg")
    assert (a._prev, a._op) == (set(), "")


def test_the_function_that_draws_a_graph_in_the_lecture_finds_all_of_it():
    nodes, edges = set(), set()

    def build(v):
        if v not in nodes:
            nodes.add(v)
            for child in v._prev:
                edges.add((child, v))
                build(child)

    a, b = Value(2.0, label="a"), Value(-3.0, label="b")
    build((a * b + a * a).tanh())
    assert (len(nodes), len(edges)) == (6, 6)
    assert sorted(node._op for node in nodes) == ["", "", "*", "*", "+", "tanh"]


def test_a_value_is_formatted_as_its_number():
    a = Value(2.0, "a")
    assert (f"{a:.4f}", f"{a:>6}", f"{a}") == ("2.0000", "   2.0", repr(a))
    assert a.item() == 2.0


def test_a_function_of_math_refuses_a_value_and_says_what_to_write():
    a = Value(2.0)
    for call in (float, math.tanh, math.log, "%.4f".__mod__):
        with pytest.raises(TypeError, match=r"its gradient would be lost: v\.data, or v\.tanh\(\)"):
            call(a)


def test_values_are_ordered_by_data_and_equal_only_to_themselves():
    a, b, again = Value(2.0), Value(3.0), Value(2.0)
    assert sorted([b, a]) == [a, b]
    assert (max(a, b), min(a, b)) == (b, a)
    assert (a < b, a <= b, a > b, a >= b) == (True, True, False, False)
    assert (a <= again, a >= again, a < again, a > again) == (True, True, False, False)
    assert (a < 3, a <= 2, a > 3, a >= 2, a > 1) == (True, True, False, True, True)
    assert a != again
    assert len({a, again}) == 2
    with pytest.raises(TypeError):
        _ = a < "3"


def test_a_value_takes_no_attribute_and_a_subclass_does():
    """A place for them would cost every node 16 bytes. An optimiser may keep a dict of Values."""
    with pytest.raises(AttributeError):
        Value(1.0).m = 0.0

    class Parameter(Value):
        pass

    p = Parameter(2.0)
    p.m = 0.5
    output = p * p * 3
    output.backward()
    assert (p.m, p.grad, type(output)) == (0.5, 12.0, Value)
    assert {p: 0.5}[p] == 0.5


def test_a_linear_neuron_is_made_as_in_micrograd():
    assert repr(Neuron(2, nonlin=False)) == "linearNeuron(2)"
    assert repr(Layer(2, 1, nonlin=False)) == "Layer of [linearNeuron(2)]"
    assert repr(Neuron(2, nonlin=True)) == "reluNeuron(2)"
