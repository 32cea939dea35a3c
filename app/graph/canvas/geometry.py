"""Where the parts of a node lie, in scene units (one is a pixel at 100 %)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from app.model.graph.layout.sizes import INPUT_PORTS, NODE_HEIGHT, NODE_WIDTH, OUTPUT_PORT
from app.model.graph.routing.curve import Route, curves, reach
from engine.core.ops import OPS

WIDTH, HEIGHT = float(NODE_WIDTH), float(NODE_HEIGHT)
CORNER = 12.0
GRID = 8
PORT_RADIUS = 6.0
PORT_REACH = 14.0
"""How near to a port a press must be to grab it, in scene units."""

BOX = QRectF(0.0, 0.0, WIDTH, HEIGHT)
HEADER = QRectF(0.0, 0.0, WIDTH, 36.0)
NAME = QRectF(50.0, 4.0, 60.0, 32.0)
DATA_ROW = QRectF(8.0, 40.0, WIDTH - 20.0, 22.0)
GRAD_ROW = QRectF(8.0, 63.0, WIDTH - 20.0, 22.0)
NUMBER = QRectF(48.0, 40.0, WIDTH - 60.0, 22.0)
"""Where the number of a leaf is scrubbed and edited."""

OUTPUT_TAG = QRectF(WIDTH / 2 - 34.0, -28.0, 68.0, 22.0)
NOTE_WIDTH = 200.0
NOTE_TOP = HEIGHT + 8.0

OUTPUT_SLOT = -1
"""The output port, among the slots of a node."""


@dataclass(frozen=True, slots=True)
class Hit:
    """What lies under the mouse: `part` is empty, node, number, name, port or wire.

    `id` is the node (for a wire the one it feeds), `slot` the port or the wire's slot.
    """

    part: str = "empty"
    id: int = 0
    slot: int = 0


def input_port(op: str, slot: int) -> QPointF:
    """The middle of an input port, on the left edge."""
    return QPointF(0.0, INPUT_PORTS[OPS[op].arity][slot])


def output_port() -> QPointF:
    """The centre of the output port, in the coordinates of its node."""
    return QPointF(WIDTH, OUTPUT_PORT)


def wire_path(start: QPointF, end: QPointF, route: Route = ()) -> QPainterPath:
    """A wire from an output to an input: leaves to the right, arrives from the left.

    Past cards it runs level, in the lanes of its route.
    """
    path = QPainterPath(start)
    for one, other in curves(start.toTuple(), route, end.toTuple()):
        bend = QPointF(reach(one, other), 0.0)
        first, last = QPointF(*one), QPointF(*other)
        path.lineTo(first)
        path.cubicTo(first + bend, last - bend, last)
    return path


def snapped(value: float) -> float:
    """The coordinate of the grid line nearest to `value`."""
    return round(value / GRID) * float(GRID)
