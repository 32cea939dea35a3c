"""The picture of a graph, drawn by the items of the canvas themselves."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from app.graph.canvas.scene import GraphScene
from app.model.explain.timeline import Moment
from app.model.graph.evaluation import evaluate
from app.model.graph.graph import Graph
from app.ui.rendering import picture
from app.ui.theme import LIGHT

MARGIN = 24.0


def graph_picture(
    graph: Graph, ending: str, moment: Moment | None = None, *, labelled: bool = False
) -> bytes:
    """The content of a picture file with one of the endings in PICTURES.

    It has all numbers, or those that are known at a stop of the timeline; `labelled`, every wire
    has its local derivative.
    """
    tokens = LIGHT
    scene = GraphScene(tokens)
    scene.show_graph(graph, evaluate(graph), moment)
    scene.label_all(labelled)
    box = scene.box_of().adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN)
    target = QRectF(0.0, 0.0, box.width(), box.height())
    # White in the light theme: a handout is printed on paper.
    ground = tokens.color("card")
    return picture(ending, box.size(), ground, lambda painter: scene.render(painter, target, box))
