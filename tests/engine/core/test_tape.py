"""Tape: the same numbers as Value.backward, by one generated function."""

import ast
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import DomainError, Tape, Value
from tests.engine.strategies import Plan, graphs
from tests.examples import examples


def bits(numbers):
    return [number.hex() for number in numbers]


@given(graphs(), st.data())
@examples(300)
def test_one_row_is_backward_bit_for_bit(plan: Plan, data: st.DataObject):
    nodes = plan.nodes()
    roles = st.sampled_from(["input", "parameter", "constant"])
    leaves = [(leaf, data.draw(roles)) for leaf in nodes[: len(plan.leaves)]]
    inputs = [leaf for leaf, role in leaves if role == "input"]
    parameters = [leaf for leaf, role in leaves if role == "parameter"]
    tape = Tape(nodes[-1], inputs, parameters)
    at, row = [leaf.data for leaf in parameters], [leaf.data for leaf in inputs]
    total, grads = tape.run(at, [row])
    nodes[-1].backward()
    assert total.hex() == nodes[-1].data.hex()
    assert bits(grads) == bits(leaf.grad for leaf in parameters)
    assert tape.outputs(at, [row]) == [nodes[-1].data]
    ast.parse(tape.source)


@given(graphs())
@examples(200)
def test_row_after_row_adds_up_as_backward_after_backward_bit_for_bit(plan: Plan):
    nodes = plan.nodes()
    parameters = nodes[: len(plan.leaves)]
    tape = Tape(nodes[-1], [], parameters)
    at = [leaf.data for leaf in parameters]
    try:
        for _ in range(3):
            nodes[-1].backward()
    except DomainError:
        return
    first, grads = tape.run(at, [()])
    total, grads = tape.run(at, [(), ()], first, grads)
    assert bits(grads) == bits(leaf.grad for leaf in parameters)
    assert (total, grads) == tape.run(at, [()] * 3)


@given(graphs(), st.lists(st.floats(-4, 4), min_size=1, max_size=5))
@examples(100)
def test_rows_are_added_up(plan: Plan, numbers: list[float]):
    nodes = plan.nodes()
    leaf, *others = nodes[: len(plan.leaves)]
    tape = Tape(nodes[-1], [leaf], others)
    at = [other.data for other in others]
    rows = [[number] for number in numbers]
    sums = -0.0, [0.0] * len(others)
    alone = []
    try:
        for row in rows:
            alone.append(tape.run(at, [row])[0])
            sums = tape.run(at, [row], *sums)
    except DomainError:
        with pytest.raises(DomainError):
            tape.run(at, rows)
        return
    total, grads = tape.run(at, iter(rows))
    assert bits([total, *grads]) == bits([sums[0], *sums[1]])
    assert bits(tape.outputs(at, rows)) == bits(alone)
    assert total == pytest.approx(sum(alone), abs=1e-9 * sum(map(abs, alone)), nan_ok=True)


def neuron() -> tuple[Value, list[Value], list[Value]]:
    x, y = Value(0.5, label="x"), Value(-1.0, label="y")
    w, v, b = Value(0.3, label="w"), Value(-0.7, label="v"), Value(0.1, label="b")
    out = (w * x + v * y + b).tanh()
    out.label = "out"
    return (out - 1) ** 2, [x, y], [w, v, b]


def test_other_parameters_give_what_a_new_graph_would():
    loss, inputs, parameters = neuron()
    tape = Tape(loss, inputs, parameters)
    total, grads = tape.run([1.0, 2.0, 3.0], [[0.25, 0.75]])
    w, v, b = Value(1.0), Value(2.0), Value(3.0)
    again = ((w * 0.25 + v * 0.75 + b).tanh() - 1) ** 2
    again.backward()
    assert total == again.data
    assert grads == [w.grad, v.grad, b.grad]


