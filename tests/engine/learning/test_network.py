"""Neuron, Layer and MLP: micrograd's calls, micrograd's numbers.

The losses of micrograd's own run stand below, as it takes a second for each. To compute them
anew: `python tests/engine/learning/test_network.py`.
"""

from __future__ import annotations

import random
import sys

import numpy as np
import pytest

from engine import Tape, Value
from engine.learning.datasets import own_points
from engine.learning.losses import hinge
from engine.learning.network import MLP, Layer, Neuron, activations
from engine.learning.run import Run, RunSettings

# Printed in micrograd's demo notebook.
PUBLISHED = [0.8958441028683222, 1.7235905336972022, 0.7429006313851131]

# The same run by micrograd 0.1.0, its first 40 steps. The last digits change from run to run, as
# micrograd keeps children in a set, in the order of their addresses.
MICROGRAD = [
    0.8958441028683222,
    1.7235905336972022,
    0.7429006313851131,
    0.7705641260584201,
    0.3692793385976538,
    0.313545481918522,
    0.2814234349772435,
    0.2688873331398391,
    0.2567147286057417,
    0.27048625516379227,
    0.2450702385365804,
    0.25099055297915035,
    0.21560951851922944,
    0.23090378446402737,
    0.20152151227899445,
    0.2257450627928223,
    0.19447987596204103,
    0.21089496199246371,
    0.15983077356303593,
    0.18453748746883936,
    0.18977522856087622,
    0.19072704042579658,
    0.1173369508875648,
    0.12173524408232464,
    0.1261571261277044,
    0.1604909778080169,
    0.18747197705245788,
    0.1674183789105942,
    0.09586583491455399,
    0.08778783707420906,
    0.11731297569011864,
    0.09340146460619829,
    0.12454454903103462,
    0.07984002652777265,
    0.07727519232921677,
    0.07661250143094467,
    0.10610492379198383,
    0.09062808429265963,
    0.10671887043036939,
    0.05225659921975846,
]

Row = tuple[float, float, float]


def demo_rows() -> list[Row]:
    """The 100 points of the notebook: make_moons(n_samples=100, noise=0.1) of scikit-learn, after
    np.random.seed(1337), with the classes 0 and 1 turned into −1 and 1."""
    generator = np.random.RandomState(1337)
    angle = np.linspace(0, np.pi, 50)
    x1 = np.append(np.cos(angle), 1 - np.cos(angle))
    x2 = np.append(np.sin(angle), 1 - np.sin(angle) - 0.5)
    order = np.arange(100)
    generator.shuffle(order)
    points = np.vstack([x1, x2]).T[order]
    points += generator.normal(scale=0.1, size=points.shape)
    return [
        (float(point[0]), float(point[1]), -1.0 if index < 50 else 1.0)
        for point, index in zip(points, order, strict=True)
    ]


def demo_rate(step: int) -> float:
    return 1.0 - 0.9 * step / 100


def losses_of_micrograd(steps: int) -> list[float]:
    """The notebook's run by micrograd itself; a second or more a step."""
    from micrograd import nn

    rows = demo_rows()
    random.seed(1337)
    model = nn.MLP(2, [16, 16, 1])
    losses = []
    for step in range(steps):
        scores = [model(list(row[:2])) for row in rows]
        hinges = [(1 + -row[2] * score).relu() for row, score in zip(rows, scores, strict=True)]
        penalty = 1e-4 * sum(p * p for p in model.parameters())
        total = sum(hinges) * (1.0 / len(hinges)) + penalty
        model.zero_grad()
        total.backward()
        for p in model.parameters():
            p.data -= demo_rate(step) * p.grad
        losses.append(total.data)
    return losses


def losses_of_tape(steps: int) -> list[float]:
    """The notebook's run by this engine, written out with MLP and Tape alone."""
    rows = demo_rows()
    random.seed(1337)
    model = MLP(2, [16, 16, 1])
    x1, x2, y = Value(0.0, "x1"), Value(0.0, "x2"), Value(1.0, "y")
    score = model([x1, x2])
    assert isinstance(score, Value)
    tape = Tape(hinge(score, y), inputs=[x1, x2, y], parameters=model.parameters())
    numbers = [p.data for p in model.parameters()]
    losses = []
    for step in range(steps):
        total, grads = tape.run(numbers, rows)
        losses.append(total / len(rows) + 1e-4 * sum(p * p for p in numbers))
        numbers = [
            p - demo_rate(step) * (grad / len(rows) + 2e-4 * p)
            for p, grad in zip(numbers, grads, strict=True)
        ]
    return losses


