"""LossPlot: the loss of train and test over the steps, with earlier runs to compare."""

from __future__ import annotations

import sys
from html import escape

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.model.numbers import UNKNOWN, number
from app.model.training.setup import Setup
from app.train.loss.axes import LEAST, LossAxes, round_up
from app.train.loss.earlier_runs import MOST_RUNS, EarlierRun, EarlierRuns, names_of
from app.train.loss.run_list import RunList, RunRow
from app.train.loss.series import LossSeries, nearest, smoothed
from app.ui.theme import ThemedWidget, current_tokens
from app.ui.translation import say
from app.ui.widgets.wrapping_row import WrappingRow, row
from engine.core.messages import Message, marked
from engine.learning.run import Run

_GAP = "&nbsp;&nbsp; "
_NONE = np.empty(0)
"""The steps, and the losses, of a curve that is not drawn."""
_FEW = 250
"""Points of an earlier run: eight of them are painted with every picture of the present one."""
_FAINT = 0.35
"""Opacity of the raw loss behind a smoothed one."""
_SHORT = 2_000
_NOTABLE = 2.0
"""How many times the present run's largest loss an earlier one may reach to be shown in full."""


class LossPlot(ThemedWidget, QWidget):
    """The plot under its heading; the legend reads the values at the mouse, or the last ones."""

    settings_requested = Signal(object)
    """The Setup of an earlier run, which is to be taken again."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.curves = LossSeries()
        self.past = EarlierRuns()
        self._setup = Setup()
        self._run: Run | None = None
        self._shown: list[EarlierRun] = []
        """The earlier runs in the list: those that the present one can be compared with."""
        self._rows: list[RunRow] = []
        self._pointed: float | None = None
        self.plot = LossAxes()
        self.earlier = [self.plot.plot() for _ in range(MOST_RUNS)]
        self.raw = self.plot.plot()
        self.test = self.plot.plot()
        self.train = self.plot.plot()
        # Wide lines are slow, unless they are drawn piece by piece; dashes can't be.
        self.train.curve.setSegmentedLineMode("on")
        self._line = pg.InfiniteLine(angle=90, movable=False)
        self._line.hide()
        self.plot.addItem(self._line, ignoreBounds=True)
        self.legend = QLabel()
        self.log = QCheckBox(say("log scale"))
        self.smooth = QCheckBox(say("smooth"))
        self.whole = QPushButton(say("Show all"))
        self.runs = RunList()
        self._lay_out()
        self._connect()
        self.follow_theme()

    def _lay_out(self) -> None:
        title = QLabel(say("Loss"))
        title.setProperty("role", "title")
        self.legend.setTextFormat(Qt.TextFormat.RichText)
        self.legend.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        # A longer number must not push the column wider.
        self.legend.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.log.setToolTip(say("A logarithmic scale, on which small losses can be read."))
        self.smooth.setToolTip(
            say("A running mean over about 3 % of the run; the loss itself is seen behind it.")
        )
        self.whole.setToolTip(say("Reset the zoom (Home, or a double click on the plot)."))
        self.whole.setStyleSheet("padding: 2px 10px; font-size: 12px;")
        self.whole.hide()
        self.plot.setAccessibleName(say("Loss over the steps"))
        named = row(title, self.legend)
        named.setStretch(1, 1)
        head = WrappingRow(named, row(self.whole, self.smooth, self.log), spare=220)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QHBoxLayout(card)
        inside.setContentsMargins(8, 8, 12, 6)
        inside.addWidget(self.plot, 1)
        inside.addWidget(self.runs)
        self.runs.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(head)
        column.addWidget(card, 1)

    def _connect(self) -> None:
        self.log.toggled.connect(self._scale)
        self.smooth.toggled.connect(lambda _on: self._draw())
        self.whole.clicked.connect(self.plot.fit)
        self.plot.zoomed.connect(self.whole.setVisible)
        self.plot.pointed.connect(self._point)
        self.runs.shown_changed.connect(self._draw_earlier)
        self.runs.taken_up.connect(lambda row: self.settings_requested.emit(self._shown[row].setup))
        self.runs.removed.connect(lambda row: self._forget(self._shown[row]))
        self.runs.cleared.connect(lambda: self._forget(*self._shown))

    def recolor(self) -> None:
        tokens = current_tokens()
        self.train.setPen(pg.mkPen(tokens.data, width=2))
        self.test.setPen(pg.mkPen(tokens.op, width=1, style=Qt.PenStyle.DashLine))
        self.raw.setPen(pg.mkPen(tokens.color("data", _FAINT), width=1))
        self._line.setPen(pg.mkPen(tokens.muted, width=1))
        self._list()
        self._update_readout()

    # Runs come and go.

    def set_run(self, setup: Setup, run: Run) -> None:
        """Another run, at its start; the one before is kept by `keep_run`."""
        self._setup, self._run = setup, run
        self._list()

    def keep_run(self) -> None:
        """The present run is left: remember it, if it was begun."""
        if self._run and self._run.step:
            self.curves.follow(self._run.history.measurements)
            self.past.keep(self._setup, self._run.edited, self.curves.drawn(_FEW).copy())
            self._list()

    def _forget(self, *runs: EarlierRun) -> None:
        for run in runs:
            self.past.remove(run)
        self._list()

    def _list(self) -> None:
        """The earlier runs by what tells them from each other and from the present one."""
        hidden = {self._shown[place] for place in self.runs.hidden}
        self._shown = [run for run in self.past.runs if self._compares(run)]
        names = names_of([*(run.setup for run in self._shown), self._setup])
        rows = [
            RunRow(self._name(run, words), self._tip(run), current_tokens().run_color(run.color))
            for run, words in zip(self._shown, names[:-1], strict=True)
        ]
        places = {place for place, run in enumerate(self._shown) if run in hidden}
        self._rows = rows
        self.runs.show_rows(rows, places)
        self.runs.setVisible(bool(rows))
        self._draw_earlier()

    def _compares(self, run: EarlierRun) -> bool:
        """Whether it is another run than the present one, with numbers of the same loss."""
        edited = self._run is not None and self._run.edited
        same = run.setup == self._setup and run.edited == edited
        return not same and run.setup.settings.loss == self._setup.settings.loss

    # Drawing.

    def show_run(self, run: Run) -> None:
        """Draw what has been measured so far."""
        self.curves.follow(run.history.measurements)
        self._draw()

    def _draw(self) -> None:
        steps, train, test = self.curves.drawn()
        smooth = self.smooth.isChecked()
        self.raw.setVisible(smooth)
        if smooth:
            self.plot.show_losses(self.raw, steps, train)
            train, test = smoothed(train), smoothed(test)
        self.plot.show_losses(self.train, steps, train)
        tested = not np.isnan(test).all()
        self.plot.show_losses(self.test, *(steps, test) if tested else (_NONE, _NONE))
        self.test.setVisible(tested)
        self._make_room()
        self._update_readout()

    def _draw_earlier(self) -> None:
        hidden = self.runs.hidden
        for place, item in enumerate(self.earlier):
            if place < len(self._shown) and place not in hidden:
                run = self._shown[place]
                steps, train, _ = run.columns
                item.setPen(pg.mkPen(current_tokens().run_color(run.color), width=1))
                self.plot.show_losses(item, steps, train)
            else:
                # Without data alone it would stay painted until something else is.
                self.plot.show_losses(item, _NONE, _NONE)
            item.setVisible(item.xData is not None and len(item.xData) > 0)
        self._make_room()
        self._update_readout()

    @property
    def _drawn(self) -> list[EarlierRun]:
        """The earlier runs that are not hidden."""
        hidden = self.runs.hidden
        return [run for place, run in enumerate(self._shown) if place not in hidden]

    def _make_room(self) -> None:
        """From the start to now, all of it in sight; of earlier runs what compares with it."""
        steps, *losses = self.curves.drawn()
        low, high = _ends(np.concatenate(losses)) if steps.size else (1.0, 1.0)
        last = self._last_step(float(steps[-1]) if steps.size else 0.0)
        for run in self._drawn:
            lowest, highest = _ends(run.columns[1])
            low = min(low, lowest)
            high = max(high, min(highest, _NOTABLE * high))
            last = max(last, float(run.columns[0, -1]))
        self.plot.show_all(last, low, high)

    def _last_step(self, step: float) -> float:
        """Up to where there is room: a short run's end is in sight from its start."""
        if self._run is None or self._run.ended:
            return step
        steps = self._run.settings.steps
        return float(steps) if steps <= _SHORT else min(round_up(max(step, 10.0)), float(steps))

    def _scale(self, log: bool) -> None:
        self.plot.set_log(log)
        self._make_room()

    # Reading.

    def _point(self, step: float | None) -> None:
        self._pointed = step
        self._line.setVisible(step is not None)
        self._update_readout()

    def _update_readout(self) -> None:
        """The legend and the list, with the values at the mouse if it is there."""
        asked = float("inf") if self._pointed is None else self._pointed
        self.runs.show_values([_loss_at(run, asked) for run in self._shown])
        column = self.curves.nearest(asked)
        if column is None:
            self.legend.clear()
            return
        step, train, test = map(float, column)
        parts = []
        if self._pointed is not None:
            self._line.setValue(step)
            parts.append(say("step {step}", step=f"{step:.0f}"))
        parts.append(_entry("━", say("train"), train, current_tokens().data))
        if test == test:
            parts.append(_entry("╍", say("test"), test, current_tokens().op))
        self.legend.setText(_GAP.join(parts))

    @property
    def words(self) -> str:
        """The legend as rich text, with the earlier runs that are drawn."""
        hidden = self.runs.hidden
        rows = [row for place, row in enumerate(self._rows) if place not in hidden]
        earlier = (f"{_sign('━━', row.color.name())} {escape(row.name)}" for row in rows)
        return _GAP.join([self.legend.text(), *earlier])

    def _name(self, run: EarlierRun, words: list[Message]) -> str:
        parts = [say(part) for part in words]
        if run.edited:
            parts.append(say("set by hand"))
        return ", ".join(parts) or say("another start")

    def _tip(self, run: EarlierRun) -> str:
        step, train, test = map(float, run.columns[:, -1])
        template = marked("{step} steps, train loss {train}.")
        if test == test:
            template = marked("{step} steps, train loss {train}, test loss {test}.")
        told = say(template, step=f"{step:.0f}", train=number(train), test=number(test))
        does = say("Double-click takes these settings again, Delete removes it.")
        return f"{told}\n{does}"


def _ends(losses: np.ndarray) -> tuple[float, float]:
    """The least and the largest loss to be drawn; on a logarithmic scale a loss of 0 counts as one
    of `LEAST`."""
    known = np.minimum(losses[~np.isnan(losses)], sys.float_info.max)
    least = float(np.min(known, initial=sys.float_info.max, where=known > 0.0))
    return (least if (known > 0.0).all() else min(least, LEAST)), float(known.max())


def _loss_at(run: EarlierRun, step: float) -> str:
    column = nearest(run.columns, step)
    return UNKNOWN if column is None else number(float(column[1]), 3)


def _entry(line: str, name: str, value: float, color: str) -> str:
    return f"{_sign(2 * line, color)} {name} {number(value, 3)}"


def _sign(sign: str, color: str) -> str:
    return f'<span style="color:{color}">{sign}</span>'
