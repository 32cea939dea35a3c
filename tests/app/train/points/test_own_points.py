"""Own points: added, moved and erased in the picture by mouse and keys, and read from a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from app.model.training.setup import Setup
from app.train.points.board import PointBoard
from app.train.points.import_dialog import PointImport
from app.ui.timers import new_timer
from engine.learning.datasets import OWN, Sample
from engine.learning.settings import RunSettings
from tests.app.saving import save
from tests.app.train.conftest import Hand

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Board:
    """The picture of the points, under a hand."""

    def __init__(self, hand: Hand):
        self.hand = hand
        self.board: PointBoard = hand.page.dashboard.points.board

    @property
    def points(self) -> tuple[Sample, ...]:
        return self.hand.page.session.setup.points

    @property
    def undo_name(self) -> str:
        return self.hand.page.session.setups.undo_name

    def pixel(self, row: Sample) -> QPoint:
        assert self.board.chart
        return self.board.chart.at(row).toPoint()

    def free(self) -> QPoint:
        """A place where no point stands."""
        return QPoint(30, 30)

    def click(self, at: QPoint, modifiers: Qt.KeyboardModifier | None = None) -> None:
        QTest.mouseClick(
            self.board,
            Qt.MouseButton.LeftButton,
            modifiers or Qt.KeyboardModifier.NoModifier,
            at,
        )

    def press(self, at: QPoint) -> None:
        QTest.mousePress(self.board, Qt.MouseButton.LeftButton, pos=at)

    def release(self, at: QPoint) -> None:
        QTest.mouseRelease(self.board, Qt.MouseButton.LeftButton, pos=at)

    def drag(self, start: QPoint, *stops: QPoint) -> None:
        self.press(start)
        for stop in stops:
            QTest.mouseMove(self.board, stop)
        self.release(stops[-1])

    def key(
        self, key: Qt.Key, times: int = 1, modifiers: Qt.KeyboardModifier | None = None
    ) -> None:
        for _ in range(times):
            QTest.keyClick(self.board, key, modifiers or Qt.KeyboardModifier.NoModifier)

    def set_tool(self, tool: int) -> None:
        card = self.hand.page.dashboard.points
        tools = card.classes if card.classes.isVisible() else card.samples
        QTest.mouseClick(tools.buttons[tool], Qt.MouseButton.LeftButton)


@pytest.fixture
def board(hand: Hand) -> Board:
    """The two moons, made one's own."""
    card = hand.page.dashboard.points
    QTest.mouseClick(card.edit, Qt.MouseButton.LeftButton)
    return Board(hand)


def test_the_points_that_are_shown_become_the_user_s_own(board: Board) -> None:
    assert board.hand.run.settings.dataset == OWN
    assert len(board.points) == 100
    assert board.undo_name == "edit the points"
    assert not board.hand.page.dashboard.points.edit.isVisible()
    board.hand.page.session.setups.undo()
    assert board.hand.run.settings.dataset == "two moons"


def test_playground_20_a_click_adds_a_point_and_shift_one_of_the_other_class(board: Board) -> None:
    at = board.free()
    board.click(at)
    board.click(at + QPoint(40, 0), SHIFT)
    first, second = board.points[-2:]
    assert (first[2], second[2]) == (1.0, -1.0)
    assert (board.pixel(first) - at).manhattanLength() <= 1
    assert (board.pixel(second) - at).x() in (39, 40, 41)
    assert board.undo_name == "add a point"
    assert first in (*board.hand.run.train, *board.hand.run.test)
    board.hand.page.session.setups.undo()
    assert len(board.points) == 101


def test_a_point_more_leaves_all_others_in_train_or_test(board: Board) -> None:
    train, test = board.hand.run.train, board.hand.run.test
    board.click(board.free())
    assert set(train) <= set(board.hand.run.train)
    assert set(test) <= set(board.hand.run.test)


def test_the_second_tool_adds_the_other_class(board: Board) -> None:
    board.set_tool(1)
    board.click(board.free())
    assert board.points[-1][2] == -1.0
    board.click(board.free() + QPoint(40, 0), SHIFT)
    assert board.points[-1][2] == 1.0


def test_a_point_is_dragged_and_the_window_stays(board: Board) -> None:
    row = board.points[3]
    window = board.board.chart.window.copy()
    start = board.pixel(row)
    target = QPoint(60, 200)
    board.drag(start, start + QPoint(10, 10), target)
    moved = board.points[3]
    assert (board.pixel(moved) - target).manhattanLength() <= 2
    assert moved[2] == row[2]
    assert len(board.points) == 100
    assert board.undo_name == "move a point"
    assert (board.board.chart.window == window).all()


