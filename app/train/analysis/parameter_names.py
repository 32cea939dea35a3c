"""A name for every weight and bias of a run."""

from __future__ import annotations

from app.ui.translation import say
from engine.learning.run import Run


def parameter_names(run: Run) -> list[str]:
    """A name a parameter, in the order of `run.parameters`: `layer 1 · neuron 2 · w1`."""
    names = []
    before = run.dataset.inputs
    for layer, size in enumerate((*run.settings.hidden, 1), start=1):
        for neuron in range(1, size + 1):
            own = [f"w{weight}" for weight in range(1, before + 1)] + ["b"]
            names += [
                say(
                    "layer {layer} · neuron {neuron} · {name}",
                    layer=layer,
                    neuron=neuron,
                    name=name,
                )
                for name in own
            ]
        before = size
    return names
