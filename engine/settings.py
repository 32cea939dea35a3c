"""The settings of a training run: their defaults, their limits, and a sentence for each problem."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from engine.datasets import DATASETS, MOST_POINTS, OWN, Dataset
from engine.errors import Message, shown
from engine.losses import LOSSES, first_loss
from engine.nn import DEFAULT_ACTIVATION, INITIALS, activations
from engine.optimisers import OPTIMISERS, SCHEDULES

MOST_LAYERS = 6
MOST_NEURONS = 32

INTEGERS: Mapping[str, tuple[int, int]] = {
    "points": (4, MOST_POINTS),
    "seed": (0, 2**32 - 1),
    "steps": (1, 1_000_000),
    "batch": (1, MOST_POINTS),
}
"""The least and the most of every field that is a whole number."""

NUMBERS: Mapping[str, tuple[float, float]] = {
    "noise": (0.0, 1.0),
    "test_share": (0.0, 0.9),
    "learning_rate": (0.0, 1000.0),
    "momentum": (0.0, 0.999),
    "l1": (0.0, 1.0),
    "l2": (0.0, 1.0),
    "target": (0.0, 1e6),
}
"""The least and the most of every other field that is a number."""

CHOICES: Mapping[str, tuple[str, ...]] = {
    "dataset": (*DATASETS, OWN),
    "initial": tuple(INITIALS),
    "loss": tuple(LOSSES),
    "optimiser": tuple(OPTIMISERS),
    "schedule": tuple(SCHEDULES),
}
"""The names that a field can have. `activation` is one of `activations()`, or one a hidden layer."""

OPTIONAL = ("batch", "target")
"""The fields that can be None."""


class SettingError(ValueError):
    """A setting that can't be: `field` is its name, `message` says what it needs."""

    def __init__(self, field: str, message: Message):
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that a run depends on: equal settings give equal numbers.

    Names are those of DATASETS, `activations()`, INITIALS, LOSSES, OPTIMISERS and SCHEDULES; `hidden`
    holds the neurons of each hidden layer, `activation` is that of all of them or holds one for
    each; `batch` is the rows of one update, None for all of them; `l1` and `l2` weigh the sums of
    the parameters' sizes and of their squares, which are added to the loss. A run ends after
    `steps` updates, or when the train loss is `target` or less. The defaults are those of
    micrograd's demo, with a test set and more steps.
    """

    dataset: str = "two moons"
    points: int = 100
    noise: float = 0.1
    test_share: float = 0.2
    seed: int = 1337
    hidden: tuple[int, ...] = (16, 16)
    activation: str | tuple[str, ...] = DEFAULT_ACTIVATION
    initial: str = "uniform"
    loss: str = "hinge"
    optimiser: str = "sgd"
    learning_rate: float = 1.0
    momentum: float = 0.9
    schedule: str = "linear"
    steps: int = 300
    target: float | None = None
    batch: int | None = None
    l1: float = 0.0
    l2: float = 1e-4

    @property
    def activations(self) -> tuple[str, ...]:
        """One a hidden layer."""
        if isinstance(self.activation, str):
            return (self.activation,) * len(self.hidden)
        return self.activation

    def problems(self, dataset: Dataset | None = None) -> dict[str, Message]:
        """What can't be, by field; empty if all is well. `dataset` is asked in place of the named.

        What a field needs is in INTEGERS, NUMBERS, CHOICES and the two limits of `hidden`.
        """
        asked = {
            **{name: self._choice_problem(name, names) for name, names in CHOICES.items()},
            **{name: self._integer_problem(name, *limits) for name, limits in INTEGERS.items()},
            **{name: self._number_problem(name, *limits) for name, limits in NUMBERS.items()},
            "hidden": hidden_problem(self.hidden),
            "activation": self._activation_problem(),
        }
        found = {name: problem for name, problem in asked.items() if problem}
        if self.dataset == OWN and dataset is None:
            found["dataset"] = Message("There are no points of your own yet.")
        dataset = dataset or DATASETS.get(self.dataset)
        loss = LOSSES.get(self.loss)
        if dataset and loss and dataset.kind not in loss.kinds:
            template = "{loss} compares classes; for a curve choose {other}."
            if dataset.kind == "classification":
                template = "{loss} fits a curve; for two classes choose {other}."
            other = first_loss(dataset.kind).title.lower()
            found["loss"] = Message(template, {"loss": loss.title, "other": other})
        return found

    def check(self, dataset: Dataset | None = None) -> None:
        """Raise SettingError for the first of `problems`, if there is one."""
        for name, message in self.problems(dataset).items():
            raise SettingError(name, message)

    def _integer_problem(self, name: str, least: int, most: int) -> Message | None:
        value = getattr(self, name)
        if (value is None and name in OPTIONAL) or _whole(value, least, most):
            return None
        template = "This must be a whole number from {least} to {most}, not {value}."
        places = {"least": least, "most": most, "value": shown(str(value))}
        return Message(template, places)

    def _number_problem(self, name: str, least: float, most: float) -> Message | None:
        value = getattr(self, name)
        if (value is None and name in OPTIONAL) or _number(value, least, most):
            return None
        template = "This must be a number from {least:g} to {most:g}, not {value}."
        places = {"least": least, "most": most, "value": shown(str(value))}
        return Message(template, places)

    def _choice_problem(self, name: str, names: tuple[str, ...]) -> Message | None:
        value = getattr(self, name)
        if value in names:
            return None
        return _choice_message(value, names)

    def _activation_problem(self) -> Message | None:
        if isinstance(self.activation, tuple) and len(self.activation) != len(self.hidden):
            places = {"layers": len(self.hidden), "count": len(self.activation)}
            return Message("{layers} hidden layers have {count} activations.", places)
        named = self.activation if isinstance(self.activation, tuple) else (self.activation,)
        strange = [name for name in named if name not in activations()]
        return _choice_message(strange[0], activations()) if strange else None


def _choice_message(value: object, names: tuple[str, ...]) -> Message:
    template = "There is no {value}; choose one of {names}."
    return Message(template, {"value": shown(str(value)), "names": ", ".join(names)})


def _number(value: object, least: float, most: float) -> bool:
    """Whether `value` is a number in the range; True and nan are none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return least <= value <= most


