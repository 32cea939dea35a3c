"""The presets: training set-ups that each teach one thing, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import resources
from app.model.files.chalk_file import load
from app.model.training.setup import Setup
from engine.core.messages import marked


@dataclass(frozen=True, slots=True)
class Preset:
    """`name` is the file's name under resources/presets, without its ending."""

    name: str
    title: str
    words: str
    """What to look for before it trains, and what to try afterwards."""


PRESETS: Mapping[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "micrograd",
            marked("Micrograd’s demo"),
            marked(
                "The run of micrograd’s notebook, number for number: the loss starts at 0.8958, "
                "and after 100 steps every point is classified correctly."
            ),
        ),
        Preset(
            "xor",
            marked("XOR needs a hidden layer"),
            marked(
                "Without a hidden layer the boundary is a straight line, and no line separates "
                "XOR. Train, then give it a hidden layer of 8 and train again."
            ),
        ),
        Preset(
            "too-large-a-rate",
            marked("Too large a rate"),
            marked(
                "Every update jumps across the valley and lands higher than before. "
                "Train, see the loss explode, then try a tenth of the learning rate."
            ),
        ),
        Preset(
            "dead-relus",
            marked("Dead relus"),
            marked(
                "The first updates overshoot, and every relu of layer 2 ends below 0, where its "
                "gradient is 0. Train, look at the network, then try a learning rate of 0.03."
            ),
        ),
        Preset(
            "zeros",
            marked("Zeros never learn"),
            marked(
                "All weights start at 0, so all neurons of a layer get the same gradient, here 0. "
                "Train, look at the gradients, then draw the weights from Xavier."
            ),
        ),
        Preset(
            "vanishing",
            marked("A gradient that vanishes"),
            marked(
                "Six layers of sigmoid, each with a slope of at most ¼. Train, see how little "
                "gradient is left in layer 1, then take tanh."
            ),
        ),
        Preset(
            "overfitting",
            marked("Overfitting 12 points"),
            marked(
                "12 noisy points and 337 parameters: the train loss falls to 0 while the test loss "
                "climbs. Train, then try an L2 of 0.03."
            ),
        ),
        Preset(
            "curve",
            marked("Fit a curve"),
            marked(
                "One input, one output: the network bends a line until it follows the sine. "
                "Train, then try 1 neuron: a single bend is not enough."
            ),
        ),
    )
}


@cache
def load_preset(name: str) -> Setup:
    """The set-up of a preset. Raises KeyError for a name that is none."""
    setup = load(resources.path("presets", f"{PRESETS[name].name}.chalk")).setup
    assert setup is not None
    return setup


def preset_of(setup: Setup) -> Preset | None:
    """The preset that a set-up is, if it is one."""
    return next((row for row in PRESETS.values() if load_preset(row.name) == setup), None)
