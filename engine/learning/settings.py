"""The settings of a training run: their defaults, and the table of all that is known of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.core.messages import Message, marked, message
from engine.learning.datasets import DATASETS, MOST_POINTS, OWN, Dataset
from engine.learning.losses import LOSSES, first_loss
from engine.learning.network import DEFAULT_ACTIVATION, INITIALS, activations
from engine.learning.optimisers import OPTIMISERS, SCHEDULES
from engine.learning.setting_specs import (
    MOST_LAYERS,
    MOST_NEURONS,
    ActivationSpec,
    ChoiceSpec,
    Constant,
    LayersSpec,
    NumberSpec,
    SettingError,
    SettingSpec,
    ShareSpec,
    hidden_problem,
)

__all__ = [
    "MOST_LAYERS",
    "MOST_NEURONS",
    "SETTINGS",
    "RunSettings",
    "SettingError",
    "hidden_problem",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """All that a run depends on: equal settings give equal numbers.

    Names are those of DATASETS, INITIALS, LOSSES, OPTIMISERS, SCHEDULES and `activations()`;
    `hidden` holds the neurons of each hidden layer, `activation` is that of all of them or holds
    one for each; `batch` is the rows of one update, None for all of them; `l1` and `l2` weigh the
    sums of the parameters' sizes and of their squares, which are added to the loss. A run ends
    after `steps` updates, or when the train loss is `target` or less. The defaults are those of
    micrograd's demo, with a test set and more steps. Files hold the fields in this order.
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

    def batch_size(self, rows: int) -> int:
        """The rows of one update, of so many rows to train on."""
        return min(self.batch or rows, rows)

    def problems(self, dataset: Dataset | None = None) -> dict[str, Message]:
        """What is not possible, by field; empty if all is well.

        `dataset` is looked at in place of the one that is named.
        """
        asked = {name: spec.problem(self) for name, spec in SETTINGS.items()}
        found = {name: problem for name, problem in asked.items() if problem}
        if self.dataset == OWN and dataset is None:
            found["dataset"] = message("There are no points of your own yet.")
        dataset = dataset or DATASETS.get(self.dataset)
        loss = LOSSES.get(self.loss)
        if dataset and loss and dataset.kind not in loss.kinds:
            template = marked("{loss} compares classes; for a curve choose “{other}”.")
            if dataset.kind == "classification":
                template = marked("{loss} fits a curve; for two classes choose “{other}”.")
            other = first_loss(dataset.kind)
            found["loss"] = message(template, loss=message(loss.title), other=message(other.title))
        return found

    def check(self, dataset: Dataset | None = None) -> None:
        """Raise SettingError for the first of `problems`, if there is one."""
        for name, problem in self.problems(dataset).items():
            raise SettingError(name, problem)


class _Titled(Protocol):
    """A row, or a class that is one."""

    @property
    def title(self) -> str: ...


def _titles(table: Mapping[str, _Titled]) -> dict[str, str]:
    return {name: row.title for name, row in table.items()}


def _made(settings: RunSettings) -> bool:
    """Whether the points are made: own ones are as they are."""
    return settings.dataset != OWN


def _has_momentum(settings: RunSettings, _rows: int = 0) -> bool:
    return OPTIMISERS[settings.optimiser].uses_momentum


def _batched(settings: RunSettings, rows: int) -> bool:
    return settings.batch_size(rows) < rows


DATA, NETWORK, TRAINING = marked("DATA"), marked("NETWORK"), marked("TRAINING")

