"""PointImport: what a table of points holds, as a preview, before it becomes one's own points."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.model.files.point_table import (
    Doubt,
    ImportedPoints,
    PointTable,
    doubts,
    fitted,
    guess,
    taken,
)
from app.model.training.setup import Setup
from app.train.points.boundary import Boundary
from app.train.points.column_form import ColumnForm
from app.train.points.doubt_list import DoubtList
from app.ui.screen_room import room_on
from app.ui.theme import ThemedWidget, current_tokens, fixed_font
from app.ui.translation import say
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
        title: str,
        table: PointTable,
        setup: Setup,
        parent: QWidget | None = None,
    ):
        super().__init__(parent)
        self.table = table
        self._setup = setup
        self._taken = ImportedPoints()
        self.setWindowTitle(title)
        self.form = ColumnForm(table, guess(table))
        self.doubts = DoubtList()
        self.cells = QTableWidget()
        self.picture = Boundary()
        self.summary, self.trouble = QLabel(), QLabel()
        self.problems = QPlainTextEdit()
        buttons = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(buttons.Ok | buttons.Cancel)
        self.ok.setProperty("primary", "true")
        for button in self.buttons.buttons():
            button.setIcon(QIcon())
        self._lay_out()
        self._connect()
        self._fill_cells()
        self._read()
        self.follow_theme()
        self.resize(QSize(940, 640).boundedTo(room_on(self.screen())))

    @property
    def points(self) -> tuple[Sample, ...]:
        return self._taken.points

    @property
    def ok(self) -> QPushButton:
        return self.buttons.button(QDialogButtonBox.StandardButton.Ok)

    def _fill_cells(self) -> None:
        rows = self.table.rows[:_SHOWN]
        width = min(len(self.table.titles), _COLUMNS)
        self.cells.clear()
        self.cells.setColumnCount(width)
        self.cells.setFont(fixed_font(12))
        self.cells.setRowCount(len(rows))
        self.cells.setVerticalHeaderLabels([str(line) for line, _ in rows])
        for row, (_, cells) in enumerate(rows):
            for column, cell in enumerate(cells[:width]):
                item = QTableWidgetItem(cell)
                self.cells.setItem(row, column, item)

    def _lay_out(self) -> None:
        columns = QHBoxLayout()
        columns.setSpacing(16)
        columns.addWidget(self._left(), 2)
        columns.addLayout(self._right(), 3)
        self.trouble.setProperty("role", "error")
        self.trouble.setWordWrap(True)
        whole = QVBoxLayout(self)
        whole.addLayout(columns, 1)
        whole.addWidget(self.trouble)
        whole.addWidget(self.buttons)

    def _left(self) -> QScrollArea:
        """What the columns stand for, and the points that come of it."""
        # On a small screen lower than it would like to be.
        self.picture.setMinimumSize(200, 120)
        self.picture.setMaximumHeight(240)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.form)
        column.addWidget(self.picture, 1)
        column.addStretch()
        area = QScrollArea()
        area.setWidget(left)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # As wide as what is in it beside a scroll bar.
        area.setMinimumWidth(left.minimumSizeHint().width() + 12)
        return area

    def _right(self) -> QVBoxLayout:
        """What was guessed, the cells, and what is left out of them."""
        self.cells.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.cells.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.cells.setAccessibleName(say("The first lines of the file"))
        self.cells.setMinimumHeight(70)
        self.problems.setReadOnly(True)
        self.problems.setMinimumHeight(48)
        self.problems.setMaximumHeight(90)
        self.problems.setAccessibleName(say("Lines that are left out"))
        self.summary.setWordWrap(True)
        right = QVBoxLayout()
        right.addWidget(self.doubts)
        right.addWidget(self.cells, 1)
        right.addWidget(self.summary)
        right.addWidget(self.problems)
        return right

    def _connect(self) -> None:
        self.form.changed.connect(self._read)
        self.doubts.mended.connect(self._mend)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)

    def _mend(self, doubt: Doubt) -> None:
        """Read the table as the button of a doubt says."""
        assert doubt.table
        self.table = doubt.table
        choice = fitted(self.table, doubt.choice) if doubt.choice else guess(self.table)
        self.form.show_choice(self.table, choice)
        self._fill_cells()
        self._read()
        # The button that had the focus is gone.
        next(iter(self.doubts.buttons), self.form.first).setFocus()

    def _read(self) -> None:
        """Read the table as the lists say, and show what comes of it."""
        choice = self.form.choice
        self._taken = taken(self.table, choice)
        points, problems = self._taken.points, self._taken.problems
        self.picture.set_run(self._setup.with_points(points), None)
        self.doubts.show_doubts(doubts(self.table, choice))
        self._name_columns()
        self.summary.setText(self._summary())
        self.problems.setPlainText("\n".join(self._listed()))
        self.problems.setVisible(bool(problems))
        trouble = self._taken.trouble
        self.trouble.setText(say(trouble) if trouble else "")
        self.trouble.setVisible(trouble is not None)
        self.ok.setText(say("Import {count} points", count=f"{len(points):,}"))
        self.ok.setEnabled(trouble is None)
        self._mark()

    def _name_columns(self) -> None:
        """The columns' names, and below what they stand for."""
        choice = self.form.choice
        signs = ("x₁", "x₂") if choice.label is not None else ("x", "y")
        roles = {choice.second: signs[1], choice.first: signs[0]}
        if choice.label is not None:
            roles[choice.label] = say("class")
        # The first entry of the list of classes is that there is none.
        names = (self.form.first.itemText(index) for index in range(self.cells.columnCount()))
        self.cells.setHorizontalHeaderLabels(
            [f"{name}\n{roles.get(index, '')}" for index, name in enumerate(names)]
        )

    def _summary(self) -> str:
        """How many rows there are, how many of them are taken, and what they are."""
        count, here = self.table.count, len(self.table.rows)
        parts = [say("{count} rows in the file.", count=f"{count:,}")]
        if here < count:
            parts.append(say("{here} of them are used, drawn at random.", here=f"{here:,}"))
        if self.form.choice.label is not None:
            ups = sum(point[2] > 0 for point in self._taken.points)
            downs = len(self._taken.points) - ups
            parts.append(
                say("{ups} points of class +1, {downs} of class −1.", ups=ups, downs=downs)
            )
        if aside := self._taken.set_aside:
            parts.append(say("Of classes that are left out: {count}.", count=aside))
        if left := len(self._taken.problems):
            parts.append(say("Left out, with the reasons below: {left}.", left=left))
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
