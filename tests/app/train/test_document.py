"""The training set-up as a part of what is open: in the file, in the title, in undo."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from app.model.catalogue.examples import load_example
from app.model.catalogue.presets import load_preset
from app.model.files.chalk_file import loads
from app.model.training.setup import Setup


def type_into(qtbot, window, name, text):
    line = window.train_page.form.fields[name].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_a_changed_setting_is_saved_with_the_graph_and_comes_back(qtbot, window, tmp_path):
    window.show_tab(1)
    assert not window.session.unsaved
    type_into(qtbot, window, "noise", "0.25")
    assert window.session.unsaved
    assert window.isWindowModified()
    window.session.save(tmp_path / "mine.chalk")
    assert not window.isWindowModified()
    window.open_preset("zeros")
    window.session.begin(window.session.graph, None, Setup())
    assert window.train_page.trainer.run.settings.noise == 0.1
    window.open(tmp_path / "mine.chalk")
    assert window.session.graph == load_example("cheatsheet")
    assert window.train_page.trainer.run.settings.noise == 0.25
    assert window.train_page.form.fields["noise"].text == "0.25"
    assert not window.session.unsaved


def test_a_file_of_a_graph_alone_leaves_the_training_as_it_is(window, tmp_path):
    window.session.save(tmp_path / "graph.chalk")
    window.open_preset("zeros")
    setup = load_preset("zeros")
    window.session.begin(window.session.graph, None, setup)
    window.open(tmp_path / "graph.chalk")
    assert window.session.setup == setup
    assert not window.session.unsaved
    assert not window.session.setups.undo_name


def test_what_was_chosen_for_another_graph_gets_into_no_file(window, answer, tmp_path):
    """Own points stay where they were made, and what was discarded is discarded."""
    path = tmp_path / "graph.chalk"
    window.session.save(path)
    points = ((0.0, 0.0, 1.0), (1.0, 0.0, -1.0))
    window.session.set_up("Add points", window.session.setup.with_points(points))
    answer.next(QMessageBox.StandardButton.Discard)
    window.open(path)
    assert window.session.setup.points == ()
    window.open_preset("zeros")
    answer.next(QMessageBox.StandardButton.Discard)
    window.open(path)
    graph = window.session.graph
    window.session.edit("Change", graph.with_data(graph.order[0], 5.0))
    window.session.save(path)
    assert b"training" not in path.read_bytes()


@pytest.mark.parametrize("way", ["save", "leave"])
def test_what_is_being_typed_in_the_form_is_saved_or_asked_about(
    qtbot, window, answer, tmp_path, way
):
    path = tmp_path / "mine.chalk"
    window.session.save(path)
    window.show_tab(1)
    line = window.train_page.form.fields["noise"].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "0.35")
    answer.next(QMessageBox.StandardButton.Save)
    (window.actions_table["save"].trigger if way == "save" else window.close)()
    assert loads(path.read_bytes()).setup.settings.noise == 0.35


def test_undo_on_the_train_tab_undoes_settings_and_not_the_graph(qtbot, window):
    graph = window.session.graph
    window.session.edit("Clear", graph.without(graph.nodes))
    window.show_tab(1)
    assert not window.actions_table["undo"].isEnabled()
    type_into(qtbot, window, "points", "50")
    assert window.actions_table["undo"].text() == "Undo change points"
    window.train_page.tools.train.setFocus()
    window.actions_table["undo"].trigger()
    assert window.train_page.trainer.run.settings.points == 100
    assert not window.session.graph.nodes
    assert window.actions_table["redo"].text() == "Redo change points"
    window.actions_table["redo"].trigger()
    assert window.train_page.trainer.run.settings.points == 50
    window.show_tab(0)
    assert window.actions_table["undo"].text() == "Undo clear"


def test_the_window_is_closed_in_the_middle_of_a_run(qtbot, window, monkeypatch):
    window.open_preset("micrograd")
    window.train_page.train_or_pause()
    qtbot.waitUntil(lambda: window.train_page.trainer.run.step > 1)
    monkeypatch.setattr(window.documents, "may_leave", lambda: True)
    window.close()
    assert not window.train_page.trainer.training


def test_settings_changed_while_it_trains_start_another_run(qtbot, window):
    window.show_tab(1)
    window.train_page.train_or_pause()
    qtbot.waitUntil(lambda: window.train_page.trainer.run.step > 1)
    type_into(qtbot, window, "hidden", "4")
    trainer = window.train_page.trainer
    assert (trainer.training, trainer.run.step, trainer.run.settings.hidden) == (False, 0, (4,))


def test_a_changed_field_rounds_no_other_one(qtbot, window):
    rate = 0.123456789
    setup = Setup(replace(Setup().settings, learning_rate=rate, test_share=1 / 3))
    window.session.begin(window.session.graph, None, setup)
    window.show_tab(1)
    type_into(qtbot, window, "seed", "42")
    settings = window.session.setup.settings
    assert (settings.seed, settings.learning_rate, settings.test_share) == (42, rate, 1 / 3)
    assert window.session.setups.undo_name == "Change seed"
