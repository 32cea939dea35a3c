"""Overlay: what a gesture shows on the canvas beside the graph."""

from __future__ import annotations

from PySide6.QtWidgets import QRubberBand

from app.graph.canvas.gestures.gesture import Gesture
from app.graph.canvas.gestures.wire import DrawWire
from app.graph.canvas.items.wire_item import WireItem
from app.graph.canvas.surface import Surface


class Overlay:
    """The box of a selection, and a wire with the port that would take it."""

    def __init__(self, view: Surface):
        self._view = view
        self._band: QRubberBand | None = None
        self._wire: WireItem | None = None

    def show(self, gesture: Gesture) -> None:
        """Show the gesture as far as it has come."""
        self._view.show_refusal(gesture.refusal, gesture.at.pixel)
        if gesture.box is not None:
            if self._band is None:
                self._band = QRubberBand(QRubberBand.Shape.Rectangle, self._view.viewport())
                self._band.show()
            self._band.setGeometry(self._view.mapFromScene(gesture.box).boundingRect())
        if isinstance(gesture, DrawWire) and gesture.dragging:
            self._show_wire(gesture)

    def _show_wire(self, gesture: DrawWire) -> None:
        scene, offer = self._view.graph_scene, gesture.offer
        if self._wire is None:
            self._wire = WireItem()
            scene.addItem(self._wire)
        if gesture.lifted:
            scene.wires[gesture.lifted].setVisible(False)
        for id_, item in scene.nodes.items():
            taking = offer.end[1] if offer.end and offer.end[0] == id_ else None
            item.offer(taking, refused=id_ == offer.refused)
        near = scene.port_at(gesture.anchor.id, gesture.anchor.slot)
        far = scene.port_at(*offer.end) if offer.end else gesture.at.scene
        self._wire.run(*((near, far) if gesture.anchor.is_output else (far, near)))
        self._wire.light("error" if offer.reason else "data")
        self._wire.setZValue(3.0)

    def clear(self, gesture: Gesture) -> None:
        """Show nothing of the gesture any more."""
        if self._band is not None:
            self._band.deleteLater()
            self._band = None
        if self._wire is not None and isinstance(gesture, DrawWire):
            scene = self._view.graph_scene
            scene.removeItem(self._wire)
            self._wire = None
            for item in scene.nodes.values():
                item.offer(None)
            if gesture.lifted in scene.wires:
                scene.wires[gesture.lifted].setVisible(True)
