"""A graph as SVG, for notebooks: inputs on the left, the output on the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

MOST_NODES = 60
"""In more, nothing could be read."""

_WIDTH, _HEIGHT = 118, 58
_ACROSS, _DOWN = 54, 16
"""The space between two columns, and between two nodes of a column, in pixels as all sizes here."""
_MARGIN = 8
_LETTERS = 12
"""At most, of a label."""


class Drawn(NamedTuple):
    """A node of a picture: `op` is None for a leaf, `inputs` are positions in the order."""

    label: str
    data: float
    grad: float
    op: str | None
    inputs: tuple[int, ...]


def svg(order: Sequence[Drawn]) -> str:
    """The picture of a topological order, or a note that it has more than MOST_NODES nodes."""
    if len(order) > MOST_NODES:
        note = f"a graph of {len(order):,} nodes: a picture shows at most {MOST_NODES}"
        return _document(480, 40, [_text(_MARGIN, 25, note, "fill:#888")])
    places = _places(order)
    right = max(x for x, _ in places) + _WIDTH + _MARGIN
    bottom = max(y for _, y in places) + _HEIGHT + _MARGIN
    parts = []
    for node, (x, y) in zip(order, places, strict=True):
        parts += [
            _wire(*places[child], x, y + _HEIGHT * (slot + 1) / (len(node.inputs) + 1))
            for slot, child in enumerate(node.inputs)
        ]
    # Over the wires, as a long one passes other nodes.
    for node, place in zip(order, places, strict=True):
        parts += _box(node, *place)
    return _document(right, bottom, parts)


def _places(order: Sequence[Drawn]) -> list[tuple[float, float]]:
    """The upper left corner of each node, just left of the first column that uses it.

    From top to bottom a column has the topological order, so the wires of a tree never cross.
    """
    steps = [0] * len(order)  # on the longest way to the output
    for position in range(len(order) - 1, -1, -1):
        for child in order[position].inputs:
            steps[child] = max(steps[child], steps[position] + 1)
    column = [max(steps) - way for way in steps]
    rows = [column[:position].count(column[position]) for position in range(len(order))]
    tallest = max(rows)
    return [
        (
            _MARGIN + at * (_WIDTH + _ACROSS),
            _MARGIN + (row + (tallest - column.count(at) + 1) / 2) * (_HEIGHT + _DOWN),
        )
        for at, row in zip(column, rows, strict=True)
    ]


def _wire(x: float, y: float, to_x: float, to_y: float) -> str:
    start_x, start_y, half = x + _WIDTH, y + _HEIGHT / 2, _ACROSS / 2
    return (
        f'<path d="M{start_x:g} {start_y:g}C{start_x + half:g} {start_y:g} '
        f'{to_x - half:g} {to_y:g} {to_x:g} {to_y:g}" fill="none" stroke="#888"/>'
    )


def _box(node: Drawn, x: float, y: float) -> list[str]:
    label = node.label if len(node.label) <= _LETTERS else f"{node.label[: _LETTERS - 1]}…"
    fill = "#fff" if node.op is None else "#eef3fb"
    return [
        (
            f'<rect x="{x:g}" y="{y:g}" width="{_WIDTH}" height="{_HEIGHT}" rx="5" '
            f'fill="{fill}" stroke="#888"/>'
        ),
        _text(x + 8, y + 17, label, "font-weight:bold"),
        _text(x + _WIDTH - 8, y + 17, node.op or "", "text-anchor:end"),
        _text(x + 8, y + 34, f"data {node.data:.4g}"),
        _text(x + 8, y + 50, f"grad {node.grad:.4g}"),
    ]


def _text(x: float, y: float, text: str, style: str = "") -> str:
    # Letters that no XML may hold are left out, and its own ones written as it wants.
    own = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
    letters = "".join(own.get(letter, letter) for letter in text if letter.isprintable())
    return f'<text x="{x:g}" y="{y:g}" style="{style}">{letters}</text>'


def _document(width: float, height: float, parts: Iterable[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'font-family="sans-serif" font-size="12" fill="#222">{"".join(parts)}</svg>'
    )
