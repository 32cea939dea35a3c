"""InlineEditing: typing a number or a name on the node itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, QRect, QRectF

from app.graph.canvas import geometry as g
from app.graph.canvas.inline_field import InlineField
from app.graph.canvas.surface import Surface
from app.model.graph.graph import Graph, GraphError
from app.model.numbers import NumberError, full, read_number
from app.state.interaction import Interaction
from app.ui.translation import say
from engine.core.messages import Message, marked, message

TALLEST = 24
"""Pixels a field is high at least, however far the view is zoomed out."""


class InlineEditing(QObject, Interaction):
    """Opens one field at a time over a node, and makes an edit of what was typed.

    A QObject, so that nothing is left of a connection to a field that is gone.
    """

    def __init__(self, view: Surface):
        super().__init__(view)
        self._view = view
        self._field: InlineField | None = None
        self._id = 0
        view.session.register(self)
        view.session.changed.connect(self._follow)

    def edit_number(self, id_: int, typed: str = "") -> None:
        """Open the field over the number of a leaf; for an op, say why there is none."""
        graph = self._view.session.graph
        if graph.nodes[id_].op is not None:
            reason = message("The data of {name} is computed.", name=graph.name_of(id_))
            self._view.say(reason, self._place(id_, g.NUMBER).bottomLeft())
            return
        text = typed or full(graph.nodes[id_].data)

        def change(graph: Graph, text: str) -> Graph:
            return graph.with_data(id_, read_number(text))

        self._open(id_, g.NUMBER, text, marked("change {node}"), change)
        assert self._field is not None
        self._field.setAccessibleName(say("Number"))
        if typed:
            # It was the first key of a number: more will follow.
            self._field.end(False)

    def edit_name(self, id_: int) -> None:
        label = self._view.session.graph.nodes[id_].label
        place = g.HEADER.adjusted(46.0, 4.0, -6.0, -2.0)

        def change(graph: Graph, text: str) -> Graph:
            return graph.labelled(id_, text.strip())

        self._open(id_, place, label, marked("rename {node}"), change)

    def commit(self) -> None:
        if self._field:
            self._field.finish()

    def close(self) -> None:
        """Take what is in the field, if one is open, as a click elsewhere does."""
        if self._field:
            self._view.setFocus()

    def cancel(self) -> None:
        if self._field:
            self._field.leave()

    def _follow(self, graph: Graph, _evaluation: object) -> None:
        if self._id not in graph.nodes:
            # Its node is no longer there.
            self.cancel()

    def _open(
        self, id_: int, part: QRectF, text: str, name: str, change: Callable[[Graph, str], Graph]
    ) -> None:
        self.close()
        self._id = id_
        session = self._view.session

        def take(typed: str) -> Message | None:
            graph = session.graph
            try:
                changed = change(graph, typed)
            except (GraphError, NumberError) as error:
                return error.reason
            session.graphs.edit(say(name, node=graph.name_of(id_)), changed)
            return None

        place = self._place(id_, part)
        self._field = field = InlineField(self._view, take)
        field.setAccessibleName(say("Name"))
        field.refused.connect(lambda reason: self._view.say(reason, place.bottomLeft()))
        field.textEdited.connect(lambda: self._view.say(None, QPoint()))
        field.done.connect(self._done)
        field.edit(text, place, 15.0 * self._view.zoom)

    def _done(self) -> None:
        self._field = None
        self._view.say(None, QPoint())
        self._view.setFocus()

    def _place(self, id_: int, part: QRectF) -> QRect:
        """A part of a node in the view's pixels, high enough to type in."""
        on_scene = part.translated(self._view.graph_scene.nodes[id_].pos())
        place = self._view.mapFromScene(on_scene).boundingRect()
        short = max(0, TALLEST - place.height())
        return place.adjusted(0, -(short // 2), 0, short - short // 2)
