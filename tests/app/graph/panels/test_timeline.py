"""Stepping through the passes."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.graph.panels.timeline_strip import AHEAD, REACHED, SEPARATE
from app.model.catalogue.examples import load_example
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from app.ui.theme import current_tokens


@pytest.fixture
def player(workspace):
    return workspace.graph_page.player


@pytest.fixture
def panel(workspace):
    return workspace.graph_page.timeline


def shown(view, label):
    """The data and grad that stand on a node."""
    face = view.graph_scene.nodes[view.session.graph.by_label(label)].face
    return face.data, face.grad


def test_the_arrow_keys_step_through_both_passes_and_numbers_fill_in(hand, view, panel):
    hand.key(Qt.Key.Key_Right)
    assert shown(view, "a") == (2.0, None)
    assert shown(view, "e") == (None, None)
    hand.key(Qt.Key.Key_Right)
    assert shown(view, "e") == (-6.0, None)
    assert "e = a · b = 2 · (−3) = −6" in panel.sentence.text()
    for _ in range(3):
        hand.key(Qt.Key.Key_Right)
    assert "grad L = 1" in panel.sentence.text()
    assert shown(view, "L") == (-8.0, 1.0)
    for _ in range(3):
        hand.key(Qt.Key.Key_Right)
    assert "grad a += grad e · b = (−2) · (−3) = 6" in panel.sentence.text()
    assert [shown(view, name)[1] for name in ("a", "b", "c", "f")] == [6.0, -4.0, -2.0, 4.0]
    hand.key(Qt.Key.Key_Left)
    assert shown(view, "a") == (2.0, None)


def test_the_current_node_and_its_wires_are_lit(hand, view):
    hand.trigger("timeline_end")
    assert view.graph_scene.nodes[hand.id("e")].current
    assert not view.graph_scene.nodes[hand.id("d")].current
    assert view.graph_scene.wires[hand.id("e"), 0].lit == "grad"
    assert view.graph_scene.wires[hand.id("e"), 0].chip == "× b = −3 → 6"
    assert view.graph_scene.wires[hand.id("d"), 0].lit == ""


def test_escape_stays_at_the_stop_and_l_shows_everything_again(hand, view, player):
    hand.trigger("timeline_start")
    for _ in range(3):
        hand.key(Qt.Key.Key_Escape)
    assert shown(view, "L") == (None, None)
    hand.key(Qt.Key.Key_L)
    assert shown(view, "L") == (-8.0, 1.0)
    assert player.position is None


def test_the_strip_is_scrubbed_with_the_mouse(view, panel, player):
    strip = panel.strip
    first, last = (strip.block(k).center().toPoint() for k in (1, 7))
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(strip, left, Qt.KeyboardModifier.NoModifier, first)
    assert player.position == 1
    QTest.mouseRelease(strip, left, Qt.KeyboardModifier.NoModifier, last)
    QTest.mouseClick(strip, left, Qt.KeyboardModifier.NoModifier, last)
    assert player.position == 7
    assert shown(view, "a") == (2.0, 6.0)


def test_it_plays_to_the_end_and_stops_there(player, qtbot):
    player.set_speed(4.0)
    player._interval = lambda: 1
    player.play_or_pause()
    assert player.playing
    qtbot.waitUntil(lambda: not player.playing)
    assert player.position == player.last


def test_an_edit_while_stopped_keeps_the_place(hand, player, view):
    hand.trigger("timeline_end")
    player.step(-1)
    stop = player.timeline.stops[player.position]
    hand.drag(hand.number("a"), hand.number("a") + QPoint(50, 0))
    assert player.timeline.stops[player.position] == stop
    assert shown(view, "a") == (2.5, None)


def test_deleting_the_current_node_leaves_a_place_that_exists(hand, player):
    hand.trigger("timeline_end")
    hand.session.select([hand.id("e")])
    hand.trigger("delete")
    assert player.position is None or player.position <= player.last
    hand.trigger("undo")
    hand.trigger("select_all")
    hand.trigger("delete")
    assert player.position is None


def test_an_undefined_node_stops_the_pass_and_says_why(hand, panel):
    graph = hand.session.graph.with_op("log", (600.0, 500.0), "g")
    graph = graph.connected(hand.id("L"), graph.by_label("g"), 0)
    hand.session.graphs.edit("x", graph)
    hand.trigger("timeline_end")
    assert "log(−8) is undefined" in panel.sentence.text()


def test_where_a_number_is_missing_it_is_not_said_that_all_are_shown(hand, panel):
    assert "every number is shown" in panel.sentence.text()
    graph = hand.session.graph.with_op("log", (600.0, 500.0), "g")
    hand.session.graphs.edit("x", graph.connected(hand.id("L"), graph.by_label("g"), 0))
    assert "not every number can be computed" in panel.sentence.text()
    assert "step to where it stops" in panel.sentence.text()


def test_a_product_with_0_is_exact_also_beside_a_rounded_number(hand, panel):
    hand.session.open(from_text("x = 0.95123456; y = 0; p = x * y; L = p + tanh(x)", Graph()))
    sentences = set()
    hand.trigger("timeline_start")
    for _ in hand.workspace.graph_page.player.timeline.stops:
        sentences.add(panel.sentence.text())
        hand.key(Qt.Key.Key_Right)
    told = " ".join(sentences)
    assert "p = x · y = 0.9512 · 0 = 0" in told
    assert "grad x += grad p · y = 1 · 0 = 0" in told
    assert "grad y += grad p · x = 1 · 0.9512 ≈ 0.9512" in told


def test_a_graph_without_an_output_says_that_there_is_none(hand, panel):
    hand.trigger("new")
    assert "There is no output yet" in panel.sentence.text()
    assert not panel.buttons["on"].isEnabled()


def test_opening_a_graph_shows_all_of_it(hand, player):
    hand.trigger("timeline_start")
    hand.session.open(load_example("shared-node"))
    assert player.position is None
    hand.trigger("timeline_end")
    assert "a already holds" in hand.workspace.graph_page.timeline.sentence.text()


def test_a_number_is_scrubbed_while_the_passes_play(hand, player, view, qtbot):
    player._interval = lambda: 1
    player.play_or_pause()
    start = hand.number("a")
    hand.press(start)
    hand.move(start + QPoint(60, 0))
    qtbot.waitUntil(lambda: not player.playing)
    hand.move(start + QPoint(100, 0))
    hand.release(start + QPoint(100, 0))
    assert hand.undo_name() == "change a"
    assert player.position == player.last
    assert shown(view, "L") == (-2.0, 1.0)


def test_stepping_goes_on_beside_an_infinite_slope(hand, view, panel):
    text = "a = 2; b = 3; x = 0; s = sqrt(x); e = a * b; L = e + s"
    hand.session.open(from_text(text, Graph()))
    hand.trigger("timeline_end")
    notes = {name: view.graph_scene.nodes[hand.id(name)].face.note for name in "xse"}
    assert notes == {
        "x": "gets no gradient from s",
        "s": "sqrt(0) has no finite derivative: what it passes back is infinite.",
        "e": "",
    }
    assert "grad a += grad e · b = 1 · 3 = 3" in panel.sentence.text()
    assert shown(view, "a") == (2.0, 3.0)
    hand.key(Qt.Key.Key_Left)
    assert "Backward 2 of 3" in panel.sentence.text()
    assert (
        "grad x += grad s · (1 / (2 · s)) = 1 · ∞: sqrt(0) has no finite" in panel.sentence.text()
    )
    assert shown(view, "x") == (0.0, None)
    assert shown(view, "a") == (2.0, None)
    assert view.graph_scene.wires[hand.id("s"), 0].lit == "grad"
    hand.key(Qt.Key.Key_Left)
    assert not view.graph_scene.nodes[hand.id("s")].face.note
    assert not view.graph_scene.nodes[hand.id("x")].face.note
    hand.trigger("live")
    assert [shown(view, name)[1] for name in "Leabsx"] == [1.0, 1.0, 3.0, 2.0, 1.0, None]
    words = "not every number can be computed. Press → to step through the passes."
    assert words in panel.sentence.text()


def test_the_stop_is_kept_while_a_slope_becomes_infinite(hand, player):
    text = "a = 2; b = 3; x = 1; s = sqrt(x); e = a * b; L = e + s"
    hand.session.open(from_text(text, Graph()))
    player.go_to(6)
    for number in (0.0, 4.0):
        graph = hand.session.graph
        hand.session.graphs.edit("x", graph.with_data(hand.id("x"), number))
        assert (player.position, player.moment().stop.id) == (6, hand.id("s"))


def test_stops_too_narrow_for_words_have_the_colours_of_their_halves(hand, panel, player):
    many = " + ".join(f"x{n}" for n in range(600))
    strip, tokens = panel.strip, current_tokens()

    def color(share):
        return strip.grab().toImage().pixelColor(round(share * strip.width()), 10)

    hand.session.open(from_text(f"L = {many}", Graph()))
    assert strip.block(1).width() < SEPARATE
    assert [color(share) for share in (0.02, 0.48)] == 2 * [tokens.mixed("data", REACHED)]
    assert [color(share) for share in (0.52, 0.98)] == 2 * [tokens.mixed("grad", REACHED)]
    player.go_to(player.last // 4)
    assert color(0.1) == tokens.mixed("data", REACHED)
    assert color(0.45) == tokens.mixed("data", AHEAD)
    assert color(0.98) == tokens.mixed("grad", AHEAD)
    hand.session.open(from_text(f"L = log(-1000 + {many})", Graph()))
    assert color(0.75) == tokens.mixed("data", REACHED)
