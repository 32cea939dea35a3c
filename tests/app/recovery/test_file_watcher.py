"""A file that another program changes, deletes or has open: nobody's work is overwritten."""

from __future__ import annotations

import shutil

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from app.model.catalogue.examples import load_example
from app.model.files import chalk_file
from app.model.files.chalk_file import Document
from app.model.files.disk import Origin
from app.model.files.drafts import Draft
from app.model.training.setup import Setup
from app.recovery.draft_folder import DraftFolder
from engine.learning.settings import RunSettings

pytestmark = pytest.mark.usefixtures("safety")

Button = QMessageBox.StandardButton
THEIRS = Document(load_example("division"))


@pytest.fixture
def path(workspace, tmp_path):
    """A file that is open in the window."""
    path = tmp_path / "net.chalk"
    chalk_file.save(path, Document(load_example("order")))
    workspace.open(path)
    return path


@pytest.fixture
def turn_to(window, safety, qtbot):
    """Turns from another program to the window, and waits until it has looked at its file."""

    def turn():
        # It may be looking already: the window was turned to when it opened.
        qtbot.waitUntil(lambda: safety.file_watcher._looking_at is None)
        with qtbot.waitSignal(safety.file_watcher.looked):
            QApplication.sendEvent(window, QEvent(QEvent.Type.WindowActivate))

    return turn


def test_what_was_undone_is_not_lost_by_a_reload(hand, workspace, path, turn_to):
    change(hand)
    changed = hand.session.graph
    hand.trigger("undo")
    assert not hand.session.unsaved
    chalk_file.save(path, THEIRS)
    turn_to()
    assert "What you undid here is kept." in words(workspace, "disk")
    hand.trigger("redo")
    assert hand.session.graph == changed


def change(hand):
    hand.drag(hand.number("a"), hand.number("a") + QPoint(100, 0))
    assert hand.session.unsaved


def words(workspace, key):
    return workspace.notices[key].words.text() if key in workspace.notices else ""


def press(workspace, key, text):
    offered = {button.text().replace("&", ""): button for button in workspace.notices[key].buttons}
    QTest.mouseClick(offered[text], Qt.MouseButton.LeftButton)


def test_a_file_that_is_as_it_was_is_left_alone(hand, workspace, path, turn_to):
    before = hand.session.graph
    chalk_file.save(path, Document(before))
    turn_to()
    assert hand.session.graph is before
    assert workspace.notices.isHidden()


def test_what_another_program_wrote_is_shown_at_once_and_undo_brings_back_what_was(
    hand, window, workspace, path, turn_to
):
    before = hand.session.graph
    chalk_file.save(path, THEIRS)
    turn_to()
    assert hand.session.graph == THEIRS.graph
    assert not window.isWindowModified()
    assert "net.chalk was changed by another program, and is shown" in words(workspace, "reloaded")
    hand.trigger("undo")
    assert hand.session.graph == before
    assert window.isWindowModified()
    assert words(workspace, "reloaded") == ""


def test_a_training_that_another_program_changed_is_shown_too(hand, path, turn_to):
    document = Document(load_example("order"), Setup(RunSettings(noise=0.3)))
    chalk_file.save(path, document)
    turn_to()
    assert hand.session.document == document
    assert not hand.session.unsaved


def test_with_unsaved_changes_nothing_is_taken_without_a_word(hand, workspace, path, turn_to):
    change(hand)
    mine = hand.session.graph
    chalk_file.save(path, THEIRS)
    turn_to()
    assert hand.session.graph is mine
    assert "is not saved, and is kept" in words(workspace, "disk")
    press(workspace, "disk", "Reload")
    assert hand.session.graph == THEIRS.graph
    assert not hand.session.unsaved
    assert words(workspace, "disk") == ""
    hand.trigger("undo")
    assert hand.session.graph == mine


def test_what_was_put_away_is_not_said_again_until_the_file_changes_again(
    hand, workspace, path, turn_to
):
    change(hand)
    chalk_file.save(path, THEIRS)
    turn_to()
    workspace.notices["disk"].cross.click()
    turn_to()
    assert words(workspace, "disk") == ""
    chalk_file.save(path, Document(load_example("dead-relu")))
    turn_to()
    assert "changed by another program" in words(workspace, "disk")


def test_what_another_program_broke_is_said_and_what_is_open_is_kept(
    hand, workspace, path, turn_to
):
    before = hand.session.graph
    path.write_text("hello")
    turn_to()
    assert "can no longer be read: The file is not JSON" in words(workspace, "disk")
    assert hand.session.graph is before
    chalk_file.save(path, Document(before))
    turn_to()
    assert words(workspace, "disk") == ""


