"""Graphs for the tests of the timeline, and what it says of them."""

from collections.abc import Sequence

from app.model.explain.timeline import Timeline
from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from app.model.graph.node import Node
from engine.core.ops import OPS
from tests.engine.strategies import Plan

AT_WHICH = {"log": [0.5], "sqrt": [0.25], "**": [1.5, -2.0]}
"""Inputs for an op that is not defined at −1.5 and 0.5."""


def graph_of(plan: Plan) -> Graph:
    """A plan as a graph: ids from 1, every third node named, the last one the output."""
    values = plan.nodes()
    nodes = {}
    for index, value in enumerate(values):
        step = plan.steps[index - len(plan.leaves)] if value.op else None
        inputs = tuple(i + 1 for i in step[1]) if step else ()
        data = value.data if step is None else 0.0
        nodes[index + 1] = Node(index + 1, value.label or "", value.op, data, True, inputs)
    return Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)), len(nodes))


def graph_with(text: str, **leaves: float) -> Graph:
    """The graph of an expression, with numbers in its leaves."""
    graph = from_text(text, Graph())
    for label, data in leaves.items():
        graph = graph.with_data(graph.by_label(label), data)
    return graph


def one_op(name: str, labels: Sequence[str] = "abe") -> Graph:
    """One op, called e, on leaves called a and b."""
    op = OPS[name]
    numbers = AT_WHICH.get(name, [-1.5, 0.5])[: op.arity]
    nodes = {k + 1: Node(k + 1, labels[k], data=number) for k, number in enumerate(numbers)}
    nodes[9] = Node(9, labels[2], name, inputs=tuple(nodes))
    return Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)))


def timeline_of(graph: Graph) -> Timeline:
    return Timeline(graph, evaluate(graph))


def sentences(graph: Graph) -> list[str]:
    """All sentences of a timeline, in their order."""
    timeline = timeline_of(graph)
    moments = map(timeline.moment, range(len(timeline.stops)))
    return [str(sentence) for moment in moments for sentence in moment.sentences]
