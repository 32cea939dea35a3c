"""Pictures of the graph: PNG, SVG and PDF, drawn by the items of the canvas themselves."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgGenerator

from app.canvas.scene import GraphScene
from app.model.evaluation import evaluate
from app.model.files import FileError
from app.model.graph import Graph
from app.model.words import message
from app.theme import LIGHT, Tokens

MARGIN = 24.0
SCALE = 2.0
"""Pixels of a PNG per unit of the scene."""
LARGEST_SIDE = 16_384
"""Pixels. A larger PNG would not fit in memory; the scale falls instead."""

PICTURES = (".png", ".svg", ".pdf")


def write_picture(graph: Graph, path: Path, tokens: Tokens = LIGHT) -> None:
    """Draw `graph` to a file, by its ending. Raises FileError if it can't be written."""
    scene = GraphScene()
    scene.wear(tokens)
    scene.show_graph(graph, evaluate(graph))
    box = scene.box_of().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    {".png": _png, ".svg": _svg, ".pdf": _pdf}[path.suffix.lower()](scene, box, path)
    if not path.is_file() or not path.stat().st_size:
        raise FileError(message("{path} could not be written.", path=path))


def _png(scene: GraphScene, box: QRectF, path: Path) -> None:
    scale = min(SCALE, LARGEST_SIDE / max(box.width(), box.height()))
    size = QSize(max(1, round(box.width() * scale)), max(1, round(box.height() * scale)))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(scene.tokens.color("background"))
    painter = QPainter(image)
    scene.render(painter, QRectF(image.rect()), box)
    painter.end()
    if not image.save(str(path), "PNG"):
        raise FileError(message("{path} could not be written.", path=path))


def _svg(scene: GraphScene, box: QRectF, path: Path) -> None:
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setTitle("Chalkgrad")
    generator.setSize(box.size().toSize())
    generator.setViewBox(QRectF(0.0, 0.0, box.width(), box.height()))
    painter = QPainter()
    if not painter.begin(generator):
        raise FileError(message("{path} could not be written.", path=path))
    target = QRectF(0.0, 0.0, box.width(), box.height())
    painter.fillRect(target, scene.tokens.color("background"))
    scene.render(painter, target, box)
    painter.end()


def _pdf(scene: GraphScene, box: QRectF, path: Path) -> None:
    writer = QPdfWriter(str(path))
    writer.setTitle("Chalkgrad")
    # A page as large as the graph: 0.75 points a unit, that is 96 units an inch.
    size = QSizeF(box.width() * 0.75, box.height() * 0.75)
    writer.setPageSize(
        QPageSize(size, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    )
    writer.setPageMargins(QMarginsF(), QPageLayout.Unit.Point)
    painter = QPainter()
    if not painter.begin(writer):
        raise FileError(message("{path} could not be written.", path=path))
    scene.render(painter, QRectF(0.0, 0.0, writer.width(), writer.height()), box)
    painter.end()
