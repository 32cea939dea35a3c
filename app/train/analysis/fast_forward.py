"""FastForward: what every neuron answers at many points at once, for the pictures.

The numbers of a run are those of the engine's tape. A picture asks at ten thousand points, 25
times a second, and shows colours: for it the same forward pass is made by numpy, in single
precision.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from engine.core.ops import OPS
from engine.learning.network import LINEAR
from engine.learning.run import Run


class FastForward:
    """The network of a run, at whatever parameters it has when it is asked."""

    def __init__(self, run: Run):
        self._run = run
        self.sizes = [run.dataset.inputs, *run.settings.hidden, 1]
        self._activations = [_of_arrays(name) for name in (*run.settings.activations, LINEAR)]

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
            for (weights, biases), activated in zip(
                self.layers(self._run.parameters), self._activations, strict=True
            ):
                out = activated(out @ weights + biases)
                answers.append(out)
        return answers

    def scores(self, points: np.ndarray) -> np.ndarray:
        """The network's answer at each of `points` (count, inputs)."""
        return self.answers(points)[-1][:, 0]


def _of_arrays(activation: str) -> Callable[[np.ndarray], np.ndarray]:
    """The activation for arrays, as its row in the table of ops writes it."""
    if activation == LINEAR:
        return lambda x: x
    row = OPS[activation].activation
    assert row
    function: Callable[[np.ndarray], np.ndarray] = eval(f"lambda x: {row.numpy}", vars(np))
    return function
