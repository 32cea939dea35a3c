"""The fields of the form: a label, an entry, and room for a sentence when the entry can't be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QStandardItemModel
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QSlider,
    QWidget,
)

from app.model.numbers import NumberError, full, read_number
from app.ui.theme import fixed_font
from app.ui.widgets.wheel_guard import leave_wheel

LABEL_WIDTH = 92


class FormField(QWidget):
    """One row of the form. `changed`: the entry is another. `left`: it has lost the focus."""

    changed = Signal()
    left = Signal()

    def __init__(self, editor: QWidget, label: str, tip: str):
        super().__init__()
        self.editor = editor
        self.title = label
        self._tip = tip
        self._label = QLabel(label)
        self._label.setBuddy(editor)
        self._label.setFixedWidth(LABEL_WIDTH)
        self.note = QLabel()
        self.note.setProperty("role", "error")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.hide()
        for part in (self._label, editor):
            part.setToolTip(tip)
        editor.setAccessibleName(label)
        editor.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.addWidget(self._label, 0, 0)
        grid.addWidget(editor, 0, 1)
        grid.addWidget(self.note, 1, 0, 1, 2)
        grid.setColumnStretch(1, 1)
        self.complain("")

    @property
    def text(self) -> str:
        """What stands in it."""
        raise NotImplementedError

    @text.setter
    def text(self, text: str) -> None:
        raise NotImplementedError

    @property
    def wrong(self) -> bool:
        """Whether it says that the entry can't be."""
        return bool(self.note.text())

    def complain(self, sentence: str) -> None:
        """Show what is wrong with the entry; no text if nothing is."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        self.editor.setAccessibleDescription(sentence or self._tip)
        if bool(self.editor.property("wrong")) != bool(sentence):
            self.editor.setProperty("wrong", bool(sentence))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)


class TextField(FormField):
    """A setting that is typed."""

    def __init__(self, label: str, tip: str, text: str):
        self.line = QLineEdit(text)
        super().__init__(self.line, label, tip)
        self.line.setFont(fixed_font(13))
        self.line.textEdited.connect(self.changed)
        self.line.editingFinished.connect(self.left)

    @property
    def text(self) -> str:
        return self.line.text()

    @text.setter
    def text(self, text: str) -> None:
        self.line.setText(text)
        # Of a text that is longer than the line its beginning is seen.
        self.line.setCursorPosition(0)


class RateField(TextField):
    """A number that is typed, or taken from a slider over `rates`, which are above 0 and rise."""

    slid = Signal()
    """The slider was moved by hand."""

    def __init__(self, label: str, tip: str, text: str, rates: Sequence[float]):
        super().__init__(label, tip, text)
        self.rates = rates
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, len(rates) - 1)
        self.slider.setPageStep(2)
        self.slider.setToolTip(tip)
        self.slider.setAccessibleName(label)
        leave_wheel(self.slider)
        grid = self.layout()
        assert isinstance(grid, QGridLayout)
        grid.addWidget(self.slider, 2, 1)
        self._follow(text)
        self.line.textChanged.connect(self._follow)
        self.slider.valueChanged.connect(self._on_slider)

    def _follow(self, text: str) -> None:
        """Show the nearest place of what is typed."""
        try:
            rate = read_number(text)
        except NumberError:
            return
        if rate > 0.0:
            nearest = min(self.rates, key=lambda other: abs(log10(other) - log10(rate)))
            blocked = self.slider.blockSignals(True)
            self.slider.setValue(self.rates.index(nearest))
            self.slider.blockSignals(blocked)

    def _on_slider(self, place: int) -> None:
        self.line.setText(full(self.rates[place]))
        self.slid.emit()


class ChoiceField(FormField):
    """A setting that is chosen from a list: `names` maps each name to what is read for it."""

    def __init__(self, label: str, tip: str, names: Mapping[str, str], chosen: str):
        self.box = ChoiceBox()
        super().__init__(self.box, label, tip)
        for name, title in names.items():
            self.box.addItem(title, name)
        self.text = chosen
        # Not `currentIndexChanged`: what the program sets by itself is no change by hand.
        self.box.activated.connect(self.changed)
        self.box.activated.connect(self.left)

    @property
    def text(self) -> str:
        """The name that is chosen."""
        return str(self.box.currentData())

    @text.setter
    def text(self, name: str) -> None:
        self.box.setCurrentIndex(self.box.findData(name))

    def offer(self, names: set[str]) -> None:
        """Only these can be chosen; the others stay in the list, greyed out."""
        model = self.box.model()
        assert isinstance(model, QStandardItemModel)
        for row in range(self.box.count()):
            model.item(row).setEnabled(self.box.itemData(row) in names)


class ChoiceBox(QComboBox):
    """Has an arrow, and leaves the wheel to the scroll area unless it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        leave_wheel(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style sheet leaves no arrow: two short lines in the colour of the text."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().text().color(), 1.5))
        x, y = self.width() - 15.0, self.height() / 2 + 2.0
        painter.drawPolyline([QPointF(x - 4, y - 4), QPointF(x, y), QPointF(x + 4, y - 4)])
