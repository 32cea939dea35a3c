"""From the network to the Value: what opens on the canvas has the training's numbers, exactly."""

from __future__ import annotations

import pytest

from app.model.explain.network_graph import MOST_WHOLE, largest_loss, loss_graph, neuron_graph
from app.model.files.chalk_file import Document, load, save
from app.model.graph.evaluation import evaluate
from app.model.graph.graph import FARTHEST, Graph
from app.model.graph.layout import NODE_HEIGHT, NODE_WIDTH
from engine.core.tape import Tape
from engine.core.value import Value, topological_order
from engine.learning.datasets import own_points
from engine.learning.losses import LOSSES
from engine.learning.network import activations
from engine.learning.run import Run, RunSettings

SMALL = ((), (1,), (3,), (2, 2), (4, 4))
LARGE = ((16, 16), (8, 8, 8), (32,))


def trained(updates=3, **settings):
    run = Run(RunSettings(points=20, steps=100, learning_rate=0.05, **settings))
    for _ in range(updates):
        run.update()
    return run


def passed(run, row):
    """Inputs, answers by layer and loss of a whole pass of the engine, with all gradients."""
    model = run.model
    model.zero_grad()
    inputs = [Value(number) for number in row[:-1]]
    values, answers = inputs, []
    for layer in model.layers:
        out = layer(values)
        values = out if isinstance(out, list) else [out]
        answers.append(values)
    loss = LOSSES[run.settings.loss].function(values[0], Value(row[-1]))
    loss.backward()
    return model, inputs, answers, loss


def numbers(graph, label):
    evaluation = evaluate(graph)
    id_ = graph.by_label(label)
    assert id_ is not None, f"there is no {label}"
    return evaluation.data[id_], evaluation.grad[id_]


def pair(value):
    return value.data, value.grad


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("activation", activations())
@pytest.mark.parametrize("hidden", SMALL, ids=str)
def test_a_small_network_opens_whole_with_every_number_of_the_engine(hidden, activation, loss):
    run = trained(hidden=hidden, activation=activation, loss=loss)
    for row in (run.train[0], run.train[-1]):
        opened = loss_graph(run, row)
        assert opened.whole
        assert len(opened.graph.nodes) <= MOST_WHOLE
        _, _, _, root = passed(run, row)
        evaluation = evaluate(opened.graph)
        order = topological_order(root)
        assert len(order) == len(opened.graph.nodes)
        assert len(evaluation.order) == len(order)
        for id_, value in zip(evaluation.order, order, strict=True):
            assert opened.graph.nodes[id_].op == value.op
            assert (evaluation.data[id_], evaluation.grad[id_]) == pair(value)


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [*SMALL, *LARGE], ids=str)
@pytest.mark.parametrize("loss", LOSSES)
def test_the_gradients_of_the_weights_are_those_of_the_tape_that_trains(hidden, loss):
    run = trained(hidden=hidden, activation="tanh", loss=loss)
    row = run.train[1]
    inputs, target = [Value(0.0) for _ in row[:-1]], Value(1.0)
    model = run.model
    sample = LOSSES[loss].function(model(inputs), target)
    tape = Tape(sample, [*inputs, target], model.parameters())
    total, grads = tape.run(run.parameters, [row])
    graph = loss_graph(run, row).graph
    assert numbers(graph, "loss")[0] == total
    evaluation = evaluate(graph)
    trainable = [id_ for id_, node in graph.nodes.items() if node.trainable and node.op is None]
    found = {(evaluation.data[id_], evaluation.grad[id_]) for id_ in trainable}
    expected = list(zip(run.parameters, grads, strict=True))
    if len(trainable) < len(expected):
        expected = expected[-len(trainable) :]
    assert found == set(expected)


@pytest.mark.slow
@pytest.mark.parametrize("activation", activations())
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize(("layer", "index"), [(0, 0), (0, 15), (1, 7)])
def test_a_neuron_alone_has_the_numbers_that_it_has_in_the_network(layer, index, loss, activation):
    run = trained(hidden=(16, 16), activation=activation, loss=loss)
    for row in run.train[:3]:
        opened = neuron_graph(run, layer, index, row)
        assert not opened.whole
        model, inputs, answers, _ = passed(run, row)
        neuron, out = model.layers[layer].neurons[index], answers[layer][index]
        assert numbers(opened.graph, "out") == pair(out)
        assert numbers(opened.graph, "upstream")[0] == out.grad
        assert numbers(opened.graph, "b") == pair(neuron.b)
        for place, weight in enumerate(neuron.w, start=1):
            assert numbers(opened.graph, f"w{place}") == pair(weight)
        before = answers[layer - 1] if layer else inputs
        for place, value in enumerate(before, start=1):
            name = f"h{place}" if layer else f"x{place}"
            assert numbers(opened.graph, name)[0] == value.data


