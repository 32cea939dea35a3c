"""What can be exported of a run, as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.model.exports.engine_script import engine_run
from app.model.exports.micrograd_run import micrograd_run
from app.model.exports.plain_run import plain_run
from app.model.exports.run_tables import history_csv, points_csv
from app.model.exports.torch_script import torch_run
from app.model.files.disk import FileError
from app.model.files.model_file import dumps, model_of
from app.model.training.setup import Setup
from app.train.dashboard import Dashboard
from app.train.export.sheets import Sheet, loss_sheet, network_sheet, points_sheet, sheet_picture
from app.ui.theme import current_tokens
from engine.core.messages import marked, message
from engine.learning.run import Run


@dataclass(frozen=True, slots=True)
class RunShown:
    """A run as it stands, the set-up that it came from, and the dashboard that shows it."""

    run: Run
    setup: Setup
    dashboard: Dashboard


@dataclass(frozen=True, slots=True)
class RunExport:
    """One row: its words in the list of kinds, the ending of its file, and what makes that.

    `content` may raise FileError.
    """

    title: str
    ending: str
    content: Callable[[RunShown], bytes]


def _text(write: Callable[[Run], str]) -> Callable[[RunShown], bytes]:
    return lambda shown: write(shown.run).encode()


def _picture(sheet: Callable[[RunShown], Sheet], ending: str) -> Callable[[RunShown], bytes]:
    def content(shown: RunShown) -> bytes:
        return sheet_picture(sheet(shown), ending, current_tokens())

    return content


def _loss(shown: RunShown) -> Sheet:
    if not shown.run.history.losses:
        raise FileError(message("There is no loss to be seen yet. Make an update first."))
    return loss_sheet(shown.dashboard.loss_plot)


def _points(shown: RunShown) -> Sheet:
    return points_sheet(shown.dashboard.points)


def _network(shown: RunShown) -> Sheet:
    dashboard = shown.dashboard
    return network_sheet(dashboard.network, shown.run, current_tokens())


KINDS: tuple[RunExport, ...] = (
    RunExport(marked("History, a table"), ".csv", _text(history_csv)),
    RunExport(marked("Loss plot, PNG"), ".png", _picture(_loss, ".png")),
    RunExport(marked("Loss plot, SVG"), ".svg", _picture(_loss, ".svg")),
    RunExport(marked("Boundary or curve, PNG"), ".png", _picture(_points, ".png")),
    RunExport(marked("Boundary or curve, SVG"), ".svg", _picture(_points, ".svg")),
    RunExport(marked("Network, PNG"), ".png", _picture(_network, ".png")),
    RunExport(marked("Network, SVG"), ".svg", _picture(_network, ".svg")),
    RunExport(marked("Python script"), ".py", _text(plain_run)),
    RunExport(marked("Python for this engine"), ".py", _text(engine_run)),
    RunExport(marked("Python for micrograd"), ".py", _text(micrograd_run)),
    RunExport(marked("Python for PyTorch"), ".py", _text(torch_run)),
    RunExport(
        marked("Model with its weights, JSON"), ".json", _text(lambda run: dumps(model_of(run)))
    ),
    RunExport(
        marked("Data points, a table"),
        ".csv",
        lambda shown: points_csv(shown.setup.rows()).encode(),
    ),
)
"""In the order in which the list shows them."""


def kind_of(path: Path, chosen: RunExport | None) -> RunExport:
    """What is to be in a file: the chosen kind, unless its name has the ending of another one."""
    first = chosen or KINDS[0]
    ending = path.suffix.lower()
    return next((kind for kind in (first, *KINDS) if kind.ending == ending), first)
