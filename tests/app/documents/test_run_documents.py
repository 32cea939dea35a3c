"""Exporting what the Train tab shows, and opening a model there, by menu and keys."""

from __future__ import annotations

import csv
import errno
import json
import os
from dataclasses import replace

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.model.files import disk
from app.model.files.model_file import dumps, load, model_of
from app.model.files.point_table import guess, read_table, taken
from app.model.training.setup import Setup
from app.ui.theme import THEMES, Theme
from engine.learning.datasets import OWN
from engine.learning.settings import RunSettings

SMALL = Setup(RunSettings(points=24, hidden=(3, 2), steps=30))
CURVE = Setup(RunSettings(points=24, hidden=(3,), steps=30, dataset="sine", loss="squared error"))


class User:
    """Uses the Train tab by keys; chooses files, and keeps what was asked and told."""

    def __init__(self, qtbot, workspace, monkeypatch):
        self.qtbot = qtbot
        self.workspace = workspace
        self.window = workspace.window
        self.session = workspace.session
        self.page = workspace.train_page
        self.told = []
        self.answer = QMessageBox.StandardButton.Yes
        self._next = ("", "")
        monkeypatch.setattr(QFileDialog, "getSaveFileName", self._file)
        monkeypatch.setattr(QFileDialog, "getOpenFileName", self._file)
        monkeypatch.setattr(QMessageBox, "exec", lambda box: self._box(box))

    @property
    def run(self):
        return self.page.trainer.run

    def export(self, path="", kind=""):
        """Ctrl+E, then a file and a kind by how its words begin; no file: leave the dialog."""
        self._next = (str(path), kind)
        self.press(Qt.Key.Key_E)

    def open_model(self, path):
        self._next = (str(path), "")
        self.press(Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)

    def press(self, key, more=Qt.KeyboardModifier.NoModifier):
        self.qtbot.keyClick(self.window, key, Qt.KeyboardModifier.ControlModifier | more)

    def _file(self, _parent, _title, start, kinds, *_chosen):
        self.start, self.kinds = start, kinds.split(";;")
        name, kind = self._next
        return name, next((words for words in self.kinds if kind and words.startswith(kind)), "")

    def _box(self, box):
        self.told.append(f"{box.text()}: {box.informativeText()}")
        return self.answer


@pytest.fixture
def user(qtbot, workspace, monkeypatch):
    """On the Train tab with a small run, five updates after its start."""
    workspace.session.setups.edit("Small", SMALL)
    workspace.show_tab(1)
    for _ in range(5):
        workspace.train_page.step()
    return User(qtbot, workspace, monkeypatch)


# What is written


def test_ctrl_e_on_the_train_tab_offers_what_can_be_exported_of_a_run(user):
    user.export()
    assert len(user.kinds) == len(set(user.kinds)) == 13
    for ending in (".csv", ".png", ".svg", ".py", ".json"):
        assert any(words.endswith(f"(*{ending})") for words in user.kinds)


def test_the_history_has_a_row_for_every_update(user, tmp_path):
    user.export(tmp_path / "run.csv", "History")
    with (tmp_path / "run.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows[1:]] == ["0", "1", "2", "3", "4", "5"]
    assert float(rows[-1][2]) == user.run.history.measurements[-1].train_loss


@pytest.mark.parametrize("setup", [SMALL, CURVE])
def test_the_points_can_be_imported_again_as_they_were(user, tmp_path, setup):
    user.session.setups.edit("Other", setup)
    user.export(tmp_path / "points.csv", "Data points")
    table = read_table((tmp_path / "points.csv").read_bytes())
    assert taken(table, guess(table)).points == setup.rows()


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("Python script", "class Parameter:"),
        ("Python for this engine", "from engine.nn import MLP"),
        ("Python for micrograd", "from micrograd.nn import"),
        ("Python for PyTorch", "from torch import nn"),
    ],
)
def test_the_kind_decides_between_the_scripts(user, tmp_path, kind, words):
    user.export(tmp_path / "run.py", kind)
    assert words in (tmp_path / "run.py").read_text(encoding="utf-8")


PICTURES = ("Loss plot", "Boundary or curve", "Network")


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("setup", [SMALL, CURVE])
@pytest.mark.parametrize("kind", PICTURES)
def test_a_picture_has_the_colours_of_the_theme_and_two_pixels_for_one(
    user, tmp_path, kind, setup, theme
):
    user.session.setups.edit("Other", setup)
    user.page.step()
    Theme(theme).apply()
    tokens = THEMES[theme]
    user.export(tmp_path / "out.png", f"{kind}, PNG")
    image = QImage(str(tmp_path / "out.png"))
    assert image.pixelColor(2, 2).name() == tokens.card
    dashboard = user.page.dashboard
    shown = {
        "Loss plot": dashboard.loss_plot.plot.viewport(),
        "Boundary or curve": dashboard.points.board,
        "Network": dashboard.network.view,
    }[kind]
    assert image.width() >= 2 * shown.width()
    assert image.height() > 2 * shown.height()
    assert has_colour(image, tokens.color("data"))