SETTINGS: Mapping[str, SettingSpec] = {
    spec.name: spec
    for spec in (
        ChoiceSpec(
            name="dataset", title=marked("dataset"), section=DATA, redraws=True,
            help=marked("What is to be learned: two classes of points, or a curve."),
            options=lambda: _titles(DATASETS) | {OWN: marked("Own points")},
        ),
        NumberSpec(
            name="points", title=marked("points"), section=DATA, applies=_made,
            help=marked("How many samples are generated."), least=4, most=MOST_POINTS, whole=True,
        ),
        NumberSpec(
            name="noise", title=marked("noise"), section=DATA, applies=_made,
            help=marked("How far samples are scattered from their ideal place."),
            least=0.0, most=1.0,
        ),
        ShareSpec(
            name="test_share", title=marked("test share"), section=DATA,
            short=marked("test"),
            help=marked("The share of points held out of training, for testing."),
            least=0.0, most=0.9,
        ),
        NumberSpec(
            name="seed", title=marked("seed"), section=DATA, redraws=True,
            help=marked("The same seed gives the same samples and the same initial weights."),
            least=0, most=2**32 - 1, whole=True, constant=Constant(7, "SEED", _batched),
        ),
        LayersSpec(
            name="hidden", title=marked("hidden"), section=NETWORK, redraws=True,
            help=marked("Neurons of each hidden layer, such as 16, 16. Empty: no hidden layer."),
        ),
        ActivationSpec(
            name="activation", title=marked("activation"), section=NETWORK,
            help=marked("What a hidden neuron does to its sum."),
            options=lambda: {name: name for name in activations()},
        ),
        ChoiceSpec(
            name="initial", title=marked("initial weights"), section=NETWORK, redraws=True,
            help=marked("What the weights are drawn from at the start."),
            options=lambda: _titles(INITIALS),
        ),
        ChoiceSpec(
            name="loss", title=marked("loss"), section=TRAINING,
            help=marked("How the distance between prediction and target is measured."),
            options=lambda: _titles(LOSSES),
        ),
        ChoiceSpec(
            name="optimiser", title=marked("optimiser"), section=TRAINING,
            help=marked("How gradients become an update of the weights."),
            options=lambda: _titles(OPTIMISERS),
        ),
        NumberSpec(
            name="learning_rate", title=marked("learning rate"), section=TRAINING,
            short=marked("rate"),
            help=marked("How far an update moves against the gradient."), least=0.0, most=1000.0,
            slider=(0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0),
            constant=Constant(2, "LEARNING_RATE"),
        ),
        ChoiceSpec(
            name="schedule", title=marked("schedule"), section=TRAINING,
            help=marked("Whether the learning rate falls during the run."),
            options=lambda: _titles(SCHEDULES),
        ),
        NumberSpec(
            name="momentum", title=marked("momentum"), section=TRAINING,
            help=marked("How much of the last update’s velocity is kept."),
            least=0.0, most=0.999, applies=_has_momentum,
            constant=Constant(3, "MOMENTUM", _has_momentum),
        ),
        NumberSpec(
            name="batch", title=marked("batch"), section=TRAINING,
            help=marked("Samples for one update: a whole number, or all."),
            least=1, most=MOST_POINTS, whole=True, absent=marked("all"),
            constant=Constant(6, "BATCH", _batched),
        ),
        NumberSpec(
            name="l1", title=marked("L1"), section=TRAINING,
            help=marked("How much the sizes of the weights cost: it drives small ones to 0."),
            least=0.0, most=1.0, constant=Constant(4, "L1", lambda chosen, _rows: chosen.l1 > 0.0),
        ),
        NumberSpec(
            name="l2", title=marked("L2"), section=TRAINING,
            help=marked("How much the squares of the weights cost: it keeps large ones down."),
            least=0.0, most=1.0, constant=Constant(5, "L2", lambda chosen, _rows: chosen.l2 > 0.0),
        ),
        NumberSpec(
            name="steps", title=marked("steps"), section=TRAINING,
            help=marked("Updates until the run is done."),
            least=1, most=1_000_000, whole=True, constant=Constant(1, "STEPS"),
        ),
        NumberSpec(
            name="target", title=marked("target loss"), section=TRAINING,
            help=marked("A train loss at which the run is done, or none."),
            least=0.0, most=1e6, absent=marked("none"),
            constant=Constant(8, "TARGET", lambda chosen, _rows: chosen.target is not None),
        ),
    )
}  # fmt: skip
"""Name to row, in the order in which a form shows them: one for every field of Settings."""
