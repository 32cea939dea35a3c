"""NudgePanel: the output over the selected leaf, and the gradient's promise put to the test."""

from __future__ import annotations

import html
import math
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QSlider, QVBoxLayout, QWidget

from app.model.explain.nudge import POINTS, Errors, NudgeCurve, curve, errors, probe
from app.model.explain.timeline import Moment
from app.model.graph.evaluation import Evaluation
from app.model.graph.graph import Graph, GraphError
from app.model.numbers import NumberError, equation, number, read_number
from app.state.interaction import Interaction
from app.state.session import Session
from app.ui.theme import ThemedWidget, current_tokens, fixed_font
from app.ui.translation import literal, say
from app.ui.widgets.section import Section, WrappedLabel
from app.ui.widgets.wheel_guard import leave_wheel
from engine.core.messages import Message

if TYPE_CHECKING:
    from app.graph.panels.plots import ErrorPlot, NudgePlot

SMALLEST = -8
"""The smallest step is ten to this power; the largest is 1."""
CURVE_LAG, LAG = 40, 80
"""Milliseconds by which the curve and the checks may follow the mouse that scrubs."""
REWIRED_LAG = 250
"""Milliseconds by which the curve of a large graph may follow its wires."""
FEWEST = 16
"""Points of the curve of a large graph at least."""
BUDGET, SCRUBBING = 128_000, 12_000
"""Points times nodes that a curve costs at most, at rest and while the mouse scrubs."""
NOTCHES = 10
"""Places of the slider to a power of ten."""


