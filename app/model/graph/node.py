"""Node, and where nodes and wires are: what a graph is made of."""

from __future__ import annotations

from dataclasses import dataclass

Position = tuple[float, float]
Wire = tuple[int, int]
"""A wire by where it ends: the id of the node it feeds, and the slot there."""


@dataclass(frozen=True, slots=True)
class Node:
    """A leaf (`op` is None; holds `data`) or an op (one input a slot, None where not wired)."""

    id: int
    label: str = ""
    op: str | None = None
    data: float = 0.0
    trainable: bool = True
    inputs: tuple[int | None, ...] = ()
