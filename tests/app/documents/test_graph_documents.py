"""Opening, saving, and what is asked before something would be lost."""

import json

import pytest
from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.documents.export import endings
from app.state.preferences import Preferences
from tests.app.model.graph_files import loads
from tests.app.saving import save


def pick(field, value):
    """As the hand goes on a list."""
    field.box.setCurrentIndex(field.box.findData(value))
    field.box.activated.emit(field.box.currentIndex())


def test_what_was_built_is_saved_and_opened_again_the_same(hand, window, choose, tmp_path):
    hand.drag(hand.number("a"), hand.number("a") + QPoint(100, 0))
    built = hand.session.graph
    choose(tmp_path / "mine")
    hand.trigger("save_as")
    assert (tmp_path / "mine.chalk").exists()
    assert not hand.session.unsaved
    assert "mine.chalk" in window.windowTitle()
    hand.trigger("new")
    assert not hand.session.graph.nodes
    choose(tmp_path / "mine.chalk")
    hand.trigger("open")
    assert hand.session.graph == built
    assert Preferences().recent == [tmp_path / "mine.chalk"]


def test_unsaved_changes_are_asked_about_and_cancel_stays(hand, answer):
    hand.drag(hand.number("a"), hand.number("a") + QPoint(100, 0))
    changed = hand.session.graph
    answer.next(QMessageBox.StandardButton.Cancel)
    hand.trigger("new")
    assert hand.session.graph is changed
    answer.next(QMessageBox.StandardButton.Discard)
    hand.trigger("new")
    assert not hand.session.graph.nodes
    assert answer.asked[0].startswith("Save the changes to the graph?")


def test_the_window_does_not_close_over_unsaved_changes_when_the_user_stays(hand, window, answer):
    hand.drag(hand.number("a"), hand.number("a") + QPoint(100, 0))
    answer.next(QMessageBox.StandardButton.Cancel)
    assert not window.close()
    assert window.isVisible()


def test_a_file_that_cant_be_opened_says_why_and_the_open_graph_stays(hand, answer, tmp_path):
    before = hand.session.graph
    for content, why in (
        (b"hello", "not JSON"),
        (b"\xff\xfe", ""),
        (b'{"format": "chalkgrad", "version": 99, "graph": {}}', "version"),
        (b'{"format": "other", "version": 1}', ""),
        (b"[" * 100_000, ""),
        (b"", ""),
    ):
        path = tmp_path / "bad.chalk"
        path.write_bytes(content)
        hand.workspace.open(path)
        assert "bad.chalk can’t be opened" in answer.asked[-1]
        assert why in answer.asked[-1]
        assert hand.session.graph is before
    hand.workspace.open(tmp_path / "gone.chalk")
    assert len(answer.asked) == 7


def test_a_save_that_fails_says_why_and_nothing_is_lost(hand, answer, choose, tmp_path):
    hand.drag(hand.number("a"), hand.number("a") + QPoint(100, 0))
    choose(tmp_path / "no" / "such" / "folder.chalk")
    hand.trigger("save_as")
    assert "folder.chalk was not saved" in answer.asked[-1]
    assert hand.session.unsaved


def test_a_name_typed_without_its_ending_replaces_no_file_without_a_question(
    hand, answer, choose, tmp_path
):
    theirs = tmp_path / "mine.chalk"
    theirs.write_text("precious")
    answer.next(QMessageBox.StandardButton.Cancel)
    choose(tmp_path / "mine")
    hand.trigger("save_as")
    assert "There is already a file mine.chalk." in answer.asked[-1]
    assert theirs.read_text() == "precious"
    answer.next(QMessageBox.StandardButton.Yes)
    choose(tmp_path / "mine")
    hand.trigger("save_as")
    assert loads(theirs.read_bytes()) == hand.session.graph


@pytest.mark.parametrize("name", ["lecture 1.2", "Dr. Who", "notes.txt"])
def test_a_point_in_a_name_is_no_ending(hand, choose, tmp_path, name):
    choose(tmp_path / name)
    hand.trigger("save_as")
    assert [path.name for path in tmp_path.glob("*.*")] == [f"{name}.chalk"]


@pytest.mark.parametrize("leave", [False, True])
def test_a_number_that_is_being_typed_is_saved_or_asked_about(
    hand, window, answer, choose, tmp_path, leave
):
    path = tmp_path / "mine.chalk"
    choose(path)
    hand.trigger("save_as")
    hand.click(hand.number("a"))
    hand.trigger("edit_number")
    hand.type("42")
    answer.next(QMessageBox.StandardButton.Save)
    window.close() if leave else hand.trigger("save")
    graph = loads(path.read_bytes())
    assert graph.nodes[graph.by_label("a")].data == 42.0
    assert len(answer.asked) == leave


def test_undo_stops_at_what_was_saved(hand, choose, tmp_path):
    hand.session.select([hand.id("a")])
    hand.wheel(hand.number("a"), 120)
    saved = hand.session.graph
    choose(tmp_path / "mine")
    hand.trigger("save_as")
    hand.wheel(hand.number("a"), 120)
    assert hand.session.graph != saved
    hand.trigger("undo")
    assert hand.session.graph == saved
    assert not hand.session.unsaved