def test_the_stored_losses_are_the_published_ones():
    assert MICROGRAD[:3] == pytest.approx(PUBLISHED, rel=1e-12)


def test_the_published_run_is_repeated_number_for_number():
    assert losses_of_tape(40) == pytest.approx(MICROGRAD, abs=1e-6)


@pytest.mark.slow
def test_a_run_with_the_settings_of_the_demo_repeats_it_too_and_ends_at_100_percent():
    run = Run(RunSettings(steps=100, test_share=0.0, l2=1e-4), own_points(demo_rows()))
    while not run.ended:
        run.update()
    assert run.history.losses[:40] == pytest.approx(MICROGRAD, abs=1e-6)
    assert run.history.measurements[-1].train_accuracy == 1.0


def test_an_mlp_of_micrograd_draws_the_same_numbers():
    nn = pytest.importorskip("micrograd.nn", reason="micrograd is the original")
    random.seed(7)
    theirs = nn.MLP(3, [4, 4, 1])
    random.seed(7)
    ours = MLP(3, [4, 4, 1])
    assert [p.data for p in ours.parameters()] == [p.data for p in theirs.parameters()]
    assert repr(ours).replace("relu", "ReLU").replace("linear", "Linear") == repr(theirs)


def test_scores_and_gradients_of_one_row_equal_those_of_micrograd():
    nn = pytest.importorskip("micrograd.nn", reason="micrograd is the original")
    random.seed(7)
    theirs = nn.MLP(2, [5, 1])
    ours = MLP(2, [5, 1], rng=random.Random(7))
    score, expected = ours([0.3, -0.8]), theirs([0.3, -0.8])
    assert isinstance(score, Value)
    score.backward()
    expected.backward()
    assert score.data == expected.data
    grads = [p.grad for p in ours.parameters()]
    assert grads == pytest.approx([p.grad for p in theirs.parameters()], rel=1e-14)


def test_a_neuron_draws_its_weights_in_order_and_starts_with_a_bias_of_0():
    neuron = Neuron(3, rng=random.Random(5))
    source = random.Random(5)
    assert [w.data for w in neuron.w] == [source.uniform(-1, 1) for _ in range(3)]
    assert neuron.b.data == 0.0
    assert neuron.parameters() == [*neuron.w, neuron.b]


@pytest.mark.parametrize("activation", activations())
def test_hidden_layers_have_the_activation_and_the_last_is_linear(activation):
    model = MLP(2, [3, 2, 1], activation, random.Random(1))
    kinds = [[neuron.activation for neuron in layer.neurons] for layer in model.layers]
    assert kinds == [[activation] * 3, [activation] * 2, ["linear"]]


def test_one_output_is_a_value_and_more_are_a_list():
    assert isinstance(MLP(2, [3, 1])([1.0, 2.0]), Value)
    two = MLP(2, [3, 2])([1.0, 2.0])
    assert isinstance(two, list)
    assert len(two) == 2
    assert isinstance(Layer(2, 1)([1.0, 2.0]), Value)


def test_zero_grad_clears_every_parameter():
    model = MLP(2, [3, 1], rng=random.Random(1))
    score = model([1.0, 2.0])
    assert isinstance(score, Value)
    score.backward()
    assert any(p.grad for p in model.parameters())
    model.zero_grad()
    assert not any(p.grad for p in model.parameters())


def test_an_unknown_activation_is_refused_by_name():
    with pytest.raises(ValueError, match="softmax"):
        Neuron(2, "softmax")


def test_a_row_of_the_wrong_width_is_refused():
    with pytest.raises(ValueError, match="2 inputs was given 3"):
        MLP(2, [3, 1])([1.0, 2.0, 3.0])


if __name__ == "__main__":
    sys.stdout.writelines(f"    {loss!r},\n" for loss in losses_of_micrograd(40))
