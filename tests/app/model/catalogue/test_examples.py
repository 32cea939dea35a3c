"""The examples: each one opens, has all its numbers, and shows what it says."""

import math

import pytest

import resources
from app.model.catalogue.examples import EXAMPLES, load_example
from app.model.graph.evaluation import evaluate
from tests.app.model.graph_files import dumps


def numbers(name):
    """Data and grad by label."""
    graph = load_example(name)
    evaluation = evaluate(graph)
    return {
        node.label: (evaluation.data[id_], evaluation.grad[id_])
        for id_, node in graph.nodes.items()
    }


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_has_all_its_numbers(name):
    graph = load_example(name)
    evaluation = evaluate(graph)
    assert (evaluation.problems, evaluation.waiting) == ({}, {})
    assert evaluation.grad.keys() == graph.nodes.keys()


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_stored_as_the_program_would_save_it(name):
    content = resources.path("examples", f"{name}.chalk").read_bytes()
    assert b'"training"' not in content, "save it with the training set-up as at the first start"
    assert dumps(load_example(name)) == content


def test_every_file_is_in_the_table_and_has_words():
    files = {path.stem for path in resources.path("examples").glob("*.chalk")}
    assert files == EXAMPLES.keys()
    assert all(name == example.name for name, example in EXAMPLES.items())
    assert all(example.title and example.words for example in EXAMPLES.values())


def test_the_cheatsheet_is_the_one_of_the_lesson():
    assert numbers("cheatsheet") == {
        "a": (2, 6), "b": (-3, -4), "c": (10, -2), "f": (-2, 4),
        "e": (-6, -2), "d": (4, -2), "L": (-8, 1),
    }  # fmt: skip


def test_the_shared_node_sums_three_and_four():
    assert numbers("shared-node")["a"][1] == 7.0


def test_in_order_the_leaf_receives_four():
    assert numbers("order") == {"a": (1, 4), "b": (2, 2), "c": (4, 1)}


def test_the_neuron_is_the_one_of_the_lecture():
    told = numbers("tanh-neuron")
    assert told["o"][0] == pytest.approx(0.7071067811865476)
    grads = {name: told[name][1] for name in ("x1", "w1", "x2", "w2", "n", "b")}
    expected = {"x1": -1.5, "w1": 1.0, "x2": 0.5, "w2": 0.0, "n": 0.5, "b": 0.5}
    assert grads == pytest.approx(expected)


def test_far_out_tanh_passes_hardly_anything_and_a_dead_relu_nothing():
    assert 0 < abs(numbers("saturated-tanh")["w"][1]) < 1e-2
    assert numbers("dead-relu")["w"][1] == 0.0


def test_a_step_against_the_gradient_lowers_the_loss_of_what_is_to_be_fitted():
    for name in ("least-squares", "two-layer-net"):
        graph = load_example(name)
        evaluation = evaluate(graph)
        trained = [i for i, node in graph.nodes.items() if node.op is None and node.trainable]
        assert trained
        assert any(not node.trainable for node in graph.nodes.values())
        after = graph
        for id_ in trained:
            after = after.with_data(id_, graph.nodes[id_].data - 0.01 * evaluation.grad[id_])
        loss, lower = evaluation.data[graph.output], evaluate(after).data[graph.output]
        assert 0 <= lower < loss
        assert math.isfinite(loss)
