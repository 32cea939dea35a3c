"""More rows added: a dataset, a schedule, a mistake, kinds of export; another row of a setting."""

from __future__ import annotations

import sys
from dataclasses import replace
from math import cos
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from app.documents import export, graph_documents
from app.model.explain.mistakes import broken
from app.model.exports.engine_script import engine_run
from app.model.files.setup_json import read_settings, settings_text
from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from app.model.training.setup import Setup
from app.train.export import kinds
from engine.checking.mistakes import MISTAKES, Mistake
from engine.core.backward import gradients
from engine.learning.datasets import DATASETS, Dataset
from engine.learning.optimisers import SCHEDULES, Schedule
from engine.learning.run import Run
from engine.learning.settings import SETTINGS, RunSettings
from tests.app.model.exports.test_run_scripts import printed_losses, ran_here
from tests.app.train.conftest import Hand

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier

LINE = Dataset(
    "line",
    "Line",
    "regression",
    lambda points, _noise, _rng: [(i / points, 1.0) for i in range(points)],
)
WAVE = Schedule(
    "wave", "Wave", lambda rate, step, steps: rate * cos(step / steps), "A part of a wave.",
    "return LEARNING_RATE * cos(step / STEPS)", imports=("cos",),
)  # fmt: skip
DOUBLED = Mistake(
    "doubled", "doubled", "Every gradient is twice as large.", "a gradient that is not 0",
    "cheatsheet",
    lambda order, _passes: [2.0 * grad for grad in gradients(order)],
)  # fmt: skip
CHOSEN = RunSettings(
    dataset="line", schedule="wave", loss="squared error", hidden=(2,), points=8, steps=4
)


@pytest.fixture(autouse=True)
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DATASETS, "line", LINE)
    monkeypatch.setitem(SCHEDULES, "wave", WAVE)
    monkeypatch.setitem(MISTAKES, "doubled", DOUBLED)
    monkeypatch.setattr(sys, "argv", ["run.py"])


def test_the_form_offers_a_dataset_and_a_schedule(hand: Hand) -> None:
    hand.choose("dataset", "line")
    hand.choose("schedule", "wave")
    assert (hand.run.settings.dataset, hand.run.settings.schedule) == ("line", "wave")


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


def test_a_mistake_is_a_switch_with_its_words_a_banner_and_an_example(workspace) -> None:
    page = workspace.graph_page
    switch = page.mistakes.switches["doubled"]
    assert switch.text() == "doubled"
    QTest.mouseClick(switch, LEFT)
    assert "Every gradient is twice as large." in page.mistakes.text.text()
    assert "A mistake is on: doubled." in page.banner.words.text()
    output = workspace.session.graph.output
    assert page.view.graph_scene.nodes[output].face.grad == 2.0
    QTest.mouseClick(switch, LEFT)
    assert not page.banner.isVisible()


def test_a_kind_of_export_is_offered_in_the_dialog_and_written(
    workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    counted = export.GraphExport("Count", ".count", lambda shown: b"%d" % len(shown.graph.nodes))
    step = kinds.RunExport("Step", ".step", lambda shown: b"%d" % shown.run.step)
    monkeypatch.setattr(graph_documents, "KINDS", (*export.KINDS, counted))
    monkeypatch.setattr(export, "KINDS", (*export.KINDS, counted))
    monkeypatch.setattr(kinds, "KINDS", (*kinds.KINDS, step))
    offered = []

    def choose(_parent, _title, _start, words, *_chosen):
        offered.extend(words.split(";;"))
        # Without an ending: the chosen kind has one.
        return str(tmp_path / "out"), offered[-1]

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    QTest.keyClick(workspace.window, Qt.Key.Key_E, CONTROL)
    assert offered[-1] == "Count (*.count)"
    assert (tmp_path / "out.count").read_bytes() == b"%d" % len(workspace.session.graph.nodes)
    workspace.show_tab(1)
    workspace.train_page.step()
    QTest.keyClick(workspace.window, Qt.Key.Key_E, CONTROL)
    assert offered[-1] == "Step (*.step)"
    assert (tmp_path / "out.step").read_bytes() == b"1"


def test_the_row_of_a_setting_is_all_that_the_form_knows_of_it(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    row = replace(
        SETTINGS["target"], title="goal", section="GOALS", help="Where to go.", most=9.0,
        absent="nowhere",
    )  # fmt: skip
    monkeypatch.setitem(SETTINGS, "target", row)
    hand: Hand = request.getfixturevalue("hand")
    hand.page.prepare()
    field = hand.page.form.fields["target"]
    assert (field.title, field.text, field.editor.toolTip()) == ("goal", "nowhere", "Where to go.")
    headings = [label.text() for label in hand.page.form.findChildren(QLabel)]
    assert headings.index("GOALS") < headings.index("goal")
    hand.type("target", "10")
    assert field.note.text() == "“nowhere”, or a number from 0 to 9 goes here, not “10”."
    hand.type("target", "0.5")
    assert hand.run.settings.target == 0.5
    assert hand.page.session.setups.undo_name == "change goal"
    hand.type("target", "Nowhere")
    assert hand.run.settings.target is None


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
    assert Setup(chosen).remembered_settings == chosen
    monkeypatch.setitem(SETTINGS, "seed", replace(SETTINGS["seed"], remembered=False))
    assert Setup(chosen).remembered_settings == replace(chosen, seed=RunSettings().seed)
