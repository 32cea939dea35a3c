"""The training set-up as a part of what is open: in the file, in the title, in undo."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.model.examples import load_example
from app.model.presets import load_preset
from app.model.setup import Setup


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
