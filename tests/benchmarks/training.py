"""Training with every picture live: `python -m tests.benchmarks.training`.

Opens the window on the Train tab (on whatever platform QT_QPA_PLATFORM names), trains two moons
with a 2-16-16-1 network and 100 rows an update, and tells which share of the wall time went into
training, how long the window left an event waiting, how often each picture was painted, how much
memory 20,000 steps take, and what a picture of 100×100 answers costs. Before that, how fast the
default run is alone. The exit status is 1 where a bound is not kept.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from statistics import median

from PySide6.QtCore import QEvent, QObject, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.model.training.setup import Setup
from app.state.preferences import Preferences as Remembered
from app.state.session import Session
from app.train.analysis.fast_forward import FastForward
from app.train.trainer import SLICE
from app.ui.theme import Theme
from app.ui.timers import new_timer
from app.window.build import build_window
from app.window.workspace import Workspace
from engine.learning.run import Run
from engine.learning.settings import RunSettings
from tests.memory import resident

SECONDS = 10.0
ROUNDS = 5
FLAT = 2.0
"""MB."""
SETUP = Setup(RunSettings(points=125, test_share=0.2, steps=1_000_000))
"""100 rows an update, without an end."""


class Paints(QObject):
    """Counts the paint events of widgets."""

    def __init__(self, widgets: dict[str, QWidget]):
        super().__init__()
        self.count: Counter[str] = Counter()
        self._names = {id(widget): name for name, widget in widgets.items()}
        self._widgets = widgets
        for widget in widgets.values():
            widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            self.count[self._names[id(watched)]] += 1
        return False


class Clocked:
    """A run whose time in training is added up."""

    def __init__(self, run: Run):
        self.spent = 0.0
        self._run_for = run.run_for
        run.run_for = self._timed  # type: ignore[method-assign]

    def _timed(self, seconds: float, until: int | None = None) -> None:
        start = time.perf_counter()
        self._run_for(seconds, until=until)
        self.spent += time.perf_counter() - start


def gaps_of(seconds: float) -> list[float]:
    """Milliseconds between the answers to a timer that is always due, in order of size."""
    ticks: list[float] = []
    timer = new_timer(None, 1)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start()
    QTest.qWait(int(1000 * seconds))
    timer.stop()
    return sorted(1e3 * (b - a) for a, b in pairwise(ticks))


class Findings:
    """Prints what was measured, with its bounds, and remembers whether all were kept."""

    def __init__(self) -> None:
        self.kept = True

    def tell(
        self,
        what: str,
        value: float,
        form: str,
        *,
        least: float | None = None,
        most: float | None = None,
    ) -> None:
        """`form` writes the value and its bounds."""
        bounds = [f"at least {form.format(least)}"] if least is not None else []
        bounds += [f"at most {form.format(most)}"] if most is not None else []
        low = least is not None and value < least
        missed = low or (most is not None and value > most)
        self.kept = self.kept and not missed
        told = ", ".join(bounds) + (": MISSED" if missed else "")
        print(f"{what:<50}{form.format(value):>12}   {told}", flush=True)


def measure_alone(findings: Findings) -> None:
    """The default run without a window, by the processor's time."""
    run = Run(RunSettings())
    times = []
    for _ in range(ROUNDS):
        run.reset()
        # What is compiled at the first update, is compiled once.
        run.update()
        start = time.process_time()
        while not run.ended:
            run.run_for(SLICE)
        times.append(time.process_time() - start)
    findings.tell("updates a second, without a window", (run.step - 1) / min(times), "{:.0f}")


def measure_live(workspace: Workspace, findings: Findings) -> None:
    page = workspace.train_page
    trainer = page.prepare()
    dashboard = page.dashboard
    paints = Paints(
        {
            "decision boundary": dashboard.points.board,
            "loss": dashboard.loss_plot.plot.viewport(),
            "network": dashboard.network.view,
        }
    )
    page.train_or_pause()
    QTest.qWait(1000)
    clocked = Clocked(trainer.run)
    paints.count.clear()
    begun, steps = time.perf_counter(), trainer.run.step
    gaps = gaps_of(SECONDS)
    wall = time.perf_counter() - begun
    findings.tell("time spent in training", clocked.spent / wall, "{:.1%}", least=0.85)
    findings.tell("updates a second", (trainer.run.step - steps) / wall, "{:.0f}")
    findings.tell("longest time an event waited", gaps[-1], "{:.0f} ms", most=50)
    findings.tell("99th percentile", gaps[int(0.99 * len(gaps))], "{:.0f} ms", most=33)
    for name, count in paints.count.items():
        findings.tell(f"paints a second: {name}", count / wall, "{:.1f}", least=20, most=30)
    page.pause()


def measure_memory(workspace: Workspace, findings: Findings) -> None:
    trainer = workspace.train_page.prepare()
    workspace.session.setups.edit("", replace(SETUP, settings=replace(SETUP.settings, batch=10)))
    workspace.train_page.train_or_pause()
    found = []
    for steps in (2_000, 22_000):
        while trainer.run.step < steps:
            QTest.qWait(50)
        found.append(resident())
    workspace.train_page.pause()
    before, after = found
    if before is not None and after is not None:
        findings.tell("memory that 20,000 steps take", after - before, "{:.1f} MB", most=FLAT)


def measure_picture(workspace: Workspace, findings: Findings) -> None:
    page = workspace.train_page
    chart, forward = page.dashboard.points.board.chart, FastForward(page.prepare().run)
    times = []
    for _ in range(100):
        start = time.perf_counter()
        chart.answer(forward)
        times.append(time.perf_counter() - start)
    what = f"a picture of {len(chart.places):,} answers"
    findings.tell(what, 1e3 * median(times), "{:.1f} ms", most=30)


def main() -> int:
    findings = Findings()
    measure_alone(findings)
    application = QApplication(sys.argv[:1])
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        session = Session()
        workspace = build_window(session, Remembered(), Theme("light"))
        window = workspace.window
        session.open(session.graph, None, SETUP)
        window.resize(1440, 900)
        window.show()
        workspace.show_tab(1)
        QTest.qWait(1000)
        measure_live(workspace, findings)
        measure_memory(workspace, findings)
        measure_picture(workspace, findings)
        workspace.documents.may_leave = lambda: True
        window.close()
    application.quit()
    return 0 if findings.kept else 1


if __name__ == "__main__":
    sys.exit(main())
