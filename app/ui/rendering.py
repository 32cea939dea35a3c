"""Pictures: what a painter draws, as the content of a PNG, SVG or PDF file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from html import escape, unescape

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)
from PySide6.QtSvg import QSvgGenerator

SCALE = 2.0
"""Pixels of a PNG per unit of the drawing."""
LARGEST_SIDE = 16_384
"""Pixels. A larger PNG would not fit in memory; the scale falls instead."""

Paint = Callable[[QPainter], None]


def picture(ending: str, size: QSizeF, ground: QColor, paint: Paint) -> bytes:
    """The content of a picture file with one of the endings in PICTURES.

    `paint` draws on the ground, from (0, 0) to `size`.
    """
    # Into memory first, so that a full disk costs neither the old file nor the truth about it.
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    PICTURES[ending](buffer, size, ground, paint)
    return bytes(buffer.data().data())


def _png(device: QIODevice, size: QSizeF, ground: QColor, paint: Paint) -> None:
    scale = min(SCALE, LARGEST_SIDE / max(size.width(), size.height()))
    pixels = QSize(max(1, round(size.width() * scale)), max(1, round(size.height() * scale)))
    image = QImage(pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(ground)
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint(painter)
    painter.end()
    QImageWriter(device, QByteArray(b"PNG")).write(image)


def _svg(device: QIODevice, size: QSizeF, ground: QColor, paint: Paint) -> None:
    # The older version can't clip.
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    written = QBuffer()
    generator.setOutputDevice(written)
    # What an item has recorded is meant for the screen, and grows or shrinks with another one.
    screen = QGuiApplication.primaryScreen()
    generator.setResolution(round(screen.logicalDotsPerInch()))
    generator.setTitle("Chalkgrad")
    generator.setSize(size.toSize())
    whole = QRectF(0.0, 0.0, size.width(), size.height())
    generator.setViewBox(whole)
    painter = QPainter(generator)
    painter.fillRect(whole, ground)
    paint(painter)
    painter.end()
    text = bytes(written.data().data()).decode(errors="replace")
    device.write(_for_any_program(text, generator.size()).encode())


_MEASURED = 100
"""Pixels of a font whose texts are measured: at the size of the text itself widths are rounded."""
_SIZE = re.compile(r'<svg width="[^"]*" height="[^"]*"')
_GROUP = re.compile(
    r'(<g [^>]*transform=")(matrix\([^)]*\))("[^>]*>)((?:(?!</?g[ >]).)*)', re.DOTALL
)
_ELEMENT = re.compile(r"<(?=\w)")
_FIXED_STROKE = ' vector-effect="non-scaling-stroke"'
_PLACES = re.compile(r' (?:d|points)="[^"]*"')
_PLACE = re.compile(r"(-?[\d.]+(?:e[+-]?\d+)?),(-?[\d.]+(?:e[+-]?\d+)?)")
_TEXT = re.compile(r"<text ([^>]*)>([^<]*)</text>")
_FAMILY = re.compile(r'font-family="([^"]*)"')
_ATTRIBUTE = re.compile(r'font-(family|size|weight|style)="([^"]*)"')
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _for_any_program(svg: str, size: QSize) -> str:
    """The SVG of Qt, for programs that have other fonts or less of SVG.

    Its size is in pixels. After the font of this system comes a generic one that every program
    knows; a text drawn in that takes the width that it was measured to have. A line whose width
    no transform is to change stands where the transform would put it.
    """
    svg = _NOT_IN_XML.sub("\ufffd", svg)
    svg = _SIZE.sub(f'<svg width="{size.width()}" height="{size.height()}"', svg, count=1)
    svg = _TEXT.sub(_with_length, svg)
    if _FIXED_STROKE in svg:
        svg = _GROUP.sub(_transformed, svg)
    return _FAMILY.sub(lambda found: f'font-family="{_families(found[1])}"', svg)


def _transformed(found: re.Match[str]) -> str:
    """A group of Qt's with the coordinates of such lines transformed: librsvg and others would
    scale the width of the lines."""
    start, matrix, end, content = found.groups()
    if _FIXED_STROKE not in content:
        return found.group()
    a, b, c, d, e, f = map(float, matrix[len("matrix(") : -1].split(","))

    def placed(place: re.Match[str]) -> str:
        x, y = map(float, place.groups())
        return f"{a * x + c * y + e:g},{b * x + d * y + f:g}"

    def element(text: str) -> str:
        if _FIXED_STROKE in text:
            plain = text.replace(_FIXED_STROKE, "")
            return _PLACES.sub(lambda places: _PLACE.sub(placed, places.group()), plain)
        name, space, rest = text.partition(" ")
        return f'{name} transform="{matrix}"{space}{rest}' if space else text

    blank, *elements = _ELEMENT.split(content)
    shown = "".join(f"<{element(text)}" for text in elements)
    return f"{start}matrix(1,0,0,1,0,0){end}{blank}{shown}"


def _with_length(found: re.Match[str]) -> str:
    attributes, text = found.groups()
    given = dict(_ATTRIBUTE.findall(attributes))
    font = QFont(unescape(given["family"]))
    font.setPixelSize(_MEASURED)
    font.setBold(int(given["weight"]) > QFont.Weight.Medium.value)
    font.setItalic(given["style"] != "normal")
    width = QFontMetricsF(font).horizontalAdvance(unescape(text)) * float(given["size"]) / _MEASURED
    length = f'textLength="{width:g}" lengthAdjust="spacingAndGlyphs" ' if width else ""
    return f"<text {length}{attributes}>{text}</text>"


@lru_cache
def _families(name: str) -> str:
    """The font that stands behind a name here, and the generic one for other systems."""
    font = QFont(unescape(name))
    family = QFontInfo(font).family()
    # A font of macOS whose name begins with a point can't be asked for.
    own = "system-ui" if family.startswith(".") else f"'{escape(family)}'"
    # Measured, as not every font with letters of one width says so.
    font.setPixelSize(_MEASURED)
    narrow, wide = map(QFontMetricsF(font).horizontalAdvance, "iM")
    return f"{own}, {'monospace' if narrow == wide else 'sans-serif'}"


def _pdf(device: QIODevice, size: QSizeF, _ground: QColor, paint: Paint) -> None:
    """On white paper, as it is printed."""
    writer = QPdfWriter(device)
    writer.setTitle("Chalkgrad")
    # A page as large as the drawing: 0.75 points a unit, that is 96 units an inch.
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(size * 0.75, QPageSize.Unit.Point, "", exact))
    writer.setPageMargins(QMarginsF(), QPageLayout.Unit.Point)
    painter = QPainter(writer)
    scale = min(writer.width() / size.width(), writer.height() / size.height())
    painter.scale(scale, scale)
    paint(painter)
    painter.end()


PICTURES: Mapping[str, Callable[[QIODevice, QSizeF, QColor, Paint], None]] = {
    ".png": _png,
    ".svg": _svg,
    ".pdf": _pdf,
}
"""The ending of a picture file to what draws it."""
