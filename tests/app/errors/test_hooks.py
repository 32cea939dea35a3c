"""Errors that nobody foresaw: the window stays, the log has them, and they can be told of."""

import json
import os
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QPoint, QTimer, QtMsgType
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from app.errors.hooks import MOST_KINDS, ErrorHooks
from app.errors.log import Log
from app.errors.notice import ErrorNotice
from app.graph.canvas.items.node_item import NodeItem
from app.ui.timers import new_timer


@pytest.fixture
def hooks(tmp_path):
    return ErrorHooks(Log(tmp_path / "logs"))


@pytest.fixture
def notice(hooks, workspace):
    return ErrorNotice(hooks, workspace.notices)


@pytest.fixture
def watching(hooks, monkeypatch):
    """Installs the hooks, which belong to the test's own watchers until then."""

    def begin():
        for module, name in (
            (sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook"),
        ):  # fmt: skip
            monkeypatch.setattr(module, name, getattr(module, name))
        monkeypatch.setattr("app.errors.hooks.qInstallMessageHandler", lambda _handler: None)
        hooks.install()

    return begin


def fail(words="no such luck"):
    raise LookupError(words)


def caught(work, *arguments):
    """What a hook is given for an error in `work`."""
    try:
        work(*arguments)
    except LookupError as error:
        return type(error), error, error.__traceback__
    raise AssertionError


def shown(workspace):
    return workspace.notices["error"].words.text() if "error" in workspace.notices else ""


def logged(hooks):
    return hooks.log.path.read_text(encoding="utf-8") if hooks.log.path.exists() else ""


@pytest.mark.usefixtures("notice")
def test_an_error_in_a_command_is_said_and_the_graph_is_kept(
    hand, workspace, hooks, watching, qtbot, monkeypatch
):
    hand.drag(hand.number("a"), hand.number("a") + QPoint(100, 0))
    graph = hand.session.graph
    watching()
    monkeypatch.setattr(type(hand.session.graphs), "undo", lambda _self: fail())
    hand.trigger("undo")
    qtbot.waitUntil(lambda: "error" in workspace.notices)
    assert "LookupError: no such luck (test_hooks.py:" in shown(workspace)
    assert "Your graph is kept" in shown(workspace)
    assert hand.session.graph is graph
    assert "in fail\n" in logged(hooks)
    hand.drag(hand.number("b"), hand.number("b") + QPoint(100, 0))
    assert hand.session.graph is not graph


@pytest.mark.usefixtures("notice")
def test_an_error_at_every_paint_is_one_notice_that_counts(
    workspace, view, hooks, watching, qtbot, monkeypatch
):
    watching()
    monkeypatch.setattr(NodeItem, "_paint_box", lambda *_: fail("in paint"))
    again = new_timer(None, 0)
    again.timeout.connect(view.viewport().update)
    again.start()
    qtbot.waitUntil(lambda: " times." in shown(workspace), timeout=20_000)
    again.stop()
    monkeypatch.undo()
    assert len([part for part in workspace.notices.children() if part.isWidgetType()]) == 1
    assert logged(hooks).count("Traceback") == 1


@pytest.mark.usefixtures("notice")
@pytest.mark.parametrize("kind", ["timer", "thread", "finaliser"])
def test_an_error_elsewhere_is_said_too(workspace, watching, qtbot, kind):
    class Leaving:
        def __del__(self):
            fail(kind)

    watching()
    if kind == "timer":
        QTimer.singleShot(0, lambda: fail(kind))
    elif kind == "thread":
        threading.Thread(target=fail, args=[kind]).start()
    else:
        Leaving()
    qtbot.waitUntil(lambda: kind in shown(workspace))


def test_the_report_says_what_helps_and_nothing_of_the_graph(hand, workspace, hooks, notice, qtbot):
    hand.session.graphs.edit("Rename", hand.session.graph.labelled(hand.id("a"), "secret"))
    hooks._on_exception(*caught(fail))
    qtbot.waitUntil(lambda: "error" in workspace.notices)
    (copy,) = workspace.notices["error"].buttons
    copy.click()
    text = QGuiApplication.clipboard().text()
    assert text == notice.report
    for part in ("Chalkgrad ", "Python 3.", "Qt 6.", "Traceback", "no such luck", "Times: 1"):
        assert part in text
    assert "secret" not in text
    assert str(hooks.log.path) in workspace.notices["error"].toolTip()


@pytest.mark.usefixtures("notice")
def test_put_away_the_same_error_stays_silent_and_another_one_does_not(workspace, hooks, qtbot):
    hooks._on_exception(*caught(fail))
    qtbot.waitUntil(lambda: "error" in workspace.notices)
    workspace.notices["error"].cross.click()
    for _ in range(20):
        hooks._on_exception(*caught(fail))
    assert not any(timer.isActive() for timer in workspace.notices.findChildren(QTimer))
    assert "error" not in workspace.notices

    def fail_elsewhere():
        raise LookupError("elsewhere")

    hooks._on_exception(*caught(fail_elsewhere))
    qtbot.waitUntil(lambda: "elsewhere" in shown(workspace))


def test_the_same_error_is_logged_at_1_10_100_times(hooks):
    for _ in range(1234):
        hooks._on_exception(*caught(fail))
    lines = [line for line in logged(hooks).splitlines() if " times: " in line]
    assert [line.split()[1] for line in lines] == ["10", "100", "1000"]


def test_more_kinds_of_errors_than_anybody_reads_fill_neither_log_nor_memory(hooks):
    for number in range(5 * MOST_KINDS):
        made = {}
        exec(compile(f"def fail(): raise LookupError({number})", f"file{number}.py", "exec"), made)
        hooks._on_exception(*caught(made["fail"]))
    assert len(hooks._reports) == MOST_KINDS
    assert len(hooks._times) <= 2 * MOST_KINDS


def test_a_handler_that_fails_itself_ends_there(hooks, watching, qtbot):
    class Listener(QWidget):
        def take(self, _report, _times):
            fail("in the handler of errors")

    listener = Listener()
    qtbot.addWidget(listener)
    hooks.happened.connect(listener.take)
    watching()
    hooks._on_exception(*caught(fail))
    assert logged(hooks).count("Traceback") == 1


def test_an_error_that_can_t_even_be_put_into_words_is_reported(hooks):
    class MuteError(LookupError):
        def __str__(self):
            raise ValueError

    def fail_silently():
        raise MuteError

    hooks._on_exception(*caught(fail_silently))
    assert "MuteError" in logged(hooks)


def test_leaving_the_program_is_no_error(hooks):
    hooks._on_exception(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert logged(hooks) == ""


def test_a_warning_of_qt_is_logged_and_a_remark_is_not(hooks, qtbot):
    with qtbot.waitSignal(hooks.warned) as said:
        hooks._on_qt_message(QtMsgType.QtWarningMsg, None, "QPainter::begin: no")
    assert said.args == ["QPainter::begin: no"]
    hooks._on_qt_message(QtMsgType.QtInfoMsg, None, "a remark")
    for _ in range(10):
        hooks._on_qt_message(QtMsgType.QtWarningMsg, None, "QPainter::begin: no")
    lines = logged(hooks).splitlines()
    assert [line.split(" ", 1)[1] for line in lines] == [
        "Qt: QPainter::begin: no",
        "10 times: Qt: QPainter::begin: no",
    ]


PROGRAM = """
import json, sys
from PySide6.QtCore import qWarning
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QWidget
import app.start.application
import app.window.build
from app.ui.timers import new_timer

built = []
build_workspace = app.window.build.build_workspace
app.window.build.build_workspace = lambda window: built.append(build_workspace(window)) or built[0]

def look():
    (workspace,) = built
    window, notices = workspace.window, workspace.notices
    class Broken(QWidget):
        def paintEvent(self, event):
            painter = QPainter(self)
            painter.drawLine(0, 0, 9, 9)
            raise ValueError("in paint")
    broken = Broken(window)
    broken.setGeometry(0, 0, 30, 30)
    broken.show()
    qWarning("a warning of Qt")
    again = new_timer(window, 0)
    again.timeout.connect(broken.update)
    again.start()
    def leave():
        if "error" not in notices or " times." not in notices["error"].words.text():
            return
        again.stop()
        look_again.stop()
        graph = workspace.session.graph
        workspace.session.graphs.edit("clear", graph.without(graph.nodes))
        print(json.dumps([notices["error"].words.text(), workspace.session.unsaved]))
        workspace.session.open(graph)
        window.close()
    look_again = new_timer(window, 20)
    look_again.timeout.connect(leave)
    look_again.start()

app.start.application.warm_up = look
sys.exit(app.start.application.run(None))
"""


def run(program, tmp_path):
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"),
    }  # fmt: skip
    environment.pop("DISPLAY", None)
    return subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True,
        timeout=60, check=False,
    )  # fmt: skip


