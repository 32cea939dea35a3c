"""A training run as tables: its history and its data points, as CSV with every digit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple

from app.model.files.disk import FileError
from engine.core.messages import message
from engine.learning.datasets import Sample
from engine.learning.losses import LOSSES
from engine.learning.run import Run

_LOSSES = ("loss that the next update lowers", "train loss", "test loss")
_ACCURACIES = ("train accuracy (0 to 1)", "test accuracy (0 to 1)")


def history_csv(run: Run) -> str:
    """A row for the start and for every update: what is known with the parameters of then.

    The loss that the next update lowers is that of its batch. Train and test are measured now and
    then; a cell is empty where nothing is known. Raises FileError before there is any history.
    """
    history, settings = run.history, run.settings
    if not history.losses:
        raise FileError(message("There is no history yet. Make an update first."))
    loss = f"mean {LOSSES[settings.loss].title.lower()}"
    loss += "".join(f" + {name}" for name in ("L1", "L2") if getattr(settings, name.lower()))
    header = ("updates made", *(f"{name} ({loss})" for name in _LOSSES), *_ACCURACIES)
    # After a change by hand the network is measured anew: what counts is what the run went on from.
    measured = {measurement.step: astuple(measurement)[1:] for measurement in history.measurements}
    lines = [",".join(header)]
    for step, lowered in enumerate((*history.losses, None)):
        cells = (lowered, *measured.get(step, (None,) * 4))
        lines.append(",".join([str(step), *map(_cell, cells)]))
    return _text(lines)


def points_csv(rows: Sequence[Sample]) -> str:
    """A row for every point: x1, x2 and its class, −1 or 1; or x and y."""
    classes = len(rows[0]) == 3
    lines = ["x1,x2,class" if classes else "x,y"]
    for *inputs, target in rows:
        shown = f"{target:.0f}" if classes else repr(target)
        lines.append(",".join([*map(repr, inputs), shown]))
    return _text(lines)


def _cell(number: float | None) -> str:
    return "" if number is None else repr(number)


def _text(lines: Iterable[str]) -> str:
    return "\n".join([*lines, ""])
