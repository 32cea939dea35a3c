"""The mistakes: each against the wrong algorithm written down directly, on Values."""

import math

import pytest
from hypothesis import given

from engine import DomainError, Value, parse
from engine.checking.mistakes import MISTAKES
from engine.core.backward import backward_steps, gradients, gradients_or_errors, slopes
from engine.core.value import topological_order
from tests.engine.strategies import Plan, computable, graphs
from tests.examples import examples


def wrong(name, root, passes=1):
    """The wrong gradients by label or place, as the table gives them."""
    order = topological_order(root)
    numbers = MISTAKES[name].gradients(order, passes)
    assert len(numbers) == len(order)
    return {
        node.label or place: n for place, (node, n) in enumerate(zip(order, numbers, strict=True))
    }


def children_of(node):
    return zip(node.children, slopes(node), strict=True) if node.op else ()


def naive_overwrite(root):
    root.grad = 1.0
    for node in reversed(topological_order(root)):
        for child, slope in children_of(node):
            child.grad = node.grad * slope


def naive_wrong_factor(root):
    root.grad = 1.0
    for node in reversed(topological_order(root)):
        if node.op == "*":
            a, b = node.children
            a.grad += node.grad * a.data
            b.grad += node.grad * b.data
        else:
            for child, slope in children_of(node):
                child.grad += node.grad * slope


def naive_wrong_order(root):
    visited = set()

    def visit(node):
        visited.add(node)
        for child, slope in children_of(node):
            child.grad += node.grad * slope
            if child not in visited:
                visit(child)

    root.grad = 1.0
    visit(root)


NAIVE = {
    "overwrite": naive_overwrite,
    "wrong order": naive_wrong_order,
    "wrong factor": naive_wrong_factor,
}


@pytest.mark.parametrize("name", NAIVE)
def test_a_mistake_is_the_wrong_algorithm_bit_for_bit(name):
    @given(graphs())
    @examples(300)
    def check(plan: Plan):
        root = plan.nodes()[-1]
        order = topological_order(root)
        numbers = MISTAKES[name].gradients(order, 1)
        assert {node.grad for node in order} == {0.0}
        NAIVE[name](root)
        assert list(map(repr, numbers)) == [repr(node.grad) for node in order]

    check()


@given(graphs())
@examples(300)
def test_without_zero_grad_leaves_hold_what_backward_leaves_in_them_after_each_pass(plan: Plan):
    root = plan.nodes()[-1]
    order = topological_order(root)
    amounts = [part.amount for step in backward_steps(order) for part in step.contributions]
    largest = max(map(abs, amounts))
    for passes in (1, 2, 3):
        root.backward()
        numbers = MISTAKES["no zero_grad"].gradients(order, passes)
        # The sums are the same but for the order of their terms.
        wanted = pytest.approx([node.grad for node in order], rel=1e-9, abs=1e-12 * largest)
        assert numbers == wanted


@given(graphs())
def test_one_pass_without_zero_grad_is_right(plan: Plan):
    order = topological_order(plan.nodes()[-1])
    assert MISTAKES["no zero_grad"].gradients(order, 1) == gradients(order)


@pytest.mark.parametrize("name", MISTAKES)
def test_every_mistake_can_be_seen_on_some_graph_and_says_why(name):
    nodes = parse("b = a + a; c = b + b; L = c * x", {"a": 1, "x": 3})
    order = topological_order(nodes["L"])
    assert MISTAKES[name].gradients(order, 2) != gradients(order)
    assert MISTAKES[name].words.endswith(".")
    assert MISTAKES[name].needs


def test_in_the_wrong_order_a_gets_2_rather_than_4():
    nodes = parse("b = a + a; c = b + b", {"a": 1})
    assert gradients(topological_order(nodes["c"])) == [4, 2, 1]
    assert wrong("wrong order", nodes["c"]) == {"a": 2, "b": 2, "c": 1}


def test_overwriting_keeps_only_the_gradient_that_came_last():
    nodes = parse("u = a * b; v = a * c; L = u + v", {"a": 2, "b": 3, "c": 4})
    assert wrong("overwrite", nodes["L"])["a"] == 3
    nodes["L"].backward()
    assert nodes["a"].grad == 7


def test_with_its_own_factor_an_input_gets_the_other_one_s_gradient():
    nodes = parse("e = a * b", {"a": 2, "b": -3})
    assert wrong("wrong factor", nodes["e"]) == {"a": 2, "b": -3, "e": 1}


@pytest.mark.parametrize("name", ["overwrite", "wrong order", "wrong factor"])
def test_a_tree_of_sums_gives_nothing_away(name):
    nodes = parse("d = a + b - c; L = tanh(d)", {"a": 0.5, "b": 0.25, "c": 1})
    order = topological_order(nodes["L"])
    assert MISTAKES[name].gradients(order, 1) == gradients(order)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_lone_leaf_has_the_seed(name):
    assert MISTAKES[name].gradients([Value(3.0)], 1) == [1.0]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_chain_of_many_nodes_is_no_trouble(name):
    node = Value(1.0)
    for _ in range(5_000):
        node = -node
    assert MISTAKES[name].gradients(topological_order(node), 1)[0] == 1.0


@given(graphs(computable))
@examples(200)
def test_a_wrong_gradient_exists_wherever_the_right_one_does_but_where_it_overflows(plan: Plan):
    order = topological_order(plan.nodes()[-1])
    right = gradients_or_errors(order)
    for mistake in MISTAKES.values():
        wrong = mistake.gradients(order, 1)
        for grad, number in zip(right, wrong, strict=True):
            assert isinstance(grad, DomainError) or not math.isnan(number) or abs(grad) > 1e100


def test_an_infinite_slope_leaves_the_mistakes_beside_it_to_be_seen():
    nodes = parse("e = a * b; s = sqrt(x); L = e + s", {"a": 2, "b": 3, "x": 0})
    found = wrong("wrong factor", nodes["L"])
    assert (found["a"], found["b"]) == (2.0, 3.0)
    assert math.isnan(found["x"])
