"""NetworkView: the neurons by layer with what each sees, its bias, and every weight as a line."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from app.model.training.shown_run import ShownRun
from app.train.analysis.diagnosis import dead_neurons
from app.train.analysis.fast_forward import FastForward
from app.train.network.painter import NetworkPainter
from app.train.network.places import NeuronAt, WeightAt
from app.train.network.words import neuron_words, weight_words
from app.ui.theme import ThemedWidget, current_tokens
from app.ui.translation import say
from app.ui.widgets.lazy_view import LazyView
from engine.learning.run import Run

_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_EDITS = {
    Qt.Key.Key_Plus: "add_neuron",
    Qt.Key.Key_Equal: "add_neuron",
    Qt.Key.Key_Minus: "remove_neuron",
    Qt.Key.Key_Insert: "add_layer",
    Qt.Key.Key_Delete: "remove_layer",
}


class NetworkView(ThemedWidget, LazyView):
    """Line width is |w| against the largest one, colour its sign; so is the bar of a bias.

    `show_grads` shows gradients in their place. Arrows move a ring from neuron to neuron.
    """

    neuron_requested = Signal(int, int)
    """Layer and index of a neuron that is to be opened."""
    edit_requested = Signal(str, int)
    """By a key: the name of an edit, and the layer that has the focus."""
    laid_out = Signal(object)
    """The Places after a change of the size or of the network."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._run: Run | None = None
        self._shown: ShownRun | None = None
        self._forward: FastForward | None = None
        self.painter: NetworkPainter | None = None
        self._hovered: NeuronAt | WeightAt | None = None
        self._pressed: NeuronAt | WeightAt | None = None
        self.focused = NeuronAt(0, 0)
        self._grads = False
        self.readout = QLabel(self)
        self.readout.setProperty("role", "readout")
        self.readout.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.readout.hide()
        self.setMinimumSize(240, 120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(say("Network"))
        self.follow_theme()

    def sizeHint(self) -> QSize:
        return QSize(640, 340)

    def recolor(self) -> None:
        self._rebuild()

    def set_run(self, shown: ShownRun) -> None:
        """Another run: perhaps another network."""
        self._shown, self._run, self._forward = shown, shown.run, FastForward(shown.run)
        self._hovered = None
        self._rebuild()
        self._update_readout()

    def show_grads(self, wanted: bool) -> None:
        """The gradient of each weight and bias in place of itself."""
        self._grads = wanted
        self.update()

    def show_present(self) -> None:
        self.update()
        self._update_readout()

    def show_sentence(self, words: str) -> None:
        """A sentence at the neuron that has the focus, until it moves on."""
        self._show_readout(words, self.place(self.focused))

    # Where things are.

    def place(self, neuron: NeuronAt) -> QPointF:
        """The middle of a neuron."""
        assert self.painter
        return self.painter.places.box(neuron).center()

    def middle(self, neuron: NeuronAt, source: int) -> QPointF:
        """The middle of the line of one of its weights."""
        assert self.painter
        return self.painter.places.line_of(neuron, source).center()

    def _rebuild(self) -> None:
        """Give everything its place, and paint once what stays."""
        if self._run is None:
            return
        self.focused = self._nearest(self.focused)
        scale = self.devicePixelRatioF()
        self.painter = NetworkPainter(self._run, current_tokens(), self.size(), scale)
        self.laid_out.emit(self.painter.places)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rebuild()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.painter is None:
            return
        painter = QPainter(self)
        self.painter.paint(painter, self.numbers)
        self.painter.paint_hovered(painter, self._hovered)
        if self.hasFocus():
            self.painter.paint_focus(painter, self.focused)

    @property
    def numbers(self) -> list[float]:
        """What the lines show, one number a parameter."""
        assert self._shown
        return self._shown.grads if self._grads else self._shown.run.parameters

    # Mouse and keys.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        under = self._at(event.position())
        if under != self._hovered:
            self._hovered = under
            opens = isinstance(under, NeuronAt) and under.layer >= 0
            shape = Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self._update_readout()
            self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = self._at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        under = self._at(event.position())
        left = event.button() == Qt.MouseButton.LeftButton
        if left and isinstance(under, NeuronAt) and under == self._pressed:
            self._open(under)

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = None
        self._update_readout()
        self.update()

    def _at(self, at: QPointF) -> NeuronAt | WeightAt | None:
        if self.painter is None:
            return None
        places = self.painter.places
        return places.neuron_at(at) or places.weight_at(at, self.painter.shown(self.numbers))

    def _open(self, neuron: NeuronAt) -> None:
        if neuron.layer >= 0:
            self.neuron_requested.emit(neuron.layer, neuron.index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _ARROWS:
            layer, index = _ARROWS[key]
            moved = NeuronAt(self.focused.layer + layer, self.focused.index + index)
            self.focused = self._nearest(moved)
            self._update_readout()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self.focused)
        elif key in _EDITS:
            self.edit_requested.emit(_EDITS[key], self.focused.layer)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._update_readout()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._update_readout()

    def _nearest(self, neuron: NeuronAt) -> NeuronAt:
        """The neuron, or the one nearest to where it would be."""
        if self._run is None:
            return neuron
        sizes = [*self._run.settings.hidden, 1]
        layer = min(max(neuron.layer, 0), len(sizes) - 1)
        return NeuronAt(layer, min(max(neuron.index, 0), sizes[layer] - 1))

    # What is said of what is under the mouse, or has the focus.

    def _update_readout(self) -> None:
        told = self._hovered or (self.focused if self.hasFocus() else None)
        if told is None or self._shown is None or self.painter is None:
            self.readout.hide()
            return
        if isinstance(told, WeightAt):
            words = weight_words(self._shown, told)
            at = self.painter.places.line_of(told.neuron, told.source).center()
        else:
            words = neuron_words(self._shown, told, self.painter.places, self._is_dead(told))
            at = self.painter.places.box(told).bottomRight()
        self._show_readout(words, at)

    def _show_readout(self, words: str, at: QPointF) -> None:
        """Below and right of what it speaks of, inside the picture."""
        if words != self.readout.text():
            self.readout.setText(words)
            self.readout.adjustSize()
            self.setAccessibleDescription(words)
        x = min(at.x() + 10, self.width() - self.readout.width() - 2)
        y = min(at.y() + 8, self.height() - self.readout.height() - 2)
        self.readout.move(round(max(2.0, x)), round(max(2.0, y)))
        self.readout.show()

    def _is_dead(self, neuron: NeuronAt) -> bool:
        assert self._run
        assert self._forward
        if not 0 <= neuron.layer < len(self._run.settings.hidden):
            return False
        return bool(dead_neurons(self._run, self._forward)[neuron.layer][neuron.index])
