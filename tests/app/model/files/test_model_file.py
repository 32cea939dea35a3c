"""The file of a network: it comes back as it was, and bad ones are refused with their place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.files.disk import LARGEST_FILE, FileError
from app.model.files.model_file import Model, dumps, load, loads, model_of, with_model
from app.model.training.setup import Setup
from engine.learning.datasets import OWN
from engine.learning.network import activations
from engine.learning.settings import RunSettings

SMALL = Model(2, (2,), ("tanh",), (0.1, -0.2, 0.0, 1e-300, -3.5, 1 / 3, 0.5, -0.5, 2.0))


def written(model: Model = SMALL) -> dict[str, object]:
    return json.loads(dumps(model))


def refusal(content: object) -> str:
    with pytest.raises(FileError) as caught:
        loads(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(caught.value)


@st.composite
def models(draw: st.DrawFn) -> Model:
    inputs = draw(st.integers(1, 2))
    hidden = tuple(draw(st.lists(st.integers(1, 4), max_size=6)))
    names = tuple(draw(st.sampled_from(activations())) for _ in hidden)
    sizes = (inputs, *hidden, 1)
    count = sum((sizes[i] + 1) * sizes[i + 1] for i in range(len(sizes) - 1))
    numbers = st.floats(-1e11, 1e11)
    return Model(
        inputs, hidden, names, tuple(draw(st.lists(numbers, min_size=count, max_size=count)))
    )


@given(models())
def test_a_model_comes_back_from_its_file_with_every_digit(model):
    assert loads(dumps(model).encode()) == model


@pytest.mark.slow
def test_the_largest_network_comes_back_from_its_file(tmp_path):
    run = Setup(RunSettings(hidden=(32,) * 6)).run()
    run.update()
    path = tmp_path / "model.json"
    path.write_text(dumps(model_of(run)), encoding="utf-8")
    assert load(path).parameters == tuple(run.parameters)


def test_a_run_that_starts_with_a_model_answers_as_the_one_that_it_came_from():
    run = Setup(RunSettings(hidden=(4, 3), activation=("tanh", "relu"), points=20)).run()
    for _ in range(5):
        run.update()
    again = with_model(Setup(), loads(dumps(model_of(run)).encode())).run()
    points = [(0.3, -0.4), (1.0, 1.0)]
    assert again.predict(points) == run.predict(points)


def test_the_model_in_the_readme_can_be_opened_and_is_written_so():
    readme = (Path(__file__).resolve().parents[4] / "docs" / "training.md").read_text(
        encoding="utf-8"
    )
    example = readme.partition("```json\n")[2].partition("```")[0]
    assert dumps(loads(example.encode())) == example


def test_neurons_stand_one_a_line():
    lines = dumps(SMALL).splitlines()
    assert '   {"weights": [0.1, -0.2], "bias": 0.0},' in lines
    assert sum("bias" in line for line in lines) == 3


# Into a set-up


def test_only_the_network_of_a_set_up_becomes_another():
    before = Setup(RunSettings(loss="cross-entropy", batch=7, seed=3, initial="he"))
    after = with_model(before, SMALL)
    assert after.weights == SMALL.parameters
    assert after.settings == replace(before.settings, hidden=(2,), activation="tanh")


def test_layers_with_activations_of_their_own_keep_them():
    model = Model(2, (1, 1), ("tanh", "relu"), (0.0,) * 7)
    assert with_model(Setup(), model).settings.activation == ("tanh", "relu")


@pytest.mark.parametrize("activation", ["sigmoid", ("tanh", "relu")])
def test_a_network_without_hidden_layers_can_be_given_some(activation):
    model = Model(2, (), (), (1.0, 2.0, 3.0))
    setup = with_model(Setup(RunSettings(activation=activation)), model)
    assert setup.run().start == [1.0, 2.0, 3.0]
    setup.with_settings(replace(setup.settings, hidden=(3,))).run()


@pytest.mark.parametrize(
    ("settings", "inputs", "words"),
    [
        (RunSettings(), 1, "takes one number, and the data points have two. Choose a curve"),
        (
            RunSettings(dataset="sine", loss="squared error"),
            2,
            "have one. Choose a dataset of two classes",
        ),
        (RunSettings(dataset=OWN), 1, "Choose a curve"),
    ],
)
def test_a_model_for_another_kind_of_data_points_is_refused(settings, inputs, words):
    model = Model(inputs, (), (), (0.0,) * (inputs + 1))
    with pytest.raises(FileError, match=words):
        with_model(Setup(settings), model)


# Bad files


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is not JSON: it ends too early (line 1, column 1)."),
        (b"hello", "The file is not JSON (line 1, column 1)."),
        (b"\xff\xfe", "The file is not text in UTF-8 (line 1, column 1)."),
        (b'{"layers": ' + b"[" * 1_000_000, "The file can’t be read: it is nested too deeply."),
        (b" " * (LARGEST_FILE + 1), "The file is larger than 16 MiB."),
        (b"[]", "$: expected an object, not a list."),
        (b"{}", "$.format: this is not a model exported by Chalkgrad."),
        (b'{"format": "chalkgrad"}', "$.format: this is not a model exported by Chalkgrad."),
        (
            b'{"format": "chalkgrad model", "version": 2}',
            "$.version: the file is of version 2, and this Chalkgrad reads version 1.",
        ),
        (b'{"format": "chalkgrad model", "version": 0}', "$.version: there is no version 0."),
        (
            b'{"format": "chalkgrad model", "version": "new"}',
            "$.version: expected a whole number, not text.",
        ),
        (b'{"format": "chalkgrad model", "version": 1}', "$: the key inputs is missing."),
    ],
)
def test_what_is_no_model_is_refused(content, words):
    assert refusal(content) == words


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("inputs", 3, "$.inputs: a model takes 1 input or 2, not 3."),
        ("inputs", 2.5, "$.inputs: expected a whole number."),
        ("inputs", 1, "$.layers[0].neurons[0].weights: a weight is needed for every input: 1"),
        ("layers", [], "$.layers: the output layer is missing."),
        ("layers", {}, "$.layers: expected a list, not an object."),
        ("notes", "", "$: there is no key notes in this version."),
    ],
)
def test_what_can_not_be_is_refused_with_its_place(key, value, words):
    assert refusal(written() | {key: value}).startswith(words)


@pytest.mark.parametrize(
    ("layer", "key", "value", "words"),
    [
        (0, "activation", "swish", "$.layers[0].activation: there is no activation swish; choose"),
        (0, "activation", None, "$.layers[0].activation: expected text, not null."),
        (1, "activation", "tanh", "$.layers[1].activation: the output is linear, not tanh."),
        (0, "neurons", [], "$.layers[0].neurons: A hidden layer has 1 to 32 neurons, not 0."),
        (1, "neurons", [], "$.layers[1].neurons: the last layer is the output, one neuron, not 0."),
        (0, "name", "h", "$.layers[0]: there is no key name in this version."),
    ],
)
def test_a_layer_that_can_not_be_is_refused_with_its_place(layer, key, value, words):
    content = written()
    content["layers"][layer][key] = value
    assert refusal(content).startswith(words)


@pytest.mark.parametrize(
    ("key", "value", "place", "words"),
    [
        ("weights", [1.0], ".weights", "a weight is needed for every input: 2, not 1."),
        ("weights", [1.0, "x"], ".weights[1]", "expected a number, not text."),
        ("weights", [1.0, None], ".weights[1]", "expected a number, not null."),
        ("weights", [1e12, 0.0], "", "a weight or bias must lie within ±1e12."),
        ("bias", -1e300, "", "a weight or bias must lie within ±1e12."),
        ("bias", [], ".bias", "expected a number, not a list."),
        ("bias", True, ".bias", "expected a number, not true or false."),
        ("bias", float("nan"), ".bias", "a number must be finite."),
        ("bias", float("inf"), ".bias", "a number must be finite."),
        ("bias", 10**400, ".bias", "a number must be finite."),
        ("grad", 0.0, "", "there is no key grad in this version."),
    ],
)
def test_a_neuron_that_can_not_be_is_refused_with_its_place(key, value, place, words):
    content = written()
    content["layers"][0]["neurons"][1][key] = value
    assert refusal(content) == f"$.layers[0].neurons[1]{place}: {words}"


def test_too_many_layers_and_neurons_are_refused():
    deep = Model(1, (1,) * 7, ("relu",) * 7, (0.0,) * 16)
    assert refusal(written(deep)) == "$.layers: At most 6 hidden layers, not 7."
    wide = Model(1, (33,), ("relu",), (0.0,) * 100)
    assert refusal(written(wide)).endswith("A hidden layer has 1 to 32 neurons, not 33.")


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_do_more_than_be_refused(content):
    with pytest.raises(FileError):
        loads(content)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileError, match=r"There is no file gone\.json"):
        load(tmp_path / "gone.json")
