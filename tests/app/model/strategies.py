"""Random graphs for hypothesis: every op, shared and loose nodes, labels of every kind."""

from __future__ import annotations

from hypothesis import strategies as st

from app.model.graph.graph import Graph
from app.model.graph.node import Node
from engine.core.ops import OPS

NUMBERS = st.sampled_from([-2.0, -1.0, -0.0, 0.0, 0.5, 1.0, 3.0, 1e-7, 3e22]) | st.floats(-4, 4)
LABELS = st.sampled_from(
    [
        "",
        "",
        "",
        "a",
        "b",
        "e",
        "L",
        "x 1",
        "tanh",
        "for",
        "_1",
        "λ",
        "7",
        'q"',
        "l·l",
        "Value",
        "n" * 60,
    ]
)
PLACES = st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4))


@st.composite
def graphs(draw: st.DrawFn, wired: bool = True, most: int = 12) -> Graph:
    """Graphs of one node or more; with every slot filled if `wired`."""
    nodes: dict[int, Node] = {}
    for id_ in draw(st.lists(st.integers(1, 99), min_size=1, max_size=most, unique=True)):
        label = draw(LABELS)
        if not nodes or draw(st.integers(0, 2)) == 0:
            nodes[id_] = Node(id_, label, data=draw(NUMBERS), trainable=draw(st.booleans()))
            continue
        op = OPS[draw(st.sampled_from(list(OPS)))]
        source = st.sampled_from(list(nodes))
        slot = source if wired else st.none() | source
        nodes[id_] = Node(id_, label, op.name, inputs=tuple(draw(slot) for _ in range(op.arity)))
    chosen = draw(st.none() | st.sampled_from(list(nodes)))
    return Graph(nodes, {id_: draw(PLACES) for id_ in nodes}, chosen)
