"""A disk that does not answer: the window waits for it, and offers a way out."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox, QProgressDialog, QPushButton

from app.model.files import chalk_file, disk
from app.ui import disk_wait
from app.ui.timers import new_timer
from tests.app.saving import save

CANCEL = QMessageBox.StandardButton.Cancel


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(disk_wait, "QUICK", 0.01)


@pytest.fixture
def drive(monkeypatch):
    """A drive that answers once this is set; until then all that reads or writes hangs."""
    answers = threading.Event()

    def hanging(real):
        def work(*given):
            assert answers.wait(20)
            return real(*given)

        return work

    for name in ("read_bounded", "write_atomically"):
        monkeypatch.setattr(disk_wait, name, hanging(getattr(disk, name)))
    yield answers
    answers.set()


@pytest.fixture
def meanwhile():
    """`meanwhile(act)`: what the user does with the next box that says that the window waits."""
    told, acts = [], []
    look = new_timer(None, 10)

    def find():
        for box in QApplication.topLevelWidgets():
            if isinstance(box, QProgressDialog) and box.isVisible():
                look.stop()
                told.append(box.labelText())
                acts.pop()(box)

    def begin(act):
        acts.append(act)
        look.start()
        return told

    look.timeout.connect(find)
    yield begin
    look.stop()


def stop_waiting(box):
    (button,) = box.findChildren(QPushButton)
    assert button.text() == "Stop Waiting"
    button.click()


@pytest.fixture
def path(hand, tmp_path):
    """The file that is open, with a change that is not in it."""
    path = tmp_path / "net.chalk"
    save(hand.session, path)
    hand.session.graphs.edit("Change a", hand.session.graph.with_data(hand.id("a"), 5.0))
    return path


def test_a_save_waits_for_a_drive_that_is_slow(hand, path, drive, meanwhile):
    told = meanwhile(lambda _box: drive.set())
    hand.trigger("save")
    assert told == ["The disk that holds net.chalk does not answer yet."]
    assert chalk_file.load(path) == hand.session.document
    assert not hand.session.unsaved


@pytest.mark.usefixtures("path", "drive")
def test_a_save_that_nobody_waits_for_offers_another_place_and_nothing_is_lost(
    hand, meanwhile, answer
):
    made = hand.session.graph
    meanwhile(stop_waiting)
    answer.next(CANCEL)
    hand.trigger("save")
    assert len(answer.asked) == 1
    assert answer.asked[0].startswith(
        "net.chalk was not saved The disk that holds net.chalk does not answer."
    )
    assert hand.session.graph == made
    assert hand.session.unsaved


def test_what_changes_while_the_disk_is_waited_for_is_not_saved(hand, path, drive, meanwhile):
    """As where another program's work comes in: the window itself takes no input meanwhile."""
    written = hand.session.document

    def change(_box):
        hand.session.graphs.edit("Change a", hand.session.graph.with_data(hand.id("a"), 6.0))
        drive.set()

    meanwhile(change)
    hand.workspace.documents._save(path)
    assert chalk_file.load(path) == written
    assert hand.session.unsaved


@pytest.mark.usefixtures("drive")
def test_a_file_that_nobody_waits_for_leaves_what_is_open(hand, tmp_path, meanwhile, answer):
    open_now = hand.session.graph
    meanwhile(stop_waiting)
    hand.workspace.open(tmp_path / "far.chalk")
    assert answer.asked == [
        "far.chalk can’t be opened The disk that holds far.chalk does not answer."
    ]
    assert hand.session.graph is open_now


@pytest.mark.usefixtures("drive")
def test_an_export_that_nobody_waits_for_says_so(hand, tmp_path, meanwhile, answer, choose):
    choose(tmp_path / "graph.svg")
    meanwhile(stop_waiting)
    hand.trigger("export")
    assert answer.asked == [
        "graph.svg was not written The disk that holds graph.svg does not answer."
    ]


def test_what_goes_wrong_while_the_window_waits_is_said(hand, path, drive, meanwhile, answer):
    path.unlink()
    path.mkdir()
    meanwhile(lambda _box: drive.set())
    answer.next(CANCEL)
    hand.trigger("save")
    assert "net.chalk is a folder" in answer.asked[-1]


def test_what_was_given_up_never_takes_the_place_of_what_was_saved_later(
    hand, path, drive, meanwhile, answer, qtbot
):
    documents = hand.workspace.documents
    meanwhile(stop_waiting)
    answer.next(CANCEL)
    assert not documents._save(path)
    (given_up,) = documents._disk._jobs.values()
    hand.session.graphs.edit("Change a", hand.session.graph.with_data(hand.id("a"), 77.0))
    told = meanwhile(lambda _box: drive.set())
    assert documents._save(path)
    assert len(told) == 2
    qtbot.waitUntil(lambda: not given_up.is_alive())
    assert chalk_file.load(path) == hand.session.document
    assert chalk_file.load(path).graph.nodes[hand.id("a")].data == 77.0
    assert list(path.parent.glob(".chalk-*")) == []


def test_what_was_given_up_leaves_the_file_as_it_was(hand, path, drive, meanwhile, answer, qtbot):
    before = path.read_bytes()
    documents = hand.workspace.documents
    meanwhile(stop_waiting)
    answer.next(CANCEL)
    assert not documents._save(path)
    (given_up,) = documents._disk._jobs.values()
    drive.set()
    qtbot.waitUntil(lambda: not given_up.is_alive())
    assert path.read_bytes() == before
    assert hand.session.unsaved


@pytest.mark.usefixtures("answer")
def test_nothing_changes_behind_a_box_that_waits(hand, tmp_path, drive, meanwhile, safety):
    """Nothing is unsaved: at any other time what another program wrote would be shown at once."""
    mine = hand.session.graph
    content = chalk_file.dumps(chalk_file.Document(mine))
    path = tmp_path / "net.chalk"
    path.write_bytes(content)
    hand.session.open(mine, disk.Origin(path, disk.fingerprint(content)))
    seen = []

    def another_program_changes_it(_box):
        theirs = chalk_file.Document(mine.with_data(hand.id("a"), 55.0))
        safety.file_watcher.looked.emit(hand.session.origin, chalk_file.dumps(theirs))
        seen.append(hand.session.graph)
        drive.set()

    meanwhile(another_program_changes_it)
    assert hand.workspace.documents.save()
    assert seen == [mine]
    assert hand.session.graph == mine
