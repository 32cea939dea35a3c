"""Forward: what every neuron answers at many points at once, for the pictures.

The numbers of a run are those of the engine's tape. A picture asks at ten thousand points, 25
times a second, and shows colours: for it the same forward pass is made by numpy, in single
precision.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

import numpy as np

from engine.training import Run

ACTIVATE: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    "relu": lambda x: np.maximum(x, 0.0, out=x),
    "tanh": lambda x: np.tanh(x, out=x),
    "sigmoid": lambda x: 0.5 + 0.5 * np.tanh(0.5 * x),
    "linear": lambda x: x,
}
"""By the names of the engine's ACTIVATIONS; may change what it is given."""


class Forward:
    """The network of a run, at whatever parameters it has when it is asked."""

    def __init__(self, run: Run):
        self._run = run
        self.sizes = [run.dataset.inputs, *run.settings.hidden, 1]
        self._activations = [*run.settings.activations, "linear"]

    def layers(self, numbers: list[float]) -> list[tuple[np.ndarray, np.ndarray]]:
        """One number a parameter as arrays by layer: (inputs, neurons) for the weights and
        (neurons,) for the biases.
        """
        flat = np.array(numbers, dtype=np.float32)
        layers = []
        place = 0
        for before, after in pairwise(self.sizes):
            end = place + (before + 1) * after
            layer = flat[place:end].reshape(after, before + 1)
            layers.append((layer[:, :-1].T, layer[:, -1]))
            place = end
        return layers

    def answers(self, points: np.ndarray) -> list[np.ndarray]:
        """What each neuron gives at `points` (count, inputs): by layer, (count, neurons)."""
        out = points
        answers = []
        # A network that ran away overflows here, and its picture shows what is left of it.
        with np.errstate(all="ignore"):
            for (weights, biases), name in zip(
                self.layers(self._run.parameters), self._activations, strict=True
            ):
                out = ACTIVATE[name](out @ weights + biases)
                answers.append(out)
        return answers

    def scores(self, points: np.ndarray) -> np.ndarray:
        """The network's answer at each of `points` (count, inputs)."""
        return self.answers(points)[-1][:, 0]
