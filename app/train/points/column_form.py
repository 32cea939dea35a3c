"""ColumnForm: what the columns of a table stand for, and which of its classes are taken."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from app.model.files.point_table import MOST_CLASSES, ColumnChoice, PointTable, with_label
from app.train.form.fields import ChoiceBox
from app.ui.translation import say

_ROWS_SHOWN = 4
"""Of the classes; the others are scrolled to."""


class ColumnForm(QWidget):
    """Lists of columns and classes. `changed`: the user has chosen otherwise."""

    changed = Signal()

    def __init__(self, table: PointTable, choice: ColumnChoice):
        super().__init__()
        self._table = table
        self.first, self.second, self.label, self.positive = (ChoiceBox() for _ in range(4))
        self.others = QListWidget()
        """The classes that are taken together as −1; those without a check mark are left out."""
        self._others_label = QLabel(say("class −1 is"))
        self.scaled = QCheckBox(say("Scale both columns to −1 … 1"))
        self.scaled.setToolTip(
            say("Large or tiny numbers make learning slow: the usual first step is to scale.")
        )
        self._lay_out()
        self._connect()
        self.show_choice(table, choice)

    def _lay_out(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        for label, box, tip in self._fields():
            box.setToolTip(tip)
            box.setAccessibleName(label)
            # A long name is cut off in its list, and makes no window wider.
            box.setMinimumContentsLength(12)
            box.setSizeAdjustPolicy(
                ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            form.addRow(label, box)
        self.others.setToolTip(say("Without its check mark the points of a class are left out."))
        self.others.setAccessibleName(say("Classes taken together as −1"))
        form.addRow(self._others_label, self.others)
        form.addRow(self.scaled)

    def _fields(self) -> tuple[tuple[str, ChoiceBox, str], ...]:
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
        self.label.activated.connect(self._choose_label)
        self.positive.activated.connect(self._choose_positive)
        for box in (self.first, self.second):
            box.activated.connect(lambda _index: self.changed.emit())
        self.others.itemChanged.connect(lambda _item: self.changed.emit())
        self.scaled.toggled.connect(lambda _on: self.changed.emit())

    @property
    def choice(self) -> ColumnChoice:
        """What the lists say."""
        return ColumnChoice(
            self.first.currentData(),
            self.second.currentData(),
            self.label.currentData(),
            self.positive.currentText(),
            self.scaled.isChecked(),
            self._left_out(),
        )

    def show_choice(self, table: PointTable, choice: ColumnChoice) -> None:
        """Show what is chosen in a table; nothing is said to have changed."""
        self._table = table
        self.blockSignals(True)
        titles = [(_title(table, index), index) for index in range(len(table.titles))]
        for box, chosen in ((self.first, choice.first), (self.second, choice.second)):
            box.clear()
            for title, index in titles:
                box.addItem(title, index)
            box.setCurrentIndex(chosen)
        self.label.clear()
        self.label.addItem(say("none: fit a curve"), None)
        for title, index in titles:
            self.label.addItem(title, index)
        self.label.setCurrentIndex(0 if choice.label is None else choice.label + 1)
        self.scaled.setChecked(choice.scaled)
        self._show_classes(choice)
        self.blockSignals(False)

    def _choose_label(self) -> None:
        chosen = with_label(self._table, self.choice, self.label.currentData())
        self._show_classes(chosen)
        self.changed.emit()

    def _choose_positive(self) -> None:
        self._show_others(self._left_out())
        self.changed.emit()

    def _show_classes(self, choice: ColumnChoice) -> None:
        names = self._table.classes(choice.label) if choice.label is not None else []
        self.positive.clear()
        # Of a column with more there is no class to be made; its first values say what is in it.
        shown = names[: MOST_CLASSES + 1]
        if choice.positive not in shown and choice.positive:
            shown[-1] = choice.positive
        self.positive.addItems(shown)
        self.positive.setCurrentIndex(max(0, self.positive.findText(choice.positive)))
        self.positive.setEnabled(choice.label is not None)
        self._show_others(choice.left_out)

    def _show_others(self, left_out: frozenset[str]) -> None:
        """List all classes but +1, where there are more than one of them."""
        names = [self.positive.itemText(index) for index in range(self.positive.count())]
        names = [name for name in names if name != self.positive.currentText()]
        many = 1 < len(names) < MOST_CLASSES
        self.others.blockSignals(True)
        self.others.clear()
        for name in names if many else ():
            item = QListWidgetItem(name, self.others)
            item.setSizeHint(QSize(0, self._row_height()))
            item.setCheckState(
                Qt.CheckState.Unchecked if name in left_out else Qt.CheckState.Checked
            )
        self.others.blockSignals(False)
        self.others.setFixedHeight(self._row_height() * min(len(names), _ROWS_SHOWN) + 2)
        for part in (self.others, self._others_label):
            part.setVisible(many)

    def _row_height(self) -> int:
        return self.fontMetrics().height() + 8

    def _left_out(self) -> frozenset[str]:
        items = [self.others.item(row) for row in range(self.others.count())]
        return frozenset(
            item.text() for item in items if item.checkState() == Qt.CheckState.Unchecked
        )


def _title(table: PointTable, index: int) -> str:
    """A column's name in one line."""
    title = table.title(index)
    return " ".join(title.split()) if isinstance(title, str) else say(title)
