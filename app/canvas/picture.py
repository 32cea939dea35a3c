"""The picture of a graph, drawn by the items of the canvas themselves."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.canvas.scene import GraphScene
from app.model.evaluation import evaluate
from app.model.graph import Graph
from app.picture import picture
from app.theme import LIGHT, Tokens

MARGIN = 24.0


def graph_picture(graph: Graph, ending: str, tokens: Tokens = LIGHT) -> bytes:
    """The content of a picture file with one of the endings in PICTURES."""
    scene = GraphScene()
    scene.wear(tokens)
    scene.show_graph(graph, evaluate(graph))
    box = scene.box_of().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    target = QRectF(0.0, 0.0, box.width(), box.height())
    # White in the light theme: a handout is printed on paper.
    ground = tokens.color("card")
    return picture(ending, box.size(), ground, lambda painter: scene.render(painter, target, box))
