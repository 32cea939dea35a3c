"""LayerBars: the buttons over and under the picture of the network that change its layers."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QMenu, QToolButton, QWidget

from app.model.training import network_edits as edits
from app.model.training.network_edits import NetworkEdit
from app.train.network.activation_button import ActivationButton
from app.train.network.places import NetworkLayout
from app.ui.translation import say
from app.ui.widgets.menu_button import drop_menu
from engine.core.messages import marked
from engine.learning.network import activations
from engine.learning.settings import MOST_LAYERS, RunSettings

_HEIGHT = 22
_SIDE = 20
_WIDE = 76
"""Pixels of the button of an activation, where there is room."""
_ROOMY = _WIDE + 3 * _SIDE + 8
_NAMED = 48
"""Pixels that the button of an activation needs for its name; below, it shows the curve."""
_SHEET = (
    "QToolButton { padding: 0 2px; border-radius: 6px; font-size: 12px; }"
    "QToolButton::menu-indicator { image: none; }"
)


class _Bar(QWidget):
    """A row of buttons, each at the column of its layer.

    They stand beside the picture and not in it: so they are not painted anew with each frame.
    """

    edit_starting = Signal()
    """A button was pressed: what is being typed elsewhere comes before its Edit."""
    edit_requested = Signal(object)
    """The Edit of a button that was pressed."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.setFixedHeight(_HEIGHT)
        self.setStyleSheet(_SHEET)
        self._settings = RunSettings()
        self._columns: list[float] = []
        self._edits: dict[QToolButton, Callable[[], NetworkEdit]] = {}

    def _button(
        self, sign: str, change: Callable[[RunSettings, int], NetworkEdit], layer: int
    ) -> QToolButton:
        def edit() -> NetworkEdit:
            return change(self._settings, layer)

        button = QToolButton(self)
        button.setText(sign)
        button.setFixedSize(_SIDE, _SIDE)
        button.hide()
        button.clicked.connect(lambda: self._request(button, edit))
        self._edits[button] = edit
        return button

    def _request(self, button: QToolButton, edit: Callable[[], NetworkEdit]) -> None:
        self.edit_starting.emit()
        # What was typed may have taken its layer away.
        if button.isVisible():
            self.edit_requested.emit(edit())

    def set_network(self, settings: RunSettings, places: NetworkLayout) -> None:
        """Another network, or another width."""
        self._settings = settings
        self._columns = places.columns
        self._place()

    def _place(self) -> None:
        # `abc` is no way: its metaclass and that of Qt's widgets can't be one.
        raise NotImplementedError

    def _show(self, button: QToolButton, x: float) -> None:
        """At its place; where it can do nothing it says why."""
        edit = self._edits[button]()
        tip = say(edit.tip)
        button.setEnabled(edit.settings is not None)
        button.setToolTip(say(edit.reason) if edit.reason else tip)
        button.setAccessibleName(tip)
        button.move(round(x - button.width() / 2), 1)
        button.show()

    def sizeHint(self) -> QSize:
        return QSize(240, _HEIGHT)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._columns:
            self._place()


class ActivationBar(_Bar):
    """Over the picture: the activation of each hidden layer, and + between for one more."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.adders: list[QToolButton] = []
        self.activations: list[ActivationButton] = []
        self.removers: list[QToolButton] = []
        """Where there is room; in the menu of the activation it stands always."""
        for layer in range(MOST_LAYERS + 1):
            if layer:
                self.activations.append(self._activation(layer - 1))
                self.removers.append(self._button("×", edits.remove_layer, layer - 1))
            self.adders.append(self._button("+", edits.add_layer, layer))

    def _activation(self, layer: int) -> ActivationButton:
        button = ActivationButton(self)
        button.setFixedHeight(_SIDE)
        drop_menu(button, self._menu(layer, button))
        button.hide()
        return button

    def _menu(self, layer: int, button: QToolButton) -> QMenu:
        menu = QMenu(button)
        for name in activations():
            action = menu.addAction(name)
            action.setCheckable(True)
            action.triggered.connect(
                lambda _=False, name=name: self._request(
                    button, lambda: edits.with_activation(self._settings, layer, name)
                )
            )
        menu.addSeparator()
        remove = menu.addAction(say("Remove layer {layer}", layer=layer + 1))
        remove.triggered.connect(
            lambda: self._request(button, lambda: edits.remove_layer(self._settings, layer))
        )
        menu.aboutToShow.connect(lambda: self._check(menu, layer))
        return menu

    def _check(self, menu: QMenu, layer: int) -> None:
        for action in menu.actions():
            action.setChecked(action.text() == self._settings.activations[layer])

    def _place(self) -> None:
        layers, columns = len(self._settings.hidden), self._columns
        for layer, button in enumerate(self.activations):
            if layer < layers:
                self._show_activation(button, layer)
            else:
                button.hide()
        room = columns[1] - columns[0] >= _ROOMY
        for layer, remover in enumerate(self.removers):
            if layer < layers and room:
                self._show(remover, columns[layer + 1] + (_WIDE + _SIDE) / 2 + 2)
            else:
                remover.hide()
        for place, adder in enumerate(self.adders):
            if place <= layers:
                self._show(adder, (columns[place] + columns[place + 1]) / 2)
            else:
                adder.hide()

    def _show_activation(self, button: ActivationButton, layer: int) -> None:
        name = self._settings.activations[layer]
        room = self._columns[1] - self._columns[0] - _SIDE - 4
        button.curve = name if room < _NAMED else ""
        button.setText("" if button.curve else f"{name} ▾" if room >= 72 else name)
        button.setFixedWidth(round(max(_SIDE, min(room, _WIDE))))
        words = marked("Activation of layer {layer}: {name}. Choose another, or remove the layer.")
        button.setToolTip(say(words, layer=layer + 1, name=name))
        button.setAccessibleName(
            say("Activation of layer {layer}: {name}", layer=layer + 1, name=name)
        )
        button.move(round(self._columns[layer + 1] - button.width() / 2), 1)
        button.show()


class SizeBar(_Bar):
    """Under the picture: −, how many neurons the layer has, and +."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self.fewer: list[QToolButton] = []
        self.more: list[QToolButton] = []
        self.counts: list[QLabel] = []
        for layer in range(MOST_LAYERS):
            self.fewer.append(self._button("−", edits.remove_neuron, layer))
            self.more.append(self._button("+", edits.add_neuron, layer))
            count = QLabel(self)
            count.setAlignment(Qt.AlignmentFlag.AlignCenter)
            count.setFixedSize(_SIDE, _SIDE)
            count.hide()
            self.counts.append(count)

    def _place(self) -> None:
        layers = len(self._settings.hidden)
        room = self._columns[1] - self._columns[0]
        wide = round(min(_SIDE, (room - _SIDE) / 2 - 1))
        aside = (_SIDE + wide) / 2
        for layer in range(MOST_LAYERS):
            parts = (self.fewer[layer], self.counts[layer], self.more[layer])
            if layer >= layers:
                for part in parts:
                    part.hide()
                continue
            x = self._columns[layer + 1]
            for part, place in ((parts[0], x - aside), (parts[2], x + aside)):
                part.setFixedWidth(wide)
                self._show(part, place)
            parts[1].setText(str(self._settings.hidden[layer]))
            parts[1].move(QPoint(round(x - _SIDE / 2), 1))
            parts[1].show()
