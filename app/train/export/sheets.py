"""Sheets: each picture of the Train tab by itself, with its title, its legend and its axes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QTextDocument

from app.model.numbers import number
from app.train.loss.plot import LossPlot
from app.train.network.card import NetworkCard
from app.train.network.painter import NetworkPainter
from app.train.points.card import PointCard
from app.train.points.chart import Chart
from app.train.points.fitted_curve import ticks
from app.train.points.plane import Plane
from app.ui.rendering import SCALE, picture
from app.ui.theme import Tokens, text_font
from app.ui.translation import say
from engine.learning.run import Run

_MARGIN, _GAP = 20.0, 8.0
_TITLE, _LINE = 16, 12
"""Sizes of the words, in pixels."""
_LEFT, _BELOW = 52.0, 40.0
"""Room beside a chart for the numbers of an axis and its name."""

_CENTRE = Qt.AlignmentFlag.AlignCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture with a title and a legend, which is rich text; `paint` fills `size`."""

    title: str
    legend: str
    size: QSizeF
    paint: Callable[[QPainter], None]


def sheet_picture(sheet: Sheet, ending: str, tokens: Tokens) -> bytes:
    """The content of a picture file: the sheet on the colour of a card."""
    legend = QTextDocument()
    legend.setDefaultFont(text_font(_LINE))
    legend.setDocumentMargin(0.0)
    legend.setHtml(f'<div style="color:{tokens.muted}">{sheet.legend}</div>')
    legend.setTextWidth(sheet.size.width())
    below_title = _TITLE + 2 * _GAP
    top = below_title + legend.size().height() + _GAP

    def paint(painter: QPainter) -> None:
        painter.translate(_MARGIN, _MARGIN)
        painter.setPen(tokens.color("text"))
        painter.setFont(text_font(_TITLE, bold=True))
        painter.drawText(QPointF(0.0, _TITLE), sheet.title)
        painter.translate(0.0, below_title)
        legend.drawContents(painter)
        painter.translate(0.0, top - below_title)
        sheet.paint(painter)

    around = QSizeF(2 * _MARGIN, 2 * _MARGIN + top)
    return picture(ending, sheet.size + around, tokens.color("card"), paint)


def loss_sheet(plot: LossPlot) -> Sheet:
    """The loss as it is shown: the same zoom, the same scale, the same earlier runs."""
    size = QSizeF(plot.plot.viewport().size())
    return Sheet(say("Loss"), plot.words, size, plot.plot.draw)


def points_sheet(card: PointCard) -> Sheet:
    """The points and what the network answers, with axes."""
    board = card.board
    chart, answer = board.chart, board.answer
    assert chart

    def paint(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(_LEFT, 0.0)
        painter.save()
        painter.setClipRect(QRectF(0.0, 0.0, *chart.size))
        chart.paint_ground(painter)
        if answer is not None:
            chart.paint_answer(painter, answer)
        chart.paint_marks(painter, chart.samples)
        painter.restore()
        _paint_axes(painter, chart)

    width, height = chart.size
    size = QSizeF(width + _LEFT, height + _BELOW)
    return Sheet(card.heading.text(), card.legend.text(), size, paint)


def network_sheet(card: NetworkCard, run: Run, tokens: Tokens) -> Sheet:
    """The network, its lines showing what they show on the screen."""
    size = card.view.size()
    painted = NetworkPainter(run, tokens, size, SCALE)
    hidden = zip(run.settings.hidden, run.settings.activations, strict=True)
    layers = [str(run.dataset.inputs), *(f"{count} {name}" for count, name in hidden), "1"]
    title = say("Network")
    return Sheet(
        f"{title}  {' – '.join(layers)}",
        card.lines_words,
        QSizeF(size),
        lambda painter: painted.paint(painter, card.view.numbers, kept=True),
    )


def _paint_axes(painter: QPainter, chart: Chart) -> None:
    """A frame with names at its sides; and numbers, where the chart itself has none."""
    (width, height), tokens = chart.size, chart.tokens
    painter.setPen(tokens.color("line"))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(0.5, 0.5, width - 1, height - 1))
    painter.setPen(tokens.color("muted"))
    painter.setFont(text_font(_LINE))
    across, up = ("x₁", "x₂") if isinstance(chart, Plane) else ("x", "y")
    painter.drawText(QRectF(0.0, height + 20, width, 20), _CENTRE, across)
    painter.drawText(QRectF(-_LEFT, height / 2 - 10, 16, 20), _CENTRE, up)
    if isinstance(chart, Plane):
        _paint_numbers(painter, chart)


def _paint_numbers(painter: QPainter, chart: Plane) -> None:
    height = chart.size[1]
    (left, bottom), (right, top) = chart.shown.tolist()
    for x in ticks(left, right):
        at = chart.at((x, bottom)).x()
        painter.drawLine(QPointF(at, height), QPointF(at, height + 4))
        painter.drawText(QRectF(at - 30, height + 4, 60, 16), _CENTRE, number(x))
    for y in ticks(bottom, top):
        at = chart.at((left, y)).y()
        painter.drawLine(QPointF(-4, at), QPointF(0, at))
        painter.drawText(QRectF(-_LEFT, at - 8, _LEFT - 7, 16), _RIGHT, number(y))
