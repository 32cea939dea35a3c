"""Damaged files in the window: each is shown and used, or refused with the open one untouched."""

import itertools

import pytest
from PySide6.QtWidgets import QMessageBox

from app.model.files.chalk_file import FileError, loads
from tests.fuzz.targets import TARGETS

SEED = 3
MOST_NODES = 200
READ, REFUSED = 25, 10


def contents(wanted, *, readable):
    """The first damaged files that can be read, or the first that can't; none that is large."""
    every = (TARGETS["files"].content(SEED, index) for index in itertools.count())
    return list(itertools.islice((c for c in every if is_small(c) == readable), wanted))


def is_small(content):
    """Whether it can be read, and holds no more than is quickly shown."""
    try:
        return len(loads(content).graph.nodes) <= MOST_NODES
    except FileError:
        return False


@pytest.fixture
def told(monkeypatch):
    """What the user is told in boxes."""
    words = []

    def execute(box):
        words.append(box.informativeText())
        return QMessageBox.StandardButton.Ok

    monkeypatch.setattr(QMessageBox, "exec", execute)
    return words


def test_what_can_be_read_is_shown_and_used(workspace, hand, told, tmp_path):
    path = tmp_path / "damaged.chalk"
    for content in contents(READ, readable=True):
        path.write_bytes(content)
        # What was done with the last one is not to be asked about.
        hand.session.open(hand.session.graph)
        workspace.open(path)
        assert (told, hand.session.graph) == ([], loads(content).graph)
        use_graph(workspace, hand)
        use_training(workspace)


def use_graph(workspace, hand):
    """Look at all of it, step to the end, make a mistake, and go one step down the slope."""
    page = workspace.graph_page
    hand.session.select(list(hand.session.graph.nodes)[:1])
    workspace.window.grab()
    for move in (page.player.home, page.player.end, page.player.go_live):
        move()
        workspace.window.grab()
    for switch in page.mistakes.switches.values():
        switch.click()
    workspace.window.grab()
    page.mistake_mode.mend()
    page.descent.buttons[1].click()


def use_training(workspace):
    """Look at the run that the file asks for, and reset it."""
    workspace.show_tab(1)
    workspace.window.grab()
    workspace.train_page.reset()
    workspace.window.grab()
    workspace.show_tab(0)


def test_what_cant_be_read_is_refused_in_a_sentence(workspace, hand, told, tmp_path):
    before, path = hand.session.graph, tmp_path / "damaged.chalk"
    for content in contents(REFUSED, readable=False):
        path.write_bytes(content)
        workspace.open(path)
        assert hand.session.graph is before
    assert len(told) == REFUSED
    assert all(words.strip() for words in told)
