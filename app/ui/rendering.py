"""Pictures: what a painter draws, as the content of a PNG, SVG or PDF file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import (
    QColor,
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
    generator.setOutputDevice(device)
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
