"""The self-test: the program, once started, uses itself from end to end and tells how it went.

It is for bundles and packages, where a file that was left out shows only when it is wanted: the
environment variable CHALKGRAD_SELF_TEST names a folder, and there the results are written.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QSettings
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app.errors.hooks import ErrorHooks, ErrorReport
from app.model.files.disk import Origin, fingerprint
from app.ui.timers import new_timer
from app.window.frame import MainWindow

if TYPE_CHECKING:
    from app.train.page import TrainPage
    from app.window.workspace import Workspace

PAINTED = "painted"
"""The file that holds when the first window stood, in seconds since the epoch."""
FURNISHED = "furnished"
"""The same, when the first graph stood in it."""
UPDATES = 20

_TICK = 5
_LONGEST = 120.0

_Steps = Iterator[Callable[[], bool]]


class SelfTest(QObject):
    """Any exception, any warning of Qt's and any question in the way is a failure."""

    def __init__(self, folder: Path, watch: ErrorHooks):
        super().__init__()
        self._folder = folder
        self._failure = ""
        self._steps: _Steps = iter(())
        self._workspace: Workspace | None = None
        self._ready: Callable[[], bool] = lambda: True
        self._deadline = time.monotonic() + _LONGEST
        self._timer = new_timer(self, _TICK)
        self._timer.timeout.connect(self._tick)
        folder.mkdir(parents=True, exist_ok=True)
        # Neither does it depend on what a user has set, nor does it change that.
        QSettings.setPath(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder / "settings")
        )
        watch.happened.connect(self._on_exception)
        watch.warned.connect(self._on_qt_message)

    def start(self, window: MainWindow, file: Path | None) -> None:
        """Begin as soon as the event loop runs; at the end the window is closed."""
        window.painted.connect(lambda: self._write(PAINTED, str(time.time())))
        window.filled.connect(self._take)
        self._steps = self._use(file)
        self._timer.start()

    def status(self, status: int) -> int:
        """The program's exit status, from that of its event loop."""
        return 1 if self._failure else status

    # What is done. Each step says when the next may follow.

    def _take(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def _use(self, file: Path | None) -> _Steps:
        yield lambda: self._workspace is not None
        workspace = self._workspace
        assert workspace
        workspace.graph_page.view.repaint()
        self._write(FURNISHED, str(time.time()))
        yield lambda: workspace.session.path == file
        yield lambda: "pyqtgraph" in sys.modules
        self._edit(workspace)
        self._draw(workspace, "graph")
        yield from self._train(workspace)
        workspace.show_tab(0)
        self._write_files(workspace)
        workspace.window.close()

    def _edit(self, workspace: Workspace) -> None:
        session = workspace.session
        graph, numbers = session.graph, session.evaluation
        leaf = next(id_ for id_, node in graph.nodes.items() if node.op is None)
        session.graphs.edit("Self-test", graph.with_data(leaf, graph.nodes[leaf].data + 1.0))
        if session.evaluation.data == numbers.data:
            self._fail("a leaf was changed, and no number followed")
        # Nothing may move, but this alone imports the library that lays graphs out.
        workspace.graph_page.commands.arrange()

    def _train(self, workspace: Workspace) -> _Steps:
        workspace.show_tab(1)
        page = workspace.train_page
        trainer = page.prepare()
        page.train_or_pause()
        yield lambda: trainer.run.step >= UPDATES
        self._draw(workspace, "train")
        self._write_run(page)

    def _write_run(self, page: TrainPage) -> None:
        # Imported here as where it is used.
        from app.train.export.kinds import KINDS, RunShown

        if run := page.paused_run():
            shown = RunShown(run, page.session.setup, page.dashboard)
            for number, kind in enumerate(KINDS):
                (self._folder / f"run-{number}{kind.ending}").write_bytes(kind.content(shown))
        else:
            self._fail(page.problem)

    def _draw(self, workspace: Workspace, name: str) -> None:
        image = workspace.window.grab().toImage()
        if _is_blank(image):
            self._fail(f"nothing is drawn on the tab {name}")
        if not image.save(str(self._folder / f"tab-{name}.png")):
            self._fail(f"the picture of the tab {name} can’t be written")

    def _write_files(self, workspace: Workspace) -> None:
        # Imported here: until the window stands there is nothing to be exported.
        from app.documents.export import endings, export

        for ending in endings():
            export(workspace.session.graph, self._folder / f"graph{ending}")
        # Saved, or closing the window would ask.
        session, path = workspace.session, self._folder / "graph.chalk"
        # Imported here as the benchmark of the start uses this file too.
        from app.model.files import chalk_file

        content = chalk_file.save(path, session.document)
        session.mark_saved(session.present, Origin(path, fingerprint(content)))

    def _write(self, name: str, text: str) -> None:
        # Whoever waits for the file finds it whole.
        draft = self._folder / f".{name}"
        draft.write_text(text, encoding="utf-8")
        draft.replace(self._folder / name)

    # How it goes on, and what ends it.

    def _tick(self) -> None:
        if box := QApplication.activeModalWidget():
            self._fail(f"a question stands in the way: {box.windowTitle()} {_text_of(box)}")
        elif time.monotonic() > self._deadline:
            self._fail(f"not done after {_LONGEST:.0f} seconds")
        elif self._ready():
            following = next(self._steps, None)
            if following is None:
                self._timer.stop()
            else:
                self._ready = following

    def _fail(self, why: str) -> None:
        """Tell the first failure, in one line: the others may come of it."""
        self._timer.stop()
        if not self._failure:
            self._failure = " ".join(why.split())
            # A program for Windows that has no console has no standard error either.
            if sys.stderr:
                sys.stderr.write(f"self-test: {self._failure}\n")
        QCoreApplication.exit(1)

    def _on_exception(self, report: ErrorReport, _times: int) -> None:
        self._fail(report.summary)

    def _on_qt_message(self, words: str) -> None:
        self._fail(f"Qt says: {words}")


def _text_of(box: QObject) -> str:
    return str(box.property("text") or "")


def _is_blank(image: QImage) -> bool:
    colours = {
        image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)
    }
    return len(colours) < 3
