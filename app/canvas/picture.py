"""Pictures of the graph: PNG, SVG and PDF, drawn by the items of the canvas themselves."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from app.canvas.scene import GraphScene
from app.model.evaluation import evaluate
from app.model.graph import Graph
from app.theme import LIGHT, Tokens

MARGIN = 24.0
SCALE = 2.0
"""Pixels of a PNG per unit of the scene."""
LARGEST_SIDE = 16_384
"""Pixels. A larger PNG would not fit in memory; the scale falls instead."""


def picture(graph: Graph, ending: str, tokens: Tokens = LIGHT) -> bytes:
    """The content of a picture file with one of the endings in PICTURES."""
    scene = GraphScene()
    scene.wear(tokens)
    scene.show_graph(graph, evaluate(graph))
    box = scene.box_of().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    # Into memory first, so that a full disk costs neither the old file nor the truth about it.
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    PICTURES[ending](scene, box, buffer)
    return bytes(buffer.data().data())


def _png(scene: GraphScene, box: QRectF, device: QIODevice) -> None:
    scale = min(SCALE, LARGEST_SIDE / max(box.width(), box.height()))
    size = QSize(max(1, round(box.width() * scale)), max(1, round(box.height() * scale)))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(scene.tokens.color("background"))
    painter = QPainter(image)
    scene.render(painter, QRectF(image.rect()), box)
    painter.end()
    image.save(device, "PNG")


def _svg(scene: GraphScene, box: QRectF, device: QIODevice) -> None:
    generator = QSvgGenerator()
    generator.setOutputDevice(device)
    generator.setTitle("Chalkgrad")
    generator.setSize(box.size().toSize())
    target = QRectF(0.0, 0.0, box.width(), box.height())
    generator.setViewBox(target)
    painter = QPainter(generator)
    painter.fillRect(target, scene.tokens.color("background"))
    scene.render(painter, target, box)
    painter.end()


def _pdf(scene: GraphScene, box: QRectF, device: QIODevice) -> None:
    writer = QPdfWriter(device)
    writer.setTitle("Chalkgrad")
    # A page as large as the graph: 0.75 points a unit, that is 96 units an inch.
    size = QSizeF(box.width() * 0.75, box.height() * 0.75)
    exact = QPageSize.SizeMatchPolicy.ExactMatch
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, "", exact))
    writer.setPageMargins(QMarginsF(), QPageLayout.Unit.Point)
    painter = QPainter(writer)
    scene.render(painter, QRectF(0.0, 0.0, writer.width(), writer.height()), box)
    painter.end()


PICTURES = {".png": _png, ".svg": _svg, ".pdf": _pdf}
"""The ending of a picture file to what draws it."""
