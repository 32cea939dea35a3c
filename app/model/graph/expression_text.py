"""The graph as text for the expression bar, and text back to a graph."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from app.model.graph.graph import LONGEST_NAME, MOST_NODES, Graph, GraphError
from app.model.graph.layout import arranged, reading_order
from app.model.graph.names import NodeNames
from app.model.graph.node import Node
from app.model.graph.typed_text import read_typed
from engine import ExpressionError
from engine.core.messages import message
from engine.core.number_text import full, plain_signs
from engine.core.op import fill
from engine.core.ops import OPS
from engine.language.parser import LONGEST_TEXT, Program

_PRIORITY = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
_ATOM = 5
_LEAST = {"neg": (3,), "**": (_ATOM, 3)} | {
    sign: (_PRIORITY[sign], _PRIORITY[sign] + 1) for sign in "+-*/"
}
"""The priority that an input must have to stand in its slot without parentheses."""

# What grows beyond these gets a line and a name of its own.
_DEEPEST = 20
_LONGEST = 200


def to_text(graph: Graph) -> str:
    """`e = a * b; L = e + c`: a statement an op that has a name or several uses, the output last.

    Names that are none in an expression are made anew, unnamed leaves stand as numbers. Raises
    GraphError for a graph with an empty slot, and for one too large for a text.
    """
    text = "; ".join(_ExpressionWriter(graph).lines)
    if len(text) > LONGEST_TEXT:
        raise GraphError(message("The graph is too large to be written as text."))
    return text


def same_text(graph: Graph, before: Graph) -> bool:
    """Whether `to_text` gives the same for both because nothing differs but numbers of leaves that
    are written by their names. False where that is not known."""
    if graph.order is not before.order or graph.output != before.output:
        return False
    changed = [node for id_, node in graph.nodes.items() if node is not before.nodes[id_]]
    return all(
        node.op is None
        and node.label
        and node.label == before.nodes[node.id].label
        and graph.consumers[node.id]
        for node in changed
    )


@dataclass(frozen=True, slots=True)
class _Written:
    """A part of a text; `depth` counts what is nested in it."""

    text: str
    priority: int = _ATOM
    depth: int = 0

    def within(self, least: int) -> _Written:
        """In parentheses, if it binds less tightly than `least`."""
        return self if self.priority >= least else _Written(f"({self.text})", _ATOM, self.depth + 1)


class _ExpressionWriter:
    """Writes a graph; `lines` are its statements, `names` what nodes are called in them."""

    def __init__(self, graph: Graph):
        for id_, node in graph.nodes.items():
            if None in node.inputs:
                raise GraphError(message("{name} has an empty slot.", name=graph.name_of(id_)))
        self.graph = graph
        self.names = NodeNames(graph)
        self.lines: list[str] = []
        self.written: dict[int, _Written] = {}
        order = reading_order(graph)
        self.final = _final(graph)
        for id_ in order:
            if id_ != self.final or graph.consumers[id_]:
                self.written[id_] = self._operand(id_)
        if self.final is not None:
            self._close(self.final)

    def _operand(self, id_: int) -> _Written:
        """What stands for a node in the statements that use it, after a line of its own if any."""
        node = self.graph.nodes[id_]
        uses = len(self.graph.consumers[id_])
        if node.op is None and node.label and uses:
            return _Written(self.names[id_])
        formula = self._formula(node)
        small = formula.depth <= _DEEPEST and len(formula.text) <= _LONGEST
        if uses == 1 and not node.label and small and id_ != self.final:
            return formula
        self.lines.append(f"{self.names[id_]} = {formula.text}")
        return _Written(self.names[id_])

    def _formula(self, node: Node) -> _Written:
        """A leaf as its number, an op with what stands for its inputs."""
        if node.op is None:
            text = plain_signs(full(node.data))
            return _Written(text, _PRIORITY["neg"] if text.startswith("-") else _ATOM)
        op = OPS[node.op]
        inputs = [self.written[source] for source in node.inputs if source is not None]
        if node.op in _LEAST:
            inputs = [one.within(least) for one, least in zip(inputs, _LEAST[node.op], strict=True)]
        # A minus and a number would be read as one leaf.
        if node.op == "neg" and _is_number(inputs[0].text):
            inputs = [_Written(f"({inputs[0].text})", _ATOM, 1)]
        depths = [one.depth for one in inputs]
        if not op.infix:
            depths = [depth + 1 for depth in depths]
        elif node.op == "**":
            depths[1] += 1
        text = fill(op.text, *(one.text for one in inputs))
        return _Written(text, _PRIORITY.get(node.op, _ATOM), max(depths))

    def _close(self, id_: int) -> None:
        """The last statement, which makes `id_` the output."""
        node = self.graph.nodes[id_]
        if id_ in self.written:
            self.lines.append(self.written[id_].text)
        elif node.op is None:
            self.lines.append(self.names[id_] if node.label else self._formula(node).text)
        else:
            name = f"{self.names[id_]} = " if node.label else ""
            self.lines.append(f"{name}{self._formula(node).text}")


def _final(graph: Graph) -> int | None:
    """What the last statement is about."""
    if graph.output is not None:
        return graph.output
    return next(reversed(reading_order(graph)), None)


def _is_number(text: str) -> bool:
    return text.lstrip("-")[:1].isdigit() and "**" not in text


def from_text(text: str, old: Graph) -> Graph:
    """The graph of `text`, an expression or lines of micrograd, with what `old` knows of nodes that
    are in it already.

    A node keeps its id by its name, or without one by its place in a formula; a leaf keeps its
    data and whether it is trained. A new name is a leaf of 1.0. All stays where it is, unless there
    is something new. Raises ExpressionError.
    """
    program = read_typed(text)
    _check_size(program)
    names = written_names(old)
    same = _same(program, old, names)
    fresh = old.free_ids()
    ids = [same[index] if index in same else next(fresh) for index in range(len(program.items))]
    nodes = {}
    for index, id_ in enumerate(ids):
        nodes[id_] = _node(program, index, ids, old.nodes.get(id_), names)
    graph = Graph(nodes, dict.fromkeys(ids, (0.0, 0.0)))
    output = ids[program.output]
    if graph.output != output or old.chosen_output == output:
        graph = graph.with_output(output)
    known = all(id_ in old.nodes for id_ in ids)
    return graph.moved({id_: old.positions[id_] for id_ in ids} if known else arranged(graph))


CONSTANTS: Mapping[str, float] = {"pi": math.pi, "π": math.pi, "e": math.e}
"""Names that mean a number elsewhere."""


def new_constants(text: str, old: Graph) -> dict[str, float]:
    """The names in `text` that mean a number elsewhere, and are new leaves of 1.0 like any other
    name without a definition: to those numbers. Raises ExpressionError.
    """
    leaves = {name for name, id_ in written_names(old).items() if old.nodes[id_].op is None}
    free = (name for name in read_typed(text).free if name not in leaves)
    return {name: CONSTANTS[name] for name in free if name in CONSTANTS}


def _node(
    program: Program, index: int, ids: list[int], before: Node | None, names: Mapping[str, int]
) -> Node:
    """The node of an item; `before` is the one with its id in the old graph, if any."""
    item, id_ = program.items[index], ids[index]
    label = item.label or ""
    # A name that was made for a label that is none keeps standing for that label.
    if before and names.get(label) == id_:
        label = before.label
    if item.op is not None:
        return Node(id_, label, item.op, inputs=tuple(ids[source] for source in item.inputs))
    leaf = before if before and before.op is None else None
    data = item.data if item.data is not None else leaf.data if leaf else 1.0
    # A number in a formula is a constant; a name is something to learn.
    trainable = leaf.trainable if leaf else bool(item.label)
    return Node(id_, label, data=data, trainable=trainable)


def _same(program: Program, old: Graph, names: Mapping[str, int]) -> dict[int, int]:
    """The items that are nodes of `old`: index to id."""
    same = {
        index: names[item.label]
        for index, item in enumerate(program.items)
        if item.label is not None and item.label in names
    }
    taken = set(same.values())

    def match(index: int, id_: int | None) -> None:
        if id_ is None or index in same or id_ in taken:
            return
        item, node = program.items[index], old.nodes[id_]
        if item.op == node.op and (item.op or not (item.label or node.label)):
            same[index] = id_
            taken.add(id_)

    match(program.output, _final(old))
    # Inputs come before what uses them: backwards, every item is matched before its inputs.
    for index in range(len(program.items) - 1, -1, -1):
        item = program.items[index]
        if index in same and item.op == old.nodes[same[index]].op:
            for source, id_ in zip(item.inputs, old.nodes[same[index]].inputs, strict=True):
                match(source, id_)
    return same


def written_names(graph: Graph) -> dict[str, int]:
    """Ids by the names that `to_text` writes."""
    try:
        return _ExpressionWriter(graph).names.given()
    except GraphError:
        return NodeNames(graph).given()


def _check_size(program: Program) -> None:
    """Raises ExpressionError for what a graph can't hold."""
    if len(program.items) > MOST_NODES:
        item = program.items[MOST_NODES]
        problem = message("a graph holds {most} nodes at most", most=MOST_NODES)
        raise ExpressionError(problem, item.line, item.column)
    for name, place in program.places.items():
        if len(name) > LONGEST_NAME:
            problem = message("a name has {most} letters at most", most=LONGEST_NAME)
            raise ExpressionError(problem, *place)
