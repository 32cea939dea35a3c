"""Tape: a recorded graph as one straight-line Python function, to be run over many rows.

The graph of one sample is recorded once, as Values. `Tape` writes it out as Python: for every row
the forward pass, then the backward pass in reverse topological order. It computes what
`Value.backward` computes, in the same order, with three savings that change no digit: a number
used once stands inside the line that uses it, a gradient that passes through unchanged keeps its
name, and nothing is derived that no parameter needs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import cast

from engine.core.errors import DomainError
from engine.core.messages import message
from engine.core.op import INPUT_NAMES, NAMESPACE, fill
from engine.core.ops import OPS
from engine.core.value import Value, topological_order

InputRow = Sequence[float]
_Run = Callable[
    [Sequence[float], Iterable[InputRow], float, Sequence[float]], tuple[float, list[float]]
]
_Outputs = Callable[[Sequence[float], Iterable[InputRow]], list[float]]

_Line = tuple[str, str | None]

# CPython's parser and compiler recurse into nested expressions; far below their limits.
_MOST_NESTED = 30


class Tape:
    """`loss` as a function of `parameters` and of one row of `inputs`, with its gradient.

    `inputs` and `parameters` are leaves of the graph; every other leaf is a constant. Raises
    ValueError for an inner node among them and for a leaf that is given twice.
    """

    def __init__(self, loss: Value, inputs: Sequence[Value], parameters: Sequence[Value]):
        self._loss = loss
        self._inputs = list(inputs)
        self._parameters = list(parameters)
        named = [*self._inputs, *self._parameters]
        if any(leaf.op is not None for leaf in named):
            raise ValueError("the inputs and parameters of a tape must be leaves")
        if len({id(leaf) for leaf in named}) != len(named):
            raise ValueError("a leaf is named twice among the inputs and parameters of a tape")
        # It notes the constants of this moment, and writes when it is first asked: many a tape is
        # only ever run one way.
        self._writer = _CodeWriter(loss, self._inputs, self._parameters)

    @cached_property
    def _lines(self) -> list[_Line]:
        return self._writer.run()

    @cached_property
    def _run(self) -> _Run:
        return cast(_Run, _compiled(self._lines, "run"))

    @cached_property
    def _outputs(self) -> _Outputs:
        return cast(_Outputs, _compiled(self._writer.outputs(), "outputs"))

    @property
    def source(self) -> str:
        """The generated Python, each line with the label of the node it computes."""
        return "\n".join(
            f"{code}  # {_printable(label)}" if label else code for code, label in self._lines
        )

    def run(
        self,
        parameters: Sequence[float],
        rows: Iterable[InputRow],
        total: float = -0.0,
        grads: Sequence[float] | None = None,
    ) -> tuple[float, list[float]]:
        """The sum of the loss over `rows`, and its derivative with respect to every parameter.

        `parameters` and `grads` hold one number per parameter, a row one per input. Both results
        are added to `total` and `grads`, as `Value.backward` adds to the leaves. Raises ValueError
        for another count of parameters or inputs, and DomainError where an op is undefined. Sums
        and products are not checked: it is for the caller to see that the total is finite.
        """
        rows = list(rows)
        self._check(parameters, rows)
        # From −0.0, which alone leaves every number it is added to as it is, −0.0 too.
        grads = [0.0] * len(parameters) if grads is None else grads
        try:
            return self._run(parameters, rows, total, grads)
        except (ArithmeticError, ValueError) as error:
            self._explain(parameters, rows, backward=True)
            raise DomainError(message("the tape failed: {error}", error=error), "", ()) from None

    def outputs(self, parameters: Sequence[float], rows: Iterable[InputRow]) -> list[float]:
        """The loss of each row, by the forward pass alone. Raises as `run` does."""
        rows = list(rows)
        self._check(parameters, rows)
        try:
            return self._outputs(parameters, rows)
        except (ArithmeticError, ValueError) as error:
            self._explain(parameters, rows, backward=False)
            raise DomainError(message("the tape failed: {error}", error=error), "", ()) from None

    def _check(self, parameters: Sequence[float], rows: list[InputRow]) -> None:
        if len(parameters) != len(self._parameters):
            raise ValueError(f"{len(self._parameters)} parameters, not {len(parameters)}")
        width = len(self._inputs)
        if any(len(row) != width for row in rows):
            raise ValueError(f"every row holds {width} numbers, one an input")

    def _explain(self, parameters: Sequence[float], rows: list[InputRow], backward: bool) -> None:
        """Raise the DomainError behind an error of the generated code, found node by node."""
        order = topological_order(self._loss)
        for row in rows:
            data = {id(leaf): leaf.data for leaf in order if leaf.op is None}
            data.update(zip(map(id, self._inputs), row, strict=True))
            data.update(zip(map(id, self._parameters), parameters, strict=True))
            for node in order:
                if node.op is None:
                    continue
                op = OPS[node.op]
                inputs = [data[id(child)] for child in node.children]
                data[id(node)] = op.compute(*inputs)
            if backward:
                self._explain_slopes(order, data)

    def _explain_slopes(self, order: list[Value], data: dict[int, float]) -> None:
        """Raise the DomainError of the first slope on the way back that is not finite."""
        wanted = self._writer.wanted
        grads = dict.fromkeys(map(id, order), 0.0) | {id(self._loss): 1.0}
        for node in reversed(order):
            if node.op is None:
                continue
            inputs = [data[id(child)] for child in node.children]
            for slot, child in enumerate(node.children):
                if id(child) in wanted:
                    out, grad = data[id(node)], grads[id(node)]
                    grads[id(child)] += grad * OPS[node.op].finite_slope(slot, inputs, out, grad)


class _CodeWriter:
    """Turns a recorded graph into lines of Python, each with the label of its node."""

    def __init__(self, loss: Value, inputs: list[Value], parameters: list[Value]):
        self.order = topological_order(loss)
        self.loss = loss
        self.inputs = inputs
        self.parameters = parameters
        self.name = {id(node): f"v{index}" for index, node in enumerate(self.order)}
        self.name |= {id(leaf): f"x{index}" for index, leaf in enumerate(inputs)}
        self.name |= {id(leaf): f"p{index}" for index, leaf in enumerate(parameters)}
        self.varies = self._reached_from([*inputs, *parameters])
        self.wanted = self._reached_from(parameters)
        self.constants = {
            id(node): _literal(node.data) for node in self.order if id(node) not in self.varies
        }
        self.uses = Counter(id(child) for node in self.order for child in node.children)

    def _reached_from(self, leaves: list[Value]) -> set[int]:
        """The ids of the nodes that depend on one of `leaves`, and of these leaves."""
        reached = {id(leaf) for leaf in leaves}
        for node in self.order:
            if any(id(child) in reached for child in node.children):
                reached.add(id(node))
        return reached

    def run(self) -> list[_Line]:
        """The function of `Tape.run`: total and gradients."""
        backward, needed = self._backward()
        forward = self._forward(needed | {id(self.loss)})
        sums = [f"g{index}" for index in range(len(self.parameters))]
        lines: list[_Line] = [("def run(parameters, rows, total, grads):", None)]
        lines += self._unpacked()
        lines += [(f"    [{', '.join(sums)}] = grads", None)] if sums else []
        lines += self._loop()
        lines += [*forward, (f"        total += {self._operand(self.loss)}", None), *backward]
        lines.append((f"    return total, [{', '.join(sums)}]", None))
        return lines

    def outputs(self) -> list[_Line]:
        """The function of `Tape.outputs`: the loss of each row."""
        forward = self._forward({id(self.loss)})
        lines: list[_Line] = [("def outputs(parameters, rows):", None)]
        lines += [*self._unpacked(), ("    result = []", None), *self._loop(), *forward]
        lines.append((f"        result.append({self._operand(self.loss)})", None))
        lines.append(("    return result", None))
        return lines

    def _unpacked(self) -> list[_Line]:
        names = ", ".join(self.name[id(leaf)] for leaf in self.parameters)
        return [(f"    [{names}] = parameters", None)] if names else []

    def _loop(self) -> list[_Line]:
        names = ", ".join(self.name[id(leaf)] for leaf in self.inputs)
        return [(f"    for [{names}] in rows:", None)]

    def _operand(self, node: Value) -> str:
        """How a line names the data of a node: its variable, or its number if it never changes."""
        return self.constants.get(id(node)) or self.name[id(node)]

    def _forward(self, needed: set[int]) -> list[_Line]:
        """A line for every node that is used twice or needed by name; the others stand inside."""
        nested: dict[int, tuple[str, int]] = {}
        nestable = self._nestable() - needed
        lines: list[_Line] = []
        for node in self.order:
            if node.op is None or id(node) not in self.varies:
                continue
            inputs = [nested.get(id(child), (self._operand(child), 0)) for child in node.children]
            code = fill(OPS[node.op].code, *(text for text, _ in inputs))
            depth = 1 + max(depth for _, depth in inputs)
            if id(node) in nestable and depth < _MOST_NESTED:
                nested[id(node)] = (f"({code})", depth)
            else:
                lines.append((f"        {self.name[id(node)]} = {code}", node.label))
        return lines

    def _nestable(self) -> set[int]:
        """Unnamed nodes that are used once, by an op whose code names that input just once."""
        return {
            id(child)
            for node in self.order
            if node.op is not None
            for name, child in zip(INPUT_NAMES, node.children, strict=False)
            if self.uses[id(child)] == 1
            and not child.label
            and len(re.findall(rf"\b{name}\b", OPS[node.op].code)) == 1
        }

    def _backward(self) -> tuple[list[_Line], set[int]]:
        """The lines of the backward pass, and the ids of the nodes whose data they name."""
        needed: set[int] = set()
        lines: list[_Line] = []
        terms: dict[int, list[str]] = {id(node): [] for node in self.order}
        terms[id(self.loss)] = ["1.0"]
        index = {id(leaf): f"g{index}" for index, leaf in enumerate(self.parameters)}
        for position in range(len(self.order) - 1, -1, -1):
            node = self.order[position]
            if id(node) not in self.wanted:
                continue
            comment = node.label and f"grad {node.label}"
            if node.op is None:
                # One after the other, as they are added to a grad that holds something already.
                added = (f"        {index[id(node)]} += {term}" for term in terms[id(node)])
                lines += [(line, comment) for line in added]
                continue
            grad = terms[id(node)][0]
            if len(terms[id(node)]) > 1 or not (grad.isidentifier() or grad == "1.0"):
                grad = f"d{position}"
                lines += _sum(grad, terms[id(node)], comment)
            for child, partial in zip(node.children, OPS[node.op].partials, strict=True):
                if id(child) in self.wanted:
                    terms[id(child)].append(self._term(grad, partial.code, node, needed))
        return lines, needed

    def _term(self, grad: str, code: str, node: Value, needed: set[int]) -> str:
        """grad · slope as code; notes which data it names."""
        if code in ("1.0", "-1.0"):
            return grad if code == "1.0" else f"-{grad}"
        operands = dict(zip(INPUT_NAMES, node.children, strict=False)) | {"out": node}
        named = {name: operands[name] for name in set(re.findall(r"\b(?:x|y|out)\b", code))}
        needed |= {id(operand) for operand in named.values()}
        slope = fill(code, **{name: self._operand(operand) for name, operand in named.items()})
        slope = slope if code in operands else f"({slope})"
        return slope if grad == "1.0" else f"{grad} * {slope}"


def _literal(number: float) -> str:
    """A number as code, −0.0 too: negative ones in brackets."""
    text = repr(number)
    return f"({text})" if text.startswith("-") else text


def _sum(target: str, terms: list[str], comment: str | None) -> list[_Line]:
    """`target` as terms added from left to right, on as many lines as the parser can nest."""
    lines = [f"        {target} = {' + '.join(terms[:_MOST_NESTED])}"]
    for start in range(_MOST_NESTED, len(terms), _MOST_NESTED):
        rest = " + ".join(terms[start : start + _MOST_NESTED])
        lines.append(f"        {target} = {target} + {rest}")
    return [(line, comment) for line in lines]


def _compiled(lines: list[_Line], name: str) -> object:
    """The function, made from our own names and from numbers: labels do not take part."""
    namespace = dict(NAMESPACE)
    exec("\n".join(code for code, _ in lines), namespace)
    return namespace[name]


def _printable(label: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in label)
