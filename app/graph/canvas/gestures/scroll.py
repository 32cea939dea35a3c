"""Scroll: what a scroll does is chosen when it begins, and kept until it ends."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication, QInputDevice, QWheelEvent

NOTCH = 120
"""What Qt counts for one notch of a wheel."""
PIXELS_A_NOTCH = 60.0
"""Pixels that a sideways notch pans."""
PAUSE = 400
"""Milliseconds after which a wheel that reports no phases begins anew."""
_STILL = 4.0
"""Pixels that the mouse may stray meanwhile."""


class Target(Enum):
    """What a scroll changes."""

    PAN = auto()
    ZOOM = auto()
    NUMBER = auto()


class Scroll:
    """The scroll in progress: its target, and for a number the id of the leaf.

    A touchpad tells when a scroll begins and ends. A wheel does not: its turns are one scroll while
    the mouse rests and no turn is `PAUSE` later than the one before.
    """

    def __init__(self) -> None:
        self.target = Target.ZOOM
        self.id = 0
        self._at = QPointF()
        self._time = -PAUSE

    def begins(self, event: QWheelEvent) -> bool:
        """Whether this event is the first of a scroll: then `start` is to say what it is about."""
        phase, time, at = event.phase(), event.timestamp(), event.position()
        gap, way = time - self._time, at - self._at
        self._time, self._at = time, at
        if phase == Qt.ScrollPhase.NoScrollPhase:
            return not 0 <= gap < PAUSE or way.manhattanLength() > _STILL
        return phase == Qt.ScrollPhase.ScrollBegin

    def start(self, event: QWheelEvent, leaf: int | None) -> None:
        """`leaf` is the selected leaf whose number lies under the mouse, if one does.

        A wheel turns the number or zooms; a touchpad, and a wheel that is turned sideways, pan.
        """
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        sideways = event.angleDelta().y() == 0 and event.angleDelta().x() != 0
        if leaf is not None and not sideways:
            self.target, self.id = Target.NUMBER, leaf
        elif sideways or (is_touchpad(event) and not control):
            self.target = Target.PAN
        else:
            self.target = Target.ZOOM


def is_touchpad(event: QWheelEvent) -> bool:
    """Whether fingers scroll, and not a wheel."""
    if event.device().type() == QInputDevice.DeviceType.TouchPad:
        return True
    # X11 gives pixels for wheels as well.
    pixels = not event.pixelDelta().isNull() and QGuiApplication.platformName() != "xcb"
    return pixels or event.phase() != Qt.ScrollPhase.NoScrollPhase


def distance(event: QWheelEvent) -> QPointF:
    """How far a scroll goes, in pixels."""
    if not event.pixelDelta().isNull():
        return QPointF(event.pixelDelta())
    return QPointF(event.angleDelta()) * (PIXELS_A_NOTCH / NOTCH)