def test_a_file_that_is_gone_or_a_drive_that_is_out_of_reach_changes_nothing(
    hand, workspace, path, turn_to
):
    before = hand.session.graph
    shutil.rmtree(path.parent / "data", ignore_errors=True)
    path.unlink()
    turn_to()
    path.mkdir()
    turn_to()
    assert hand.session.graph is before
    assert workspace.notices.isHidden()


def test_a_file_opened_meanwhile_is_not_mixed_up_with_the_one_that_was_looked_at(
    hand, workspace, path, tmp_path, safety
):
    chalk_file.save(path, THEIRS)
    origin = hand.session.origin
    other = tmp_path / "other.chalk"
    chalk_file.save(other, Document(load_example("dead-relu")))
    workspace.open(other)
    safety.file_watcher.looked.emit(origin, path.read_bytes())
    assert hand.session.graph == load_example("dead-relu")


# Saving


def test_saving_over_what_another_program_wrote_asks(hand, path, answer, choose, tmp_path):
    change(hand)
    mine = hand.session.document
    chalk_file.save(path, THEIRS)
    answer.next(Button.Cancel)
    hand.trigger("save")
    assert chalk_file.load(path) == THEIRS
    assert hand.session.unsaved
    answer.next(Button.Save)
    choose(tmp_path / "mine.chalk")
    hand.trigger("save")
    assert (chalk_file.load(path), chalk_file.load(tmp_path / "mine.chalk")) == (THEIRS, mine)
    assert "net.chalk was changed by another program" in answer.asked[-1]


def test_overwriting_is_possible_and_asked_only_once(hand, workspace, path, answer, turn_to):
    change(hand)
    chalk_file.save(path, THEIRS)
    turn_to()
    answer.next(Button.Yes)
    hand.trigger("save")
    assert chalk_file.load(path) == hand.session.document
    assert words(workspace, "disk") == ""
    change(hand)
    hand.trigger("save")
    assert chalk_file.load(path) == hand.session.document
    assert len(answer.asked) == 1


def test_a_file_that_was_only_touched_is_saved_without_a_question(hand, path, answer):
    change(hand)
    path.write_bytes(path.read_bytes())
    hand.trigger("save")
    assert chalk_file.load(path) == hand.session.document
    assert not answer.asked


def test_a_file_that_was_deleted_is_simply_written_again(hand, path, answer):
    change(hand)
    path.unlink()
    hand.trigger("save")
    assert chalk_file.load(path) == hand.session.document
    assert not answer.asked


def test_where_the_folder_is_gone_another_place_is_offered(
    hand, workspace, answer, choose, tmp_path
):
    folder = tmp_path / "stick"
    folder.mkdir()
    chalk_file.save(folder / "net.chalk", Document(load_example("order")))
    workspace.open(folder / "net.chalk")
    change(hand)
    shutil.rmtree(folder)
    answer.next(Button.Save)
    choose(tmp_path / "net.chalk")
    hand.trigger("save")
    assert "stick no longer exists" in answer.asked[-1]
    assert "Your work stays open." in answer.asked[-1]
    assert chalk_file.load(tmp_path / "net.chalk") == hand.session.document
    assert not hand.session.unsaved


@pytest.mark.usefixtures("path")
def test_a_file_that_may_not_be_read_any_more_is_not_overwritten(hand, answer, monkeypatch):
    change(hand)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("app.model.files.disk.Path.open", refuse)
    answer.next(Button.Cancel)
    hand.trigger("save")
    assert "You don’t have permission to read" in answer.asked[-1]
    assert "Your work stays open." in answer.asked[-1]


# Two windows


def test_a_file_with_changes_in_another_window_is_said(workspace, path, tmp_path):
    other = DraftFolder(tmp_path / "data" / "recovery")
    draft = other.new_draft()
    content = chalk_file.dumps(THEIRS)
    other.write(draft, Origin(path, ""), content)
    workspace.open(path)
    assert "has unsaved changes in another Chalkgrad window" in words(workspace, "elsewhere")
    assert draft.load() == THEIRS
    other.close()
    workspace.open(path)
    assert words(workspace, "elsewhere") == ""


def test_work_that_nobody_owns_is_no_other_window(workspace, path, tmp_path):
    draft = Draft(tmp_path / "data" / "recovery", "0" * 16, 1)
    draft.folder.mkdir(parents=True)
    draft.begin(Origin(path, ""))
    chalk_file.save(draft.file, THEIRS)
    workspace.open(path)
    assert words(workspace, "elsewhere") == ""
    assert draft.load() == THEIRS
