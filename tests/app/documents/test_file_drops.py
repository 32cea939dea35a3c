"""Files from the desktop, dropped anywhere on the window; and windows beside this one."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from PySide6.QtCore import (
    QLibraryInfo,
    QMimeData,
    QPoint,
    QPointF,
    QProcess,
    Qt,
    QTimer,
    QUrl,
    QVersionNumber,
)
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from app.documents.file_drops import MOST
from app.documents.new_window import open_another
from app.model.catalogue.examples import load_example
from app.model.graph.pieces import PIECE_TYPE
from app.start.requested_files import RequestedFiles
from tests.app.model.graph_files import save

COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def url(thing):
    if isinstance(thing, QUrl):
        return thing
    return QUrl(thing) if "://" in str(thing) else QUrl.fromLocalFile(str(thing))


@pytest.fixture
def drop(window, workspace, safety):
    """Drags what the desktop's file manager drags over a part of the window, and lets go."""
    assert safety.drops
    handle = window.windowHandle()

    def let_go(*things, over=None, piece=""):
        mime = QMimeData()
        if piece:
            mime.setData(PIECE_TYPE, piece.encode())
        else:
            mime.setUrls([url(thing) for thing in things])
            # As file managers do: a text field would take it.
            mime.setText("\n".join(map(str, things)))
        part = over or workspace.graph_page.view
        at = part.mapTo(window, QPointF(5, 5))
        # Qt 6.12 takes a QPointF, and calls the QPoint that older ones take deprecated.
        entered = at if QLibraryInfo.version() >= QVersionNumber(6, 12) else at.toPoint()
        events = [
            QDragEnterEvent(entered, COPY, mime, LEFT, NONE),
            QDragMoveEvent(entered, COPY, mime, LEFT, NONE),
            QDropEvent(at, COPY, mime, LEFT, NONE),
        ]
        for event in events:
            QApplication.sendEvent(handle, event)
        # What was dropped is opened once the drop is over.
        QApplication.processEvents()
        return [event.isAccepted() for event in events]

    return let_go


@pytest.fixture
def started(monkeypatch):
    """The programs that were started, without starting them."""
    commands = []
    succeed = [True]

    def start(program, arguments):
        commands.append((program, arguments))
        return succeed[0], 0

    monkeypatch.setattr(QProcess, "startDetached", start)
    start.commands, start.succeed = commands, succeed
    return start


@pytest.fixture
def graphs(tmp_path):
    paths = [tmp_path / f"graph {number}.chalk" for number in range(8)]
    for path in paths:
        save(path, load_example("order"))
    return paths


def said(workspace):
    return workspace.notices["drop"].words.text() if "drop" in workspace.notices else ""


@pytest.mark.parametrize("part", ["view", "expression", "search", "menu", "tools", "inspector"])
def test_a_graph_dropped_anywhere_on_the_window_opens(hand, window, workspace, drop, graphs, part):
    over = {
        "view": workspace.graph_page.view,
        "expression": workspace.expression,
        "search": workspace.graph_page.palette_panel.search,
        "menu": window.menuBar(),
        "tools": workspace.train_page.tools,
        "inspector": workspace.graph_page.inspector,
    }[part]
    text = workspace.expression.text()
    assert drop(graphs[0], over=over) == [True, True, True]
    assert hand.session.path == graphs[0]
    assert workspace.expression.text() != text
    assert str(graphs[0]) not in workspace.expression.text()


def test_a_graph_dropped_on_the_train_tab_is_shown(workspace, drop, graphs):
    workspace.show_tab(1)
    drop(graphs[0], over=workspace.train_page)
    assert workspace.pages.currentIndex() == 0
    assert workspace.session.path == graphs[0]


def test_a_graph_whose_name_is_no_text_opens_and_stands_once_in_the_menu(
    hand, workspace, drop, tmp_path
):
    path = tmp_path / os.fsdecode(b"caf\xe9.chalk")
    try:
        save(path, load_example("division"))
    except (OSError, ValueError):
        pytest.skip("this system has no such names")
    link = "file://" + quote(os.fsencode(path))
    drop(QUrl.fromEncoded(link.encode()))
    assert hand.session.path == path
    drop(QUrl.fromEncoded(link.encode()))
    workspace.recent.aboutToShow.emit()
    shown = [action for action in workspace.recent.actions() if ".chalk" in action.text()]
    assert len(shown) == 1
    hand.trigger("new")
    shown[0].trigger()
    assert hand.session.path == path


def test_unsaved_changes_are_asked_about_once_the_drop_is_over(hand, drop, graphs, answer):
    hand.drag(hand.number("a"), hand.number("a") + QPoint(100, 0))
    answer.next(QMessageBox.StandardButton.Cancel)
    drop(graphs[0])
    assert answer.asked[0].startswith("Save the changes")
    assert hand.session.path is None


def test_of_several_the_first_opens_here_and_each_other_one_in_a_window_of_its_own(
    workspace, drop, graphs, started
):
    drop(*graphs[:3])
    assert workspace.session.path == graphs[0]
    opened = [arguments[-1] for _, arguments in started.commands]
    assert opened == [str(path) for path in graphs[1:3]]
    assert said(workspace) == ""