def test_a_point_is_held_inside_the_picture(board: Board) -> None:
    start = board.pixel(board.points[3])
    board.drag(start, start + QPoint(10, 10), QPoint(-300, 9_000))
    at = board.pixel(board.points[3])
    assert at.x() == 0
    assert at.y() == board.board.height()


def test_escape_lets_go_of_a_point_as_if_nothing_had_been(board: Board) -> None:
    before = board.points
    start = board.pixel(before[3])
    board.press(start)
    QTest.mouseMove(board.board, QPoint(60, 60))
    board.key(Qt.Key.Key_Escape)
    board.release(QPoint(60, 60))
    assert board.points is before


def test_a_hand_that_trembles_moves_nothing_and_chooses_the_point(board: Board) -> None:
    row = board.hand.run.train[5]
    before = board.points
    at = board.pixel(row)
    board.drag(at, at + QPoint(1, 1))
    assert board.points is before
    assert board.hand.page.dashboard.network.chosen_point == 5
    assert board.board.chosen == 5


def test_the_eraser_takes_all_that_it_passes_in_one_edit(board: Board) -> None:
    board.set_tool(2)
    width = board.board.width()
    rows = len(board.points)
    y = board.pixel(board.points[10]).y()
    board.drag(QPoint(0, y), QPoint(width, y))
    gone = rows - len(board.points)
    assert gone >= 2
    assert board.undo_name == f"erase {gone} points"
    # One entry brings them all back.
    board.hand.page.session.setups.undo()
    assert len(board.points) == rows


def test_all_points_go_and_new_ones_are_drawn_from_nothing(board: Board) -> None:
    card = board.hand.page.dashboard.points
    card.clear_action.trigger()
    assert board.points == ()
    sentence = board.hand.page.dashboard.sentence
    assert sentence.text() == "Click in the picture to add points: a run needs 2 of them."
    assert not board.hand.page.tools.train.isEnabled()
    assert not card.clear_action.isEnabled()
    board.click(QPoint(100, 100))
    assert len(board.points) == 1
    assert not board.hand.page.tools.train.isEnabled()
    board.click(QPoint(200, 150), SHIFT)
    assert board.hand.page.tools.train.isEnabled()
    board.hand.click("train")
    board.hand.wait_for_end()
    assert board.hand.run.history.measurements[-1].train_accuracy == 1.0


def test_the_first_points_do_not_move_the_window(board: Board) -> None:
    board.hand.page.dashboard.points.clear_action.trigger()
    for at in (QPoint(100, 100), QPoint(130, 104), QPoint(220, 150)):
        board.click(at)
        assert (board.pixel(board.points[-1]) - at).manhattanLength() <= 1


def test_points_are_added_and_erased_by_keys_alone(board: Board) -> None:
    board.board.setFocus()
    board.key(Qt.Key.Key_Left)
    middle = board.board.crosshair
    board.key(Qt.Key.Key_Left, 20)
    board.key(Qt.Key.Key_Up, 20)
    board.key(Qt.Key.Key_Right, 3, SHIFT)
    assert board.board.crosshair == QPointF(
        max(0.0, middle.x() - 200) + 3, max(0.0, middle.y() - 200)
    )
    board.key(Qt.Key.Key_Return)
    assert board.undo_name == "add a point"
    board.key(Qt.Key.Key_Delete)
    assert board.undo_name == "erase a point"
    assert len(board.points) == 100
    board.key(Qt.Key.Key_Return, modifiers=SHIFT)
    assert board.points[-1][2] == -1.0
    board.key(Qt.Key.Key_Escape)
    assert board.board.crosshair is None


def test_points_change_while_it_trains(board: Board) -> None:
    board.hand.type("steps", "1000000")
    board.hand.click("train")
    board.hand.qtbot.waitUntil(lambda: board.hand.run.step > 3)
    board.click(board.free())
    assert not board.hand.page.trainer.training
    assert board.hand.run.step == 0
    assert board.points[-1] in (*board.hand.run.train, *board.hand.run.test)


