"""MistakesPanel: the misconceptions as switches, on the user's own graph."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QWidget

from app.model.catalogue.examples import EXAMPLES
from app.model.explain.mistakes import MistakenPass
from app.model.graph.graph import Graph
from app.model.numbers import number
from app.state.mistake_mode import MistakeMode
from app.ui.theme import ThemedWidget, current_tokens, fixed_font
from app.ui.translation import escaped, say
from app.ui.widgets.section import Section, WrappedLabel
from engine.checking.mistakes import MISTAKES
from engine.core.messages import counted

MOST_ROWS = 8


class MistakesPanel(ThemedWidget, Section):
    """Turns one mistake on at a time, and says what is wrong, why, and what the numbers say."""

    example_requested = Signal(str)

    def __init__(self, mistake_mode: MistakeMode, parent: QWidget | None = None):
        super().__init__(parent)
        self.heading.setText(say("BREAK IT"))
        self._mode = mistake_mode
        self._graph = Graph()
        self.switches: dict[str, QPushButton] = {}
        for mistake in MISTAKES.values():
            switch = QPushButton(say(mistake.title))
            switch.setCheckable(True)
            switch.setProperty("switch", "true")
            switch.clicked.connect(lambda on, name=mistake.name: self._switch(name, on))
            self.switches[mistake.name] = switch
            self.rows.addWidget(switch)
        self._passes = self._passes_row()
        self.text = WrappedLabel()
        self.example = QPushButton()
        self.example.clicked.connect(self._open_example)
        for widget in (self._passes, self.text, self.example):
            widget.hide()
            self.rows.addWidget(widget)
        mistake_mode.changed.connect(self._show)
        self.follow_theme()

    def _passes_row(self) -> QWidget:
        row = QWidget()
        grid = QGridLayout(row)
        grid.setContentsMargins(0, 0, 0, 0)
        self.count = QLabel()
        again = QPushButton(say("backward()"))
        again.setToolTip(say("One more backward pass, without zero_grad before it"))
        again.clicked.connect(lambda: self._mode.set_passes(self._mode.passes + 1))
        zero = QPushButton(say("zero_grad()"))
        zero.setToolTip(say("Start again with a single pass"))
        zero.clicked.connect(lambda: self._mode.set_passes(1))
        grid.addWidget(self.count, 0, 0, 1, 2)
        for column, button in enumerate((again, zero)):
            button.setMinimumWidth(90)
            grid.addWidget(button, 1, column)
        self.again, self.zero = again, zero
        return row

    def recolor(self) -> None:
        self._show(self._mode.broken())

    def show_graph(self, graph: Graph) -> None:
        """The graph whose nodes are named in the text."""
        self._graph = graph
        self._show(self._mode.broken())

    def _switch(self, name: str, on: bool) -> None:
        if on:
            self._mode.make(name)
        else:
            self._mode.mend()

    def _open_example(self) -> None:
        broken = self._mode.broken()
        if broken:
            name = broken.name
            self.example_requested.emit(broken.example)
            self._mode.make(name)

    def _show(self, broken: MistakenPass | None) -> None:
        for name, switch in self.switches.items():
            switch.setChecked(broken is not None and name == broken.name)
        self.text.setVisible(broken is not None)
        self._passes.setVisible(broken is not None and MISTAKES[broken.name].counts_passes)
        count = self._mode.passes
        self.count.setText(say(counted("{count} backward pass", "{count} backward passes", count)))
        self.example.setVisible(broken is not None and broken.silent is not None)
        if broken is None:
            return
        title = EXAMPLES[broken.example].title
        self.example.setText(say("Open the example: {title}", title=say(title)))
        parts = [f"<p>{escaped(broken.reason)}</p>"]
        if broken.silent:
            parts.append(f"<p style='color:{current_tokens().muted}'>{escaped(broken.silent)}</p>")
        else:
            parts.append(self._table(broken))
        self.text.setText("".join(parts))

    def _table(self, broken: MistakenPass) -> str:
        """Wrong, right and numeric gradient of the nodes where they differ."""
        tokens = current_tokens()
        heads = ("", say("wrong"), say("right"), say("measured"))
        gray = f"align='right' style='color:{tokens.muted}'"
        rows = ["".join(f"<td {gray}>{head}&nbsp;</td>" for head in heads)]
        for id_ in [i for i in broken.differing if i in self._graph.nodes][:MOST_ROWS]:
            cells = (
                (self._graph.name_of(id_), tokens.text),
                (number(broken.wrong.get(id_)), tokens.error),
                (number(broken.right[id_]), tokens.grad),
                (number(broken.numeric.get(id_)), tokens.data),
            )
            rows.append(
                "".join(
                    f"<td align='right' style='color:{color}'><b>{escaped(text)}</b>&nbsp;</td>"
                    for text, color in cells
                )
            )
        mono = fixed_font(12).family()
        body = "".join(f"<tr>{row}</tr>" for row in rows)
        note = say("Measured: the output’s change when the leaf is nudged.")
        return (
            f"<table style='font-family:{mono}'>{body}</table>"
            f"<p style='color:{tokens.muted}'>{escaped(note)}</p>"
        )
