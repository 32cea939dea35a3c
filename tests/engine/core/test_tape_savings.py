"""What a tape leaves out on its way through the rows changes no bit of a gradient."""

from __future__ import annotations

import ast
import dataclasses
import random
from collections.abc import Sequence

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine import DomainError, Tape, Value
from engine.core.ops import OPS
from engine.core.value import apply
from engine.learning.losses import LOSSES
from engine.learning.network import MLP, activations
from tests.engine.strategies import Plan, graphs
from tests.examples import examples

KINKED = tuple(OPS[name] for name in ("+", "*", "neg", "relu", "max", "min", "abs", "tanh", "sqrt"))
STARTS = st.sampled_from([0.0, 1.5, -1e-300])


def bits(numbers: Sequence[float]) -> list[str]:
    return [number.hex() for number in numbers]


def hinged(plan: Plan) -> Plan:
    """max(0, 1 − root): a loss that passes nothing back where the root is large."""
    root = len(plan.leaves) + len(plan.steps) - 1
    one = len(plan.leaves)
    moved = [
        (op, tuple(index if index < one else index + 1 for index in inputs))
        for op, inputs in plan.steps
    ]
    steps = (*moved, ("-", (one, root + 1)), ("relu", (root + 2,)))
    return Plan((*plan.leaves, 1.0), steps)


@given(
    graphs(ops=KINKED), st.booleans(), st.lists(st.floats(-4, 4, width=16), max_size=6), st.data()
)
@examples(300)
def test_row_after_row_is_backward_bit_for_bit(
    plan: Plan, hinge: bool, numbers: list[float], data: st.DataObject
) -> None:
    plan = hinged(plan) if hinge else plan
    _, *at = plan.leaves
    starts = data.draw(st.lists(STARTS, min_size=len(at), max_size=len(at)))
    total, grads = -0.0, starts
    try:
        for number in numbers:
            nodes = dataclasses.replace(plan, leaves=(number, *at)).nodes()
            parameters = nodes[1 : len(plan.leaves)]
            for parameter, grad in zip(parameters, grads, strict=True):
                parameter.grad = grad
            nodes[-1].backward()
            total += nodes[-1].data
            grads = [parameter.grad for parameter in parameters]
    except DomainError:
        assume(False)
    nodes = plan.nodes()
    tape = Tape(nodes[-1], nodes[:1], nodes[1 : len(plan.leaves)])
    found, sums = tape.run(at, [[number] for number in numbers], -0.0, starts)
    assert bits([found, *sums]) == bits([total, *grads])


@pytest.mark.parametrize("activation", activations())
@pytest.mark.parametrize("loss", LOSSES)
@given(
    seed=st.integers(0, 2**32),
    hidden=st.lists(st.integers(1, 4), max_size=3),
    scale=st.sampled_from([0.0, 0.3, 1.0, 30.0, 1e4]),
)
@examples(12)
def test_a_network_gets_the_gradient_of_its_values(loss, activation, seed, hidden, scale) -> None:
    """Also where the weights are 0 or so large that most rows have no loss, or all of them."""
    rng = random.Random(seed)
    model = MLP(2, [*hidden, 1], activation, rng)
    for parameter in model.parameters():
        parameter.data = scale * round(rng.uniform(-1, 1), 1)
    rows = [
        (rng.choice((-1.0, 0.0, 0.5)), rng.uniform(-1, 1), rng.choice((-1.0, 1.0)))
        for _ in range(8)
    ]
    x1, x2, y = Value(0.0), Value(0.0), Value(1.0)
    score = model([x1, x2])
    tape = Tape(LOSSES[loss].function(score, y), [x1, x2, y], model.parameters(), [score])
    noted: list[tuple[float, ...]] = []
    at = [parameter.data for parameter in model.parameters()]
    total, grads = tape.run(at, rows, note=noted.append)
    assert (total, grads) == tape.run(at, rows)
    expected, answers = -0.0, []
    for row in rows:
        score = model(row[:2])
        lost = LOSSES[loss].function(score, Value(row[2]))
        lost.backward()
        expected += lost.data
        answers.append((lost.data, score.data))
    assert bits(grads) == bits([parameter.grad for parameter in model.parameters()])
    assert total.hex() == expected.hex()
    assert noted == answers


def lines_of(tape: Tape) -> list[str]:
    ast.parse(tape.source)
    return [line.strip() for line in tape.source.splitlines()]


def test_a_row_without_a_gradient_is_left_where_it_enters_the_score() -> None:
    score = MLP(2, [3, 1], "tanh", random.Random(1))
    x1, x2, y = Value(0.0), Value(0.0), Value(1.0)
    for loss in LOSSES.values():
        leaf = score([x1, x2])
        lines = lines_of(Tape(loss.function(leaf, y), [x1, x2, y], score.parameters()))
        assert lines.count("continue") == 1
        before = lines[: lines.index("continue")]
        assert not any(line.startswith("g") for line in before)
        grad = next(line for line in lines if line.startswith("g12 +=")).removeprefix("g12 += ")
        assert before[-1] == f"if {grad} == 0.0:"


def test_what_is_behind_a_relu_stands_in_an_if() -> None:
    x, w, v = Value(1.0), Value(2.0, "w"), Value(3.0, "v")
    hidden = (w * x + 1.0).relu()
    lines = lines_of(Tape(v * hidden + v, [x], [w, v]))
    gate = lines.index("if v5 > 0.0:")
    assert lines[gate + 1 : gate + 3] == ["d5 = p1", "g0 += d5 * x0  # grad w"]
    assert "else:" not in lines


@pytest.mark.parametrize("op", ["sqrt", "log", "exp"])
def test_an_op_whose_slope_may_be_infinite_is_never_left_out(op: str) -> None:
    p, x = Value(1.0), Value(1.0)
    inner = apply(OPS[op], p * x)
    tape = Tape((1.0 - inner * p).relu(), [x], [p])
    assert ("continue" in lines_of(tape)) == (op == "exp")


def test_an_infinite_slope_behind_a_relu_that_passes_nothing_is_told() -> None:
    p, x = Value(1.0), Value(1.0)
    loss = ((p * x).sqrt() - 1.0).relu() + p
    tape = Tape(loss, [x], [p])
    with pytest.raises(DomainError, match="0 arrives, and 0 × infinite is not known"):
        tape.run([0.0], [[1.0]])


def test_what_arrives_at_a_node_is_added_in_the_order_of_the_pass() -> None:
    """Also where a part of it comes from behind a relu, and is written before the rest."""

    def lost(number: Value | float) -> Value:
        wave = (p * number).sin()
        twice = wave.cos()
        return (wave * 1.7 + twice).relu() * 0.9 + wave * 1.1 + twice * 0.3 + p * 0.0

    p, x = Value(0.1), Value(0.7)
    tape = Tape(lost(x), [x], [p])
    for number in range(-40, 40):
        p.grad = 0.0
        lost(number / 7).backward()
        assert bits(tape.run([0.1], [[number / 7]])[1]) == bits([p.grad])


def test_only_nodes_on_the_way_to_the_loss_can_be_noted() -> None:
    p = Value(2.0)
    with pytest.raises(ValueError, match="does not depend on a node that is to be noted"):
        Tape(p * p, [], [p], [p.exp()])


def test_a_node_that_never_changes_is_noted_as_well() -> None:
    p, c = Value(2.0), Value(3.0)
    noted: list[tuple[float, ...]] = []
    Tape(p * c, [], [p], [c, p]).run([5.0], [(), ()], note=noted.append)
    assert noted == [(15.0, 3.0, 5.0)] * 2