def test_a_curve_has_samples_of_its_own(hand: Hand) -> None:
    hand.choose("dataset", "sine")
    QTest.mouseClick(hand.page.dashboard.points.edit, Qt.MouseButton.LeftButton)
    board = Board(hand)
    board.click(QPoint(50, 20), SHIFT)
    assert len(board.points[-1]) == 2
    hand.page.dashboard.points.clear_action.trigger()
    for x in range(20, 200, 30):
        board.click(QPoint(x, 100))
    assert hand.run.dataset.kind == "regression"
    assert len(hand.run.train) + len(hand.run.test) == 6


def test_points_of_a_table_are_read_and_chosen_but_not_edited(hand: Hand) -> None:
    board = Board(hand)
    row = hand.run.train[7]
    board.click(board.pixel(row))
    assert hand.page.dashboard.network.chosen_point == 7
    board.drag(board.pixel(row), QPoint(20, 20))
    board.click(QPoint(20, 20))
    assert hand.page.session.setup.points == ()
    assert hand.run.train[7] == row


def test_the_score_is_read_at_the_mouse(hand: Hand) -> None:
    board = Board(hand)
    readout = hand.page.dashboard.points.readout
    row = hand.run.train[7]
    QTest.mouseMove(board.board, board.pixel(row))
    hand.qtbot.waitUntil(lambda: "point 8, target" in readout.text())
    assert "loss" in readout.text()
    QTest.mouseMove(board.board, QPoint(20, 20))
    hand.qtbot.waitUntil(lambda: readout.text().startswith("x₁ "))
    before = readout.text()
    hand.click("step")
    assert readout.text() != before


def test_a_double_click_on_a_point_opens_its_loss_on_the_canvas(hand: Hand) -> None:
    board = Board(hand)
    row = hand.run.train[7]
    with hand.qtbot.waitSignal(hand.page.opened_parts.opened) as asked:
        QTest.mouseDClick(board.board, Qt.MouseButton.LeftButton, pos=board.pixel(row))
    name, opened = asked.args
    assert name == "open the loss at point 8"
    target = opened.graph.nodes[opened.graph.by_label("y")]
    assert target.data == row[2]


# From a file


