"""DescentPanel: gradient steps on the trainable leaves, and a plot of what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from app.model.explain.descent import Descent, descended
from app.model.graph.graph import Graph, GraphError
from app.model.numbers import NumberError, read_number
from app.state.session import Session
from app.ui.theme import fixed_font, set_property
from app.ui.translation import say
from app.ui.widgets.section import Section, WrappedLabel
from app.ui.widgets.wheel_guard import leave_wheel
from engine.core.messages import counted

if TYPE_CHECKING:
    from app.graph.panels.plots import StepsPlot

RUNS = (1, 10, 100)


class DescentPanel(Section):
    """One step or many, down or up; a run is one entry of the history."""

    def __init__(self, session: Session, parent: QWidget | None = None):
        super().__init__(parent)
        self.heading.setText(say("DESCEND"))
        self._session = session
        self._plot: StepsPlot | None = None
        self._outputs: list[float] = []
        self.rate = QLineEdit("0.05")
        self.rate.setFont(fixed_font(13))
        self.way = QComboBox()
        self.way.addItem(say("down: it falls"), -1)
        self.way.addItem(say("up: it rises"), 1)
        self.way.setToolTip(say("Where the output goes"))
        # As wide as the column, not as the longest of its words.
        self.way.setMinimumWidth(1)
        leave_wheel(self.way)
        self.words = WrappedLabel(Qt.TextFormat.PlainText)
        self.buttons: dict[int, QPushButton] = {}
        self.rows.addLayout(self._form())
        self.rows.addLayout(self._runs())
        self.rows.addWidget(self.words)
        self._made = session.graph
        """What the last run led to, which its words and plot are about."""
        session.changed.connect(self._follow)

    def _form(self) -> QGridLayout:
        grid = QGridLayout()
        for row, (words, field) in enumerate(
            ((say("learning rate"), self.rate), (say("direction"), self.way))
        ):
            label = QLabel(words)
            label.setBuddy(field)
            field.setAccessibleName(words)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1)
        return grid

    def _runs(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.addWidget(QLabel(say("steps")))
        for steps in RUNS:
            button = QPushButton(str(steps))
            button.setAccessibleName(say("Steps to take: {n}", n=steps))
            button.clicked.connect(lambda _on, steps=steps: self._run(steps))
            line.addWidget(button, 1)
            self.buttons[steps] = button
        return line

    def _run(self, steps: int) -> None:
        graph = self._session.graph
        try:
            rate = read_number(self.rate.text())
            run = descended(graph, rate, steps, self.way.currentData())
        except (NumberError, GraphError) as error:
            self._say(say(error.reason), wrong=True)
            return
        # Before the graph is another one: it is about this one.
        self._made = run.graph
        if run.steps:
            down = counted("descend {count} step", "descend {count} steps", run.steps)
            up = counted("ascend {count} step", "ascend {count} steps", run.steps)
            self._session.graphs.edit(say(down if self.way.currentData() < 0 else up), run.graph)
        self._say(say(run.words), wrong=run.ending == "diverged")
        self._draw(run)

    def _draw(self, run: Descent) -> None:
        # A run that goes on where the last one ended goes on in the plot too.
        if self._outputs and self._outputs[-1] == run.outputs[0]:
            self._outputs += run.outputs[1:]
        else:
            self._outputs = list(run.outputs)
        if self._plot is None:
            # pyqtgraph takes a good part of a second to import: not before a plot is wanted.
            from app.graph.panels.plots import StepsPlot

            self._plot = StepsPlot()
            self.rows.addWidget(self._plot)
        graph = self._session.graph
        name = graph.name_of(graph.output) if graph.output is not None else ""
        self._plot.titled(say("step"), name)
        self._plot.show()
        self._plot.show_outputs(self._outputs)

    def _say(self, text: str, *, wrong: bool) -> None:
        set_property(self.words, "role", "error" if wrong else "muted")
        self.words.setText(text)

    def _follow(self, graph: Graph, _evaluation: object) -> None:
        """Another graph, by an edit or undo, has not come from the last run."""
        if graph.nodes != self._made.nodes:
            self._made = graph
            self._forget()

    def _forget(self) -> None:
        self._outputs = []
        self.words.clear()
        if self._plot:
            self._plot.hide()
