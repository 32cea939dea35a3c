"""Player: where the timeline stands, and playing along it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from app.model.explain.timeline import Moment, Timeline
from app.state.session import Session

SLOWEST, FASTEST = 0.25, 4.0
"""Steps a second."""


class Player(QObject):
    """Holds the timeline of the session's graph and a place on it; None is live, all is shown."""

    moved = Signal(object)
    """The Moment that is shown from now on; None for live."""
    rebuilt = Signal(object)
    """The Timeline of another graph."""
    playing_changed = Signal(bool)

    def __init__(self, session: Session, parent: QObject | None = None):
        super().__init__(parent)
        self._session = session
        self.timeline = Timeline(session.graph, session.evaluation)
        self.position: int | None = None
        self.speed = 1.0
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        session.changed.connect(self._rebuild)
        session.opened.connect(self.go_live)

    @property
    def playing(self) -> bool:
        """Whether it steps forward by itself."""
        return self._timer.isActive()

    @property
    def last(self) -> int:
        """The position of the last stop."""
        return len(self.timeline.stops) - 1

    def moment(self) -> Moment | None:
        """The numbers as they are shown at the present stop; None while live."""
        return None if self.position is None else self.timeline.moment(self.position)

    def go_to(self, position: int) -> None:
        """Stand at a stop; past an end, at the end. Nothing without an output."""
        if self.last < 0:
            return
        position = max(0, min(position, self.last))
        if position != self.position:
            self.position = position
            self.moved.emit(self.moment())

    def go_live(self) -> None:
        """Show all of it again."""
        self.pause()
        if self.position is not None:
            self.position = None
            self.moved.emit(None)

    def step(self, by: int) -> None:
        """One stop on or back; a step taken by hand ends the playing."""
        self.pause()
        if self.position is None:
            self.go_to(0 if by > 0 else self.last)
        else:
            self.go_to(self.position + by)

    def home(self) -> None:
        """Go to the first stop."""
        self.pause()
        self.go_to(0)

    def end(self) -> None:
        """Go to the last stop."""
        self.pause()
        self.go_to(self.last)

    def play_or_pause(self) -> None:
        """Pause if it plays; else play, from the first stop where it is live or at the last one."""
        if self.playing:
            self.pause()
        elif self.last >= 0:
            if self.position is None or self.position == self.last:
                self.go_to(0)
            self._timer.start(self._interval())
            self.playing_changed.emit(True)

    def pause(self) -> None:
        """Stop playing, and stay at the present stop."""
        if self.playing:
            self._timer.stop()
            self.playing_changed.emit(False)

    def set_speed(self, speed: float) -> None:
        """Steps a second."""
        self.speed = max(SLOWEST, min(speed, FASTEST))
        if self.playing:
            self._timer.start(self._interval())

    def _interval(self) -> int:
        return round(1000 / self.speed)

    def _tick(self) -> None:
        assert self.position is not None
        self.go_to(self.position + 1)
        if self.position == self.last:
            self.pause()

    def _rebuild(self) -> None:
        if self._session.evaluation is self.timeline.evaluation:
            # Nodes were moved, and no more.
            return
        stop = None if self.position is None else self.timeline.stops[self.position]
        self.timeline = Timeline(self._session.graph, self._session.evaluation, self.timeline)
        if stop is not None and self.position is not None:
            if self.last < 0:
                self.go_live()
            else:
                self.position = self.timeline.index_of(stop, self.position)
                self.moved.emit(self.moment())
        self.rebuilt.emit(self.timeline)
