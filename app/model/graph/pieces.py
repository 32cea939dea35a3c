"""Pieces: what can be put on the canvas, each by its name; a table for palette and quick-add."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.model.graph.graph import Graph
from app.model.graph.node import Node, Position
from engine.core.messages import marked
from engine.core.ops import OPS

PIECE_TYPE = "application/x-chalkgrad-piece"
"""What a drag from the palette carries: the name of a piece, as UTF-8."""

Placed = tuple[Graph, tuple[int, ...]]
"""A graph with the piece in it, and the ids of its nodes."""


@dataclass(frozen=True, slots=True)
class Piece:
    """`build(graph, at)` puts it with its middle node's corner at `at`.

    `entry` and `exit` are where a wire that asked for it ends: indices among the new nodes, or
    None. `keywords` are words a search finds it by.
    """

    name: str
    symbol: str
    title: str
    family: str
    words: str
    build: Callable[[Graph, Position], Placed]
    entry: int | None
    exit: int = 0
    keywords: str = ""


def _leaf(graph: Graph, at: Position) -> Placed:
    return graph.with_leaf(at), (graph.next_id(),)


def _op(name: str) -> Callable[[Graph, Position], Placed]:
    return lambda graph, at: (graph.with_op(name, at), (graph.next_id(),))


def _neuron(graph: Graph, at: Position) -> Placed:
    """tanh(x1 · w1 + x2 · w2 + b), laid out by columns, the tanh at `at`."""
    leaves = ("x1", "w1", "x2", "w2", "b")
    labels = graph.free_labels(leaves)
    part = Graph()
    for label, data, trainable, x, y in (
        ("x1", 1.0, False, 0, 0), ("w1", 0.5, True, 0, 120),
        ("x2", -1.0, False, 0, 240), ("w2", 0.5, True, 0, 360), ("b", 0.0, True, 248, 360),
    ):  # fmt: skip
        part = part.with_node(Node(part.next_id(), label, None, data, trainable), (x, y))
    for op, inputs, x, y in (
        ("*", (1, 2), 248, 56), ("*", (3, 4), 248, 240),
        ("+", (6, 7), 496, 152), ("+", (8, 5), 744, 208), ("tanh", (9,), 992, 208),
    ):  # fmt: skip
        part = part.with_node(Node(part.next_id(), next(labels), op, inputs=inputs), (x, y))
    return graph.with_copies(part, (at[0] - 992, at[1] - 208))


def _squared_error(graph: Graph, at: Position) -> Placed:
    """(y − t) ** 2 with y still to be wired, the power at `at`."""
    labels = graph.free_labels(("t",))
    part = (
        Graph()
        .with_node(Node(1, "t", None, 1.0, trainable=False), (0, 72))
        .with_node(Node(2, next(labels), "-", inputs=(None, 1)), (248, 0))
        .with_node(Node(3, "", None, 2.0, trainable=False), (248, 144))
        .with_node(Node(4, next(labels), "**", inputs=(2, 3)), (496, 40))
    )
    return graph.with_copies(part, (at[0] - 496, at[1] - 40))


LEAF = Piece("leaf", "2", marked("value"), marked("Leaf"),
             marked("a number you can change"), _leaf, None,
             keywords="leaf number input")  # fmt: skip

PIECES = marked("Pieces")
_FAMILIES = {"arithmetic": marked("Arithmetic"), "functions": marked("Functions")}

_WHOLE = (
    Piece("neuron", "Σ·w", marked("neuron"), PIECES,
          marked("two inputs, their weights, a bias, and tanh"), _neuron, None, 9, "tanh unit"),
    Piece("squared error", "(·)²", marked("squared error"), PIECES,
          marked("how far a prediction is from its target, squared"), _squared_error, 1, 3,
          "loss mse"),
)  # fmt: skip
"""What is more than one node."""


def pieces() -> dict[str, Piece]:
    """Name to piece, in the order in which the palette shows them: a leaf, every op, and more."""
    ops = (
        Piece(op.name, op.symbol, op.title, _FAMILIES[op.family], op.words, _op(op.name), 0,
              keywords=f"{op.name} {op.noun}")
        for op in OPS.values()
    )  # fmt: skip
    return {piece.name: piece for piece in (LEAF, *ops, *_WHOLE)}


def matching(
    text: str, with_input: bool = False, translated: Callable[[str], str] = str
) -> list[Piece]:
    """The pieces that a search for `text` finds, best first; `with_input` leaves out the rest.

    A piece is found by its name, symbol and keywords, and by its `translated` title.
    """
    wanted = text.strip().lower()
    ranked = []
    for position, piece in enumerate(pieces().values()):
        if with_input and piece.entry is None:
            continue
        names = [translated(piece.title), piece.name, piece.symbol, *piece.keywords.split()]
        if any(name.lower().startswith(wanted) for name in names):
            ranked.append((0, position, piece))
        elif any(wanted in name.lower() for name in names):
            ranked.append((1, position, piece))
    return [piece for _, _, piece in sorted(ranked, key=lambda row: row[:2])]


def shape_of(name: str) -> tuple[Position, ...]:
    """How far each node of a piece stands from the place that it is put at."""
    return tuple(pieces()[name].build(Graph(), (0.0, 0.0))[0].positions.values())


def placed(
    graph: Graph, name: str, at: Position, *, wire_from: int | None = None,
    wire_into: tuple[int, int] | None = None, data: float | None = None,
) -> Placed:  # fmt: skip
    """`graph` with a piece at `at`, wired to what asked for it; a leaf may be given its number."""
    piece = pieces()[name]
    after, ids = piece.build(graph, at)
    if data is not None:
        after = after.with_data(ids[0], data)
    if wire_from is not None and piece.entry is not None:
        after = after.connected(wire_from, ids[piece.entry], 0)
    if wire_into is not None:
        target, slot = wire_into
        if after.nodes[target].inputs[slot] is not None:
            after = after.disconnected(target, slot)
        after = after.connected(ids[piece.exit], target, slot)
    return after, ids
