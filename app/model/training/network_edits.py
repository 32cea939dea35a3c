"""Edits made in the picture of the network: from old settings to new ones, with a name."""

from __future__ import annotations

from dataclasses import dataclass, replace

from engine.core.messages import Message, message
from engine.learning.network import DEFAULT_ACTIVATION
from engine.learning.settings import MOST_LAYERS, MOST_NEURONS, RunSettings

DEFAULT_NEURONS = 4


@dataclass(frozen=True, slots=True)
class NetworkEdit:
    """A change of the network: its name in the history, what its button says, and the settings
    after it.

    Where it can't be made, `settings` is None and `reason` says why.
    """

    name: Message
    tip: Message
    settings: RunSettings | None = None
    reason: Message | None = None


def add_neuron(settings: RunSettings, layer: int) -> NetworkEdit:
    """One neuron more in a hidden layer, counted from 0."""
    name = message("add a neuron to layer {layer}", layer=layer + 1)
    tip = message("Add a neuron to layer {layer}", layer=layer + 1)
    if settings.hidden[layer] >= MOST_NEURONS:
        reason = message("A layer has {most} neurons at most.", most=MOST_NEURONS)
        return NetworkEdit(name, tip, reason=reason)
    return NetworkEdit(name, tip, _resized(settings, layer, 1))


def remove_neuron(settings: RunSettings, layer: int) -> NetworkEdit:
    """One neuron less; the last one goes with its layer only."""
    name = message("remove a neuron from layer {layer}", layer=layer + 1)
    tip = message("Remove a neuron from layer {layer}", layer=layer + 1)
    if settings.hidden[layer] == 1:
        reason = message("The last neuron can’t be removed alone: remove its layer.")
        return NetworkEdit(name, tip, reason=reason)
    return NetworkEdit(name, tip, _resized(settings, layer, -1))


def add_layer(settings: RunSettings, place: int) -> NetworkEdit:
    """A hidden layer before the one at `place`, like its neighbour."""
    name = message("add a layer after layer {layer}", layer=place)
    tip = message("Add a layer after layer {layer}", layer=place)
    if place == 0:
        name = message("add a layer after the inputs")
        tip = message("Add a layer after the inputs")
    if len(settings.hidden) >= MOST_LAYERS:
        reason = message("A network has {most} hidden layers at most.", most=MOST_LAYERS)
        return NetworkEdit(name, tip, reason=reason)
    hidden, activations = list(settings.hidden), list(settings.activations)
    beside = max(0, place - 1)
    only = settings.activation if isinstance(settings.activation, str) else DEFAULT_ACTIVATION
    hidden.insert(place, hidden[beside] if hidden else DEFAULT_NEURONS)
    activations.insert(place, activations[beside] if activations else only)
    return NetworkEdit(name, tip, _with(settings, hidden, activations))


def remove_layer(settings: RunSettings, layer: int) -> NetworkEdit:
    """Without a hidden layer."""
    hidden, activations = list(settings.hidden), list(settings.activations)
    del hidden[layer]
    last = activations.pop(layer)
    name = message("remove layer {layer}", layer=layer + 1)
    tip = message("Remove layer {layer}", layer=layer + 1)
    return NetworkEdit(name, tip, _with(settings, hidden, activations or [last]))


def with_activation(settings: RunSettings, layer: int, activation: str) -> NetworkEdit:
    """Another activation for one hidden layer."""
    activations = list(settings.activations)
    activations[layer] = activation
    places = {"layer": layer + 1, "name": activation}
    name = message("activation of layer {layer}: {name}", **places)
    tip = message("Activation of layer {layer}: {name}", **places)
    return NetworkEdit(name, tip, _with(settings, list(settings.hidden), activations))


def _resized(settings: RunSettings, layer: int, by: int) -> RunSettings:
    hidden = list(settings.hidden)
    hidden[layer] += by
    return replace(settings, hidden=tuple(hidden))


def _with(settings: RunSettings, hidden: list[int], activations: list[str]) -> RunSettings:
    """One name where all layers are alike, else one a layer."""
    alike = len(set(activations)) == 1
    activation = activations[0] if alike else tuple(activations)
    return replace(settings, hidden=tuple(hidden), activation=activation)
