"""What is not saved stands in a draft at all times, and only then."""

import os
import shutil
import subprocess
import sys
import threading
import time

import pytest
from PySide6.QtCore import QLockFile, QSysInfo, QTimer

from app.model.files import chalk_file, disk
from app.model.files.chalk_file import Document
from app.model.files.disk import Origin
from app.model.files.drafts import found
from app.model.graph.graph import Graph
from app.model.graph.node import Node
from app.model.training.setup import Setup
from app.recovery import autosave as module
from app.recovery.autosave import Autosave
from app.recovery.draft_folder import LEASE, DraftFolder
from app.state.session import Session
from app.ui.timers import new_timer
from engine.learning.settings import RunSettings
from tests.app.saving import save

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    """Everything is as in the program, but for the second that nobody wants to wait."""
    monkeypatch.setattr(module, "DELAY", 10)
    monkeypatch.setattr(module, "AGAIN", 20)


@pytest.fixture
def folder(tmp_path):
    return DraftFolder(tmp_path / "data" / "recovery")


@pytest.fixture
def session():
    session = Session()
    session.open(Graph().with_leaf((0, 0), 1.0, "a"))
    return session


@pytest.fixture
def recovery(session, folder):
    recovery = Autosave(session, folder)
    yield recovery
    recovery.close()


def change(session, data):
    session.graphs.edit("Change a", session.graphs.present.with_data(1, data))


def drafts(folder):
    return [draft.load() for draft in found(folder.folder)]


def nothing_is_written():
    """Whether no thread is at work but those that renew locks, also of other tests."""
    names = {thread.name for thread in threading.enumerate()}
    return names <= {threading.main_thread().name, "renewal"}


def wait_for_draft(qtbot, session, folder):
    qtbot.waitUntil(lambda: drafts(folder) == [session.document])


def large(nodes):
    chain = {1: Node(1, "a", None, 1.0)}
    chain |= {id_: Node(id_, f"n{id_}", "tanh", inputs=(id_ - 1,)) for id_ in range(2, nodes + 1)}
    return Graph(chain, {id_: (16.0 * id_, 0.0) for id_ in chain})


def test_while_nothing_is_unsaved_there_is_not_even_a_folder(session, folder, recovery, qtbot):
    session.select([1])
    session.graphs.preview(session.graph.with_data(1, 9.0))
    session.graphs.drop()
    assert not any(timer.isActive() for timer in recovery.findChildren(QTimer))
    qtbot.waitUntil(nothing_is_written)
    assert not folder.folder.parent.exists()


@pytest.mark.usefixtures("recovery")
def test_a_change_is_written_and_the_next_one_too(session, folder, qtbot):
    for data in (2.0, 3.0):
        change(session, data)
        wait_for_draft(qtbot, session, folder)
    assert len(found(folder.folder)) == 1


@pytest.mark.usefixtures("recovery")
def test_a_change_of_the_training_is_written_too(session, folder, qtbot):
    session.setups.edit("Change noise", Setup(RunSettings(noise=0.3)))
    wait_for_draft(qtbot, session, folder)
    assert drafts(folder)[0].setup == Setup(RunSettings(noise=0.3))


@pytest.mark.usefixtures("recovery")
def test_what_a_hand_drags_is_written_before_it_lets_go(session, folder, qtbot):
    change(session, 2.0)
    wait_for_draft(qtbot, session, folder)
    session.graphs.preview(session.graph.with_data(1, 9.0))
    qtbot.waitUntil(lambda: drafts(folder) == [session.unsaved_document])
    assert drafts(folder)[0].graph.nodes[1].data == 9.0
    session.graphs.drop()
    wait_for_draft(qtbot, session, folder)
    assert drafts(folder)[0].graph.nodes[1].data == 2.0


@pytest.mark.usefixtures("recovery")
def test_a_drag_that_is_taken_back_leaves_no_draft(session, folder, qtbot):
    session.graphs.preview(session.graph.with_data(1, 9.0))
    qtbot.waitUntil(lambda: drafts(folder) == [session.unsaved_document])
    session.graphs.drop()
    qtbot.waitUntil(lambda: drafts(folder) == [])


@pytest.mark.usefixtures("recovery")
def test_editing_without_a_pause_does_not_put_it_off(session, folder, qtbot):
    seen = set()
    hand = new_timer(None, 1)
    hand.timeout.connect(lambda: change(session, session.graph.nodes[1].data + 1.0))
    hand.start()

    def look():
        seen.update(document.graph.nodes[1].data for document in drafts(folder))
        return len(seen) >= 5

    qtbot.waitUntil(look)
    hand.stop()


