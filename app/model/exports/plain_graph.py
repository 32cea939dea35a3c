"""A graph as a script that needs nothing but Python: both passes as straight-line code."""

from __future__ import annotations

from collections.abc import Iterator

from app.model.exports import code_lines
from app.model.graph.evaluation import evaluate
from app.model.graph.graph import Graph, GraphError
from app.model.graph.names import NodeNames
from app.model.graph.node import Node
from engine.core.messages import message
from engine.core.ops import OPS

_RESERVED = ("print", "math", "sys", "hasattr", "__debug__")
"""Names that the script uses itself, or that mean something to Python."""

_HEAD = '''\
"""A graph made with Chalkgrad: prints the data and grad of every node.

It needs nothing but Python 3: forward and backward pass are written out, op by op.
"""'''
_BACKWARD = """\
# Backward: every grad is 0 at first, that of the output 1. From the output on, an op adds to
# the grad of each of its inputs: its own grad times its local derivative.\
"""


def plain_script(graph: Graph) -> str:
    """Python that prints name, data and grad of all that the output is computed from.

    A number that does not exist is None, with the reason as a comment. Raises GraphError for a
    graph without an output.
    """
    return _PlainScript(graph).text()


class _PlainScript:
    """Of labels only identifiers stand in it."""

    def __init__(self, graph: Graph):
        if graph.output is None:
            raise GraphError(message("The graph has no output. Choose a node as its output first."))
        self.graph = graph
        self.evaluation = evaluate(graph)
        self.order = graph.order_to_output
        self.names = NodeNames(graph, _RESERVED)
        given = [self.names[id_] for id_ in self.order]
        self.prefix = "grad_"
        while any(name.startswith(self.prefix) for name in given):
            self.prefix += "_"
        self.ascii = all(name.isascii() for name in given)

    def text(self) -> str:
        nodes = [self.graph.nodes[id_] for id_ in self.order]
        leaves = [self._forward(node) for node in nodes if node.op is None]
        ops = [self._forward(node) for node in nodes if node.op is not None]
        names = [(id_, self.names[id_]) for id_ in self.order]
        parts = [
            [_HEAD],
            [] if self.ascii else [code_lines.ANY_LETTER.rstrip()],
            ["import math"] if self._uses_math() else [],
            ["# The leaves.", *leaves],
            ["# Forward.", *ops] if ops else [],
            list(self._backward()),
            [f'print("{name}", {name}, {self._grad(id_)})' for id_, name in names],
        ]
        return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"

    def _grad(self, id_: int) -> str:
        return self.prefix + self.names[id_]

    def _inputs(self, node: Node) -> tuple[str, ...]:
        return tuple(self.names[source] for source in node.inputs if source is not None)

    def _uses_math(self) -> bool:
        used = {self.graph.nodes[id_].op for id_ in self.order if id_ in self.evaluation.data}
        return any(code_lines.uses_math(OPS[name]) for name in used if name is not None)

    def _forward(self, node: Node) -> str:
        name = self.names[node.id]
        if node.op is None:
            return f"{name} = {float(node.data)!r}"
        if node.id not in self.evaluation.data:
            return f"{name} = None  # {self._why_no_data(node)}"
        return code_lines.assignment(name, code_lines.result(OPS[node.op], self._inputs(node)))

    def _why_no_data(self, node: Node) -> str:
        if node.id in self.evaluation.problems:
            return _one_line(self.evaluation.problems[node.id])
        if None in node.inputs:
            return _one_line(self.evaluation.waiting[node.id])
        known = self.evaluation.data
        missing = (self.names[i] for i in node.inputs if i is not None and i not in known)
        return f"needs {' and '.join(dict.fromkeys(missing))}"

    def _backward(self) -> Iterator[str]:
        output, known = self.order[-1], self.evaluation.grad
        if output not in known:
            yield "# Backward: the output has no number, so there are no gradients."
        else:
            yield _BACKWARD
            others = (self._grad(id_) for id_ in self.order[:-1] if id_ in known)
            yield from code_lines.zeros(others)
            yield f"{self._grad(output)} = 1.0"
        yield from self._unknown()
        for step in self.evaluation.steps:
            yield from self._passed_back(self.evaluation.order[step.index])

    def _unknown(self) -> Iterator[str]:
        """What has no gradient, and the problems of the backward pass that are the reasons."""
        known, problems = self.evaluation.grad, self.evaluation.problems
        for id_ in self.order:
            if id_ in problems and id_ in self.evaluation.data:
                yield f"# {_one_line(problems[id_])}"
        yield from (f"{self._grad(id_)} = None" for id_ in self.order if id_ not in known)

    def _passed_back(self, id_: int) -> Iterator[str]:
        node = self.graph.nodes[id_]
        assert node.op is not None
        op, inputs, known = OPS[node.op], self._inputs(node), self.evaluation.grad
        out, grad = self.names[id_], self._grad(id_)
        lines = [
            code_lines.passed_back(op, slot, inputs, out, self._grad(source), grad)
            for slot, source in enumerate(node.inputs)
            if source is not None and source in known and id_ in known
        ]
        if lines:
            yield f"# {code_lines.statement(op, inputs, out)}"
            yield from lines


def _one_line(words: object) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in str(words))