def test_no_rows_give_zero():
    tape = Tape(*neuron())
    assert tape.run([1.0, 2.0, 3.0], []) == (0.0, [0.0, 0.0, 0.0])
    assert tape.outputs([1.0, 2.0, 3.0], []) == []


def test_a_run_leaves_the_graph_as_it_was():
    loss, inputs, parameters = neuron()
    before = loss.data
    Tape(loss, inputs, parameters).run([1.0, 2.0, 3.0], [[4.0, 5.0]])
    assert loss.data == before
    assert {node.grad for node in [loss, *inputs, *parameters]} == {0.0}


def test_a_parameter_that_the_loss_does_not_use_gets_nothing():
    a, unused = Value(2.0), Value(3.0)
    assert Tape(a * a, [], [a, unused]).run([2.0, 3.0], [[]]) == (4.0, [4.0, 0.0])


def test_the_loss_may_be_a_parameter_or_an_input_or_a_constant():
    a = Value(2.0)
    assert Tape(a, [], [a]).run([5.0], [[], []]) == (10.0, [2.0])
    assert Tape(a, [a], []).run([], [[5.0], [6.0]]) == (11.0, [])
    assert Tape(a, [], []).run([], [[], []]) == (4.0, [])


def test_a_constant_below_zero_keeps_its_sign():
    a = Value(3.0)
    assert Tape(a * -2.0 - -1.0, [], [a]).run([3.0], [[]]) == (-5.0, [-2.0])
    assert Tape(a ** Value(-2.0), [], [a]).run([2.0], [[]]) == (0.25, [-0.25])


def test_the_wrong_count_of_numbers_is_refused():
    tape = Tape(*neuron())
    with pytest.raises(ValueError, match="3 parameters, not 2"):
        tape.run([1.0, 2.0], [[1.0, 2.0]])
    with pytest.raises(ValueError, match="every row holds 2 numbers"):
        tape.run([1.0, 2.0, 3.0], [[1.0, 2.0], [1.0]])
    with pytest.raises(ValueError, match="3 parameters, not 4"):
        tape.outputs([1.0, 2.0, 3.0, 4.0], [])


def test_only_leaves_are_inputs_and_each_is_named_once():
    loss, inputs, parameters = neuron()
    with pytest.raises(ValueError, match="must be leaves"):
        Tape(loss, inputs, [loss])
    with pytest.raises(ValueError, match="named twice"):
        Tape(loss, [*inputs, parameters[0]], parameters)


def test_an_op_that_is_undefined_on_one_row_is_told_with_its_number():
    x, w = Value(1.0), Value(2.0)
    tape = Tape((w * x).log(), [x], [w])
    with pytest.raises(DomainError, match=r"log\(-6\.0\) is undefined"):
        tape.run([2.0], [[1.0], [-3.0]])
    with pytest.raises(DomainError, match=r"log\(0\.0\) is undefined"):
        tape.outputs([2.0], [[0.0]])


def test_a_slope_that_is_infinite_is_told():
    w = Value(4.0)
    tape = Tape(w.sqrt(), [], [w])
    assert tape.outputs([0.0], [[]]) == [0.0]
    with pytest.raises(DomainError, match=r"sqrt\(0\.0\) has no finite derivative"):
        tape.run([0.0], [[]])


def test_zero_that_arrives_at_an_infinite_slope_is_told_as_such():
    w = Value(4.0)
    tape = Tape((w * w).sqrt().maximum(1e-10), [], [w])
    with pytest.raises(DomainError, match="0 arrives, and 0 × infinite is not known"):
        tape.run([0.0], [[]])


def test_the_source_is_python_with_the_labels_beside_it():
    source = Tape(*neuron()).source
    ast.parse(source)
    (line,) = [line for line in source.splitlines() if line.endswith("# out")]
    assert "tanh(" in line
    assert source.splitlines()[0] == "def run(parameters, rows, total, grads):"
    for label in ("w", "v", "b"):
        assert f"# grad {label}" in source


