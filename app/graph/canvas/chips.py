"""Chips: what wires say, and where along them it stands in nobody's way."""

from __future__ import annotations

from collections.abc import Callable

from app.graph.canvas.box_index import BoxIndex
from app.graph.canvas.items.wire_item import WireItem
from app.model.explain.inspection import slope_label
from app.model.graph.evaluation import Evaluation
from app.model.graph.graph import Graph
from app.model.graph.node import Wire
from app.model.numbers import number, operand

_MIDDLE = 0.5
_PLACES = (_MIDDLE, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74)
"""Where along its wire a chip may stand, best first."""


def chip_texts(graph: Graph, evaluation: Evaluation, wire: Wire) -> tuple[str, ...]:
    """What the chip of a wire may say, best first: the local derivative and what came back along
    the wire, `× b = −3 → 6`, or less where there is no room for that."""
    label = slope_label(graph, evaluation, wire)
    carried = evaluation.carried.get(wire)
    if not label or carried is None:
        return (label,) if label else ()
    number_alone, came = f"× {operand(carried.slope)}", f" → {number(carried.amount)}"
    return (label + came, label, number_alone + came, number_alone)


class ChipPlaces:
    """Sets chips one after another, each apart from those before and from all cards."""

    def __init__(self, cards: Callable[[], BoxIndex]):
        """`cards` is asked once there is a chip to be set."""
        self._cards = cards
        self._taken = BoxIndex()

    def placed(self, item: WireItem, texts: tuple[str, ...]) -> tuple[str, float]:
        """The chip of a wire, and how far along it stands: the first that is in nobody's way."""
        for text in texts:
            for along in _PLACES:
                box = item.chip_box(text, along)
                if not self._taken.touches(box) and not self._cards().touches(box):
                    self._taken.add(box)
                    return text, along
        return (texts[-1] if texts else ""), _MIDDLE