@pytest.mark.usefixtures("recovery")
def test_saving_undoing_and_opening_leave_no_draft(session, folder, qtbot, tmp_path):
    for settle in (
        lambda: save(session, tmp_path / "net.chalk"),
        session.graphs.undo,
        lambda: session.open(Graph()),
    ):
        if not session.graph.nodes:
            session.open(Graph().with_leaf((0, 0), 1.0, "a"))
        change(session, session.graph.nodes[1].data + 1.0)
        wait_for_draft(qtbot, session, folder)
        settle()
        qtbot.waitUntil(lambda: drafts(folder) == [])


def test_what_is_saved_while_its_draft_is_being_written_leaves_no_draft(
    session, folder, recovery, qtbot, tmp_path, monkeypatch
):
    begun, go_on = threading.Event(), threading.Event()
    write = folder.write

    def slowly(*work):
        begun.set()
        go_on.wait(10)
        write(*work)

    monkeypatch.setattr(folder, "write", slowly)
    change(session, 2.0)
    qtbot.waitUntil(begun.is_set)
    save(session, tmp_path / "net.chalk")
    with qtbot.waitSignal(recovery._written):
        go_on.set()
    assert drafts(folder) == []


@pytest.mark.usefixtures("recovery")
def test_a_draft_knows_the_file_that_it_belongs_to(session, folder, qtbot, tmp_path):
    save(session, tmp_path / "net.chalk")
    change(session, 2.0)
    wait_for_draft(qtbot, session, folder)
    (draft,) = found(folder.folder)
    assert draft.origin() == session.origin
    assert draft.origin().path == tmp_path / "net.chalk"


def test_what_was_encoded_for_one_file_never_lands_in_the_draft_of_another(
    session, folder, recovery, qtbot, tmp_path, monkeypatch
):
    monkeypatch.setattr(module, "SLICE", 0.0)
    session.open(large(2000))
    small = Document(Graph().with_leaf((0, 0), 7.0, "b"))

    def interfere():
        if 0 < len(recovery._text) < 1000:
            meanwhile.stop()
            session.restore(small, Origin(tmp_path / "other.chalk", "x"))

    meanwhile = new_timer(None, 0)
    meanwhile.timeout.connect(interfere)
    meanwhile.start()
    change(session, 2.0)
    qtbot.waitUntil(lambda: session.document == small)
    wait_for_draft(qtbot, session, folder)
    (draft,) = found(folder.folder)
    assert draft.origin().path == tmp_path / "other.chalk"


@pytest.mark.usefixtures("recovery")
def test_a_large_graph_is_written_in_slices_between_which_the_window_answers(
    session, folder, qtbot, monkeypatch
):
    monkeypatch.setattr(module, "SLICE", 0.0005)
    session.open(large(20_000))
    ticks = []
    beat = new_timer(None, 0)
    beat.timeout.connect(lambda: ticks.append(len(found(folder.folder))))
    change(session, 2.0)
    beat.start()
    qtbot.waitUntil(lambda: bool(ticks) and ticks[-1] == 1, timeout=20_000)
    beat.stop()
    assert ticks.count(0) > 20
    wait_for_draft(qtbot, session, folder)


@pytest.mark.usefixtures("recovery")
def test_what_changes_while_a_draft_is_made_is_in_the_next_one(session, folder, qtbot, monkeypatch):
    monkeypatch.setattr(module, "SLICE", 0.0)
    monkeypatch.setattr(module, "DELAY", 0)
    # No thread comes to the rescue.
    monkeypatch.setattr(module, "OVERDUE", 3600.0)
    session.open(large(2_000))
    made = []
    pieces = chalk_file.pieces

    def changed_meanwhile(document):
        made.append(document)
        for number, piece in enumerate(pieces(document)):
            if number == 500 and len(made) == 1:
                change(session, 3.0)
            yield piece

    monkeypatch.setattr(module.chalk_file, "pieces", changed_meanwhile)
    change(session, 2.0)
    qtbot.waitUntil(lambda: len(made) == 2, timeout=20_000)
    wait_for_draft(qtbot, session, folder)
    assert session.graph.nodes[1].data == 3.0


@pytest.mark.usefixtures("recovery")
def test_a_window_that_hangs_does_not_keep_it_from_being_written(session, folder, monkeypatch):
    monkeypatch.setattr(module, "OVERDUE", 0.01)
    change(session, 2.0)
    change(session, 3.0)
    # No event is served from here on.
    give_up = time.monotonic() + 10
    while drafts(folder) != [session.document]:
        assert time.monotonic() < give_up