class Chooser:
    """The next file that is chosen, and what is done with the preview."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, hand: Hand, folder: Path):
        self.hand = hand
        self.folder = folder
        self.dialog: PointImport | None = None
        self._monkeypatch = monkeypatch

    def import_file(self, content: bytes, accept: bool = True) -> None:
        path = self.folder / "mine.csv"
        path.write_bytes(content)
        self._monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        timer = new_timer(self.hand.page, 10)
        timer.timeout.connect(lambda: self._answer(timer, accept))
        timer.start()
        self.hand.page.import_points()
        timer.stop()

    def _answer(self, timer: QTimer, accept: bool) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PointImport):
            timer.stop()
            self.dialog = dialog
            self.told = (dialog.summary.text(), dialog.problems.toPlainText())
            self.trouble = dialog.trouble.text()
            self.could = dialog.ok.isEnabled()
            if accept and self.could:
                QTest.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
            else:
                QTest.keyClick(dialog, Qt.Key.Key_Escape)


@pytest.fixture
def chooser(monkeypatch: pytest.MonkeyPatch, hand: Hand, tmp_path: Path) -> Chooser:
    return Chooser(monkeypatch, hand, tmp_path)


def test_playground_102_points_come_from_a_file(chooser: Chooser) -> None:
    chooser.import_file(b"a,b,kind\n0,0,cat\n1,1,dog\n0.5,x,dog\n1,0,cat\n0,1,dog\n")
    summary, problems = chooser.told
    assert summary.startswith("5 rows in the file. 2 points of class +1, 2 of class −1.")
    assert problems == "line 4: “x” is not a number."
    setup = chooser.hand.page.session.setup
    assert setup.points == ((0, 0, -1.0), (1, 1, 1.0), (1, 0, -1.0), (0, 1, 1.0))
    assert chooser.hand.page.session.setups.undo_name == "import mine.csv"
    assert chooser.hand.run.dataset.name == OWN


def test_a_file_that_is_no_table_leaves_all_as_it_was(chooser: Chooser) -> None:
    before = chooser.hand.page.session.setup
    chooser.import_file(b"\x00\x01")
    sentence = chooser.hand.page.dashboard.sentence
    assert sentence.text() == "mine.csv can’t be imported. The file is not text."
    assert sentence.property("role") == "error"
    assert chooser.hand.page.session.setup is before


def test_a_preview_that_is_cancelled_leaves_all_as_it_was(chooser: Chooser) -> None:
    before = chooser.hand.page.session.setup
    chooser.import_file(b"0,0,a\n1,1,b\n0,1,a\n1,0,b\n", accept=False)
    assert chooser.dialog is not None
    assert chooser.hand.page.session.setup is before


def test_points_of_one_class_are_not_imported_as_they_are(chooser: Chooser) -> None:
    chooser.import_file(b"x,y,c\n0,0,1\n1,1,1\n0,1,1\n")
    # One value is no class: x and y of a curve are offered in its place.
    assert chooser.could
    assert len(chooser.hand.page.session.setup.points[0]) == 2


def test_points_at_one_place_can_not_be_imported(chooser: Chooser) -> None:
    before = chooser.hand.page.session.setup
    chooser.import_file(b"1,1,a\n1,1,b\n1,1,a\n1,1,b\n")
    assert chooser.trouble == "All points are in the same place: there is nothing to learn."
    assert not chooser.could
    assert chooser.hand.page.session.setup is before


# Points that no program should fall over


@pytest.mark.parametrize(
    ("points", "words"),
    [
        (((1.0, 1.0, 1.0), (1.0, 1.0, -1.0), (1.0, 1.0, 1.0)), "Done after 20 steps"),
        (((0.0, 0.0, 1.0), (1.0, 1.0, 1.0)), "All points are of one class"),
        (((0.0, 0.5), (0.0, 0.5)), "Done after 20 steps"),
        (((-1e6, 1e6, 1.0), (1e6, -1e6, -1.0)), ""),
        (((1e-300, 0.0, 1.0), (-1e-300, 0.0, -1.0)), "Done after 20 steps"),
    ],
    ids=["at one place", "of one class", "one sample twice", "far apart", "hardly apart"],
)
def test_strange_points_train_and_are_drawn(
    hand: Hand, points: tuple[Sample, ...], words: str
) -> None:
    hand.type("steps", "20")
    hand.page.session.setups.edit("", hand.page.session.setup.with_points(points))
    hand.click("train")
    hand.wait_for_end()
    assert words in hand.page.dashboard.sentence.text()
    assert not hand.page.grab().isNull()


def test_a_batch_larger_than_the_data_is_all_of_it(hand: Hand) -> None:
    hand.type("batch", "10000")
    hand.click("step")
    assert len(hand.run.last.rows) == len(hand.run.train)


def test_redo_to_no_points_at_all_brings_no_run_of_others(hand: Hand) -> None:
    hand.page.session.setups.edit("", Setup(RunSettings(steps=5)).with_points(Setup().rows()))
    hand.click("train")
    hand.wait_for_end()
    trained = hand.run
    hand.page.session.setups.edit("remove all points", hand.page.session.setup.with_points(()))
    hand.page.session.setups.undo()
    assert hand.run is trained
    hand.page.session.setups.redo()
    assert hand.page.problem.startswith("Click in the picture to add points")
    update_card = hand.page.dashboard.update_card
    assert not update_card.next.isEnabled()
    assert not any(line.text() for line in update_card.lines)
    hand.page.session.setups.undo()
    assert hand.run is trained
    assert hand.page.problem == ""


def test_points_in_the_hand_are_work_that_a_save_takes(board: Board, tmp_path: Path) -> None:
    session = board.hand.page.session
    save(session, tmp_path / "own.chalk")
    held, beside = board.points[3], QPoint(25, 25)
    board.press(board.pixel(held))
    QTest.mouseMove(board.board, beside)
    assert session.unsaved
    assert session.setup.points[3] == held
    assert session.unsaved_document.setup is not None
    assert session.unsaved_document.setup.points[3] != held
    session.commit_all()
    assert session.setup.points[3] == session.unsaved_document.setup.points[3] != held
    assert board.undo_name == "move a point"
    # The hand is empty by now.
    QTest.mouseMove(board.board, beside + QPoint(50, 50))
    board.release(beside + QPoint(50, 50))
    assert board.pixel(session.setup.points[3]) == beside


def test_points_that_go_back_to_their_place_are_no_work(board: Board, tmp_path: Path) -> None:
    session = board.hand.page.session
    save(session, tmp_path / "own.chalk")
    board.press(board.pixel(board.points[3]))
    QTest.mouseMove(board.board, QPoint(25, 25))
    assert session.unsaved
    board.key(Qt.Key.Key_Escape)
    assert not session.unsaved
