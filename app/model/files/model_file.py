"""The file of a network: its layers with their weights and biases as JSON, in and out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from msgspec import Struct

from app.model.files.disk import FileError, read_bounded
from app.model.files.json_reading import check_header, check_text, decoded, refuse
from app.model.training.setup import Setup
from engine.core.errors import shown
from engine.core.messages import message
from engine.core.number_text import short
from engine.learning.network import LINEAR, activations
from engine.learning.run import LARGEST_PARAMETER, Run
from engine.learning.settings import MOST_LAYERS, RunSettings, hidden_problem

FORMAT = "chalkgrad model"
VERSION = 1

_UNFIT = {
    1: message(
        "The model takes one number, and the data points have two. "
        "Choose a curve as the dataset, then open it again."
    ),
    2: message(
        "The model takes two numbers, and the data points have one. "
        "Choose a dataset of two classes, then open it again."
    ),
}
"""Why a model of so many inputs can't be opened."""


@dataclass(frozen=True, slots=True)
class Model:
    """A network: `activations` are those of the hidden layers; the output is one linear neuron.

    `parameters` are in the order of `MLP.parameters()`: by layer and neuron, its weights and then
    its bias.
    """

    inputs: int
    hidden: tuple[int, ...]
    activations: tuple[str, ...]
    parameters: tuple[float, ...]


def model_of(run: Run) -> Model:
    """The network of a run, with the parameters of this moment."""
    settings = run.settings
    return Model(run.dataset.inputs, settings.hidden, settings.activations, tuple(run.parameters))


def with_model(setup: Setup, model: Model) -> Setup:
    """The set-up with that network at its start; all other settings stay.

    Raises FileError if its inputs are not those of the data points.
    """
    wanted = 2 if setup.kind == "classification" else 1
    if model.inputs != wanted:
        raise FileError(_UNFIT[model.inputs])
    settings = replace(
        setup.settings, hidden=model.hidden, activation=_activation(setup.settings, model)
    )
    return replace(setup.with_settings(settings), weights=model.parameters)


def _activation(settings: RunSettings, model: Model) -> str | tuple[str, ...]:
    """One name where one will do: a network without hidden layers may be given some later."""
    names = model.activations
    if names:
        return names[0] if len(set(names)) == 1 else names
    return settings.activation if isinstance(settings.activation, str) else RunSettings().activation


class _NeuronRecord(Struct, forbid_unknown_fields=True):
    weights: list[float]
    bias: float


class _LayerRecord(Struct, forbid_unknown_fields=True):
    activation: str
    neurons: list[_NeuronRecord]


class _ModelFile(Struct, forbid_unknown_fields=True):
    format: str
    version: int
    inputs: int
    layers: list[_LayerRecord]


def dumps(model: Model) -> str:
    """`model` as JSON, one neuron a line."""
    numbers = iter(model.parameters)
    layers = []
    count = model.inputs
    names = (*model.activations, LINEAR)
    for size, name in zip((*model.hidden, 1), names, strict=True):
        neurons = ",\n   ".join(
            _json({"weights": list(islice(numbers, count)), "bias": next(numbers)})
            for _ in range(size)
        )
        layers.append(f'{{"activation": {_json(name)}, "neurons": [\n   {neurons}]}}')
        count = size
    listed = ",\n  ".join(layers)
    head = f'"format": "{FORMAT}", "version": {VERSION}, "inputs": {model.inputs}'
    return f'{{{head},\n "layers": [\n  {listed}]}}\n'


def load(path: str | os.PathLike[str]) -> Model:
    """The network in a file. Raises FileError."""
    return loads(read_bounded(path))


def loads(content: bytes) -> Model:
    """The network that `content` describes. Raises FileError, which names the place."""
    check_text(content)
    foreign = message("this is not a model exported by Chalkgrad.")
    check_header(content, _ModelFile, FORMAT, VERSION, foreign)
    file = decoded(content, _ModelFile)
    if file.inputs not in (1, 2):
        refuse("$.inputs", message("a model takes 1 input or 2, not {count}.", count=file.inputs))
    if not file.layers:
        refuse("$.layers", message("the output layer is missing."))
    *hidden, output = file.layers
    _check_output(f"$.layers[{len(hidden)}]", output)
    sizes = tuple(len(layer.neurons) for layer in hidden)
    _check_hidden(hidden, sizes)
    parameters = tuple(_parameters(file.inputs, file.layers))
    return Model(file.inputs, sizes, tuple(layer.activation for layer in hidden), parameters)


# What no type can say


def _check_output(place: str, output: _LayerRecord) -> None:
    if len(output.neurons) != 1:
        refuse(
            f"{place}.neurons",
            message(
                "the last layer is the output, one neuron, not {count}.", count=len(output.neurons)
            ),
        )
    if output.activation != LINEAR:
        refuse(
            f"{place}.activation",
            message("the output is linear, not {activation}.", activation=shown(output.activation)),
        )


def _check_hidden(layers: Sequence[_LayerRecord], sizes: tuple[int, ...]) -> None:
    if len(sizes) > MOST_LAYERS and (too_many := hidden_problem(sizes)):
        refuse("$.layers", too_many)
    for number, (layer, size) in enumerate(zip(layers, sizes, strict=True)):
        place = f"$.layers[{number}]"
        if wrong := hidden_problem((size,)):
            refuse(f"{place}.neurons", wrong)
        if layer.activation not in activations():
            problem = message(
                "there is no activation {name}; choose one of {names}.",
                name=shown(layer.activation),
                names=", ".join(activations()),
            )
            refuse(f"{place}.activation", problem)


def _parameters(inputs: int, layers: Sequence[_LayerRecord]) -> Iterator[float]:
    """In the order of `MLP.parameters()`."""
    count = inputs
    for number, layer in enumerate(layers):
        for index, neuron in enumerate(layer.neurons):
            place = f"$.layers[{number}].neurons[{index}]"
            if len(neuron.weights) != count:
                refuse(
                    f"{place}.weights",
                    message(
                        "a weight is needed for every input: {wanted}, not {count}.",
                        wanted=count,
                        count=len(neuron.weights),
                    ),
                )
            if not all(abs(each) < LARGEST_PARAMETER for each in (*neuron.weights, neuron.bias)):
                refuse(
                    place,
                    message(
                        "a weight or bias must lie within ±{most}.", most=short(LARGEST_PARAMETER)
                    ),
                )
            yield from (*neuron.weights, neuron.bias)
        count = len(layer.neurons)


def _json(content: object) -> str:
    return json.dumps(content, allow_nan=False)
