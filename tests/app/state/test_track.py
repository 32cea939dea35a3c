"""A value with its history, what is shown while it changes, and what is in progress."""

import pytest

from app.model.files.chalk_file import Document
from app.model.files.disk import Origin
from app.model.graph.graph import Graph
from app.model.training.setup import Setup
from app.state.interaction import Interaction
from app.state.session import Session
from app.state.track import Track
from engine.learning.settings import RunSettings

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def track():
    """A track of the numbers, which starts with 1, and what it has told."""
    track = Track(1)
    track.told = []
    track.about_to_change.connect(lambda: track.told.append("moving"))
    track.present_changed.connect(lambda value: track.told.append(("moved", value)))
    track.shown_changed.connect(lambda value: track.told.append(("changed", value)))
    return track


def test_an_edit_is_told_before_and_after(track):
    track.edit("Set", 2)
    assert (track.present, track.shown, track.undo_name) == (2, 2, "Set")
    assert track.told == ["moving", ("moved", 2), ("changed", 2)]


def test_undo_and_redo_are_told_like_edits(track):
    track.edit("Set", 2)
    track.told.clear()
    track.undo()
    assert (track.present, track.shown, track.redo_name) == (1, 1, "Set")
    track.redo()
    assert (track.present, track.shown, track.redo_name) == (2, 2, None)
    assert track.told == [
        "moving", ("moved", 1), ("changed", 1), "moving", ("moved", 2), ("changed", 2),
    ]  # fmt: skip


def test_a_preview_is_shown_and_is_no_entry(track):
    track.preview(5)
    assert (track.present, track.shown, track.undo_name) == (1, 5, None)
    track.drop()
    assert (track.present, track.shown) == (1, 1)
    assert track.told == [("changed", 5), ("changed", 1)]


def test_an_undo_ends_a_preview(track):
    track.edit("Set", 2)
    track.preview(5)
    track.undo()
    assert track.shown == 1


class Typed(Interaction):
    """A text in a field of some view."""

    def __init__(self, text):
        self.text, self.ended = text, []

    def commit(self):
        self.ended.append("committed")

    def cancel(self):
        self.ended.append("cancelled")

    @property
    def pending(self):
        return self.text


@pytest.fixture
def session():
    return Session()


def test_what_is_in_progress_ends_when_the_session_says_so(session):
    one, other = Typed(""), Typed("e = a*")
    for each in (one, other):
        session.register(each)
    session.commit_all()
    assert one.ended == other.ended == ["committed"]
    assert session.pending == "e = a*"
    session.open(Graph())
    assert one.ended == other.ended == ["committed", "cancelled"]


def test_whoever_hears_of_the_set_up_of_another_file_finds_its_graph_too(session):
    session.open(Graph().with_leaf((0.0, 0.0), 1.0, "a"))
    other = Graph().with_leaf((0.0, 0.0), 2.0, "b")
    setup = Setup(RunSettings(seed=5))
    seen = []
    session.setups.present_changed.connect(lambda setup: seen.append((setup, session.graph)))
    session.open(other, setup=setup)
    assert seen == [(setup, other)]


def test_whoever_hears_of_the_set_up_of_a_reloaded_file_finds_its_graph_too(session):
    other = Graph().with_leaf((0.0, 0.0), 2.0, "b")
    seen = []
    session.setups.present_changed.connect(lambda _setup: seen.append(session.graph))
    session.reload("Reload", Document(other), Origin())
    assert seen == [other]
    assert not session.unsaved
