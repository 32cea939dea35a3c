"""TimelineStrip: all stops of the timeline side by side, to click and to scrub."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from itertools import groupby

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.model.explain.timeline import Stop, Timeline
from app.model.graph.graph import Graph
from app.model.graph.symbols import formula, spoken
from app.ui.theme import current_tokens, fixed_font, text_font
from app.ui.translation import say

BLOCK, CAPTION, GAP = 34.0, 22.0, 4.0
WIDEST = 128.0
CURRENT, REACHED, AHEAD = 1.0, 0.26, 0.08
"""How much of its colour a block holds."""
SEPARATE = 3.0
"""Pixels below which blocks are not drawn one by one."""
READABLE = 44.0
"""Pixels a block must be wide for words in it; narrower ones stand for themselves."""


class TimelineStrip(QWidget):
    """Blocks for the stops: blue for the forward pass, orange for the seed and the backward pass.

    They share the width: a dozen have words in them, hundreds are lines; the current one keeps
    its words either way.
    """

    scrubbed = Signal(int)
    """The position of the stop under the cursor."""

    def __init__(self, parent: QWidget | None = None):
        super().__init__(parent)
        self._timeline: Timeline | None = None
        self._runs: list[tuple[str, int, int]] = []
        """The token of a colour, and the first and the last of the stops in a row that have it."""
        self._position: int | None = None
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(say("Timeline"))

    def sizeHint(self) -> QSize:
        return QSize(400, round(BLOCK + CAPTION + 4))

    def show_timeline(self, timeline: Timeline) -> None:
        if self._timeline is None or timeline.stops is not self._timeline.stops:
            self._runs = list(_runs(timeline.stops))
        self._timeline = timeline
        self.update()

    def show_position(self, position: int | None) -> None:
        self._position = position
        self.update()

    def block(self, position: int) -> QRectF:
        """Where the block of a stop is; the start has none and stands before the first."""
        count = len(self._timeline.stops) - 1 if self._timeline else 0
        if count < 1:
            return QRectF()
        pitch = min(self.width() / count, WIDEST)
        gap = GAP if pitch > 12 else 1.0 if pitch > 3 else 0.0
        return QRectF((position - 1) * pitch, 1.0, max(pitch - gap, 1.0), BLOCK)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._timeline or len(self._timeline.stops) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        current = self._position
        positions = range(1, len(self._timeline.stops))
        if self.block(1).width() < SEPARATE:
            self._paint_runs(painter)
        else:
            for position in positions:
                if position != current:
                    self._paint_block(painter, position, current=False)
        if current is not None and current in positions:
            self._paint_block(painter, current, current=True)
        self._paint_captions(painter)
        painter.end()

    def _paint_runs(self, painter: QPainter) -> None:
        """The blocks where they are too narrow to be told apart: those of one colour as one."""
        assert self._timeline is not None
        reached = len(self._timeline.stops) if self._position is None else self._position
        for token, first, last in self._runs:
            for start, end, share in (
                (first, min(last, reached), REACHED), (max(first, reached + 1), last, AHEAD)
            ):  # fmt: skip
                if start <= end:
                    left, right = self.block(start).left(), self.block(end).right()
                    color = current_tokens().mixed(token, share)
                    painter.fillRect(QRectF(left, 1.0, right - left, BLOCK), color)

    def _paint_block(self, painter: QPainter, position: int, *, current: bool) -> None:
        assert self._timeline is not None
        stop = self._timeline.stops[position]
        tokens = current_tokens()
        box = self.block(position)
        if current and box.width() < READABLE:
            # The current stop is known by its words, however narrow its share is.
            middle = min(max(box.center().x(), READABLE), self.width() - READABLE)
            box = QRectF(middle - READABLE, box.top(), 2 * READABLE, box.height())
        reached = self._position is None or position <= self._position
        kind, share = _token(stop), REACHED if reached else AHEAD
        painter.setPen(QPen(tokens.color("now"), 2.5) if current else Qt.PenStyle.NoPen)
        painter.setBrush(tokens.mixed(kind, CURRENT if current else share))
        radius = min(6.0, box.width() / 3)
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1) if current else box, radius, radius)
        if box.width() < READABLE:
            return
        painter.setFont(fixed_font(12, bold=True))
        painter.setPen(tokens.color("on_data" if current else "text" if reached else "muted"))
        text = painter.fontMetrics().elidedText(
            caption(self._timeline.graph, stop), Qt.TextElideMode.ElideRight, int(box.width()) - 8
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_captions(self, painter: QPainter) -> None:
        assert self._timeline is not None
        painter.setFont(text_font(12))
        forward, backward = self._timeline.counts()
        for first, count, token, words in (
            (1, forward, "data", say("forward pass")),
            (forward + 1, backward, "grad", say("backward pass (reverse topological order)")),
        ):
            if count:
                left = self.block(first).left()
                painter.setPen(current_tokens().color(token))
                place = QRectF(left, BLOCK + 4.0, self.width() - left, CAPTION)
                painter.drawText(place, Qt.AlignmentFlag.AlignLeft, words)

    def _position_at(self, x: float) -> int:
        assert self._timeline is not None
        pitch = self.block(2).left() or self.width()
        return max(0, min(int(x // pitch) + 1, len(self._timeline.stops) - 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._scrub(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(event)

    def _scrub(self, event: QMouseEvent) -> None:
        if self._timeline and self._timeline.stops:
            self.scrubbed.emit(self._position_at(event.position().x()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self._timeline and len(self._timeline.stops) > 1:
            stop = self._timeline.stops[self._position_at(event.pos().x())]
            words = html.escape(caption(self._timeline.graph, stop))
            QToolTip.showText(event.globalPos(), f"<span>{words}</span>", self)
            return True
        return super().event(event)


def _runs(stops: Sequence[Stop]) -> Iterator[tuple[str, int, int]]:
    """Stops of one colour in a row, without the start."""
    first = 1
    for token, run in groupby(map(_token, stops[1:])):
        count = sum(1 for _ in run)
        yield token, first, first + count - 1
        first += count


def _token(stop: Stop) -> str:
    return {"forward": "data", "stuck": "error"}.get(stop.kind, "grad")


def caption(graph: Graph, stop: Stop) -> str:
    """What a block says: `e = a·b`, `seed 1`, `at e`."""
    name = spoken(graph, stop.id)
    if stop.kind == "forward" and graph.nodes[stop.id].label:
        return f"{name} = {formula(graph, stop.id)}"
    return {
        "seed": say("seed 1"),
        "backward": say("at {node}", node=name),
        "stuck": f"{name} ?",
    }.get(stop.kind, name)
