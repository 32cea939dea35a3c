"""A graph as plain data and as a table, with a name for every node."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import TypedDict

from engine.core.value import Value, topological_order


class NodeReport(TypedDict):
    """One node: `op` is None for a leaf, a number that does not exist is None; children by name."""

    name: str
    op: str | None
    data: float | None
    grad: float | None
    children: list[str]


class Report(TypedDict):
    """The nodes in topological order, and the name of the last one."""

    nodes: list[NodeReport]
    output: str


def describe(root: Value, names: Mapping[int, str] | None = None) -> Report:
    """All nodes that `root` depends on, ready for JSON, with `grad` as it stands on each.

    A node has the name that `names` holds for its id(), or else its label. Without either, or if
    an earlier node has that name, it gets the first of _1, _2, … that is not taken.
    """
    order = topological_order(root)
    wished = [(names or {}).get(id(node), node.label) for node in order]
    name = dict(zip(map(id, order), distinct(wished), strict=True))
    nodes: list[NodeReport] = [
        {
            "name": name[id(node)],
            "op": node.op,
            "data": node.data,
            "grad": node.grad,
            "children": [name[id(child)] for child in node.children],
        }
        for node in order
    ]
    return {"nodes": nodes, "output": name[id(root)]}


def distinct(wished: Iterable[str | None]) -> Iterator[str]:
    """The wished names, each once: _1, _2, … in place of repeated and missing ones."""
    wished = list(wished)
    taken = set(wished)
    generated = (name for number in count(1) if (name := f"_{number}") not in taken)
    used: set[str] = set()
    for wish in wished:
        name = wish if wish and wish not in used else next(generated)
        used.add(name)
        yield name


def table(report: Report) -> str:
    """The report in four aligned columns: name, op, data, grad."""
    rows = [("name", "op", "data", "grad")]
    rows += [
        (node["name"], node["op"] or "leaf", _number(node["data"]), _number(node["grad"]))
        for node in report["nodes"]
    ]
    name, op, data, grad = (max(map(len, column)) for column in zip(*rows, strict=True))
    return "\n".join(
        f"{row[0]:<{name}}  {row[1]:<{op}}  {row[2]:>{data}}  {row[3]:>{grad}}" for row in rows
    )


def _number(number: float | None) -> str:
    """Ten digits: enough to compare by eye, too few for the noise of rounding."""
    return "-" if number is None else format(number, ".10g")