class NudgePanel(ThemedWidget, Section, Interaction):
    """Follows the selected leaf; its point can be dragged along the curve."""

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._id: int | None = None
        self._moment: Moment | None = None
        self._shown: Evaluation | None = None
        self._curve: tuple[Graph, int, NudgeCurve] | None = None
        """What was computed last: the curve, and the graph and the leaf that it is of."""
        self._plot: NudgePlot | None = None
        self._error_plot: ErrorPlot | None = None
        self.words = WrappedLabel()
        self.numbers = WrappedLabel()
        self.regimes = WrappedLabel()
        self.regimes.setProperty("role", "muted")
        self._plots = QVBoxLayout()
        self._error_place = QVBoxLayout()
        self._steps = self._step_row()
        for part in (self.words, self._plots, self._steps, self.numbers, self._error_place):
            if isinstance(part, QVBoxLayout):
                self.rows.addLayout(part)
            else:
                self.rows.addWidget(part)
        self.rows.addWidget(self.regimes)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._show_checks)
        self._curve_later = QTimer(self)
        self._curve_later.setSingleShot(True)
        self._curve_later.timeout.connect(self.refresh)
        self.opened.connect(lambda _open: self.refresh())
        session.changed.connect(self._follow)
        session.selection_changed.connect(lambda _ids: self.refresh())
        session.graphs.about_to_change.connect(self.cancel)
        session.register(self)
        self.open()
        self.follow_theme()

    def _step_row(self) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        label = QLabel(say("nudge h"))
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(SMALLEST * NOTCHES, 0)
        self.slider.setValue(-2 * NOTCHES)
        self.slider.setMinimumWidth(40)
        self.slider.setAccessibleName(say("Size of the nudge"))
        label.setBuddy(self.slider)
        leave_wheel(self.slider)
        self.step = QLineEdit("0.01")
        self.step.setFont(fixed_font(13))
        self.step.setFixedWidth(80)
        self.step.setAccessibleName(say("Size of the nudge, typed"))
        for widget in (label, self.slider, self.step):
            line.addWidget(widget)
        self.slider.valueChanged.connect(self._slid)
        self.step.textEdited.connect(self._typed)
        return row

    def _follow(self, _graph: Graph, evaluation: Evaluation) -> None:
        # Where nodes were moved and no more, every number is as it was.
        if evaluation is self._shown:
            return
        scrubbed = self._session.graph is not self._session.graphs.present
        rewired = self._shown is None or evaluation.arithmetic is not self._shown.arithmetic
        large = self._points(BUDGET) < POINTS
        held = self._plot is not None and self._plot.holding
        there = self._id in self._session.graph.nodes
        if there and not held and rewired and large:
            # To follow other wires takes a tenth of a second: not between two edits in a row.
            self._curve_later.start(REWIRED_LAG)
        elif there and not held and scrubbed:
            # A picture of the plot takes half a frame.
            if not self._curve_later.isActive():
                self._curve_later.start(CURVE_LAG)
        else:
            self.refresh()

    def _points(self, budget: int) -> int:
        return max(FEWEST, min(POINTS, budget // max(1, len(self._session.graph.nodes))))

    def show_moment(self, moment: Moment | None) -> None:
        """At a stop of the timeline a slope is shown only once the pass has brought it."""
        self._moment = moment
        self.refresh()

    def recolor(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Show the selected leaf anew; nothing is computed while the section is closed."""
        session = self._session
        self._curve_later.stop()
        self._shown = session.evaluation
        graph, selection = session.graph, session.selection
        alone = selection[0] if len(selection) == 1 and selection[0] in graph.nodes else None
        leaf = alone if alone is not None and graph.nodes[alone].op is None else None
        if leaf != self._id:
            # Another node is selected while the hand holds the point of this one.
            self.commit()
        self._id = leaf
        self.heading.setText(
            say("NUDGE") if leaf is None else say("NUDGE {name}", name=literal(graph.name_of(leaf)))
        )
        if not self.is_open:
            return
        if self._id is None:
            self._show_nothing(say("Select a leaf to see the output as a function of it."))
            return
        known = self._moment.evaluation if self._moment else session.evaluation
        if self._moment and self._id not in known.grad and not known.why_no_gradient(self._id):
            self._show_nothing(say("The backward pass has not reached it yet."))
            return
        scrubbed = graph is not session.graphs.present
        same = self._moved_along(graph, session.evaluation) if scrubbed else None
        found = same or self._new_curve(SCRUBBING if scrubbed else BUDGET)
        if isinstance(found, Message):
            self._show_nothing(say(found))
            return
        self._show_curve(found, still=same is not None)
        if not scrubbed:
            self._later.stop()
            self._show_checks()
        elif not self._later.isActive() or self._points(SCRUBBING) < POINTS:
            # For a large graph only when the mouse rests.
            self._later.start(LAG)

    def _new_curve(self, budget: int) -> NudgeCurve | Message:
        assert self._id is not None
        graph = self._session.graph
        found = curve(graph, self._session.evaluation, self._id, points=self._points(budget))
        self._curve = None if isinstance(found, Message) else (graph, self._id, found)
        return found

    def _moved_along(self, graph: Graph, evaluation: Evaluation) -> NudgeCurve | None:
        """The curve that was shown, with the point elsewhere on it: where the number of its leaf
        alone is another, it is the same function. None where it is not, or the point leaves it."""
        if self._curve is None:
            return None
        before, id_, found = self._curve
        x = graph.nodes[id_].data if id_ in graph.nodes else math.nan
        if id_ != self._id or not found.xs[0] <= x <= found.xs[-1]:
            return None
        if graph.order is not before.order:
            return None
        nodes = before.nodes
        if any(node is not nodes[i] and i != id_ for i, node in graph.nodes.items()):
            return None
        y, slope = evaluation.data.get(graph.order_to_output[-1]), evaluation.grad.get(id_)
        return replace(found, x=x, y=y, slope=slope)

    def _show_checks(self) -> None:
        session = self._session
        if self._id is not None and self._id in session.graph.nodes:
            self._show_probe()
            self._show_errors(errors(session.graph, session.evaluation, self._id))

    def _show_nothing(self, why: str) -> None:
        self.words.setText(
            f"<span style='color:{current_tokens().muted}'>{html.escape(why)}</span>"
        )
        for widget in (self._plot, self._error_plot, self._steps, self.numbers, self.regimes):
            if widget:
                widget.hide()

    def _show_curve(self, found: NudgeCurve, *, still: bool) -> None:
        graph, id_ = self._session.graph, self._id
        assert id_ is not None
        assert graph.output is not None
        names = {"L": graph.name_of(graph.output), "a": graph.name_of(id_)}
        slope = ""
        if found.slope is not None:
            words = html.escape(say("slope = {grad}", grad=equation("grad", found.slope)))
            slope = f"<br><b style='color:{current_tokens().grad}'>{words}</b>"
        title = html.escape(say("{L} as a function of {a}", **names))
        self.words.setText(f"{title}{slope}")
        plot = self._made_plots()
        plot.titled(names["a"], names["L"])
        plot.show()
        self._steps.show()
        plot.show_curve(found, still=still)

    def _made_plots(self) -> NudgePlot:
        if self._plot is None:
            # pyqtgraph takes a good part of a second to import: not before a plot is wanted.
            from app.graph.panels.plots import ErrorPlot, NudgePlot

            self._plot, self._error_plot = NudgePlot(), ErrorPlot()
            self._plots.addWidget(self._plot)
            self._error_place.addWidget(self._error_plot)
            self._plot.dragged.connect(self._drag)
            self._plot.let_go.connect(self._let_go)
            self._plot.cancelled.connect(self._session.graphs.drop)
        return self._plot

    def _show_probe(self) -> None:
        if self._id is None:
            return
        session = self._session
        self.numbers.show()
        try:
            found = probe(
                session.graph, session.evaluation, self._id, read_number(self.step.text())
            )
        except NumberError as error:
            found = error.reason
        tokens = current_tokens()
        if isinstance(found, Message):
            self.numbers.setText(
                f"<span style='color:{tokens.error}'>{html.escape(say(found))}</span>"
            )
            return
        output = html.escape(session.graph.name_of(session.graph.output or 0))
        difference = number(found.error, 5) if found.error > found.rounding else say("rounding")
        rows = (
            (say("predicted Δ{L} = grad · h", L=output), number(found.predicted, 5), tokens.grad),
            (say("measured Δ{L}", L=output), number(found.measured, 5), tokens.data),
            (say("difference"), difference, tokens.text),
        )
        cells = "".join(
            f"<tr><td>{words}&nbsp;&nbsp;</td><td align='right' "
            f"style='color:{color}'><b>{value}</b></td></tr>"
            for words, value, color in rows
        )
        self.numbers.setText(f"<table width='100%'>{cells}</table>")

    def _show_errors(self, found: Errors | Message) -> None:
        assert self._error_plot is not None
        # Without a gradient there is nothing to compare with: that is said above.
        self.regimes.setHidden(isinstance(found, Message))
        if isinstance(found, Message):
            self._error_plot.hide()
            return
        pairs = [(h, e) for h, e in zip(found.hs, found.drawn, strict=True) if e is not None]
        self._error_plot.setVisible(bool(pairs))
        self._error_plot.show_errors([h for h, _ in pairs], [e for _, e in pairs])
        title = say("The error of a measured slope against h:")
        self.regimes.setText(f"{html.escape(title)} {html.escape(say(found.words))}")

    def _slid(self, place: int) -> None:
        self.step.setText(number(10.0 ** (place / NOTCHES), 2))
        self._show_probe()

    def _typed(self, text: str) -> None:
        """The slider stands at what is typed, as near as it can."""
        with suppress(NumberError), QSignalBlocker(self.slider):
            h = abs(read_number(text))
            self.slider.setValue(round(math.log10(h) * NOTCHES) if h else self.slider.minimum())
        self._show_probe()

    def _drag(self, x: float) -> None:
        graph = self._session.graphs.present
        if self._id is not None and self._id in graph.nodes and math.isfinite(x):
            try:
                self._session.graphs.preview(graph.with_data(self._id, _tidy(x)))
            except GraphError:
                return

    def commit(self) -> None:
        if self._plot:
            self._plot.settle()

    def cancel(self) -> None:
        if self._plot and self._plot.holding:
            self._plot.release()
            self._session.graphs.drop()

    def _let_go(self) -> None:
        graph = self._session.graph
        if self._id is not None:
            self._session.graphs.edit(say("nudge {node}", node=graph.name_of(self._id)), graph)


def _tidy(x: float) -> float:
    """Three digits after the first: what a hand can aim at."""
    return float(f"{x:.3g}")