@pytest.mark.usefixtures("recovery")
def test_once_it_is_written_no_thread_writes_it_again(session, folder, qtbot, monkeypatch):
    monkeypatch.setattr(module, "OVERDUE", 0.2)
    writes = []
    write = folder.write
    monkeypatch.setattr(folder, "write", lambda *work: (writes.append(1), write(*work)))
    change(session, 2.0)
    wait_for_draft(qtbot, session, folder)
    qtbot.waitUntil(nothing_is_written)
    assert len(writes) == 1


def test_write_now_writes_before_it_returns(session, folder, recovery):
    change(session, 2.0)
    assert recovery.write_now()
    assert drafts(folder) == [session.document]
    session.graphs.undo()
    assert recovery.write_now()
    assert drafts(folder) == []


def test_closing_leaves_nothing_behind(session, folder, qtbot):
    recovery = Autosave(session, folder)
    change(session, 2.0)
    wait_for_draft(qtbot, session, folder)
    recovery.close()
    change(session, 3.0)
    assert list(folder.folder.iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_nobody_else_may_look_into_the_folder(session, folder, recovery):
    change(session, 2.0)
    recovery.write_now()
    assert folder.folder.stat().st_mode & 0o077 == 0


# Where it can't be written


def test_what_is_in_the_way_is_said_once_and_tried_again_until_it_works(
    session, folder, recovery, qtbot
):
    told = []
    recovery.problem_changed.connect(told.append)
    folder.folder.parent.mkdir()
    folder.folder.write_text("a file where the folder should be")
    change(session, 2.0)
    tries = []
    shelf_write = folder.write
    folder.write = lambda *work: (tries.append(1), shelf_write(*work))
    qtbot.waitUntil(lambda: len(tries) > 3)
    assert len(told) == 1
    assert "recovery" in str(told[0])
    folder.folder.unlink()
    wait_for_draft(qtbot, session, folder)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1] is None


@pytest.mark.usefixtures("recovery")
def test_where_no_file_can_be_locked_it_is_said_as_no_draft_would_be_offered(
    session, folder, recovery, qtbot, monkeypatch
):
    told = []
    recovery.problem_changed.connect(told.append)
    monkeypatch.setattr("app.recovery.draft_folder.QLockFile.tryLock", lambda *_: False)
    change(session, 2.0)
    qtbot.waitUntil(lambda: bool(told))
    assert "No file can be locked in" in str(told[0])
    assert found(folder.folder) == []


@pytest.mark.usefixtures("recovery")
def test_a_folder_that_is_deleted_comes_back_with_the_next_change(session, folder, qtbot):
    change(session, 2.0)
    wait_for_draft(qtbot, session, folder)
    shutil.rmtree(folder.folder.parent)
    change(session, 3.0)
    wait_for_draft(qtbot, session, folder)


def test_a_disk_that_fails_leaves_the_last_draft_whole(session, folder, recovery, monkeypatch):
    change(session, 2.0)
    recovery.write_now()
    before = session.document
    monkeypatch.setattr(disk.os, "fsync", fail_to_write)
    change(session, 3.0)
    assert not recovery.write_now()
    assert drafts(folder) == [before]


def fail_to_write(_handle):
    raise OSError(28, "No space left on device")


def test_a_disk_that_does_not_answer_is_said_and_nothing_waits_for_it(
    session, folder, recovery, qtbot, monkeypatch
):
    monkeypatch.setattr("app.recovery.draft_writer.LONGEST_WAIT", 0.05)
    begun, answer = threading.Event(), threading.Event()
    monkeypatch.setattr(folder, "write", lambda *_work: (begun.set(), answer.wait(10)))
    told = []
    recovery.problem_changed.connect(told.append)
    change(session, 2.0)
    qtbot.waitUntil(begun.is_set)
    change(session, 3.0)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert "does not answer" in told[0].template
    assert threading.active_count() < 10
    answer.set()


# Whose draft it is


def test_the_draft_of_a_running_program_is_nobody_else_s(session, folder, recovery):
    change(session, 2.0)
    recovery.write_now()
    other = DraftFolder(folder.folder)
    assert other.abandoned() == []
    assert folder.abandoned() == []


def test_a_draft_without_an_owner_goes_to_one_program_only(session, folder, recovery):
    change(session, 2.0)
    recovery.write_now()
    # As when the process has ended: its locks are gone and its files are not.
    folder._locks.pop(folder.owner).unlock()
    first, second = DraftFolder(folder.folder), DraftFolder(folder.folder)
    (draft,) = first.abandoned()
    assert draft.load() == session.document
    assert first.abandoned() == [draft]
    assert second.abandoned() == []
    first.close()
    assert second.abandoned() == [draft]


