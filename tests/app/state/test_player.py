"""Standing, stepping and playing along the timeline of a graph."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QSignalSpy

from app.state.player import FASTEST, SLOWEST


@pytest.fixture
def player(workspace):
    return workspace.graph_page.player


@pytest.fixture
def playing(player):
    player.set_speed(SLOWEST)
    player.play_or_pause()
    assert player.playing
    return player


def test_a_step_past_an_end_stays_at_the_end(player):
    player.end()
    player.step(1)
    assert player.position == player.last
    player.home()
    player.step(-1)
    assert player.position == 0


def test_a_place_far_past_the_end_is_the_end(player):
    player.go_to(player.last + 1)
    assert player.position == player.last


def test_where_one_stands_already_is_told_only_once(player):
    moves = QSignalSpy(player.moved)
    player.go_to(2)
    player.go_to(2)
    assert moves.count() == 1


@pytest.mark.parametrize("move", ["home", "end", "go_live"])
def test_going_elsewhere_by_hand_ends_the_playing(playing, move):
    getattr(playing, move)()
    assert not playing.playing


@pytest.mark.parametrize("by", [1, -1])
def test_a_step_by_hand_ends_the_playing(playing, by):
    playing.step(by)
    assert not playing.playing


def test_playing_at_the_end_begins_anew(player):
    player.end()
    player.play_or_pause()
    assert player.position == 0


def test_playing_in_the_middle_goes_on_from_there(player):
    player.go_to(3)
    player.play_or_pause()
    assert player.position == 3


@pytest.mark.parametrize(("asked", "taken"), [(0.0, SLOWEST), (100.0, FASTEST), (2.0, 2.0)])
def test_a_speed_is_kept_within_its_bounds(player, asked, taken):
    player.set_speed(asked)
    assert player.speed == taken


def test_another_speed_counts_at_once(playing, qtbot):
    playing.set_speed(FASTEST)
    qtbot.waitUntil(lambda: playing.position > 0, timeout=2000)


def test_moving_a_node_leaves_the_timeline_as_it_is(hand, player):
    rebuilt = QSignalSpy(player.rebuilt)
    timeline = player.timeline
    before = hand.session.graph.positions
    hand.drag(hand.title("a"), hand.title("a") + QPoint(0, 40))
    assert hand.session.graph.positions != before
    assert player.timeline is timeline
    assert rebuilt.count() == 0