def test_undo_of_the_training_stops_at_what_was_saved(workspace, hand, choose, tmp_path):
    workspace.show_tab(1)
    workspace.train_page.prepare()
    field = workspace.train_page.form.fields["loss"]
    pick(field, "squared error")
    choose(tmp_path / "mine")
    hand.trigger("save_as")
    pick(field, "cross-entropy")
    assert hand.session.setup.settings.loss == "cross-entropy"
    hand.trigger("undo")
    assert hand.session.setup.settings.loss == "squared error"


def test_undo_back_to_the_saved_graph_leaves_nothing_unsaved(hand, window):
    hand.drag(hand.number("a"), hand.number("a") + QPoint(100, 0))
    assert window.isWindowModified()
    hand.trigger("undo")
    assert not window.isWindowModified()


@pytest.mark.parametrize("ending", endings())
def test_the_graph_is_exported_by_the_ending(hand, choose, tmp_path, ending):
    path = tmp_path / f"out{ending}"
    choose(path)
    hand.trigger("export")
    head = path.read_bytes()[:5]
    starts = {".png": b"\x89PNG", ".pdf": b"%PDF", ".json": b"{", ".svg": b"<?xml"}
    assert head.startswith(starts.get(ending, b""))
    if ending == ".json":
        assert json.loads(path.read_text())["output"] == "L"


def test_a_picture_shows_what_is_seen_at_a_stop_of_the_timeline(hand, choose, tmp_path):
    pictures = []
    for step in ("timeline_end", "timeline_start", "label_wires"):
        hand.trigger(step)
        choose(tmp_path / f"{step}.svg")
        hand.trigger("export")
        pictures.append((tmp_path / f"{step}.svg").read_text())
    whole, start, labelled = pictures
    # The gradient of a, and the data of L, are not known at the start.
    assert all(number in whole for number in (">6<", ">−8<"))
    assert not any(number in start for number in (">6<", ">−8<"))
    assert start.count(">—<") > whole.count(">—<") == 0
    assert "× " in labelled
    assert "× " not in start


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("Python script", "grad_L = 1.0"),
        ("Python script for this engine", "from engine import Value"),
        ("Python script for micrograd", "from micrograd.engine import Value"),
        ("Python script for PyTorch", "import torch"),
    ],
)
def test_the_dialog_offers_a_script_for_each_target(hand, monkeypatch, tmp_path, kind, words):
    path = tmp_path / "out.py"
    offered = []
    monkeypatch.setattr(
        QFileDialog,
        "getSaveFileName",
        lambda *given: (offered.extend(given[3].split(";;")), (str(path), f"{kind} (*.py)"))[1],
    )
    hand.trigger("export")
    assert f"{kind} (*.py)" in offered
    assert words in path.read_text(encoding="utf-8")


def test_an_example_opens_from_the_menu(hand, workspace):
    action = next(a for a in workspace.examples.actions() if a.text() == "Shared node")
    action.trigger()
    assert hand.grad("a") == 7.0


def test_a_recent_file_that_is_gone_is_told_and_leaves_the_list(
    hand, window, workspace, tmp_path, answer
):
    path = tmp_path / "gone.chalk"
    save(hand.session, path)
    workspace.open(path)
    path.unlink()
    workspace.open(path)
    assert "There is no file gone.chalk." in answer.asked[-1]
    assert window.settings.recent == []


def test_the_list_of_recent_files_opens_them(hand, workspace, tmp_path, choose):
    choose(tmp_path / "one.chalk")
    hand.trigger("save_as")
    hand.trigger("new")
    workspace.recent.aboutToShow.emit()
    workspace.recent.actions()[0].trigger()
    assert hand.data("L") == -8.0


def test_a_copy_on_the_clipboard_is_a_file_of_its_own(hand, qapp):
    hand.trigger("select_all")
    hand.trigger("copy")
    assert loads(qapp.clipboard().text().encode()).nodes.keys() == hand.session.graph.nodes.keys()


def test_closing_asks_nothing_when_all_is_saved(window, answer):
    QTimer.singleShot(0, window.close)
    assert window.close()
    assert not answer.asked


def test_an_expression_that_is_being_typed_is_in_the_file_that_is_saved(
    hand, workspace, choose, tmp_path
):
    workspace.expression.setFocus()
    workspace.expression.selectAll()
    hand.type("L = a + b")
    choose(tmp_path / "mine.chalk")
    hand.trigger("save_as")
    assert len(loads((tmp_path / "mine.chalk").read_bytes()).nodes) == 3


def test_a_model_and_a_table_are_opened_where_they_belong(workspace, tmp_path, monkeypatch):
    taken = []
    monkeypatch.setattr(workspace.run_documents, "apply_model", taken.append)
    monkeypatch.setattr(workspace.train_page, "import_points", taken.append)
    paths = [tmp_path / "net.json", tmp_path / "points.CSV"]
    for path in paths:
        workspace.show_tab(0)
        workspace.open(path)
        assert workspace.pages.currentIndex() == 1
    assert taken == paths
