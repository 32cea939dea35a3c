"""PointImport: what a CSV file holds, as a preview, before it becomes one's own points."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.model.files.point_table import (
    MOST_CLASSES,
    ColumnChoice,
    ImportedPoints,
    PointTable,
    guess,
    taken,
)
from app.model.training.setup import Setup
from app.train.form.fields import ChoiceBox
from app.train.points.boundary import Boundary
from app.ui.screen_room import room_on
from app.ui.theme import ThemedWidget, current_tokens, fixed_font
from app.ui.translation import say
from engine.core.messages import Message
from engine.learning.datasets import Sample

_SHOWN = 200
"""Rows of the file that the preview shows."""
_COLUMNS = 50
"""Columns that it shows; all can be chosen."""
_MOST_PROBLEMS = 1_000
"""Lines that are listed."""


class PointImport(ThemedWidget, QDialog):
    """`points` are those that the user has chosen, once the dialog is accepted."""

    def __init__(
        self,
        name: str,
        table: PointTable,
        setup: Setup,
        parent: QWidget | None = None,
    ):
        super().__init__(parent)
        self.table = table
        self._setup = setup
        self._taken = ImportedPoints()
        self.setWindowTitle(say("Import points from {file}", file=name))
        self.first, self.second, self.label, self.positive = (ChoiceBox() for _ in range(4))
        self.scaled = QCheckBox(say("Scale both columns to −1 … 1"))
        self.scaled.setToolTip(
            say("Large or tiny numbers make learning slow: the usual first step is to scale.")
        )
        self.cells = QTableWidget()
        self.picture = Boundary()
        self.summary, self.trouble = QLabel(), QLabel()
        self.problems = QPlainTextEdit()
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.ok.setProperty("primary", "true")
        for button in self.buttons.buttons():
            button.setIcon(QIcon())
        self._fill(guess(table))
        self._lay_out()
        self._connect()
        self._read()
        self.follow_theme()
        self.resize(QSize(820, 600).boundedTo(room_on(self.screen())))

    @property
    def points(self) -> tuple[Sample, ...]:
        return self._taken.points

    @property
    def ok(self) -> QPushButton:
        return self.buttons.button(QDialogButtonBox.StandardButton.Ok)

    def _fill(self, choice: ColumnChoice) -> None:
        """The lists, at what the columns probably stand for."""
        for box, chosen in ((self.first, choice.first), (self.second, choice.second)):
            for index, title in enumerate(self.table.titles):
                box.addItem(title, index)
            box.setCurrentIndex(chosen)
        self.label.addItem(say("none: fit a curve"), None)
        for index, title in enumerate(self.table.titles):
            self.label.addItem(title, index)
        self.label.setCurrentIndex(0 if choice.label is None else choice.label + 1)
        self._fill_classes()
        self.positive.setCurrentIndex(max(0, self.positive.findText(choice.positive)))
        self.scaled.setChecked(choice.scaled)
        self._fill_cells()

    def _fill_classes(self) -> None:
        label = self.label.currentData()
        self.positive.clear()
        if label is not None:
            self.positive.addItems(self.table.classes(label)[: MOST_CLASSES + 1])
            self.positive.setCurrentIndex(self.positive.count() - 1)
        self.positive.setEnabled(label is not None)

    def _fill_cells(self) -> None:
        rows = self.table.rows[:_SHOWN]
        titles = self.table.titles[:_COLUMNS]
        self.cells.setColumnCount(len(titles))
        self.cells.setHorizontalHeaderLabels(titles)
        self.cells.setFont(fixed_font(12))
        self.cells.setRowCount(len(rows))
        self.cells.setVerticalHeaderLabels([str(line) for line, _ in rows])
        for row, (_, cells) in enumerate(rows):
            for column, cell in enumerate(cells[: len(titles)]):
                item = QTableWidgetItem(cell)
                self.cells.setItem(row, column, item)

    def _lay_out(self) -> None:
        form = QFormLayout()
        for label, box, tip in self._fields():
            box.setToolTip(tip)
            box.setAccessibleName(label)
            form.addRow(label, box)
        form.addRow(self.scaled)
        # On a small screen lower than it would like to be.
        self.picture.setFixedWidth(260)
        self.picture.setMaximumHeight(240)
        left = QVBoxLayout()
        left.addLayout(form)
        left.addWidget(self.picture)
        left.addStretch(1)
        self.cells.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.cells.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.cells.setAccessibleName(say("The first lines of the file"))
        self.problems.setReadOnly(True)
        self.problems.setMaximumHeight(110)
        self.problems.setAccessibleName(say("Lines that are left out"))
        self.summary.setWordWrap(True)
        self.trouble.setProperty("role", "error")
        right = QVBoxLayout()
        for part in (self.cells, self.summary, self.problems):
            right.addWidget(part)
        columns = QHBoxLayout()
        columns.addLayout(left)
        columns.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.addLayout(columns, 1)
        whole.addWidget(self.trouble)
        whole.addWidget(self.buttons)

    def _fields(self) -> tuple[tuple[str, QComboBox, str], ...]:
        return (
            (say("x₁, or x"), self.first, say("The column of the first number.")),
            (say("x₂, or y"), self.second, say("The column of the second number.")),
            (say("class"), self.label, say("The column that says what a point is.")),
            (
                say("class +1 is"),
                self.positive,
                say("The value that means class +1; all others mean class −1."),
            ),
        )

    def _connect(self) -> None:
        self.label.activated.connect(self._fill_classes)
        for box in (self.first, self.second, self.label, self.positive):
            box.activated.connect(self._read)
        self.scaled.toggled.connect(self._read)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _choice(self) -> ColumnChoice:
        return ColumnChoice(
            self.first.currentData(),
            self.second.currentData(),
            self.label.currentData(),
            self.positive.currentText(),
            self.scaled.isChecked(),
        )

    def _read(self) -> None:
        """Read the table as the lists say, and show what comes of it."""
        self._taken = taken(self.table, self._choice())
        points, problems = self._taken.points, self._taken.problems
        self.picture.set_run(self._setup.with_points(points), None)
        self.summary.setText(self._summary())
        self.problems.setPlainText("\n".join(self._listed()))
        self.problems.setVisible(bool(problems))
        trouble = self._taken.trouble
        self.trouble.setText(say(trouble) if trouble else "")
        self.ok.setText(say("Import {count} points", count=f"{len(points):,}"))
        self.ok.setEnabled(trouble is None)
        self._mark()

    def _summary(self) -> str:
        """How many rows there are, how many of them are taken, and what they are."""
        count, here = self.table.count, len(self.table.rows)
        parts = [say("{count} rows in the file.", count=f"{count:,}")]
        if here < count:
            parts.append(say("{here} of them are used, drawn at random.", here=f"{here:,}"))
        if self._choice().label is not None:
            ups = sum(point[2] > 0 for point in self._taken.points)
            downs = len(self._taken.points) - ups
            parts.append(
                say("{ups} points of class +1, {downs} of class −1.", ups=ups, downs=downs)
            )
        if left := len(self._taken.problems):
            parts.append(say("Left out, as they can’t be read: {left}.", left=left))
        return " ".join(parts)

    def _listed(self) -> list[str]:
        problems = self._taken.problems
        lines = [
            say("line {line}: {problem}", line=line, problem=problem)
            for line, problem in problems[:_MOST_PROBLEMS]
        ]
        return [*lines, "…"] if len(problems) > _MOST_PROBLEMS else lines

    def recolor(self) -> None:
        self._mark()

    def _mark(self) -> None:
        """The rows that are left out have red cells."""
        lines = {line for line, _ in self._taken.problems}
        tokens = current_tokens()
        wrong, right = QColor(tokens.error), QColor(tokens.text)
        for row, (line, _) in enumerate(self.table.rows[:_SHOWN]):
            for column in range(self.cells.columnCount()):
                if item := self.cells.item(row, column):
                    item.setForeground(wrong if line in lines else right)

    def _said(self, message: Message) -> str:
        return say(message)