def _whole(value: object, least: int, most: int) -> bool:
    return isinstance(value, int) and _number(value, least, most)


def hidden_problem(hidden: tuple[int, ...]) -> Message | None:
    """What is wrong with the sizes of the hidden layers, if anything."""
    if len(hidden) > MOST_LAYERS:
        return Message(
            "At most {most} hidden layers, not {count}.",
            {"most": MOST_LAYERS, "count": len(hidden)},
        )
    for size in hidden:
        if not _whole(size, 1, MOST_NEURONS):
            return _size_problem(size)
    return None


def parse_hidden(text: str) -> tuple[int, ...]:
    """`"16, 16"` as (16, 16); no text is no hidden layer. Raises SettingError for anything else."""
    parts = [part.strip() for part in text.split(",")] if text.strip() else []
    for part in parts:
        if not part:
            raise SettingError("hidden", Message("A number is missing beside a comma."))
        if not re.fullmatch("[+-]?[0-9]+", part):
            template = "{part} is no whole number: write layers like 16, 16."
            raise SettingError("hidden", Message(template, {"part": shown(part, 12)}))
        # int() refuses thousands of digits with words of its own.
        if len(part) > 9:
            raise SettingError("hidden", _size_problem(part))
    hidden = tuple(map(int, parts))
    problem = hidden_problem(hidden)
    if problem:
        raise SettingError("hidden", problem)
    return hidden


def _size_problem(size: object) -> Message:
    template = "A hidden layer has 1 to {most} neurons, not {size}."
    return Message(template, {"most": MOST_NEURONS, "size": shown(str(size), 12)})
