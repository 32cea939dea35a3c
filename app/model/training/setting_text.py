"""What the texts of a settings form mean: set-up and texts in, set-up and problems out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from app.model.training.setup import Setup
from engine.core.messages import Message
from engine.learning.datasets import DATASETS, OWN, DatasetKind, own_points
from engine.learning.losses import LOSSES, first_loss
from engine.learning.network import DEFAULT_ACTIVATION, activations
from engine.learning.setting_specs import ChoiceSpec
from engine.learning.settings import SETTINGS, RunSettings, SettingError

Texts = Mapping[str, str]
"""One text a setting, by its name; of a choice the name that is chosen."""

BY_LAYER = ""
"""Stands for several activations, which are chosen at the layers of the network's picture."""

# A set-up without any points has the settings of a classification.
_NO_POINTS = own_points([(0.0, 0.0, -1.0), (0.0, 0.0, 1.0)])

FIRST_OF_KIND: Mapping[DatasetKind, Texts] = {
    kind: {"loss": loss.name, "learning_rate": SETTINGS["learning_rate"].text(loss.learning_rate)}
    for kind in get_args(DatasetKind)
    for loss in (first_loss(kind),)
}
"""What each kind of dataset begins with: squared error is steeper than hinge, and diverges at a
learning rate of 1."""


def text_of(name: str, value: object) -> str:
    """A value as it stands in the form."""
    by_layer = name == "activation" and isinstance(value, tuple)
    return BY_LAYER if by_layer else SETTINGS[name].text(value)


def means(name: str, text: str, value: object) -> bool:
    """Whether a text stands for a value."""
    try:
        return bool(SETTINGS[name].read(text) == value)
    except SettingError:
        return False


def parse(texts: Texts, setup: Setup) -> tuple[Setup, dict[str, Message]]:
    """What the texts make of a set-up, and what is wrong by the name of the setting.

    A setting whose text is wrong stays as it is in `setup`, and so does one that the others make
    of no use: nobody looks at its text. Where the settings can't be together, all stay.
    """
    present, choices = setup.settings, _chosen(texts, setup)
    values: dict[str, Any] = {}
    problems: dict[str, Message] = {}
    for name, text in texts.items():
        spec, value = SETTINGS[name], getattr(choices, name)
        values[name] = value
        # What is shown may be rounded: where nobody typed, the number stays whole.
        if isinstance(spec, ChoiceSpec) or not spec.applies(choices) or text == spec.text(value):
            continue
        try:
            values[name] = spec.read(text)
        except SettingError as error:
            problems[name] = error.reason
    if texts["activation"] == BY_LAYER:
        values["activation"] = _resized_activations(present, len(values["hidden"]))
    changed = setup.with_settings(RunSettings(**values))
    own = changed.settings.dataset == OWN
    points = own_points(changed.points) if len(changed.points) > 1 else _NO_POINTS
    impossible = changed.settings.problems(points if own else None)
    return (setup if impossible else changed), impossible | problems


def follow_kind(
    texts: Texts, setup: Setup, kept: Mapping[DatasetKind, Texts]
) -> tuple[Texts, Mapping[DatasetKind, Texts]]:
    """The texts with the loss and the learning rate of the chosen dataset's kind, and what each
    kind has from then on: it keeps its own.
    """
    before, kind = setup.kind, _kind(texts, setup)
    if kind == before and kind in LOSSES[texts["loss"]].kinds:
        return texts, kept
    rate = texts["learning_rate"]
    try:
        SETTINGS["learning_rate"].read(rate)
    except SettingError:
        rate = SETTINGS["learning_rate"].text(setup.settings.learning_rate)
    kept = {**kept, before: {"loss": texts["loss"], "learning_rate": rate}}
    return {**texts, **kept[kind]}, kept


def offered(texts: Texts, setup: Setup) -> dict[str, set[str]]:
    """What can be chosen, for settings whose choice depends on the others."""
    kind = _kind(texts, setup)
    by_layer = {BY_LAYER} if isinstance(setup.settings.activation, tuple) else set()
    return {
        "loss": {name for name, loss in LOSSES.items() if kind in loss.kinds},
        "activation": {*activations(), *by_layer},
    }


def in_use(texts: Texts, setup: Setup) -> set[str]:
    """The settings that a run of these choices looks at."""
    choices = _chosen(texts, setup)
    return {name for name in texts if SETTINGS[name].applies(choices)}


def _chosen(texts: Texts, setup: Setup) -> RunSettings:
    """The settings with what is chosen from lists; numbers are as they were."""
    choices: dict[str, Any] = {
        name: text
        for name, text in texts.items()
        if isinstance(SETTINGS[name], ChoiceSpec) and text != BY_LAYER
    }
    return replace(setup.settings, **choices)


def _kind(texts: Texts, setup: Setup) -> DatasetKind:
    """The kind of the chosen dataset; own points that are not there yet will be those of the
    dataset that is shown."""
    name = texts["dataset"]
    if name != OWN:
        return DATASETS[name].kind
    return setup.with_settings(replace(setup.settings, dataset=OWN)).kind


def _resized_activations(settings: RunSettings, layers: int) -> tuple[str, ...]:
    """The activations by layer for another number of layers; the last one goes on."""
    named = settings.activations or (DEFAULT_ACTIVATION,)
    return (*named, *named[-1:] * layers)[:layers]