def test_a_process_that_has_the_number_of_the_owner_by_now_is_not_taken_for_it(tmp_path):
    folder = DraftFolder(tmp_path)
    draft = folder.new_draft()
    folder.write(draft, Origin(), chalk_file.dumps(Document(Graph().with_leaf((0, 0)))))
    lock = tmp_path / f"{draft.owner}.lock"
    held = lock.read_bytes()
    folder._locks.pop(draft.owner).unlock()
    # The number and name of this very process, which does not hold the lock.
    lock.write_bytes(held)
    just_now = time.time() - 5.0
    os.utime(lock, (just_now, just_now))
    assert not QLockFile(str(lock)).tryLock(0)
    assert DraftFolder(tmp_path).abandoned() == [draft]


@pytest.fixture
def far_away(tmp_path):
    """A draft of a program on another computer, whose lock this system takes for given up."""
    folder = DraftFolder(tmp_path)
    draft = folder.new_draft()
    folder.write(draft, Origin(tmp_path / "net.chalk"), chalk_file.dumps(Document(Graph())))
    lock = tmp_path / f"{draft.owner}.lock"
    held = lock.read_text(encoding="utf-8")
    folder._locks.pop(draft.owner).unlock()
    lock.write_text(held.replace(f"\n{QSysInfo.machineHostName()}\n", "\nanother\n"))
    return draft


def test_a_draft_of_another_computer_is_nobody_else_s_as_long_as_its_lock_is_renewed(
    far_away, tmp_path
):
    lock = tmp_path / f"{far_away.owner}.lock"
    for age in (0, LEASE - 30, 30 - LEASE):
        os.utime(lock, (time.time() - age,) * 2)
        assert DraftFolder(tmp_path).abandoned() == []
        assert DraftFolder(tmp_path).is_open_elsewhere(tmp_path / "net.chalk")
    os.utime(lock, (time.time() - LEASE - 1,) * 2)
    assert not DraftFolder(tmp_path).is_open_elsewhere(tmp_path / "net.chalk")
    assert far_away.file.exists()


@pytest.mark.parametrize("age", [LEASE + 1, -LEASE - 30])
def test_what_another_computer_has_not_renewed_is_offered(far_away, tmp_path, age):
    lock = tmp_path / f"{far_away.owner}.lock"
    os.utime(lock, (time.time() - age,) * 2)
    assert DraftFolder(tmp_path).abandoned() == [far_away]


def test_a_program_renews_its_lock_until_it_closes(tmp_path, qtbot, monkeypatch):
    monkeypatch.setattr("app.recovery.draft_folder.RENEWAL", 0.01)
    folder = DraftFolder(tmp_path)
    folder.write(folder.new_draft(), Origin(), chalk_file.dumps(Document(Graph())))
    lock = tmp_path / f"{folder.owner}.lock"
    os.utime(lock, (0, 0))
    qtbot.waitUntil(lambda: lock.stat().st_mtime > time.time() - LEASE)
    folder.close()
    qtbot.waitUntil(lambda: not folder._renewal.is_alive())
    assert list(tmp_path.iterdir()) == []


ANOTHER = """
import sys, time
from pathlib import Path
from app.model.files import chalk_file as files
from app.model.files.drafts import Origin
from app.model.graph.graph import Graph
from app.recovery.draft_folder import DraftFolder
folder = DraftFolder(Path(sys.argv[1]))
document = files.Document(Graph().with_leaf((0, 0), 5.0, "a"))
folder.write(folder.new_draft(), Origin(Path(sys.argv[2]), ""), files.dumps(document))
print("written", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def another(tmp_path):
    """Another process with a draft of `net.chalk`."""
    command = [sys.executable, "-c", ANOTHER, str(tmp_path / "folder"), str(tmp_path / "net.chalk")]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "written\n"
        yield process
        process.kill()


def test_two_processes_leave_each_other_s_drafts_alone_until_one_is_killed(another, tmp_path):
    folder = DraftFolder(tmp_path / "folder")
    for _ in range(3):
        assert folder.abandoned() == []
        assert folder.is_open_elsewhere(tmp_path / "net.chalk")
        assert not folder.is_open_elsewhere(tmp_path / "other.chalk")
    another.kill()
    another.wait()
    assert not folder.is_open_elsewhere(tmp_path / "net.chalk")
    (draft,) = folder.abandoned()
    assert draft.load().graph.nodes[1].data == 5.0
    assert draft.origin().path == tmp_path / "net.chalk"
    draft.delete()
    folder.close()
    assert list(folder.folder.iterdir()) == []