def test_more_than_a_desk_holds_are_not_all_opened_and_that_is_said(
    workspace, drop, graphs, started
):
    drop(*graphs)
    assert len(started.commands) == MOST - 1
    assert said(workspace) == f"8 files were dropped; the first {MOST} are opened."


def test_a_window_that_can_t_be_opened_is_said(workspace, drop, graphs, started):
    started.succeed[0] = False
    drop(*graphs[:2])
    assert said(workspace) == "No window could be opened for graph 1.chalk."


def test_what_is_no_graph_gets_a_sentence(hand, workspace, drop, tmp_path):
    before = hand.session.graph
    for thing, words in (
        (tmp_path / "photo.png", "photo.png can’t be opened: Chalkgrad opens graphs"),
        (tmp_path, "can’t be opened"),
        ("https://example.org/net.chalk", "files of this computer only"),
    ):
        assert drop(thing)[-1]
        assert words in said(workspace)
        assert hand.session.graph is before


def test_a_graph_among_other_files_is_found(workspace, drop, graphs, tmp_path):
    drop(tmp_path / "photo.png", graphs[1], tmp_path / "notes.txt")
    assert workspace.session.path == graphs[1]
    assert said(workspace) == ""


def test_a_graph_that_can_t_be_opened_says_why(hand, drop, tmp_path, answer):
    before = hand.session.graph
    (tmp_path / "bad.CHALK").write_text("hello")
    drop(tmp_path / "bad.CHALK")
    assert "bad.CHALK can’t be opened" in answer.asked[-1]
    assert hand.session.graph is before


def test_while_a_question_is_open_nothing_is_taken(hand, window, drop, graphs):
    box = QMessageBox(window)
    accepted = []

    def meanwhile():
        try:
            accepted.extend(drop(graphs[0]))
        finally:
            box.reject()

    QTimer.singleShot(0, meanwhile)
    box.exec()
    assert accepted == [False, False, False]
    assert hand.session.path is None


def test_pieces_of_the_palette_are_still_dropped_on_the_canvas(hand, drop):
    before = set(hand.session.graph.nodes)
    assert drop(piece="tanh")[-1]
    (new,) = set(hand.session.graph.nodes) - before
    assert hand.session.graph.nodes[new].op == "tanh"


# Named by the desktop, as a Mac does


@pytest.fixture
def asked(workspace, window):
    asked = RequestedFiles(window, workspace.session, workspace.train_page, workspace.notices)
    asked.opened.connect(workspace.open)
    return asked


def test_a_file_that_the_desktop_names_opens_here_where_nothing_was_done_and_the_others_beside(
    hand, asked, graphs, started
):
    for path in graphs[:3]:
        asked.open(path)
    assert hand.session.path == graphs[0]
    assert [arguments[-1] for _, arguments in started.commands] == list(map(str, graphs[1:3]))


def undone(workspace):
    graph = workspace.session.graph
    workspace.session.graphs.edit("Change a", graph.with_data(graph.by_label("a"), 5.0))
    workspace.session.graphs.undo()


def trained(workspace):
    workspace.train_page.step()


def half_typed(workspace):
    QTest.keyClicks(workspace.expression, "e = a*")
    QTest.keyClick(workspace.expression, Qt.Key.Key_Return)


@pytest.mark.parametrize("work", [undone, trained, half_typed])
def test_what_was_done_stays_where_a_file_is_named_by_the_desktop(
    workspace, asked, graphs, started, work
):
    work(workspace)
    before = workspace.session.graph
    asked.open(graphs[0])
    assert workspace.session.graph == before
    assert workspace.session.path is None
    assert [arguments[-1] for _, arguments in started.commands] == [str(graphs[0])]
    workspace.session.cancel_all()


def test_the_file_that_is_open_is_not_opened_once_more(hand, asked, graphs, started):
    asked.open(graphs[0])
    asked.open(graphs[0])
    assert hand.session.path == graphs[0]
    assert started.commands == []


def test_where_no_window_can_be_opened_for_it_that_is_said(workspace, asked, graphs, started):
    asked.open(graphs[0])
    started.succeed[0] = False
    asked.open(graphs[1])
    assert "graph 1.chalk" in workspace.notices["asked"].words.text()


def test_behind_a_question_no_file_is_opened(workspace, window, asked, graphs, started):
    box = QMessageBox(window)
    box.open()
    asked.open(graphs[0])
    box.close()
    assert workspace.session.path is None
    assert len(started.commands) == 1


# Windows beside this one


def test_another_window_is_the_program_started_once_more(started, tmp_path, monkeypatch):
    assert open_another(tmp_path / "net.chalk")
    assert open_another()
    (program, first), (_, second) = started.commands
    assert program == sys.executable
    assert Path(first[0]).name == "main.py"
    assert Path(first[0]).exists()
    assert (first[1:], second[1:]) == ([str(tmp_path / "net.chalk")], [])
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    open_another(tmp_path / "net.chalk")
    assert started.commands[-1] == (sys.executable, [str(tmp_path / "net.chalk")])


def test_a_new_window_is_opened_from_the_menu_or_the_reason_is_said(hand, started, answer):
    hand.trigger("new_window")
    assert len(started.commands) == 1
    started.succeed[0] = False
    hand.trigger("new_window")
    assert "No window could be opened" in answer.asked[-1]
