"""What happens in the middle of something else: nothing is lost and nothing is mixed up."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.model.catalogue.examples import load_example
from app.model.graph.graph import Graph

RIGHT = Qt.MouseButton.RightButton


@pytest.fixture
def scrubbing(hand):
    """A scrub of a that is under way, 100 pixels on."""
    start = hand.number("a")
    hand.press(start)
    hand.move(start + QPoint(100, 0))
    assert hand.node("a").data == 3.0
    return start + QPoint(100, 0)


def test_an_undo_in_the_middle_of_a_drag_ends_the_drag_and_undoes(hand):
    hand.workspace.graph_page.commands.add("leaf")
    hand.press(hand.body("e"))
    hand.move(hand.body("e") + QPoint(80, 0))
    hand.session.graphs.undo()
    hand.release(hand.body("e") + QPoint(80, 0))
    assert hand.session.graphs.undo_name is None
    assert hand.session.graph == load_example("cheatsheet")


def test_a_deletion_in_the_middle_of_a_scrub_stays(hand, scrubbing):
    hand.session.select([hand.id("c")])
    hand.workspace.graph_page.commands.delete()
    hand.release(scrubbing)
    assert hand.session.graph.by_label("c") is None
    assert hand.node("a").data == 2.0


def test_a_file_opened_in_the_middle_of_a_scrub_is_not_touched_by_it(hand, scrubbing):
    other = load_example("order")
    hand.session.open(other)
    hand.release(scrubbing)
    assert hand.session.graph is other
    assert not hand.session.unsaved


@pytest.mark.usefixtures("scrubbing")
def test_leaving_the_tab_in_the_middle_of_a_scrub_leaves_the_number_as_it_was(hand):
    hand.workspace.show_tab(1)
    assert hand.session.graph is hand.session.graphs.present
    assert hand.node("a").data == 2.0


def test_a_wire_whose_node_is_deleted_under_it_goes_away(hand, view):
    hand.press(hand.out("a"))
    hand.move(hand.empty())
    hand.session.select([hand.id("a")])
    hand.workspace.graph_page.commands.delete()
    hand.move(hand.empty() + QPoint(5, 5))
    hand.release(hand.empty())
    assert view.gesture is None
    assert hand.undo_name() == "delete a"


def test_another_button_let_go_does_not_end_a_drag(hand, view, scrubbing):
    port = view.viewport()
    event = QMouseEvent(
        QMouseEvent.Type.MouseButtonRelease, QPointF(scrubbing),
        QPointF(port.mapToGlobal(scrubbing)), RIGHT, Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    QApplication.sendEvent(port, event)
    assert view.gesture is not None
    hand.release(scrubbing)
    assert hand.undo_name() == "change a"


def test_a_number_being_typed_does_not_land_in_another_file(hand):
    hand.click(hand.body("a"))
    hand.type("7")
    other = load_example("order")
    hand.session.open(other)
    assert hand.session.graph is other


def test_a_field_over_a_node_that_goes_away_closes(hand):
    hand.workspace.graph_page.commands.add("leaf")
    hand.workspace.graph_page.commands.rename()
    hand.session.graphs.undo()
    hand.click(hand.empty())
    assert hand.session.graph == load_example("cheatsheet")


def test_a_selected_wire_stays_marked_through_an_edit(hand, view):
    wire = (hand.id("L"), 1)
    view.select_wire(wire)
    hand.session.graphs.edit("x", hand.session.graph.with_data(hand.id("f"), 1.0))
    assert view.wire == wire
    assert view.graph_scene.wires[wire].lit == "data"


def test_a_piece_of_another_version_of_the_program_adds_nothing(hand):
    hand.workspace.graph_page.commands.add("quaternion")
    assert not hand.session.unsaved


def test_a_typed_expression_is_taken_when_the_hand_goes_elsewhere(hand, workspace):
    bar = workspace.expression
    bar.setFocus()
    bar.clear()
    QTest.keyClicks(bar, "q = a * b")
    hand.click(hand.empty())
    assert hand.data("q") == -6.0
    bar.setFocus()
    QTest.keyClicks(bar, " *")
    hand.click(hand.empty())
    assert bar.text() == "q = a * b *"
    assert bar.note.isVisible()
    hand.session.open(Graph())
    assert not bar.note.isVisible()


def test_the_program_ends_well_with_a_copy_of_its_own_on_the_clipboard(tmp_path):
    program = """
from PySide6.QtCore import QTimer
import app.start.application
import app.window.build
built = []
build_workspace = app.window.build.build_workspace
app.window.build.build_workspace = lambda window: built.append(build_workspace(window)) or built[0]
def use():
    (workspace,) = built
    workspace.graph_page.commands.select_all()
    workspace.graph_page.commands.copy()
    workspace.window.close()
app.start.application.warm_up = use
raise SystemExit(app.start.application.run(None))
"""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_CONFIG_HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
