"""The preview of a table: what is said of it, mended by a click, pasted, and read for long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QProgressDialog, QPushButton
from pytestqt.qtbot import QtBot

from app.model.files.point_table import read_table
from app.model.training.setup import Setup
from app.train.points import own_points
from app.train.points.import_dialog import PointImport
from app.ui import disk_wait
from app.ui.timers import new_timer
from app.window.workspace import Workspace

LEFT = Qt.MouseButton.LeftButton
CTRL = Qt.KeyboardModifier.ControlModifier
THREE = b"x,y,kind\n" + b"0,0,a\n1,1,b\n0,1,c\n" * 4


@pytest.fixture
def preview(qtbot: QtBot) -> Callable[[bytes], PointImport]:
    def show(content: bytes) -> PointImport:
        dialog = PointImport("Import", read_table(content), Setup())
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


def said(dialog: PointImport) -> list[str]:
    return [label.text() for label in dialog.doubts.widget().findChildren(QLabel)]


def click(dialog: PointImport, words: str) -> None:
    found = [button for button in dialog.doubts.buttons if button.text() == words]
    assert found, [button.text() for button in dialog.doubts.buttons]
    QTest.mouseClick(found[0], LEFT)


def header(dialog: PointImport) -> list[str]:
    cells = dialog.cells
    return [cells.horizontalHeaderItem(i).text() for i in range(cells.columnCount())]


def test_a_column_that_counts_is_used_after_one_click_and_left_out_after_another(
    preview: Callable[[bytes], PointImport],
) -> None:
    dialog = preview(b"id,x,y\n1,0.5,2\n2,0.25,4\n3,1,6\n4,2,7\n5,3,1\n")
    assert said(dialog) == ["“id” numbers the rows, and is not used."]
    assert header(dialog) == ["id\n", "x\nx", "y\ny"]
    click(dialog, "Use it as x₁")
    assert header(dialog) == ["id\nx", "x\ny", "y\n"]
    assert [point[0] for point in dialog.points] == [-1.0, -0.5, 0.0, 0.5, 1.0]
    click(dialog, "Leave it out")
    assert header(dialog) == ["id\n", "x\nx", "y\ny"]


def test_names_that_are_numbers_become_a_point_by_one_click(
    preview: Callable[[bytes], PointImport],
) -> None:
    dialog = preview(b"0,1,2\n" + b"0.5,0.25,0\n1.5,0.75,1\n" * 6)
    assert dialog.cells.rowCount() == 12
    click(dialog, "It is a point")
    assert dialog.cells.rowCount() == 13
    assert dialog.cells.item(0, 2).text() == "2"
    assert dialog.form.first.itemText(0) == "column 1"


def test_a_click_reads_commas_the_other_way(preview: Callable[[bytes], PointImport]) -> None:
    dialog = preview(b"x;y\n1,234;1\n2,345;2\n")
    assert dialog.points[0] == (1.234, 1.0)
    click(dialog, "Read it as 1234")
    assert dialog.form.scaled.isChecked()
    dialog.form.scaled.click()
    assert dialog.points[0] == (1234.0, 1.0)


def test_of_three_classes_two_are_said_to_be_taken_together_and_a_click_leaves_one_out(
    preview: Callable[[bytes], PointImport],
) -> None:
    dialog = preview(THREE)
    assert said(dialog)[0] == "Class −1 is several classes taken together: a, b."
    others = dialog.form.others
    assert others.isVisible()
    assert [others.item(row).text() for row in range(others.count())] == ["a", "b"]
    QTest.keyClick(others, Qt.Key.Key_Home)
    QTest.keyClick(others, Qt.Key.Key_Space)
    assert dialog.form.choice.left_out == {"a"}
    assert len(dialog.points) == 8
    assert "Of classes that are left out: 4." in dialog.summary.text()
    assert said(dialog) == []


def test_another_class_for_1_keeps_what_is_left_out(
    preview: Callable[[bytes], PointImport],
) -> None:
    dialog = preview(THREE)
    dialog.form.others.item(0).setCheckState(Qt.CheckState.Unchecked)
    QTest.keyClick(dialog.form.positive, Qt.Key.Key_Up)
    assert dialog.form.positive.currentText() == "b"
    assert dialog.form.choice.left_out == {"a"}
    assert [point[2] for point in dialog.points[:2]] == [1.0, -1.0]


def test_two_classes_need_no_list(preview: Callable[[bytes], PointImport]) -> None:
    dialog = preview(b"x,y,kind\n" + b"0,0,a\n1,1,b\n" * 4)
    assert not dialog.form.others.isVisible()
    assert not dialog.doubts.isVisible()


def test_a_curve_has_no_classes(preview: Callable[[bytes], PointImport]) -> None:
    dialog = preview(THREE)
    dialog.form.label.setFocus()
    QTest.keyClick(dialog.form.label, Qt.Key.Key_Home)
    assert not dialog.form.others.isVisible()
    assert len(dialog.points[0]) == 2
    click(dialog, "“kind” is the class")
    assert dialog.form.positive.currentText() == "c"


def test_with_all_that_can_be_said_the_buttons_stay_on_a_small_screen_with_large_text(
    preview: Callable[[bytes], PointImport],
) -> None:
    dialog = preview(
        b"Title\n,0,1,2\n"
        + b"".join(b'%d,"1,23%d",%d,%s\n' % (i, i % 10, i % 2, b"aAbcde"[i % 6 :][:1])
                   for i in range(60))
        + b"60,1,1,none\n61,1,1,none\n62,x,1,a\n"
    )  # fmt: skip
    assert len(said(dialog)) > 4
    assert dialog.problems.isVisible()
    # 1280 x 720 at 144 dpi, without the frame of the window.
    least = dialog.minimumSizeHint()
    assert least.height() <= 720 * 96 // 144 - 48
    assert least.width() <= 1280 * 96 // 144 - 24


# In the window


class Answer:
    """Looks at the next preview, and imports what is in it."""

    def __init__(self, parent: Workspace):
        self.titles: list[str] = []
        self._timer = new_timer(parent.window, 10)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PointImport):
            self._timer.stop()
            self.titles.append(dialog.windowTitle())
            QTest.mouseClick(dialog.ok, LEFT)


@pytest.fixture
def answer(workspace: Workspace) -> Answer:
    return Answer(workspace)


def copy(text: str = "", path: Path | None = None) -> None:
    mime = QMimeData()
    if path:
        mime.setUrls([QUrl.fromLocalFile(str(path))])
    mime.setText(text or str(path))
    QGuiApplication.clipboard().setMimeData(mime)


def test_ctrl_v_on_the_train_tab_shows_the_table_on_the_clipboard(
    workspace: Workspace, answer: Answer
) -> None:
    workspace.show_tab(1)
    copy("x\ty\tkind\n0,5\t1\ta\n1\t0,25\tb\n0\t1\ta\n1\t0\tb\n")
    QTest.keyClick(workspace.window, Qt.Key.Key_V, CTRL)
    assert answer.titles == ["Import points from the clipboard"]
    setups = workspace.session.setups
    assert setups.present.points[:2] == ((0.5, 1.0, -1.0), (1.0, 0.25, 1.0))
    assert setups.undo_name == "paste points"
    setups.undo()
    assert setups.present.points == ()


def test_a_table_that_was_copied_as_a_file_is_pasted_too(
    workspace: Workspace, answer: Answer, tmp_path: Path
) -> None:
    workspace.show_tab(1)
    path = tmp_path / "mine.data"
    path.write_bytes(THREE)
    copy(path=path)
    workspace.actions_table["paste"].trigger()
    assert answer.titles == ["Import points from mine.data"]
    assert len(workspace.session.setup.points) == 12


def test_a_clipboard_without_a_table_says_so(workspace: Workspace) -> None:
    workspace.show_tab(1)
    copy("hello")
    QTest.keyClick(workspace.window, Qt.Key.Key_V, CTRL)
    sentence = workspace.train_page.dashboard.sentence
    assert sentence.text().startswith("The clipboard holds no table of points.")


def test_an_empty_clipboard_says_so(workspace: Workspace) -> None:
    workspace.show_tab(1)
    QGuiApplication.clipboard().clear()
    QTest.keyClick(workspace.window, Qt.Key.Key_V, CTRL)
    sentence = workspace.train_page.dashboard.sentence
    assert sentence.text().startswith("The clipboard holds no table of points.")


def test_ctrl_v_in_a_field_of_the_form_pastes_text_there(workspace: Workspace) -> None:
    workspace.show_tab(1)
    field = workspace.train_page.form.fields["noise"].editor
    field.setFocus()
    field.selectAll()
    copy("0.3")
    QTest.keyClick(field, Qt.Key.Key_V, CTRL)
    assert field.text() == "0.3"
    assert not QApplication.activeModalWidget()


def test_ctrl_v_on_the_graph_tab_pastes_nodes(workspace: Workspace) -> None:
    workspace.graph_page.view.setFocus()
    workspace.actions_table["select_all"].trigger()
    QTest.keyClick(workspace.window, Qt.Key.Key_C, CTRL)
    before = len(workspace.session.graph.nodes)
    QTest.keyClick(workspace.window, Qt.Key.Key_V, CTRL)
    assert len(workspace.session.graph.nodes) == 2 * before


@pytest.mark.parametrize("name", ["a.csv", "a.dat", "A.DAT", "a.data", "a.txt", "a.tab", "a.arff"])
def test_a_table_is_known_by_its_ending(
    workspace: Workspace, answer: Answer, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(b"@relation p\n@data\n" + THREE)
    workspace.open(tmp_path / name)
    assert answer.titles == [f"Import points from {name}"]


# What takes long


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """A file that is read to its half, and on once this is set, or until it is not wanted."""
    go_on = threading.Event()

    def read(file: object, watch: Callable[[float], bool]) -> object:
        while watch(0.5) and not go_on.wait(0.01):
            pass
        return read_table(file, watch)  # type: ignore[arg-type]

    monkeypatch.setattr(own_points, "read_table", read)
    monkeypatch.setattr(disk_wait, "QUICK", 0.01)
    yield go_on
    go_on.set()


def meanwhile(workspace: Workspace, act: Callable[[QProgressDialog], None]) -> QTimer:
    timer = new_timer(workspace.window, 10)

    def look() -> None:
        box = QApplication.activeModalWidget()
        if isinstance(box, QProgressDialog) and box.labelText().startswith("Reading"):
            timer.stop()
            act(box)

    timer.timeout.connect(look)
    timer.start()
    return timer


def test_a_large_table_shows_how_far_it_is(
    workspace: Workspace, answer: Answer, tmp_path: Path, slow: threading.Event
) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(THREE)
    shown = []

    def look(box: QProgressDialog) -> None:
        bar = box.findChild(disk_wait.QProgressBar)
        shown.append((box.labelText(), bar.value(), bar.maximum()))
        slow.set()

    meanwhile(workspace, look)
    workspace.open(path)
    assert shown == [("Reading large.csv…", 50, 100)]
    assert answer.titles == ["Import points from large.csv"]


@pytest.mark.usefixtures("slow")
def test_reading_a_large_table_can_be_cancelled(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    path.write_bytes(THREE)
    before = workspace.session.setup

    def cancel(box: QProgressDialog) -> None:
        (button,) = box.findChildren(QPushButton)
        assert button.text() == "Cancel"
        QTest.mouseClick(button, LEFT)

    meanwhile(workspace, cancel)
    workspace.open(path)
    words = "large.csv can’t be imported. Reading it was cancelled."
    assert workspace.train_page.dashboard.sentence.text() == words
    assert workspace.session.setup is before