def has_colour(image, colour):
    """Whether some pixel is about of that colour: smooth lines have few that are it exactly."""
    found = {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}
    return any(
        max(abs(a - b) for a, b in zip(QColor(one).getRgb(), colour.getRgb(), strict=True)) < 12
        for one in found
    )


@pytest.mark.parametrize(
    ("kind", "setup", "words"),
    [
        ("Loss plot", SMALL, ("Loss", "train", "test", "step")),
        ("Boundary or curve", SMALL, ("Decision boundary", "class +1", "x₁", "x₂", "−1")),
        ("Boundary or curve", CURVE, ("Fitted curve", "the network", "x", "y")),
        ("Network", SMALL, ("Network", "2 – 3 relu – 2 relu – 1", "x₁", "score", "|w|")),
    ],
)
def test_a_picture_in_svg_has_words_and_lines(user, tmp_path, kind, setup, words):
    user.session.setups.edit("Other", setup)
    user.page.step()
    user.export(tmp_path / "out.svg", f"{kind}, SVG")
    content = (tmp_path / "out.svg").read_bytes()
    assert QSvgRenderer(QByteArray(content)).isValid()
    text = content.decode()
    written = [part.partition("</text>")[0].partition(">")[2] for part in text.split("<text")[1:]]
    for word in words:
        assert any(word in part for part in written), word
    assert "<path" in text or "<polyline" in text


def test_a_curve_beyond_the_frame_is_cut_off_in_svg(user, tmp_path):
    user.page.dashboard.loss_plot.plot.setFocus()
    user.qtbot.keyClick(user.page.dashboard.loss_plot.plot, Qt.Key.Key_Plus)
    user.export(tmp_path / "out.svg", "Loss plot, SVG")
    assert "clip-path" in (tmp_path / "out.svg").read_text(encoding="utf-8")


def test_the_plot_on_the_screen_is_as_before_after_its_picture(user, tmp_path):
    plot = user.page.dashboard.loss_plot
    before = plot.grab().toImage()
    user.export(tmp_path / "out.png", "Loss plot, PNG")
    assert plot.grab().toImage() == before


# A model, out and in


def test_playground_39_a_model_is_taken_along_and_comes_back_with_its_weights(user, tmp_path):
    path = tmp_path / "moons.json"
    learned = list(user.run.parameters)
    user.export(path, "Model")
    user.session.setups.edit("Other", Setup(RunSettings(hidden=(5,), activation="tanh", batch=4)))
    user.open_model(path)
    run = user.run
    assert (run.parameters, run.settings.hidden, run.settings.batch) == (learned, (3, 2), 4)
    assert user.page.form.fields["hidden"].text == "3, 2"
    assert user.workspace.actions_table["undo"].text() == "Undo open model moons"
    user.page.step()
    user.page.reset()
    assert user.run.parameters == learned
    user.press(Qt.Key.Key_Z)
    assert user.run.step == 1
    user.press(Qt.Key.Key_Z)
    assert user.run.settings.hidden == (5,)


def test_a_model_is_opened_from_the_graph_tab_too(user, tmp_path):
    path = tmp_path / "model.json"
    path.write_text(dumps(model_of(user.run)), encoding="utf-8")
    user.workspace.show_tab(0)
    user.open_model(path)
    assert user.workspace.pages.currentIndex() == 1
    assert user.session.setup.weights == load(path).parameters


def test_a_model_that_does_not_fit_says_so_and_nothing_changes(user, tmp_path):
    path = tmp_path / "line.json"
    path.write_text(dumps(model_of(CURVE.run())), encoding="utf-8")
    before = user.session.setup
    for content, why in (
        (None, "The model takes one number, and the data points have two."),
        (b"hello", "The file is not JSON"),
        (b'{"format": "chalkgrad", "version": 1}', "this is not a model exported by Chalkgrad"),
    ):
        if content is not None:
            path.write_bytes(content)
        user.open_model(path)
        assert user.told[-1].startswith("line.json can’t be opened: ")
        assert why in user.told[-1]
    assert user.session.setup is before


# Names of files


def test_without_an_ending_the_kind_gives_one(user, tmp_path):
    user.export(tmp_path / "out", "Network, SVG")
    assert (tmp_path / "out.svg").exists()
    user.export()
    assert user.start == str(tmp_path / "run.svg")


@pytest.mark.parametrize(("answer", "kept"), [("No", True), ("Yes", False)])
def test_a_file_that_the_ending_leads_to_is_not_replaced_unasked(user, tmp_path, answer, kept):
    (tmp_path / "out.csv").write_text("precious", encoding="utf-8")
    user.answer = QMessageBox.StandardButton[answer]
    user.export(tmp_path / "out", "History")
    assert user.told == ["There is already a file out.csv.: Replace it?"]
    assert ((tmp_path / "out.csv").read_text(encoding="utf-8") == "precious") == kept


def test_another_ending_than_that_of_the_kind_counts(user, tmp_path):
    user.export(tmp_path / "out.JSON", "History")
    assert json.loads((tmp_path / "out.JSON").read_text(encoding="utf-8"))["layers"]


