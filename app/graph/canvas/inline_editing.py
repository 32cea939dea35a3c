"""InlineEditing: typing a number or a name on the node itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QPointF, QRect, QRectF

from app.graph.canvas import geometry as g
from app.graph.canvas.inline_field import InlineField
from app.graph.canvas.surface import Surface
from app.model.graph.graph import Graph, GraphError
from app.model.graph.node import Node
from app.model.numbers import NumberError, full, read_number
from app.state.interaction import Interaction
from app.ui.translation import say
from engine.core.messages import Message, marked, message

TALLEST = 24
"""Pixels a field is high at least, however far the view is zoomed out."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a node that can be typed."""

    title: str
    edit_name: str
    place: QRectF
    text: Callable[[Node], str]
    change: Callable[[Graph, int, str], Graph]
    """Raises GraphError or NumberError."""
    of_leaves: bool = False


_NUMBER = _Part(
    marked("Number"),
    marked("change {node}"),
    g.NUMBER,
    lambda node: full(node.data),
    lambda graph, id_, text: graph.with_data(id_, read_number(text)),
    of_leaves=True,
)
_NAME = _Part(
    marked("Name"),
    marked("rename {node}"),
    g.HEADER.adjusted(46.0, 4.0, -6.0, -2.0),
    lambda node: node.label,
    lambda graph, id_, text: graph.labelled(id_, text.strip()),
)


class InlineEditing(QObject, Interaction):
    """Opens one field at a time over a node, and makes an edit of what was typed. A text that can't
    be taken stays over its node, with the reason, until it is mended or Escape is pressed.

    A QObject, so that nothing is left of a connection to a field that is gone.
    """

    def __init__(self, view: Surface):
        super().__init__(view)
        self._view = view
        self._field: InlineField | None = None
        self._id = 0
        self._part = _NUMBER
        self._reason: Message | None = None
        view.session.register(self)
        view.session.changed.connect(self._put)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self._put)
            bar.rangeChanged.connect(self._put)

    @property
    def is_open(self) -> bool:
        return self._field is not None

    @property
    def pending(self) -> str:
        return self._field.text() if self._field and self._reason else ""

    def edit_number(self, id_: int, typed: str = "") -> None:
        """Open the field over the number of a leaf; for an op, say why there is none."""
        graph = self._view.session.graph
        if graph.nodes[id_].op is not None:
            reason = message("The data of {name} is computed.", name=graph.name_of(id_))
            self._view.show_refusal(reason, self._place(id_, g.NUMBER).bottomLeft())
        else:
            self._open(id_, _NUMBER, typed)

    def edit_name(self, id_: int) -> None:
        self._open(id_, _NAME)

    def commit(self) -> None:
        if self._field:
            self._field.finish()

    def cancel(self) -> None:
        if self._field:
            self._field.leave()

    def _open(self, id_: int, part: _Part, typed: str = "") -> None:
        # What else is being typed ends first, and may change the graph.
        self._view.setFocus()
        node = self._view.session.graph.nodes.get(id_)
        if node is None or (part.of_leaves and node.op is not None):
            return
        if self._field and (self._id, self._part) != (id_, part):
            # One that waits to be mended.
            self._field.setFocus()
            return
        if self._field is None:
            self._id, self._part = id_, part
            self._field = self._made()
        if typed:
            self._refuse(None)
        self._put()
        self._field.edit(part.text(node), typed or self._field.text())

    def _made(self) -> InlineField:
        field = InlineField(self._view, self._take)
        field.setAccessibleName(say(self._part.title))
        field.refused.connect(self._refuse)
        field.textEdited.connect(lambda: self._refuse(None))
        field.done.connect(self._done)
        return field

    def _take(self, typed: str) -> Message | None:
        """Make an edit of what was typed, or say why it can't be one."""
        session = self._view.session
        graph = session.graph
        try:
            changed = self._part.change(graph, self._id, typed)
        except (GraphError, NumberError) as error:
            return error.reason
        session.graphs.edit(say(self._part.edit_name, node=graph.name_of(self._id)), changed)
        return None

    def _refuse(self, reason: Message | None) -> None:
        self._reason = reason
        if reason is None:
            self._view.show_refusal(None, QPoint())
        self._hold()

    def _hold(self) -> None:
        self._view.hold_refusal(self._reason, self._place(self._id, self._part.place).bottomLeft())

    def _done(self) -> None:
        field, self._field = self._field, None
        self._reason = None
        self._view.hold_refusal(None, QPoint())
        self._view.show_refusal(None, QPoint())
        if field and field.hasFocus():
            self._view.setFocus()

    def _put(self) -> None:
        """Have the field stand over its part of the node, wherever that is seen now."""
        if self._field is None:
            return
        node = self._view.session.graph.nodes.get(self._id)
        if node is None or (self._part.of_leaves and node.op is not None):
            # There is nothing of the kind to be typed any more.
            self.cancel()
        else:
            self._field.put(self._place(self._id, self._part.place), 15.0 * self._view.zoom)
            self._hold()

    def _place(self, id_: int, part: QRectF) -> QRect:
        """A part of a node in the view's pixels, high enough to type in."""
        on_scene = part.translated(QPointF(*self._view.session.graph.positions[id_]))
        place = self._view.mapFromScene(on_scene).boundingRect()
        short = max(0, TALLEST - place.height())
        return place.adjusted(0, -(short // 2), 0, short - short // 2)
