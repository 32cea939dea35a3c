"""The texts of a node, laid out: kept, as all nodes share them and the mouse brings them back."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QStaticText, QTextOption, QTransform

from app.graph.canvas import geometry as g
from app.ui.theme import fixed_font, text_font
from app.ui.translation import say


@dataclass(frozen=True, slots=True)
class Text:
    """A text in the coordinates of its node, in the colour of a token; `small` ones are left out
    where the node is seen from afar."""

    at: QPointF
    static: QStaticText
    font: QFont
    color: str
    small: bool


@lru_cache
def font_of(name: str) -> QFont:
    """The font of a part of a node."""
    return {
        "badge": text_font(13, bold=True),
        "name": text_font(16, bold=True),
        "formula": text_font(11),
        "word": text_font(12),
        "figure": fixed_font(16, bold=True),
        "tag": text_font(12, bold=True),
        "note": text_font(12),
    }[name]


@lru_cache(maxsize=8192)
def laid_out(text: str, font: str, width: float = -1.0) -> tuple[QStaticText, QSizeF]:
    """A text laid out, in the middle of `width` if one is given, and its size. Shared by all nodes:
    numbers come and go with the mouse, and names are many times the same.
    """
    static = QStaticText(text)
    static.setTextFormat(Qt.TextFormat.PlainText)
    if width > 0.0:
        static.setTextWidth(width)
        static.setTextOption(QTextOption(Qt.AlignmentFlag.AlignHCenter))
    static.prepare(QTransform(), font_of(font))
    return static, static.size()


@lru_cache
def tag_room() -> QRectF:
    """Where the word for the output stands, above the middle of the node."""
    spare = QFontMetricsF(font_of("tag")).horizontalAdvance(say("output")) + 20.0
    more = max(0.0, spare - g.OUTPUT_TAG.width()) / 2
    return g.OUTPUT_TAG.adjusted(-more, 0.0, more, 0.0)


def placed(
    text: str, font: str, color: str, room: QRectF, part: float = 0.0, *, small: bool = False
) -> Text:
    """A text in the middle of the height of `room`; `part` of the spare width is left of it."""
    static, size = laid_out(text, font)
    left = room.left() + (room.width() - size.width()) * part
    at = QPointF(left, room.center().y() - size.height() / 2)
    return Text(at, static, font_of(font), color, small)


@lru_cache(maxsize=8192)
def head(badge: str, leaf: bool, name: str, formula: str) -> tuple[QRectF, tuple[Text, ...]]:
    """Where the badge of a node is, and the texts that no number changes."""
    wide = QFontMetricsF(font_of("badge")).horizontalAdvance(badge)
    ground = QRectF(10.0, 7.0, max(wide + 16.0, 34.0), 24.0)
    texts = [placed(badge, "badge", "leaf" if leaf else "op", ground, 0.5)]
    left = ground.right() + 8.0
    room = QRectF(left, 3.0, g.WIDTH - 12.0 - left, 32.0)
    metrics = QFontMetricsF(font_of("name"))
    name = metrics.elidedText(name, Qt.TextElideMode.ElideRight, room.width())
    texts.append(placed(name, "name", "text", room))
    spare = room.width() - metrics.horizontalAdvance(name) - 8.0
    if QFontMetricsF(font_of("formula")).horizontalAdvance(formula) < spare:
        texts.append(placed(formula, "formula", "muted", room, 1.0, small=True))
    return ground, tuple(texts)


@lru_cache
def row_words() -> tuple[Text, ...]:
    """The words before the two numbers."""
    rows = (("data", g.DATA_ROW), ("grad", g.GRAD_ROW))
    return tuple(
        placed(word, "word", word, row.adjusted(4.0, 0.0, 0.0, 0.0), small=True)
        for word, row in rows
    )