def test_what_is_no_ending_of_ours_gets_that_of_the_kind(user, tmp_path):
    user.export(tmp_path / "run 1.2", "History")
    assert [path.name for path in tmp_path.glob("run*")] == ["run 1.2.csv"]


def test_who_leaves_the_dialog_gets_no_file(user):
    user.export()
    assert not user.told


# Runs of every state, and disks


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (errno.EACCES, "You don’t have permission to write out.csv there."),
        (errno.EROFS, "The disk is read-only, so out.csv can’t be written."),
        (errno.ENOSPC, "The disk is full, so out.csv was not written."),
    ],
)
def test_a_folder_that_takes_no_file_is_told(user, tmp_path, monkeypatch, code, why):
    def fail(*_):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(disk.os, "fsync", fail)
    user.export(tmp_path / "out.csv", "History")
    assert user.told[-1].startswith(f"out.csv was not written: {why}")
    assert not list(tmp_path.glob("out*"))


@pytest.mark.parametrize("kind", ["History", "Network, PNG", "Python for PyTorch"])
def test_a_folder_that_is_gone_is_told(user, tmp_path, kind):
    ending = {"H": ".csv", "N": ".png", "P": ".py"}[kind[0]]
    user.export(tmp_path / "gone" / f"out{ending}", kind)
    assert f"out{ending} was not written: The folder " in user.told[-1]


def test_where_there_is_no_run_the_reason_is_told(user):
    user.session.setups.edit("None", replace(SMALL, settings=replace(SMALL.settings, dataset=OWN)))
    user.export()
    assert user.told[-1].startswith("There is no run to export: Click in the picture to add")


def test_a_wrong_entry_is_told_before_anything_is_exported(user):
    line = user.page.form.fields["points"].line
    line.setFocus()
    line.selectAll()
    user.qtbot.keyClicks(line, "3")
    user.export()
    assert "There is no run to export: points: A whole number from 4" in user.told[-1]


@pytest.mark.parametrize("kind", ["History", "Loss plot, PNG"])
def test_before_the_first_update_there_is_no_history_to_export(user, tmp_path, kind):
    user.page.reset()
    user.export(tmp_path / ("out.png" if "PNG" in kind else "out.csv"), kind)
    assert "Make an update first." in user.told[-1]
    assert not list(tmp_path.glob("out*"))


def every_kind(user, folder):
    user.export()
    for number, words in enumerate(user.kinds):
        user.export(folder / f"{number}{words[words.rindex('.') : -1]}", words)
    assert not user.told
    return len(list(folder.iterdir()))


def test_a_run_that_ran_away_exports_everything(user, tmp_path):
    user.workspace.open_preset("too-large-a-rate")
    while not user.run.ended:
        user.page.step()
    assert user.run.reason
    (tmp_path / "all").mkdir()
    assert every_kind(user, tmp_path / "all") == 13


def test_in_the_middle_of_an_update_everything_is_exported_and_it_goes_on(user, tmp_path):
    for _ in range(3):
        user.page.next_part()
    run = user.run
    (tmp_path / "all").mkdir()
    assert every_kind(user, tmp_path / "all") == 13
    assert (user.run, run.step, user.page.trainer.shown.part) == (run, 5, "zero grad")
    user.page.next_part()
    assert user.page.trainer.shown.part == "backward"


def test_training_pauses_for_an_export(user, tmp_path):
    user.session.setups.edit("Long", Setup(replace(SMALL.settings, steps=1_000_000)))
    user.page.train_or_pause()
    user.qtbot.waitUntil(lambda: user.run.step > 3)
    user.export(tmp_path / "out.csv", "History")
    assert not user.page.trainer.training
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == user.run.step + 2


def test_the_largest_network_is_exported_in_full(user, tmp_path):
    user.session.setups.edit("Large", Setup(RunSettings(points=20, hidden=(32,) * 6)))
    user.page.step()
    (tmp_path / "all").mkdir()
    assert every_kind(user, tmp_path / "all") == 13
    assert max(path.stat().st_size for path in (tmp_path / "all").iterdir()) < 1_000_000


def test_earlier_runs_have_their_names_in_the_picture(user, tmp_path):
    user.session.setups.edit("Rate", Setup(replace(SMALL.settings, learning_rate=0.25)))
    user.page.step()
    user.export(tmp_path / "out.svg", "Loss plot, SVG")
    name = user.page.dashboard.loss_plot.runs.rows.item(0).text().splitlines()[0]
    assert name
    assert name in (tmp_path / "out.svg").read_text(encoding="utf-8")


# The Graph tab


def test_ctrl_e_on_the_graph_tab_exports_the_graph(user):
    user.workspace.show_tab(0)
    user.export()
    assert any(words.endswith("(*.dot)") for words in user.kinds)


def test_an_empty_canvas_offers_no_export_but_the_train_tab_does(user):
    graph = user.session.graph
    user.workspace.show_tab(0)
    user.session.graphs.edit("clear", graph.without(graph.nodes))
    assert not user.workspace.actions_table["export"].isEnabled()
    user.workspace.show_tab(1)
    assert user.workspace.actions_table["export"].isEnabled()
