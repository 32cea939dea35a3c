"""GraphCommands: what the menus and keys do to the selection."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from PySide6.QtCore import QMimeData, QPointF
from PySide6.QtGui import QGuiApplication

from app.graph.canvas.geometry import HEIGHT, WIDTH, snapped
from app.graph.canvas.gestures.wire import Anchor
from app.graph.canvas.view import GraphView
from app.model.files import chalk_file
from app.model.graph.graph import Graph, GraphError
from app.model.graph.layout import arranged, free_place
from app.model.graph.node import Wire
from app.model.graph.pieces import pieces, placed, shape_of
from app.state.session import Session
from app.ui.clipboard import clipboard_content
from app.ui.key_names import modifiers
from app.ui.translation import say
from engine.core.messages import counted, marked, message

GRAPH_TYPE = "application/x-chalkgrad"
PASTE_OFFSET = (32.0, 32.0)


class GraphCommands:
    """Edits by command. What can't be done says why, beside the node it is about."""

    def __init__(self, session: Session, view: GraphView):
        self.session = session
        self.view = view

    def add(
        self,
        name: str,
        at: QPointF | None = None,
        anchor: Anchor | None = None,
        data: float | None = None,
        *,
        exactly: bool = True,
    ) -> None:
        """Put a piece with its middle at a place of the scene, or at the middle of the view.

        Where it is not to be there `exactly`, and without a place, it lies on no other node.

        A name that is none, dragged in from another version of the program, adds nothing.
        """
        if name not in pieces():
            return
        graph = self.session.graphs.present
        middle, shape = at or self.view.middle(), shape_of(name)
        if anchor is None:
            # Of a piece of several nodes the last one stands at its place.
            middle -= QPointF(*(sum((min(way), max(way))) / 2 for way in zip(*shape, strict=True)))
        corner = (snapped(middle.x() - WIDTH / 2), snapped(middle.y() - HEIGHT / 2))
        if at is None or not exactly:
            corner = free_place(graph, corner, shape)
        source = anchor.id if anchor and anchor.is_output else None
        target = (anchor.id, anchor.slot) if anchor and not anchor.is_output else None
        try:
            after, ids = placed(graph, name, corner, wire_from=source, wire_into=target, data=data)
        except GraphError as error:
            self._refuse(error)
            return
        self.session.graphs.edit(say("add {what}", what=say(pieces()[name].title)), after)
        self.session.select(ids)
        self.view.show_nodes(ids)

    def delete(self) -> None:
        """Delete the selected nodes, or the selected wire."""
        graph, ids = self.session.graphs.present, self.session.selection
        if self.view.wire:
            target, slot = self.view.wire
            source = graph.nodes[target].inputs[slot]
            assert source is not None
            name = say(
                "disconnect {source} from {target}",
                source=graph.name_of(source),
                target=graph.name_of(target),
            )
            self.view.wire = None
            self.session.graphs.edit(name, graph.disconnected(target, slot))
        elif ids:
            self.session.graphs.edit(say("delete {what}", what=self._what(ids)), graph.without(ids))

    def cut(self) -> None:
        if self.session.selection:
            self.copy()
            self.session.graphs.edit(
                say("cut {what}", what=self._what(self.session.selection)),
                self.session.graphs.present.without(self.session.selection),
            )

    def copy(self) -> None:
        """The selected nodes to the clipboard, as a file of their own."""
        if self.session.selection:
            part = self.session.graphs.present.part(self.session.selection)
            data = chalk_file.dumps(chalk_file.Document(part))
            mime = QMimeData()
            mime.setData(GRAPH_TYPE, data)
            mime.setText(data.decode())
            QGuiApplication.clipboard().setMimeData(mime)

    def paste(self) -> None:
        """Insert the nodes on the clipboard, and select them."""
        mime = clipboard_content()
        data = bytes(mime.data(GRAPH_TYPE).data()) if mime.hasFormat(GRAPH_TYPE) else b""
        try:
            part = chalk_file.loads(data or mime.text().encode()).graph
        except chalk_file.FileError:
            self.view.show_refusal(
                message("The clipboard holds no nodes."), self.view.viewport().rect().center()
            )
            return
        self._insert(marked("paste {nodes}"), part)

    def duplicate(self) -> None:
        """Copy the selected nodes beside themselves, and select the copies."""
        if self.session.selection:
            part = self.session.graphs.present.part(self.session.selection)
            self._insert(marked("duplicate {nodes}"), part)

    def select_all(self) -> None:
        self.session.select(self.session.graphs.present.nodes)

    def wire(self, source: int, target: int) -> None:
        """Wire a node into the first free input of another."""
        self.session.select([source, target])
        self.wire_selected()

    def wire_selected(self) -> None:
        """Wire every node selected before the last one into the last one."""
        graph, ids = self.session.graphs.present, self.session.selection
        if len(ids) < 2:
            words = message(
                "Select a node, then {ctrl}-click the node it should feed.", **modifiers()
            )
            self.view.show_refusal(words, self.view.viewport().rect().center())
            return
        *sources, target = ids
        try:
            for source in sources:
                graph = graph.connected(source, target, graph.slot_for(source, target))
        except GraphError as error:
            self._refuse(error, target)
            return
        ends = {"source": self._what(sources), "target": graph.name_of(target)}
        self.session.graphs.edit(say("connect {source} to {target}", **ends), graph)

    def make_output(self) -> None:
        """Make the selected node the output."""
        if len(self.session.selection) == 1:
            (id_,) = self.session.selection
            graph = self.session.graphs.present
            name = say("make {node} the output", node=graph.name_of(id_))
            self.session.graphs.edit(name, graph.with_output(id_))

    def toggle_trainable(self) -> None:
        """Have descent change the selected leaves, or leave them alone."""
        graph = self.session.graphs.present
        leaves = [i for i in self.session.selection if graph.nodes[i].op is None]
        trainable = not all(graph.nodes[i].trainable for i in leaves)
        for id_ in leaves:
            graph = graph.with_trainable(id_, trainable)
        template = marked("train {nodes}") if trainable else marked("do not train {nodes}")
        self.session.graphs.edit(say(template, nodes=self._what(leaves)), graph)

    def arrange(self) -> None:
        """Lay the whole graph out anew."""
        graph = self.session.graphs.present
        self.session.graphs.edit(say("arrange"), graph.moved(arranged(graph, self.view.room)))
        self.view.fit()

    def rename(self) -> None:
        if len(self.session.selection) == 1:
            self.view.inline.edit_name(self.session.selection[0])

    def edit_number(self) -> None:
        if len(self.session.selection) == 1:
            self.view.inline.edit_number(self.session.selection[0])

    def select_next(self, way: int, *, add: bool = False) -> None:
        """Select the node after the selected one in the order of the passes, or before it (−1).

        With `add` the others stay selected. From a wire it is the next wire at its ends.
        """
        graph, selected = self.session.graph, self.session.selection
        if self.view.wire and not add:
            wires = self._wires_beside(self.view.wire)
            self.view.select_wire(wires[(wires.index(self.view.wire) + way) % len(wires)])
        elif order := graph.order:
            first = -1 if way > 0 else len(order)
            at = order.index(selected[-1]) if selected else first
            id_ = order[(at + way) % len(order)]
            # The last one is where the next press goes on from.
            others = [other for other in selected if other != id_] if add else []
            self.session.select([*others, id_])
            self.view.show_node(id_)

    def _wires_beside(self, wire: Wire) -> list[Wire]:
        """All wires from where this one comes, and into where it goes, in the order of both."""
        graph, (target, _) = self.session.graph, wire
        inputs = graph.nodes[target].inputs
        source = inputs[wire[1]]
        into = [(target, slot) for slot, other in enumerate(inputs) if other is not None]
        leaving = graph.consumers[source] if source is not None else ()
        return list(dict.fromkeys([*leaving, *into]))

    def follow_wire(self, way: int) -> None:
        """From the selected node to its first wire on that side, from a wire to the node there."""
        graph, wire = self.session.graph, self.view.wire
        if wire:
            end = wire[0] if way > 0 else graph.nodes[wire[0]].inputs[wire[1]]
            if end is not None:
                self.session.select([end])
                self.view.show_node(end)
        elif self.session.selection:
            id_ = self.session.selection[-1]
            inputs = graph.nodes[id_].inputs
            into = [(id_, slot) for slot, source in enumerate(inputs) if source is not None]
            wires = graph.consumers[id_] if way > 0 else into
            if wires:
                self.view.select_wire(wires[0])

    def _insert(self, name: str, part: Graph) -> None:
        try:
            graph, ids = self.session.graphs.present.with_copies(part, self._free_offset(part))
        except GraphError as error:
            self._refuse(error)
            return
        nodes = say(counted("{count} node", "{count} nodes", len(ids)))
        self.session.graphs.edit(say(name, nodes=nodes), graph)
        self.session.select(ids)
        self.view.show_nodes(ids)

    def _free_offset(self, part: Graph) -> tuple[float, float]:
        """How far beside the original a copy stands: not exactly on an earlier one."""
        taken = set(self.session.graphs.present.positions.values())
        for times in itertools.count(1):
            dx, dy = PASTE_OFFSET[0] * times, PASTE_OFFSET[1] * times
            if not any((x + dx, y + dy) in taken for x, y in part.positions.values()):
                break
        return dx, dy

    def _what(self, ids: Iterable[int]) -> str:
        chosen = list(ids)
        graph = self.session.graphs.present
        if len(chosen) == 1:
            return graph.name_of(chosen[0])
        return say(counted("{count} node", "{count} nodes", len(chosen)))

    def _refuse(self, error: GraphError, id_: int | None = None) -> None:
        at = self.view.viewport().rect().center()
        if id_ is not None:
            at = self.view.mapFromScene(
                self.view.graph_scene.nodes[id_].sceneBoundingRect().center()
            )
        self.view.show_refusal(error.reason, at)


def leave_clipboard() -> None:
    """At the end what was copied stays as text: Qt frees the clipboard after Python has gone, and
    what Python made would crash it then.
    """
    clipboard = QGuiApplication.clipboard()
    # What another program has copied is not asked for: one that hangs would hold up the end.
    offscreen = QGuiApplication.platformName() == "offscreen"
    held = clipboard.mimeData() if clipboard.ownsClipboard() or offscreen else None
    if held and held.hasFormat(GRAPH_TYPE):
        clipboard.setText(clipboard.text())
