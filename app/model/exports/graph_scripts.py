"""Exports: a graph as a script for this engine or for PyTorch, as Graphviz, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass

from app.model.exports.code_lines import ANY_LETTER
from app.model.graph.evaluation import Evaluation, evaluate
from app.model.graph.expression_text import written_names
from app.model.graph.graph import Graph, GraphError
from app.model.graph.names import NodeNames
from app.model.graph.node import Node
from app.model.graph.symbols import why_missing
from app.model.numbers import UNKNOWN, rounded
from engine.core.messages import message
from engine.core.op import Op, fill
from engine.core.ops import OPS
from engine.core.report import NodeReport, Report, distinct

RESERVED = ("Value", "torch", "sys", "print", "nodes", "name", "node", "__debug__")
"""Names that a script uses itself, or that Python gives to nothing else."""


def engine_script(graph: Graph) -> str:
    """Python for this engine. Raises GraphError for a graph whose output has no number."""
    return GraphScript(graph, _ENGINE).text()


def torch_script(graph: Graph) -> str:
    """Python for PyTorch, in double precision. Raises GraphError as `engine_script` does."""
    return GraphScript(graph, _TORCH).text()


@dataclass(frozen=True, slots=True)
class Flavour:
    """In what the scripts differ."""

    start: str
    leaf: Callable[[Node], str]
    op: Callable[[Op], str]
    operand: str
    """How an input is written that is to receive no gradient."""
    backward: str
    shown: str


def _value(node: Node) -> str:
    return f"Value({node.data!r}, label={node.label!r})" if node.label else f"Value({node.data!r})"


_ENGINE = Flavour(
    start="from engine import Value\n",
    leaf=_value,
    op=lambda op: op.python,
    operand="{}",
    backward="",
    shown="node.data, node.grad",
)
_TORCH = Flavour(
    start="import torch\n\ntorch.set_default_dtype(torch.float64)\n",
    leaf=lambda node: f"torch.tensor({node.data!r}, requires_grad=True)",
    op=lambda op: op.torch,
    operand="{}.detach()",
    backward="for node in nodes.values():\n    node.retain_grad()\n",
    shown="node.item(), 0.0 if node.grad is None else node.grad.item()",
)


class GraphScript:
    """All that the output is computed from, as lines of Python; of labels only identifiers."""

    def __init__(self, graph: Graph, flavour: Flavour, reserved: Collection[str] = RESERVED):
        self.graph = graph
        self.flavour = flavour
        self.evaluation = _evaluated(graph)
        self.names = NodeNames(graph, reserved)

    def text(self) -> str:
        nodes = [self.graph.nodes[id_] for id_ in self.evaluation.order]
        output = self.names[self.evaluation.order[-1]]
        leaves = [self._leaf(node) for node in nodes if node.op is None]
        ops = [self._op(node, OPS[node.op]) for node in nodes if node.op is not None]
        entries = [f'    "{self.names[node.id]}": {self.names[node.id]},' for node in nodes]
        return "\n".join(
            [
                '"""A graph made with Chalkgrad: prints the data and grad of every node."""\n',
                *([] if all(map(str.isascii, entries)) else [ANY_LETTER]),
                self.start(),
                *leaves,
                "",
                *ops,
                "",
                "nodes = {",
                *entries,
                "}",
                f"{self.flavour.backward}{output}.backward()",
                "for name, node in nodes.items():",
                f"    print(name, {self.flavour.shown})\n",
            ]
        )

    def start(self) -> str:
        """What stands before the leaves."""
        return self.flavour.start

    def code(self, op: Op, _node: Node) -> str:
        """The op of a node, over x and y."""
        return self.flavour.op(op)

    def _leaf(self, node: Node) -> str:
        return f"{self.names[node.id]} = {self.flavour.leaf(node)}"

    def _op(self, node: Node, op: Op) -> str:
        names = []
        for slot, source in enumerate(node.inputs):
            # Where there is no derivative PyTorch passes nan, and the engine nothing.
            missing = why_missing(self.graph, self.evaluation, (node.id, slot))
            name = self.names[source] if source is not None else ""
            names.append(self.flavour.operand.format(name) if missing else name)
        return f"{self.names[node.id]} = {fill(self.code(op, node), *names)}"


def _evaluated(graph: Graph) -> Evaluation:
    """The numbers of a graph that has all of them. Raises GraphError with the first reason why not.

    Nodes beside the output's own graph don't matter.
    """
    evaluation = evaluate(graph)
    order = _wired_order(graph, evaluation)
    if problem := evaluation.why_no_output(order):
        raise GraphError(problem)
    for id_ in order:
        if problem := evaluation.why_no_gradient(id_):
            raise GraphError(message("A script needs all gradients. {problem}", problem=problem))
    return evaluation


def _wired_order(graph: Graph, evaluation: Evaluation) -> tuple[int, ...]:
    """What the output is computed from and itself, inputs first. Raises GraphError where there is
    no output, or an op waits for an input."""
    if graph.output is None:
        raise GraphError(message("The graph has no output. Choose a node as its output first."))
    order = graph.order_to_output
    for id_ in order:
        if None in graph.nodes[id_].inputs:
            why = str(evaluation.waiting[id_])
            raise GraphError(message("{name} {waits}.", name=graph.name_of(id_), waits=why))
    return order


def numbers_as_json(graph: Graph) -> str:
    """What `python -m engine --json` prints for the graph's text, with null for a number that does
    not exist. Raises GraphError for a graph without an output, or with an input not wired."""
    evaluation = evaluate(graph)
    order = _wired_order(graph, evaluation)
    names = {id_: name for name, id_ in written_names(graph).items()}
    wished = (graph.nodes[id_].label or names.get(id_) for id_ in order)
    name = dict(zip(order, distinct(wished), strict=True))
    nodes: list[NodeReport] = [
        {
            "name": name[id_],
            "op": graph.nodes[id_].op,
            "data": evaluation.data.get(id_),
            "grad": evaluation.grad.get(id_),
            "children": [name[source] for source in graph.nodes[id_].inputs if source is not None],
        }
        for id_ in order
    ]
    report: Report = {"nodes": nodes, "output": name[order[-1]]}
    return json.dumps(report) + "\n"


def graphviz(graph: Graph) -> str:
    """The graph as it is, numbers that are not known as dashes."""
    evaluation = evaluate(graph)
    lines = ["digraph chalkgrad {", "  rankdir=LR;", "  node [shape=record];"]
    for id_, node in graph.nodes.items():
        title = node.label if node.op is None else f"{OPS[node.op].symbol} {node.label}"
        data, grad = _figure(evaluation.data.get(id_)), _figure(evaluation.grad.get(id_))
        label = f"{{{_escaped(title.strip())}|data {data}|grad {grad}}}"
        lines.append(f'  n{id_} [label="{label}"];')
    lines += [f"  n{source} -> n{target};" for source, (target, _) in graph.wires()]
    return "\n".join([*lines, "}\n"])


def _figure(value: float | None) -> str:
    """Four digits, with a point in all below a thousand: files are compared with older ones."""
    if value is None:
        return UNKNOWN
    text = rounded(value, 4)
    return text if "." in text or "e" in text or len(text.lstrip("−")) > 3 else f"{text}.0"


def _escaped(label: str) -> str:
    """Text inside a record's label, where braces, bars and angles have a meaning."""
    line = "".join(letter if letter.isprintable() else " " for letter in label)
    escaped = "".join(f"\\{letter}" if letter in '\\"{}|<>' else letter for letter in line)
    return escaped.replace("&", "&amp;")
