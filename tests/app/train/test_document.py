"""The training set-up as a part of what is open: in the file, in the title, in undo."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMessageBox

from app.model.catalogue.examples import load_example
from app.model.catalogue.presets import load_preset
from app.model.files.chalk_file import loads
from app.model.training.setup import Setup
from tests.app.saving import save


def type_into(qtbot, workspace, name, text):
    line = workspace.train_page.form.fields[name].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Return)


def test_a_changed_setting_is_saved_with_the_graph_and_comes_back(
    qtbot, window, workspace, tmp_path
):
    workspace.show_tab(1)
    assert not workspace.session.unsaved
    type_into(qtbot, workspace, "noise", "0.25")
    assert workspace.session.unsaved
    assert window.isWindowModified()
    save(workspace.session, tmp_path / "mine.chalk")
    assert not window.isWindowModified()
    workspace.open_preset("zeros")
    workspace.session.open(workspace.session.graph, None, Setup())
    assert workspace.train_page.trainer.run.settings.noise == 0.1
    workspace.open(tmp_path / "mine.chalk")
    assert workspace.session.graph == load_example("cheatsheet")
    assert workspace.train_page.trainer.run.settings.noise == 0.25
    assert workspace.train_page.form.fields["noise"].text == "0.25"
    assert not workspace.session.unsaved


def test_a_file_of_a_graph_alone_has_the_settings_of_the_first_start(workspace, tmp_path):
    save(workspace.session, tmp_path / "graph.chalk")
    workspace.open_preset("zeros")
    setup = load_preset("zeros")
    workspace.session.open(workspace.session.graph, None, setup)
    workspace.open(tmp_path / "graph.chalk")
    assert workspace.session.setup == Setup()
    assert not workspace.session.unsaved
    assert not workspace.session.setups.undo_name


def test_a_file_with_the_first_of_ones_own_points_opens_again(workspace, tmp_path):
    setups, path = workspace.session.setups, tmp_path / "graph.chalk"
    workspace.show_tab(1)
    for points in ((), ((0.5, -0.25, 1.0),)):
        setups.edit("Add a point", workspace.session.setup.with_points(points))
        save(workspace.session, path)
        workspace.session.open(workspace.session.graph)
        workspace.open(path)
        assert workspace.session.path == path
        assert workspace.session.setup.points == points
        assert workspace.train_page.problem.startswith("Click in the picture to add points")


def test_what_was_chosen_for_another_graph_gets_into_no_file(workspace, answer, tmp_path):
    """Own points stay where they were made, and what was discarded is discarded."""
    path = tmp_path / "graph.chalk"
    save(workspace.session, path)
    points = ((0.0, 0.0, 1.0), (1.0, 0.0, -1.0))
    workspace.session.setups.edit("Add points", workspace.session.setup.with_points(points))
    answer.next(QMessageBox.StandardButton.Discard)
    workspace.open(path)
    assert workspace.session.setup.points == ()
    workspace.open_preset("zeros")
    answer.next(QMessageBox.StandardButton.Discard)
    workspace.open(path)
    graph = workspace.session.graph
    workspace.session.graphs.edit("Change", graph.with_data(graph.order[0], 5.0))
    save(workspace.session, path)
    assert b"training" not in path.read_bytes()


@pytest.mark.parametrize("way", ["save", "leave"])
def test_what_is_being_typed_in_the_form_is_saved_or_asked_about(
    qtbot, window, workspace, answer, tmp_path, way
):
    path = tmp_path / "mine.chalk"
    save(workspace.session, path)
    workspace.show_tab(1)
    line = workspace.train_page.form.fields["noise"].line
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, "0.35")
    answer.next(QMessageBox.StandardButton.Save)
    (workspace.actions_table["save"].trigger if way == "save" else window.close)()
    assert loads(path.read_bytes()).setup.settings.noise == 0.35


def test_ctrl_z_in_the_table_of_parameters_takes_back_what_was_set(qtbot, workspace):
    page = workspace.train_page
    workspace.show_tab(1)
    page.dashboard.network.pages.choose(2)
    table = page.dashboard.network.table.table
    before = page.trainer.run.parameters[0]
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 1))
    qtbot.keyClick(table, Qt.Key.Key_F2)
    line = table.findChild(QLineEdit)
    line.selectAll()
    qtbot.keyClicks(line, "7")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.trainer.run.parameters[0] == 7.0)
    assert not workspace.session.unsaved
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.trainer.run.parameters[0] == before


def test_an_opened_file_with_the_same_settings_lets_the_run_go_on(workspace, tmp_path):
    save(workspace.session, tmp_path / "graph.chalk")
    workspace.show_tab(1)
    workspace.train_page.step()
    run = workspace.train_page.trainer.run
    workspace.open(tmp_path / "graph.chalk")
    assert workspace.train_page.trainer.run is run


def test_undo_on_the_train_tab_undoes_settings_and_not_the_graph(qtbot, workspace):
    graph = workspace.session.graph
    workspace.session.graphs.edit("clear", graph.without(graph.nodes))
    workspace.show_tab(1)
    assert not workspace.actions_table["undo"].isEnabled()
    type_into(qtbot, workspace, "points", "50")
    assert workspace.actions_table["undo"].text() == "Undo change points"
    workspace.train_page.tools.train.setFocus()
    workspace.actions_table["undo"].trigger()
    assert workspace.train_page.trainer.run.settings.points == 100
    assert not workspace.session.graph.nodes
    assert workspace.actions_table["redo"].text() == "Redo change points"
    workspace.actions_table["redo"].trigger()
    assert workspace.train_page.trainer.run.settings.points == 50
    workspace.show_tab(0)
    assert workspace.actions_table["undo"].text() == "Undo clear"


def test_the_window_is_closed_in_the_middle_of_a_run(qtbot, window, workspace, monkeypatch):
    workspace.open_preset("micrograd")
    workspace.train_page.train_or_pause()
    qtbot.waitUntil(lambda: workspace.train_page.trainer.run.step > 1)
    monkeypatch.setattr(workspace.documents, "may_leave", lambda: True)
    window.close()
    assert not workspace.train_page.trainer.training


def test_settings_changed_while_it_trains_start_another_run(qtbot, workspace):
    workspace.show_tab(1)
    workspace.train_page.train_or_pause()
    qtbot.waitUntil(lambda: workspace.train_page.trainer.run.step > 1)
    type_into(qtbot, workspace, "hidden", "4")
    trainer = workspace.train_page.trainer
    assert (trainer.training, trainer.run.step, trainer.run.settings.hidden) == (False, 0, (4,))


def test_a_changed_field_rounds_no_other_one(qtbot, workspace):
    rate = 0.123456789
    setup = Setup(replace(Setup().settings, learning_rate=rate, test_share=1 / 3))
    workspace.session.open(workspace.session.graph, None, setup)
    workspace.show_tab(1)
    type_into(qtbot, workspace, "seed", "42")
    settings = workspace.session.setup.settings
    assert (settings.seed, settings.learning_rate, settings.test_share) == (42, rate, 1 / 3)
    assert workspace.session.setups.undo_name == "change seed"
