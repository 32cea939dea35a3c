"""Faces: what a node of a graph shows."""

from __future__ import annotations

from app.graph.canvas.items.node_item import NodeFace
from app.model.explain.inspection import sum_received
from app.model.explain.mistakes import MistakenPass
from app.model.explain.rounding import result_note
from app.model.graph.evaluation import Evaluation
from app.model.graph.graph import Graph
from app.model.graph.symbols import formula
from app.model.numbers import number
from app.ui.translation import say
from engine.core.messages import message


def face_of(
    graph: Graph, evaluation: Evaluation, broken: MistakenPass | None, id_: int
) -> NodeFace:
    """What a node shows of its numbers, and the gradient of a mistake if one is on."""
    node = graph.nodes[id_]
    problem = evaluation.problems.get(id_)
    note = problem or evaluation.waiting.get(id_)
    grad = evaluation.grad.get(id_)
    mistaken = broken is not None and id_ in broken.differing and not note
    if broken and mistaken:
        note = message("the right gradient is {right}", right=number(grad))
        grad = broken.wrong.get(id_)
    received = ""
    if not note and len(graph.consumers[id_]) > 1:
        received = sum_received(graph, evaluation, id_)
    if not (note or received) and result_note(graph, evaluation, id_):
        note = message("floating-point rounding")
    return NodeFace(
        node,
        _formula(graph, id_),
        evaluation.data.get(id_),
        grad,
        say(note) if note else received,
        wrong=problem is not None,
        mistaken=mistaken,
        summed=bool(received),
        output=id_ == graph.output,
        wired_out=bool(graph.consumers[id_]),
    )


def _formula(graph: Graph, id_: int) -> str:
    """The op with the names of its inputs, `a·b`; nothing while one is missing."""
    node = graph.nodes[id_]
    if node.op is None or None in node.inputs:
        return ""
    return formula(graph, id_).replace(" ", "")