def test_a_node_with_a_label_has_a_line_of_its_own():
    a = Value(2.0)
    inner = a.tanh()
    assert "# e" not in Tape(inner.sin(), [], [a]).source
    inner.label = "e"
    assert "tanh(p0)  # e" in Tape(inner.sin(), [], [a]).source


@pytest.mark.parametrize(
    "label",
    [
        "\nraise SystemExit",
        "\r    raise SystemExit",
        "\x0craise SystemExit",
        "\u2028raise SystemExit",
        "\x00",
        '"""\'',
        "\\",
        "#",
        "{x}",
        "\ud800",
    ],
)
def test_a_label_cannot_leave_its_comment(label):
    def source(name: str) -> str:
        a = Value(2.0, label=name)
        root = a.tanh()
        root.label = name
        tape = Tape(root, [], [a])
        assert tape.run([2.0], [[]])[0] == root.data
        return tape.source

    hostile, plain = source(label), source("plain")
    assert ast.dump(ast.parse(hostile)) == ast.dump(ast.parse(plain))
    assert len(hostile.splitlines()) == len(plain.splitlines())
    exec(hostile, {})


@given(st.text(max_size=20))
def test_no_label_changes_the_code(label: str):
    a = Value(2.0)
    plain = Tape(a * a, [], [a]).source
    a.label = label
    named = Tape(a * a, [], [a]).source
    assert ast.dump(ast.parse(named)) == ast.dump(ast.parse(plain))


def test_three_hundred_parameters_compile():
    rng = random.Random(1)
    parameters = [Value(rng.uniform(-1, 1)) for _ in range(300)]
    loss = Value(0.0)
    for left, right in pairwise(parameters):
        loss = loss + (left * right).tanh()
    total, grads = Tape(loss, [], parameters).run([p.data for p in parameters], [[]])
    loss.backward()
    assert total == loss.data
    assert bits(grads) == bits(p.grad for p in parameters)


@pytest.mark.slow
def test_a_sum_of_five_thousand_terms_compiles():
    a = Value(0.5)
    loss = a * 1.0
    for number in range(1, 5000):
        loss = loss + a * (number / 7)
    total, grads = Tape(loss, [], [a]).run([0.5], [[]])
    loss.backward()
    assert (total, grads) == (loss.data, [a.grad])


@pytest.mark.slow
@pytest.mark.parametrize("op", ["sin", "relu", "tanh"])
def test_a_chain_of_five_thousand_nodes_compiles(op):
    a = node = Value(0.5)
    for _ in range(5000):
        node = getattr(node, op)()
    total, grads = Tape(node, [], [a]).run([0.5], [[]])
    node.backward()
    assert (total, grads) == (node.data, [a.grad])


def test_a_slope_that_no_parameter_asks_for_is_not_blamed():
    """√x at 0 has an infinite slope, and nobody takes it: what fails is the log of another row."""
    x, y, p = Value(1.0, "x"), Value(1.0, "y"), Value(2.0, "p")
    tape = Tape(x.sqrt() * p + y.log(), [x, y], [p])
    assert tape.run([2.0], [(0.0, 1.0)]) == (0.0, [0.0])
    with pytest.raises(DomainError, match=r"log\(-1\.0\) is undefined"):
        tape.run([2.0], [(0.0, 1.0), (1.0, -1.0)])


def test_a_forward_pass_that_fails_blames_no_slope():
    p, y = Value(1.0, "p"), Value(1.0, "y")
    tape = Tape(p.sqrt() * y.log(), [y], [p])
    assert tape.outputs([0.0], [(1.0,)]) == [0.0]
    with pytest.raises(DomainError, match=r"log\(-1\.0\) is undefined"):
        tape.outputs([0.0], [(1.0,), (-1.0,)])


def test_a_node_that_is_used_twice_is_computed_once():
    x, p = Value(1.0), Value(2.0)
    sine = (x * p).sin()
    tape = Tape(sine + sine * x, [x], [p])
    assert tape.source.count(" sin(") == 1
