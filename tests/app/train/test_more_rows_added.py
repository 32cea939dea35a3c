"""More rows added: a dataset, a schedule, a mistake and two kinds of export; what is remembered."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from app.documents import export
from app.model.explain.mistakes import broken
from app.model.exports.engine_script import engine_run
from app.model.files.setup_json import read_settings, settings_text
from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from app.model.training.setup import Setup
from app.train.export import kinds
from engine.core.backward import gradients
from engine.core.mistakes import MISTAKES, Mistake
from engine.learning.datasets import DATASETS, Dataset
from engine.learning.optimisers import SCHEDULES, Schedule
from engine.learning.run import Run
from engine.learning.settings import SETTINGS, RunSettings
from tests.app.model.exports.test_run_scripts import printed_losses, ran_here
from tests.app.train.conftest import Hand

LINE = Dataset(
    "line",
    "Line",
    "regression",
    lambda points, _noise, _rng: [(i / points, 1.0) for i in range(points)],
)
HALF = Schedule(
    "half", "Half", lambda rate, _step, _steps: rate / 2, "Half.", "return LEARNING_RATE / 2"
)
DOUBLED = Mistake(
    "doubled", "doubled", "Every gradient is twice as large.", "a gradient that is not 0",
    "cheatsheet",
    lambda order, _passes: [2.0 * grad for grad in gradients(order)],
)  # fmt: skip
CHOSEN = RunSettings(
    dataset="line", schedule="half", loss="squared error", hidden=(2,), points=8, steps=4
)


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DATASETS, "line", LINE)
    monkeypatch.setitem(SCHEDULES, "half", HALF)
    monkeypatch.setitem(MISTAKES, "doubled", DOUBLED)
    monkeypatch.setattr(sys, "argv", ["run.py"])


def test_the_form_offers_a_dataset_and_a_schedule(hand: Hand) -> None:
    hand.choose("dataset", "line")
    hand.choose("schedule", "half")
    assert (hand.run.settings.dataset, hand.run.settings.schedule) == ("line", "half")


def test_a_dataset_and_a_schedule_are_in_the_file_and_in_the_script() -> None:
    assert read_settings(settings_text(CHOSEN)) == CHOSEN
    run = Run(CHOSEN)
    while not run.ended:
        run.update()
    assert printed_losses(ran_here(engine_run(run))) == run.history.losses


def test_a_mistake_is_shown_on_a_graph() -> None:
    graph = from_text("a = 2; L = a * 3", Graph())
    shown = broken(graph, evaluate(graph), "doubled")
    assert shown.wrong == {id_: 2.0 * grad for id_, grad in shown.right.items()}


def test_a_kind_of_export_of_a_graph_is_written_by_its_ending(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    count = export.GraphExport("Count", ".count", lambda shown: b"%d" % len(shown.graph.nodes))
    monkeypatch.setattr(export, "KINDS", (*export.KINDS, count))
    export.export(from_text("a = 2; L = a * a", Graph()), tmp_path / "graph.count")
    assert (tmp_path / "graph.count").read_bytes() == b"2"


def test_a_kind_of_export_of_a_run_is_found_by_its_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    step = kinds.RunExport("Step", ".step", lambda shown: b"%d" % shown.run.step)
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, step))
    assert kinds.kind_of(Path("run.step"), None) is step


def test_a_setting_that_is_not_remembered_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = replace(RunSettings(), seed=5, steps=7)
    assert Setup(chosen).lasting == chosen
    monkeypatch.setitem(SETTINGS, "seed", replace(SETTINGS["seed"], remembered=False))
    assert Setup(chosen).lasting == replace(chosen, seed=RunSettings().seed)
