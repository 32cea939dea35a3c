"""The presets: every one is run to its end, and shows what its words promise."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest

import resources
from app.model.catalogue.presets import PRESETS, load_preset, preset_of
from app.model.files.chalk_file import Document, dumps
from app.model.files.setup_json import settings_text
from app.model.graph.graph import Graph
from engine.learning.run import Run
from engine.learning.settings import RunSettings
from tests.engine.learning.test_network import MICROGRAD, demo_rows


def finished(name: str, **changes: object) -> Run:
    """The run of a preset, with some settings changed, at its end."""
    setup = load_preset(name)
    run = setup.with_settings(replace(setup.settings, **changes)).run()
    while not run.ended:
        run.update()
    return run


def loss_of(run: Run) -> float:
    return run.history.measurements[-1].train_loss


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_in_its_file_as_it_would_be_saved(name):
    content = resources.path("presets", f"{name}.chalk").read_text(encoding="utf-8")
    setup = load_preset(name)
    held = json.loads(content)["training"]["settings"]
    # A setting that came later than the file is not in it, and has its default.
    later = {n: value for n, value in asdict(RunSettings()).items() if n not in held}
    assert json.loads(settings_text(setup.settings)) == held | later
    saved = dumps(Document(Graph(), setup)).decode()
    assert saved.replace(settings_text(setup.settings), json.dumps(held)) == content


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_is_found_by_what_it_is(name):
    assert preset_of(load_preset(name)) is PRESETS[name]


def test_every_file_is_a_preset():
    names = {path.stem for path in resources.path("presets").glob("*.chalk")}
    assert names == set(PRESETS)


@pytest.mark.slow
def test_micrograds_demo_is_repeated_number_for_number():
    assert load_preset("micrograd").points == tuple(
        pytest.approx(row, rel=1e-12) for row in demo_rows()
    )
    run = finished("micrograd")
    assert run.history.losses[0] == MICROGRAD[0]
    assert run.history.losses[:40] == pytest.approx(MICROGRAD, abs=1e-6)
    assert (run.step, run.history.measurements[-1].train_accuracy) == (100, 1.0)


def test_no_line_separates_xor_and_a_hidden_layer_does():
    assert finished("xor").history.measurements[-1].train_accuracy < 0.75
    assert finished("xor", hidden=(8,)).history.measurements[-1].train_accuracy > 0.95


@pytest.mark.slow
def test_too_large_a_rate_explodes_and_a_tenth_of_it_learns():
    run = finished("too-large-a-rate")
    assert "diverged" in str(run.reason)
    assert loss_of(finished("too-large-a-rate", learning_rate=0.1)) < 0.1


@pytest.mark.slow
def test_all_relus_of_layer_2_die_and_live_at_a_smaller_rate():
    run = finished("dead-relus")
    layer1, layer2, _ = run.model.layers
    for *point, _ in run.train:
        answers = [neuron(layer1(point)).data for neuron in layer2.neurons]
        assert answers == [0.0] * 8
    assert loss_of(run) == pytest.approx(1.0)
    assert loss_of(finished("dead-relus", learning_rate=0.03)) < 0.2


@pytest.mark.slow
def test_zeros_never_learn_and_xavier_does():
    run = finished("zeros")
    assert loss_of(run) == 1.0
    assert not any(run.grads)
    assert loss_of(finished("zeros", initial="xavier")) < 0.1


@pytest.mark.slow
def test_hardly_any_gradient_arrives_in_layer_1_and_tanh_passes_it():
    def share_of_layer_1(run: Run) -> float:
        layers = [max(abs(p.grad) for p in layer.parameters()) for layer in run.model.layers]
        return layers[0] / layers[-1]

    sigmoid, tanh = load_preset("vanishing").run(), load_preset("vanishing")
    sigmoid.update()
    other = tanh.with_settings(replace(tanh.settings, activation="tanh")).run()
    other.update()
    assert share_of_layer_1(sigmoid) < 1e-3
    assert share_of_layer_1(other) > 0.05
    assert loss_of(finished("vanishing")) > 0.9
    assert loss_of(finished("vanishing", activation="tanh")) < 0.1


@pytest.mark.slow
def test_twelve_points_are_learned_by_heart_and_l2_prevents_it():
    last = finished("overfitting").history.measurements[-1]
    assert len(load_preset("overfitting").run().train) == 12
    assert last.train_loss < 0.001
    assert last.test_loss > 2.0
    last = finished("overfitting", l2=0.03).history.measurements[-1]
    assert last.test_loss < 1.0


@pytest.mark.slow
def test_a_curve_is_followed_and_one_neuron_is_too_little():
    assert loss_of(finished("curve")) < 0.02
    assert loss_of(finished("curve", hidden=(1,))) > 0.2
