"""Tape: a recorded graph as one straight-line Python function, to be run over many rows.

The graph of one sample is recorded once, as Values. `Tape` writes it out as Python: for every row
the forward pass, then the backward pass in reverse topological order. What it saves on the way
changes no digit: `tape_code.py` says what that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import cast

from engine.core.errors import DomainError
from engine.core.messages import message
from engine.core.op import NAMESPACE
from engine.core.ops import OPS
from engine.core.tape_code import Line, TapeCode
from engine.core.value import Value, topological_order

InputRow = Sequence[float]
_Run = Callable[..., tuple[float, list[float]]]
_Outputs = Callable[[Sequence[float], Iterable[InputRow]], list[float]]


class Tape:
    """`loss` as a function of `parameters` and of one row of `inputs`, with its gradient.

    `inputs` and `parameters` are leaves of the graph; every other leaf is a constant. `noted` are
    nodes that `loss` depends on, whose data `run` can tell row by row. Raises ValueError for an
    inner node among the leaves, for a leaf that is given twice, and for another node in `noted`.
    """

    def __init__(
        self,
        loss: Value,
        inputs: Sequence[Value],
        parameters: Sequence[Value],
        noted: Sequence[Value] = (),
    ):
        self._loss = loss
        self._inputs = list(inputs)
        self._parameters = list(parameters)
        named = [*self._inputs, *self._parameters]
        if any(leaf.op is not None for leaf in named):
            raise ValueError("the inputs and parameters of a tape must be leaves")
        if len({id(leaf) for leaf in named}) != len(named):
            raise ValueError("a leaf is named twice among the inputs and parameters of a tape")
        # It keeps the constants of this moment, and writes when it is first asked: many a tape is
        # only ever run one way.
        self._code = TapeCode(loss, self._inputs, self._parameters, list(noted))
        if not {id(node) for node in noted} <= {id(node) for node in self._code.order}:
            raise ValueError("the loss of a tape does not depend on a node that is to be noted")

    @cached_property
    def _run(self) -> _Run:
        return cast(_Run, _compiled(self._code.run(), "run"))

    @cached_property
    def _noted_run(self) -> _Run:
        return cast(_Run, _compiled(self._code.run(notes=True), "run"))

    @cached_property
    def _outputs(self) -> _Outputs:
        return cast(_Outputs, _compiled(self._code.outputs(), "outputs"))

    @property
    def source(self) -> str:
        """The generated Python, each line with the label of the node it computes."""
        return "\n".join(
            f"{code}  # {_printable(label)}" if label else code for code, label in self._code.run()
        )

    def run(
        self,
        parameters: Sequence[float],
        rows: Iterable[InputRow],
        total: float = -0.0,
        grads: Sequence[float] | None = None,
        note: Callable[[tuple[float, ...]], object] | None = None,
    ) -> tuple[float, list[float]]:
        """The sum of the loss over `rows`, and its derivative with respect to every parameter.

        `parameters` and `grads` hold one number per parameter, a row one per input. Both results
        are added to `total` and `grads`, as `Value.backward` adds to the leaves; only of a sum that
        began at −0.0, and is still 0, the sign may be the other one. `note` is called for each row
        with a tuple of its loss and the data of the `noted` nodes. Raises ValueError for another
        count of parameters or inputs, and DomainError where an op is undefined. Sums and products
        are not checked: it is for the caller to see that the total is finite.
        """
        rows = list(rows)
        self._check(parameters, rows)
        # The total from −0.0, which alone leaves every number that is added to it as it is.
        grads = [0.0] * len(parameters) if grads is None else grads
        try:
            if note:
                return self._noted_run(parameters, rows, total, grads, note)
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
        if not {*map(len, rows)} <= {width}:
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
        wanted = self._code.wanted
        grads = dict.fromkeys(map(id, order), 0.0) | {id(self._loss): 1.0}
        for node in reversed(order):
            if node.op is None:
                continue
            inputs = [data[id(child)] for child in node.children]
            for slot, child in enumerate(node.children):
                if id(child) in wanted:
                    out, grad = data[id(node)], grads[id(node)]
                    grads[id(child)] += grad * OPS[node.op].finite_slope(slot, inputs, out, grad)


def _compiled(lines: list[Line], name: str) -> object:
    """The function, made from our own names and from numbers: labels do not take part."""
    namespace = dict(NAMESPACE)
    exec("\n".join(code for code, _ in lines), namespace)
    return namespace[name]


def _printable(label: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in label)
