"""OpenedParts: a neuron or the loss of a run, opened as a graph on the canvas."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from app.model.explain.network_graph import Opened, largest_loss, loss_graph, neuron_graph
from app.ui.translation import say
from engine.core.errors import DomainError
from engine.learning.run import Run


class OpenedParts(QObject):
    """Makes the graphs; who has the canvas shows them."""

    opened = Signal(str, object)
    """The name of an edit, and what is to be shown on the canvas, as Opened."""
    refused = Signal(str)
    """Why a part can't be opened, as a sentence."""

    def open_neuron(self, run: Run, layer: int, index: int, chosen: int | None) -> None:
        """Open a neuron (layer and index from 0) of a run between two updates.

        `chosen` is the place of a data point among those for training; None: the largest loss.
        """
        name = say("open neuron {index} of layer {layer}", index=index + 1, layer=layer + 1)
        if layer == len(run.settings.hidden):
            name = say("open the output neuron")
        self._open(name, lambda: neuron_graph(run, layer, index, run.train[_place(run, chosen)]))

    def open_loss(self, run: Run, chosen: int | None) -> None:
        """Open the last layer and the loss at a data point, as `open_neuron`."""
        point = _place(run, chosen)
        name = say("open the loss at point {point}", point=point + 1)
        self._open(name, lambda: loss_graph(run, run.train[point]))

    def _open(self, name: str, make: Callable[[], Opened]) -> None:
        try:
            found = make()
        except DomainError as error:
            self.refused.emit(say("It can’t be opened: {error}.", error=error.reason))
        else:
            self.opened.emit(name, found)


def _place(run: Run, chosen: int | None) -> int:
    return largest_loss(run) if chosen is None else chosen