@pytest.mark.slow
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("hidden", LARGE, ids=str)
def test_the_loss_of_a_large_network_opens_with_its_last_layer(hidden, loss):
    run = trained(hidden=hidden, loss=loss)
    row = run.train[0]
    opened = loss_graph(run, row)
    assert not opened.whole
    assert len(opened.graph.nodes) <= MOST_WHOLE
    model, _, answers, root = passed(run, row)
    neuron = model.layers[-1].neurons[0]
    assert numbers(opened.graph, "loss") == (root.data, 1.0)
    assert numbers(opened.graph, "score") == pair(answers[-1][0])
    assert numbers(opened.graph, "b") == pair(neuron.b)
    for place, weight in enumerate(neuron.w, start=1):
        assert numbers(opened.graph, f"w{place}") == pair(weight)
    # The last layer is all that an answer of the layer before flows into: its gradient is whole.
    for place, value in enumerate(answers[-2], start=1):
        assert numbers(opened.graph, f"h{place}") == pair(value)


def test_the_output_neuron_opens_with_the_loss():
    run = trained(hidden=(16, 16))
    assert neuron_graph(run, 2, 0, run.train[0]) == loss_graph(run, run.train[0])


def test_in_a_small_network_the_neuron_that_was_asked_for_is_named():
    run = trained(hidden=(3,))
    assert neuron_graph(run, 0, 1, run.train[0]).asked == "h1_2"
    assert neuron_graph(run, 1, 0, run.train[0]).asked == "score"


def test_a_curve_opens_too():
    run = trained(dataset="sine", loss="squared error", hidden=(3,))
    row = run.train[4]
    graph = loss_graph(run, row).graph
    _, _, _, root = passed(run, row)
    assert numbers(graph, "loss") == pair(root)
    assert graph.by_label("x1")
    assert graph.by_label("x2") is None


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [*SMALL, *LARGE], ids=str)
@pytest.mark.parametrize("loss", LOSSES)
def test_what_opens_is_a_graph_like_any_other(hidden, loss, tmp_path):
    run = trained(hidden=hidden, loss=loss)
    graph = loss_graph(run, run.train[0]).graph
    labels = [node.label for node in graph.nodes.values() if node.label]
    assert len(labels) == len(set(labels))
    for id_, node in graph.nodes.items():
        assert not graph.why_not_labelled(id_, node.label)
    trainable = {n.label[0] for n in graph.nodes.values() if n.op is None and n.trainable}
    assert trainable == {"w", "b"}
    save(tmp_path / "opened.chalk", Document(graph))
    assert evaluate(load(tmp_path / "opened.chalk").graph).grad == evaluate(graph).grad


@pytest.mark.slow
@pytest.mark.parametrize("hidden", [*SMALL, *LARGE], ids=str)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("what", ["loss", "neuron"])
def test_no_node_lies_on_another_and_wires_go_to_the_right(hidden, loss, what):
    run = trained(hidden=hidden, loss=loss)
    row = run.train[0]
    opened = loss_graph(run, row) if what == "loss" else neuron_graph(run, 0, 0, row)
    places = list(opened.graph.positions.values())
    for number, (x, y) in enumerate(places):
        assert abs(x) < FARTHEST
        for other_x, other_y in places[:number]:
            assert abs(x - other_x) >= NODE_WIDTH or abs(y - other_y) >= NODE_HEIGHT
    assert _leftward(opened.graph) == []


def _leftward(graph: Graph):
    place = graph.positions
    return [
        (graph.name_of(source), graph.name_of(target))
        for source, (target, _) in graph.wires()
        if place[source][0] >= place[target][0]
    ]


def test_the_largest_loss_is_found():
    run = trained(hidden=(4,), loss="cross-entropy")
    losses = [passed(run, row)[3].data for row in run.train]
    assert largest_loss(run) == losses.index(max(losses))


def test_opening_changes_nothing_of_the_run():
    run = trained(hidden=(4,))
    before = list(run.parameters), list(run.grads)
    loss_graph(run, run.train[0])
    neuron_graph(run, 0, 0, run.train[0])
    assert (run.parameters, run.grads) == before
    assert [parameter.grad for parameter in run.model.parameters()] == before[1]


def test_own_points_open_too():
    points = own_points([(0.0, 1.0, 1.0), (1.0, 0.0, -1.0), (1.0, 1.0, -1.0)])
    run = Run(RunSettings(dataset="own", hidden=(2,)), points)
    assert numbers(loss_graph(run, run.train[0]).graph, "loss")[0] >= 0.0
