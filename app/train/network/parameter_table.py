"""ParameterTable: every weight and bias with its gradient, to be read and set by hand."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.model.numbers import UNKNOWN, NumberError, full, number, read_number
from app.model.training.shown_run import ShownRun
from app.train.analysis.parameter_names import parameter_names
from app.ui.theme import current_tokens, fixed_font
from app.ui.translation import say
from app.ui.widgets.lazy_view import LazyView
from engine.learning.run import Run

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_NAME, _DATA, _GRAD = range(3)
_EDIT_TRIGGERS = (
    QAbstractItemView.EditTrigger.DoubleClicked
    | QAbstractItemView.EditTrigger.EditKeyPressed
    | QAbstractItemView.EditTrigger.AnyKeyPressed
)


_TAKING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
"""Keys that end the typing of a number."""


class ParameterModel(QAbstractTableModel):
    """Name, data and grad of each parameter of a run, in the engine's order or by |grad|."""

    number_requested = Signal(int, float)
    """A parameter, by its place in the engine's order, is to be set by hand."""
    refused = Signal(str)
    """Why it can't be, as a sentence; no text if it can."""

    def __init__(self, parent: QObject | None = None):
        super().__init__(parent)
        self.shown: ShownRun | None = None
        self.training = False
        self._names: list[str] = []
        self._order: list[int] = []
        self._titles = (say("parameter"), say("data"), say("grad"))

    @property
    def run(self) -> Run | None:
        return self.shown.run if self.shown else None

    def set_run(self, shown: ShownRun) -> None:
        self.beginResetModel()
        self.shown, run = shown, shown.run
        self._names = parameter_names(run)
        self._order = list(range(len(self._names)))
        self.endResetModel()

    def sort_by_grad(self, wanted: bool) -> None:
        """The largest |grad| first, as it is now; or the engine's order."""
        if self.shown is None:
            return
        grads = self.shown.grads
        order = list(range(len(grads)))
        if wanted:
            order.sort(key=lambda place: -abs(grads[place]))
        if order != self._order:
            self.beginResetModel()
            self._order = order
            self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._order)

    def columnCount(self, parent: Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self.run is None:
            return None
        place = self._order[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(place, index.column())
            case Qt.ItemDataRole.EditRole:
                return full(self.run.parameters[place])
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if index.column() else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.ForegroundRole:
                token = ("text", "data", "grad")[index.column()]
                return current_tokens().color(token)
            case Qt.ItemDataRole.FontRole:
                return fixed_font(12) if index.column() else None
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(place, index.column())
        return None

    def _text(self, place: int, column: int) -> str:
        assert self.shown
        run = self.shown.run
        if column == _NAME:
            return self._names[place]
        if column == _DATA:
            return number(run.parameters[place])
        return number(self.shown.grads[place]) if run.step else UNKNOWN

    def _tip(self, place: int, column: int) -> str:
        assert self.shown
        if column == _GRAD:
            return full(self.shown.grads[place])
        if self.training:
            return say("Pause to set it by hand.")
        return say(
            "{number}\nDouble-click or F2 sets it by hand.",
            number=full(self.shown.run.parameters[place]),
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        editable = index.column() == _DATA and not self.training
        return flags | Qt.ItemFlag.ItemIsEditable if editable else flags

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        assert self.run
        place = self._order[index.row()]
        if not self.accepts(str(value)):
            return False
        data = read_number(str(value))
        if data != self.run.parameters[place]:
            self.number_requested.emit(place, data)
        return self.run.parameters[place] == data

    def accepts(self, text: str) -> bool:
        """Whether a text is a number that can be set now; says why if not."""
        if self.training:
            self.refused.emit(say("Pause to set it by hand."))
            return False
        try:
            read_number(text)
        except NumberError as error:
            self.refused.emit(say(error.reason))
            return False
        return True

    def show_rows(self, first: int, last: int) -> None:
        """The numbers of these rows may have changed."""
        self.dataChanged.emit(self.index(first, _DATA), self.index(last, _GRAD))


class _Delegate(QStyledItemDelegate):
    """The field of a number; it stays open until a number stands in it, or Escape is pressed."""

    def __init__(self, model: ParameterModel, parent: QObject):
        super().__init__(parent)
        self._model = model

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setProperty("inline", "true")
        line.setFont(fixed_font(12))
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        return line

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """What would take the number and close is stopped at a text that is none."""
        if isinstance(editor, QLineEdit):
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                if event.key() in _TAKING and not self._model.accepts(editor.text()):
                    return True
            elif event.type() == QEvent.Type.FocusOut and not self._model.accepts(editor.text()):
                # It loses the keyboard all the same, and stays.
                return False
        return super().eventFilter(editor, event)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        # A new picture asks for all numbers anew: what is being typed stays.
        assert isinstance(editor, QLineEdit)
        if not editor.isModified():
            super().setEditorData(editor, index)


class ParameterTable(LazyView):
    """The table, a switch for its order, and a line for what was refused."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.model = ParameterModel(self)
        self.table = QTableView()
        self.table.setProperty("role", "parameters")
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Delegate(self.model, self.table))
        self.table.setAccessibleName(say("Weights and biases with their gradients"))
        self.table.setEditTriggers(_EDIT_TRIGGERS)
        self.table.setShowGrid(False)
        self.table.setFrameShape(QTableView.Shape.NoFrame)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(24)
        self.table.setTabKeyNavigation(False)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        self.by_grad = QCheckBox(say("largest |grad| first"))
        self.by_grad.toggled.connect(self.model.sort_by_grad)
        self.problem = QLabel()
        self.problem.setProperty("role", "error")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.model.refused.connect(self.refuse)
        foot = QHBoxLayout()
        foot.addWidget(self.problem, 1)
        foot.addWidget(self.by_grad)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 0, 4, 0)
        column.setSpacing(4)
        column.addWidget(self.table, 1)
        column.addLayout(foot)

    def refuse(self, sentence: str) -> None:
        """Say why a number can't be set; no text if it can."""
        self.problem.setText(sentence)

    def set_run(self, shown: ShownRun) -> None:
        self.model.set_run(shown)
        self.by_grad.setChecked(False)
        self.problem.clear()

    def set_training(self, training: bool) -> None:
        """While it trains, no number can be set."""
        if self.model.training != training:
            self.model.training = training
            triggers = QAbstractItemView.EditTrigger.NoEditTriggers if training else _EDIT_TRIGGERS
            self.table.setEditTriggers(triggers)

    def show_present(self) -> None:
        """Show the numbers of this moment in the rows that can be seen."""
        if self.model.run is None:
            return
        if self.by_grad.isChecked() and not self.model.training:
            self.model.sort_by_grad(True)
        first = max(0, self.table.rowAt(0))
        last = self.table.rowAt(self.table.viewport().height() - 1)
        self.model.show_rows(first, last if last >= 0 else self.model.rowCount() - 1)
