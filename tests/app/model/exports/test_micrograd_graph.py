"""The script for micrograd 0.1.0, run with that very release: the numbers of the canvas."""

import ast
import math
import sys

import pytest
from hypothesis import given
from micrograd.engine import Value as MicrogradValue

from app.model.catalogue.examples import EXAMPLES, load_example
from app.model.exports.micrograd_graph import micrograd_script
from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph, GraphError
from engine.core.op import fill
from engine.core.ops import OPS
from tests.app.model.exports.test_plain_graph import labelled, printed
from tests.app.model.strategies import graphs
from tests.examples import examples


@pytest.fixture(autouse=True)
def limit():
    """A script of a deep graph raises the limit of the process."""
    kept = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(kept)


def assert_agrees(graph):
    """Data to the last digit; gradients but for how micrograd rounds the amounts that it adds up:
    those may cancel, as in x / x, and leave the last digits of the largest.
    """
    evaluation = evaluate(graph)
    rows = printed(micrograd_script(graph))
    assert [data for _, data, _ in rows] == [evaluation.data[i] for i in evaluation.order]
    amounts = [abs(carried.amount) for carried in evaluation.carried.values() if carried.amount]
    largest = max([1.0, *map(abs, evaluation.grad.values()), *amounts])
    for (_, _, grad), id_ in zip(rows, evaluation.order, strict=True):
        wanted = evaluation.grad[id_]
        assert math.isclose(grad, wanted, rel_tol=1e-9, abs_tol=1e-12 * largest)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_script_of_every_example_prints_the_numbers_of_the_canvas(name):
    assert_agrees(load_example(name))


@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
@pytest.mark.parametrize(("x", "y"), [(0.5, 3.0), (5.0, 3.0), (2.0, 1e-200)])
def test_every_op_gives_the_same_numbers(op, x, y):
    text = fill(op.text, "s", "t")
    if op.name == "/" and y == 1e-200:
        # micrograd's own x * y**-1 would overflow in the backward pass.
        text = "s * 1e-300 / t"
    assert_agrees(from_text(f"s = {x}; t = {y}; u = {text}; L = u + u * s + t", Graph()))


@examples(300)
@given(graphs())
def test_the_script_of_any_graph_agrees_and_names_nothing_that_micrograd_lacks(graph):
    try:
        script = micrograd_script(graph)
    except GraphError:
        return
    assert_agrees(graph)
    tree = list(ast.walk(ast.parse(script)))
    attributes = {node.attr for node in tree if isinstance(node, ast.Attribute)}
    known = {*dir(MicrogradValue(0.0)), *dir(math), "items", "stdout", "reconfigure"}
    assert attributes <= known


def test_what_micrograd_has_is_its_own():
    script = micrograd_script(from_text("L = relu((a + b) * c - -d) / 2", Graph()))
    for code in ("a + b", "-d", ".relu()", "/ _"):
        assert code in script
    assert "def " not in script


def test_what_micrograd_lacks_is_a_function_that_makes_its_value():
    script = micrograd_script(from_text("L = tanh(a) + max(a, 0)", Graph()))
    assert "def tanh(x):" in script
    # Not max, which would hide Python's.
    assert "def max_(x, y):" in script
    assert script.count("out._backward = _backward") == 2


def test_a_division_whose_last_digit_micrograd_would_round_otherwise_is_written_out():
    assert MicrogradValue(5.0).__truediv__(MicrogradValue(3.0)).data != 5.0 / 3.0
    assert "divide(a, b)" in micrograd_script(from_text("a = 5; b = 3; L = a / b", Graph()))


def test_names_that_the_script_uses_itself_are_left_to_it():
    names = ("Value", "math", "float", "tanh", "divide", "max_", "__builtins__", "λ", "nodes")
    graph = labelled(*names)
    for op in ("tanh", "exp"):
        source = graph.output
        graph = graph.with_op(op, (0.0, 0.0), "")
        graph = graph.connected(source, max(graph.nodes), 0).with_output(max(graph.nodes))
    assert_agrees(graph.with_data(1, -50.0))


def test_a_chain_that_is_deeper_than_python_s_limit_runs():
    assert_agrees(labelled(*[f"x{number}" for number in range(2000)]))


def test_a_graph_without_its_numbers_is_refused_with_the_reason():
    with pytest.raises(GraphError, match=r"log\(0\) is undefined"):
        micrograd_script(from_text("L = log(a - 1) * b", Graph()))
    with pytest.raises(GraphError, match="A script needs all gradients"):
        micrograd_script(from_text("a = 0; L = sqrt(a) * b", Graph()))
