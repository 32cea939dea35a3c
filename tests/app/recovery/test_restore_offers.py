"""After a crash: what was not saved is offered back, and nothing is lost on the way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox

from app.model.catalogue.examples import load_example
from app.model.files import chalk_file
from app.model.files.chalk_file import Document
from app.model.files.disk import Origin, fingerprint
from app.model.files.drafts import Draft, found
from app.model.graph.graph import Graph
from app.model.training.setup import Setup
from app.ui.notices import MOST_SHOWN
from engine.learning.settings import RunSettings

Button = QMessageBox.StandardButton


@pytest.fixture
def crash(tmp_path):
    """Leaves a draft behind, as a program does that was killed."""
    folder = tmp_path / "data" / "recovery"
    folder.mkdir(parents=True)
    owners = iter(f"{number:016x}" for number in range(100))

    def leave(document: Document, origin: Origin | None = None) -> Draft:
        draft = Draft(folder, next(owners), 1)
        draft.begin(origin or Origin())
        chalk_file.save(draft.file, document)
        return draft

    return leave


@pytest.fixture
def net(tmp_path):
    """A saved file, as it was when the program that was killed had opened it."""
    path = tmp_path / "net.chalk"
    content = chalk_file.save(path, Document(load_example("order")))
    return Origin(path, fingerprint(content))


@pytest.fixture
def changed():
    return Document(load_example("order").with_data(1, 77.0))


def words(workspace, draft):
    return workspace.notices[key(draft)].words.text()


def key(draft):
    return f"draft {draft.file.name}"


def press(workspace, draft, text):
    """Click a button of a notice with the mouse."""
    offered = workspace.notices[key(draft)].buttons
    buttons = {button.text().replace("&", ""): button for button in offered}
    QTest.mouseClick(buttons[text], Qt.MouseButton.LeftButton)


def test_work_is_offered_by_its_name_and_time_and_restored_as_unsaved(
    hand, window, workspace, safety, crash, net, changed, answer
):
    draft = crash(changed, net)
    safety.offers.show()
    now = QDateTime.fromSecsSinceEpoch(int(draft.saved_at()))
    assert "“net.chalk” was saved (today at" in words(workspace, draft)
    assert now.toString("mm") in words(workspace, draft)
    assert "3 nodes" in words(workspace, draft)
    press(workspace, draft, "Restore")
    assert hand.session.document == changed
    assert window.isWindowModified()
    assert window.windowTitle().startswith("net.chalk")
    assert key(draft) not in workspace.notices
    assert not draft.file.exists()
    assert [each.load() for each in found(draft.folder)] == [changed]
    hand.trigger("save")
    assert chalk_file.load(net.path) == changed
    assert found(draft.folder) == []
    assert not answer.asked


def test_the_training_comes_back_with_the_graph(workspace, safety, crash):
    document = Document(load_example("order"), Setup(RunSettings(noise=0.3)))
    draft = crash(document)
    safety.offers.show()
    assert "an untitled graph" in words(workspace, draft)
    press(workspace, draft, "Restore")
    assert workspace.session.document == document
    assert workspace.session.path is None


def test_what_is_restored_is_shown_wherever_one_was(workspace, safety, crash, changed):
    draft = crash(changed)
    workspace.show_tab(1)
    safety.offers.show()
    press(workspace, draft, "Restore")
    assert workspace.pages.currentIndex() == 0


def test_work_of_another_day_is_offered_with_its_date(workspace, safety, crash, changed):
    draft = crash(changed)
    at = QDateTime(2024, 2, 29, 14, 32, 0).toSecsSinceEpoch()
    os.utime(draft.file, (at, at))
    safety.offers.show()
    assert "today" not in words(workspace, draft)
    assert "24" in words(workspace, draft)
    assert "32" in words(workspace, draft)


@pytest.mark.parametrize("choice", [Button.Cancel, Button.Discard])
def test_restoring_over_unsaved_changes_asks_first(
    hand, workspace, safety, crash, changed, answer, choice
):
    draft = crash(changed)
    safety.offers.show()
    hand.drag(hand.number("a"), hand.number("a") + QPoint(100, 0))
    open_now = hand.session.document
    answer.next(choice)
    press(workspace, draft, "Restore")
    if choice == Button.Cancel:
        assert hand.session.document == open_now
        assert draft.load() == changed
        assert key(draft) in workspace.notices
    else:
        assert hand.session.document == changed


def test_several_are_offered_newest_first_and_no_more_at_once_than_there_is_room(
    workspace, safety, crash, changed
):
    drafts = [crash(Document(changed.graph.with_data(1, float(n)))) for n in range(5)]
    for place, draft in enumerate(drafts):
        at = draft.saved_at() - 100 * place
        os.utime(draft.file, (at, at))
    safety.offers.show()

    def shown():
        return [draft for draft in drafts if workspace.notices[key(draft)].isVisible()]

    assert shown() == drafts[:MOST_SHOWN]
    workspace.notices[key(drafts[0])].cross.click()
    drafts = drafts[1:]
    assert shown() == drafts[:MOST_SHOWN]


def test_what_is_put_away_is_offered_at_the_next_start(workspace, safety, crash, changed):
    draft = crash(changed)
    safety.offers.show()
    workspace.notices[key(draft)].cross.click()
    assert draft.load() == changed
    safety.offers.show()
    assert key(draft) in workspace.notices


def test_what_is_discarded_is_asked_about_and_gone(workspace, safety, crash, changed, net, answer):
    draft = crash(changed, net)
    safety.offers.show()
    answer.next(Button.Cancel)
    press(workspace, draft, "Discard")
    assert draft.file.exists()
    answer.next(Button.Discard)
    press(workspace, draft, "Discard")
    assert answer.asked[-1].startswith("Discard the work on “net.chalk”?")
    assert key(draft) not in workspace.notices
    assert found(draft.folder) == []


def test_nothing_is_offered_for_what_is_saved_or_empty(workspace, safety, crash, net):
    drafts = [crash(chalk_file.load(net.path), net), crash(Document(Graph()))]
    safety.offers.show()
    assert not any(key(draft) in workspace.notices for draft in drafts)
    assert found(drafts[0].folder) == []


def test_a_draft_that_can_t_be_read_says_why(workspace, safety, crash, changed, net):
    draft = crash(changed, net)
    draft.file.write_bytes(draft.file.read_bytes()[:-20])
    safety.offers.show()
    assert "net.chalk" in words(workspace, draft)
    assert "it ends too early" in words(workspace, draft)
    press(workspace, draft, "Discard")
    assert found(draft.folder) == []


def test_a_file_that_has_changed_since_is_said_and_not_overwritten(
    hand, workspace, safety, crash, changed, net, answer, choose, tmp_path, qtbot
):
    theirs = Document(load_example("division"))
    chalk_file.save(net.path, theirs)
    draft = crash(changed, net)
    safety.offers.show()
    press(workspace, draft, "Restore")
    qtbot.waitUntil(lambda: "disk" in workspace.notices)
    assert "was changed by another program" in workspace.notices["disk"].words.text()
    answer.next(Button.Cancel)
    hand.trigger("save")
    assert chalk_file.load(net.path) == theirs
    answer.next(Button.Save)
    choose(tmp_path / "mine.chalk")
    hand.trigger("save")
    assert chalk_file.load(net.path) == theirs
    assert chalk_file.load(tmp_path / "mine.chalk") == changed
    assert "disk" not in workspace.notices


def test_a_file_that_is_gone_is_written_again(hand, workspace, safety, crash, changed, net, answer):
    Path(net.path).unlink()
    draft = crash(changed, net)
    safety.offers.show()
    press(workspace, draft, "Restore")
    hand.trigger("save")
    assert chalk_file.load(net.path) == changed
    assert not answer.asked


def test_the_old_draft_stays_where_no_new_one_can_be_written(
    hand, workspace, safety, crash, changed, monkeypatch
):
    draft = crash(changed)
    safety.offers.show()
    with monkeypatch.context() as patch:
        patch.setattr("app.model.files.disk.os.fsync", fail_to_write)
        press(workspace, draft, "Restore")
        assert hand.session.document == changed
        assert draft.load() == changed
        assert "The disk is full, so the draft was not written" in told(workspace)
    safety.recovery.write_now()
    assert "recovery" not in workspace.notices


def told(workspace):
    return workspace.notices["recovery"].words.text()


def fail_to_write(_handle):
    raise OSError(28, "No space left on device")


@pytest.mark.usefixtures("window")
def test_a_choice_is_made_by_keyboard(hand, safety, crash, changed, qtbot):
    crash(changed)
    safety.offers.show()
    QTest.keyClick(hand.focus(), Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: hand.session.document == changed)
