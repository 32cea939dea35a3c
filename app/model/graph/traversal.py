"""Walks along the wires: what a node is computed from, and orders with inputs first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.model.graph.node import Node, Wire

Nodes = Mapping[int, Node]
Consumers = Mapping[int, Sequence[Wire]]
"""Node id to the wires that leave it."""


def order(nodes: Nodes, consumers: Consumers) -> tuple[int, ...]:
    """Every id, inputs before what they feed; without the ids on a cycle and past it."""
    waiting = {id_: sum(i is not None for i in node.inputs) for id_, node in nodes.items()}
    ready = [id_ for id_, count in waiting.items() if not count]
    for id_ in ready:
        for target, _ in consumers[id_]:
            waiting[target] -= 1
            if not waiting[target]:
                ready.append(target)
    return tuple(ready)


def order_to(nodes: Nodes, id_: int) -> tuple[int, ...]:
    """What `id_` is computed from and itself, inputs first, in the order of the engine."""
    found: list[int] = []
    opened: set[int] = set()
    closed: set[int] = set()
    stack = [id_]
    while stack:
        top = stack[-1]
        if top not in opened:
            opened.add(top)
            stack += [i for i in reversed(nodes[top].inputs) if i is not None and i not in closed]
            continue
        stack.pop()
        if top not in closed:
            closed.add(top)
            found.append(top)
    return tuple(found)


def upstream(nodes: Nodes, id_: int) -> set[int]:
    """The ids that `id_` is computed from, itself included."""
    found = {id_}
    stack = [id_]
    while stack:
        for source in nodes[stack.pop()].inputs:
            if source is not None and source not in found:
                found.add(source)
                stack.append(source)
    return found


def end_of(consumers: Consumers, id_: int) -> int:
    """What `id_` leads to: along its first wires to a node that feeds nothing."""
    while consumers[id_]:
        id_ = consumers[id_][0][0]
    return id_