def test_the_program_survives_a_paint_event_that_always_fails(tmp_path):
    done = run(PROGRAM, tmp_path)
    assert done.returncode == 0, done.stderr
    words, unsaved = json.loads(done.stdout)
    assert "ValueError: in paint" in words
    assert unsaved
    log = next(tmp_path.rglob("chalkgrad.log")).read_text(encoding="utf-8")
    assert log.count("Traceback") == 1
    assert "Qt: a warning of Qt" in log
    assert "painter" not in log.replace("painter = QPainter", "").replace("painter.draw", "")


def test_a_start_that_fails_says_so_and_where_the_log_is(tmp_path):
    done = run(
        "import app.start.application\n"
        "def fail(*_): raise ValueError('no window today')\n"
        "app.start.application.make_window = fail\n"
        "app.start.application.run(None)\n",
        tmp_path,
    )
    assert done.returncode == 1
    assert "Chalkgrad had to stop: ValueError: no window today" in done.stderr
    assert "no window today" in next(tmp_path.rglob("chalkgrad.log")).read_text(encoding="utf-8")


def test_a_start_that_fails_once_the_window_stands_says_so_and_ends(tmp_path):
    done = run(
        "import sys, app.start.application, app.window.build, app.ui.dialogs\n"
        "def fail(*_): raise ValueError('no workspace today')\n"
        "app.window.build.build_workspace = fail\n"
        "app.ui.dialogs.tell = lambda _window, *words: print(*words)\n"
        "sys.exit(app.start.application.run(None))\n",
        tmp_path,
    )
    assert done.returncode == 1
    assert "Chalkgrad can’t start ValueError: no workspace today" in done.stdout
    assert "chalkgrad.log" in done.stdout


def test_an_error_before_anything_could_tell_of_it_is_told_later(workspace, hooks, qtbot):
    hooks._on_exception(*caught(fail, "an early one"))
    notice = ErrorNotice(hooks, workspace.notices)
    qtbot.waitUntil(lambda: "an early one" in shown(workspace))
    assert "an early one" in notice.report
