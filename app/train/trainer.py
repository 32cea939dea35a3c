"""Trainer: works on a run in slices of time, between which the window answers."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.model.training.shown_run import ShownRun
from app.ui.timers import new_timer
from engine.learning.run import Run

# A slice is short enough that nobody notices, and long against what Qt does between two.
SLICE = 0.008

# Pictures are wanted this often; more seldom where they would take a larger share of the time.
_FRAME = 0.036
_PICTURES_SHARE = 0.15
_LONGEST_FRAME = 0.5

# Steps a second are those of this time.
_WINDOW = 1.0

SPEEDS = (100, 30, 10, 3, 1)
"""Steps a second that a run can be held to, for eyes that want to follow it."""


class Trainer(QObject):
    """Trains `run` while `training`.

    `advanced` asks for new pictures: after every change by hand and for every other run, and while
    it trains at a pace that leaves 85 % of the time to the training. `ended` follows the
    last `advanced` of a run; `paused` is a stop before that.
    """

    advanced = Signal()
    started = Signal()
    paused = Signal()
    ended = Signal()

    def __init__(self, run: Run, parent: QObject | None = None):
        super().__init__(parent)
        self.shown = ShownRun(run)
        """The run with its part of an update, for the pictures."""
        self.steps_per_second: float | None = None
        """None until something has been measured."""
        self._marks: deque[tuple[float, int]] = deque()
        self._pace = _Pace()
        self._timer = new_timer(self, 0)
        self._timer.timeout.connect(self._train_slice)
        self._speed_limit: _SpeedLimit | None = None
        """What holds the run back, if it is not to go at full speed."""

    @property
    def run(self) -> Run:
        """The run that is trained."""
        return self.shown.run

    @property
    def training(self) -> bool:
        """Whether it trains now."""
        return self._timer.isActive()

    def limit_speed(self, speed: int | None) -> None:
        """Make so many steps a second at most, or as many as can be."""
        self._speed_limit = _SpeedLimit(speed) if speed else None
        self._timer.setInterval(0)

    def set_run(self, shown: ShownRun) -> None:
        """Another run, at rest."""
        self.pause()
        self.shown = shown
        self._reset_speed()
        self.advanced.emit()

    def train(self) -> None:
        """Go on to the end of the run."""
        if self.training or self.run.ended:
            return
        self._marks = deque([(time.perf_counter(), self.run.step)])
        self._pace.start()
        # At once, also where a run that is held back was paused in a rest.
        self._timer.start(0)
        self.started.emit()

    def pause(self) -> None:
        """Stop training after the present slice, if it trains."""
        if self.training:
            self._timer.stop()
            self.advanced.emit()
            self.paused.emit()

    def step(self) -> None:
        """Pause, and make one update."""
        self._pause_and(self.run.update)

    def next_part(self) -> None:
        """Pause, and uncover the next part of an update."""
        self._pause_and(self.shown.next_part)

    def set_parameter(self, index: int, number: float) -> None:
        """Pause, and set one parameter of the run. Raises DataError, as Run.set_parameter."""
        self.pause()
        self.run.set_parameter(index, number)
        self.advanced.emit()

    def _pause_and(self, go_on: Callable[[], None]) -> None:
        self.pause()
        if not self.run.ended:
            go_on()
            self.advanced.emit()
            if self.run.ended:
                self.ended.emit()

    def _reset_speed(self) -> None:
        self.steps_per_second = None
        self._marks.clear()

    def _train_slice(self) -> None:
        start = time.perf_counter()
        until = self._speed_limit.until(self.run.step, start) if self._speed_limit else None
        self.run.run_for(SLICE, until=until)
        now = time.perf_counter()
        if self._speed_limit:
            self._timer.setInterval(self._speed_limit.rest(self.run.step, now))
            due = self.run.step == until
        else:
            due = self._pace.due(now, now - start)
        self._measure(now)
        if self.run.ended:
            self._timer.stop()
            self.advanced.emit()
            self.ended.emit()
        elif due:
            self.advanced.emit()

    def _measure(self, now: float) -> None:
        marks = self._marks
        marks.append((now, self.run.step))
        while now - marks[0][0] > _WINDOW:
            marks.popleft()
        seconds, steps = now - marks[0][0], self.run.step - marks[0][1]
        if seconds > 0.0 and steps:
            self.steps_per_second = steps / seconds


class _SpeedLimit:
    """A run that makes `speed` steps a second at most, some at once where there are many."""

    def __init__(self, speed: int):
        self._at_once = max(1, round(speed * _FRAME))
        self._seconds = self._at_once / speed
        self._until = 0
        self._began = 0.0

    def until(self, step: int, now: float) -> int:
        """The step to go to without a rest."""
        if not step < self._until <= step + self._at_once:
            self._until, self._began = step + self._at_once, now
        return self._until

    def rest(self, step: int, now: float) -> int:
        """Milliseconds until it may go on; 0 while it has not come so far."""
        if step < self._until:
            return 0
        return max(0, round(1000 * (self._began + self._seconds - now)))


class _Pace:
    """Says when the next pictures are due, from how the time since the last ones was spent."""

    def __init__(self) -> None:
        self._last = 0.0
        self._worked = 0.0

    def start(self) -> None:
        self._last = time.perf_counter()
        self._worked = 0.0

    def due(self, now: float, worked: float) -> bool:
        """`worked` is what was spent on training since the last call; the rest went elsewhere."""
        self._worked += worked
        elapsed = now - self._last
        other = elapsed - self._worked
        if elapsed < _FRAME or (other > _PICTURES_SHARE * elapsed and elapsed < _LONGEST_FRAME):
            return False
        self._last, self._worked = now, 0.0
        return True
