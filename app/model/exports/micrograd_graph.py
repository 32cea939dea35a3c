"""A graph as a script for micrograd 0.1.0."""

from __future__ import annotations

from collections.abc import Iterator

from app.model.exports import code_lines
from app.model.exports.graph_scripts import RESERVED, Flavour, GraphScript
from app.model.exports.micrograd_ops import OWN, call, function_names, functions
from app.model.graph.graph import Graph
from app.model.graph.node import Node
from engine.core.op import Op
from engine.core.ops import OPS

_DEEPEST = 200
"""Nodes up to which micrograd, whose backward pass recurs, stays within Python's own limit."""
_DIVISORS = (1e-150, 1e150)
"""Between these the powers of a divisor that micrograd computes are no overflow."""

_MICROGRAD = Flavour(
    start="from micrograd.engine import Value\n",
    leaf=lambda node: f"Value({float(node.data)!r})",
    op=lambda op: op.python,
    operand="{}",
    backward="",
    shown="float(node.data), float(node.grad)",
)


def micrograd_script(graph: Graph) -> str:
    """Python for micrograd 0.1.0. Raises GraphError as `engine_script` does.

    Data are the same to the bit; in gradients the order of a sum may give other last digits.
    """
    return _MicrogradScript(graph).text()


class _MicrogradScript(GraphScript):
    def __init__(self, graph: Graph):
        own = ("math", "float", "__builtins__")
        super().__init__(graph, _MICROGRAD, (*RESERVED, *own, *function_names()))

    def start(self) -> str:
        order = [self.graph.nodes[id_] for id_ in self.evaluation.order]
        used = {node.op for node in order if node.op and not self._has(OPS[node.op], node)}
        ops = [op for op in OPS.values() if op.name in used]
        parts = ["\n".join(self._imports(ops)), *functions(ops)]
        if len(order) > _DEEPEST:
            parts.insert(1, f"sys.setrecursionlimit({10 * len(order)})")
        return "\n\n\n".join(parts) + "\n" * (2 if ops else 1)

    def code(self, op: Op, node: Node) -> str:
        return self.flavour.op(op) if self._has(op, node) else call(op)

    def _imports(self, ops: list[Op]) -> Iterator[str]:
        names = {
            "math": any(code_lines.uses_math(op) for op in ops),
            "sys": len(self.evaluation.order) > _DEEPEST,
        }
        yield from (f"import {name}" for name, needed in names.items() if needed)
        if any(names.values()):
            yield ""
        yield self.flavour.start.rstrip("\n")

    def _has(self, op: Op, node: Node) -> bool:
        """Whether micrograd's own op gives the number of a node."""
        if op.name != "/":
            return op.name in OWN
        x, y = (self.evaluation.data[source] for source in node.inputs if source is not None)
        smallest, largest = _DIVISORS
        return smallest < abs(y) < largest and x * y**-1.0 == x / y
