"""Ended by a signal, with the session, or with its display, the program writes its work before."""

import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from app.model.files.drafts import found
from app.recovery.draft_folder import DraftFolder

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")

AT_MOST = 30
"""Seconds for what takes one, on a machine that is busy."""


@pytest.fixture
def start(tmp_path):
    """Starts the program, which does something, and then waits for events."""
    begun = []

    def begin(what, *before, until="ready", **more):
        command = [*before, sys.executable, "-m", "tests.end_to_end.interrupted", tmp_path, what]
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"} | more
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            # A shell starts what runs in its background with SIGINT ignored.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )  # fmt: skip
        begun.append(process)
        assert process.stdout.readline() == f"{until}\n", process.stderr.read()
        return process

    yield begin
    for process in begun:
        process.kill()
        process.communicate()


@pytest.fixture
def kept(tmp_path):
    """The numbers of the leaves in what is offered at the next start, by name."""

    def look():
        shelf = DraftFolder(tmp_path / "data" / "recovery")
        documents = [draft.load() for draft in shelf.abandoned()]
        shelf.close()
        return [numbers(document) for document in documents]

    return look


def numbers(document):
    return {node.label: node.data for node in document.graph.nodes.values()}


@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGINT"])
def test_an_edit_just_made_is_kept_when_a_signal_ends_the_program(start, kept, name):
    process = start("edit")
    process.send_signal(signal.Signals[name])
    assert process.wait(AT_MOST) == -signal.Signals[name]
    assert kept() == [{"a": 1.0}]
    assert process.stderr.read() == ""


@pytest.mark.parametrize(
    ("what", "work"),
    [
        ("number_half_typed", {"a": 7.0}),
        ("number_in_the_hand", {"a": 2.0}),
        ("text_half_typed", {"b": 7.0}),
        ("question_open", {"a": 1.0}),
    ],
)
def test_what_is_under_way_is_kept_too(start, kept, what, work):
    process = start(what)
    process.terminate()
    assert process.wait(AT_MOST) == -signal.SIGTERM
    assert kept() == [work]


@pytest.mark.parametrize("what", ["nothing", "edit_undone", "saved"])
def test_where_nothing_is_unsaved_nothing_is_kept(start, kept, what):
    process = start(what)
    process.terminate()
    assert process.wait(AT_MOST) == -signal.SIGTERM
    assert kept() == []


def test_a_signal_that_is_ignored_at_the_start_stays_ignored(start, kept):
    process = start("edit", "nohup")
    process.send_signal(signal.SIGHUP)
    process.terminate()
    # Of two that have come the system hands out the one with the lower number first.
    assert signal.SIGHUP < signal.SIGTERM
    assert process.wait(AT_MOST) == -signal.SIGTERM
    assert kept() == [{"a": 1.0}]


def test_two_signals_at_once_are_one(start, kept):
    process = start("edit")
    for _ in range(5):
        process.terminate()
        process.send_signal(signal.SIGHUP)
    assert process.wait(AT_MOST) in (-signal.SIGTERM, -signal.SIGHUP)
    assert kept() == [{"a": 1.0}]


def test_a_disk_that_hangs_does_not_keep_the_program_alive(start):
    process = start("disk_hangs")
    process.terminate()
    assert process.wait(AT_MOST) == -signal.SIGTERM


def test_a_second_signal_ends_the_program_at_once(start):
    process = start("disk_hangs_long")
    process.terminate()
    assert process.stdout.readline() == "writing\n"
    process.terminate()
    assert process.wait(AT_MOST) == -signal.SIGTERM


def test_a_program_that_hangs_ends_as_well_with_what_it_wrote_when_it_did(start, kept, tmp_path):
    process = start("hang")
    wait_for_draft(tmp_path, {"a": 5.0})
    process.terminate()
    assert process.wait(AT_MOST) == 128 + signal.SIGTERM
    assert kept() == [{"a": 5.0}]


def wait_for_draft(folder, work):
    deadline = time.monotonic() + AT_MOST
    while [numbers(draft.load()) for draft in found(folder / "data" / "recovery")] != [work]:
        assert time.monotonic() < deadline, "no draft was written"
        time.sleep(0.05)


@pytest.mark.parametrize("what", ["session_ends", "session_ends_in_a_question"])
def test_work_is_kept_and_nothing_asked_when_the_session_ends(start, kept, what):
    process = start(what)
    assert process.wait(AT_MOST) == 0
    assert kept() == [{"a": 1.0}]


@pytest.mark.skipif(not shutil.which("Xvfb"), reason="There is no Xvfb.")
def test_an_edit_just_made_is_kept_when_the_display_goes(start, kept):
    command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        display = f":{server.stdout.readline().decode().strip()}"
        process = start("edit", QT_QPA_PLATFORM="xcb", DISPLAY=display)
        server.kill()
    # The status is Qt's own.
    assert process.wait(AT_MOST) == 1
    assert kept() == [{"a": 1.0}]
