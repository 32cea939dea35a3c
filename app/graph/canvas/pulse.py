"""Pulse: the pulse that runs along the lit wires, the way the numbers go."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QVariantAnimation

from app.graph.canvas.scene import GraphScene
from app.model.explain.timeline import Moment
from app.model.graph.node import Wire

LASTS = 240
"""Milliseconds."""


class Pulse:
    """Left to right in the forward pass, right to left in the backward pass; off if not wanted."""

    def __init__(self, scene: GraphScene):
        self.wanted = True
        self._scene = scene
        self._wires: frozenset[Wire] = frozenset()
        self._backward = False
        self._animation = QVariantAnimation()
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.setDuration(LASTS)
        self._animation.setEasingCurve(QEasingCurve.Type.InOutQuad)
        self._animation.valueChanged.connect(self._run)
        self._animation.finished.connect(lambda: self._place(None))

    def start(self, moment: Moment | None) -> None:
        self._animation.stop()
        self._place(None)
        self._wires = moment.lit if moment else frozenset()
        self._backward = bool(moment and moment.backward)
        if self.wanted and self._wires:
            self._animation.start()

    def _run(self, share: float) -> None:
        self._place(1.0 - share if self._backward else share)

    def _place(self, along: float | None) -> None:
        for wire in self._wires:
            item = self._scene.wires.get(wire)
            if item:
                item.pulse(along)
