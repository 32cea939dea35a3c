"""Value: a number that remembers how it was computed."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import TYPE_CHECKING

from engine.core.errors import DomainError
from engine.core.op import Op
from engine.core.ops import OPS


class Value:
    """One node of a computational graph.

    `data` is the number (forward), `grad` the derivative of the output with respect to it
    (backward; 0.0 at the start), `op` the name of the op that produced it (None for a leaf),
    `children` the inputs of that op in their order, `label` a name for people.

    Arithmetic, `**`, `abs` and the functions of the op table build the graph; either side may be
    a plain number. A result that does not exist or is not finite raises DomainError.
    """

    __slots__ = ("__weakref__", "_mark", "children", "data", "grad", "label", "op")

    data: float
    grad: float
    op: str | None
    children: tuple[Value, ...]
    label: str | None

    if TYPE_CHECKING:
        # Made from the op table at the end of this module; written out for type checkers.
        def __add__(self, other: Value | float) -> Value: ...
        def __radd__(self, other: float) -> Value: ...
        def __sub__(self, other: Value | float) -> Value: ...
        def __rsub__(self, other: float) -> Value: ...
        def __mul__(self, other: Value | float) -> Value: ...
        def __rmul__(self, other: float) -> Value: ...
        def __truediv__(self, other: Value | float) -> Value: ...
        def __rtruediv__(self, other: float) -> Value: ...
        def __pow__(self, other: Value | float) -> Value: ...
        def __rpow__(self, other: float) -> Value: ...
        def __neg__(self) -> Value: ...
        def __abs__(self) -> Value: ...
        def tanh(self) -> Value: ...
        def relu(self) -> Value: ...
        def sigmoid(self) -> Value: ...
        def exp(self) -> Value: ...
        def log(self) -> Value: ...
        def sin(self) -> Value: ...
        def cos(self) -> Value: ...
        def sqrt(self) -> Value: ...
        def maximum(self, other: Value | float) -> Value: ...
        def minimum(self, other: Value | float) -> Value: ...

    def __init__(self, data: float, label: str | None = None):
        self.data = finite(data)
        self.grad = 0.0
        self.op = None
        self.children = ()
        self.label = label
        self._mark: object = None

    def __repr__(self) -> str:
        name = "" if self.label is None else f"label={self.label!r}, "
        return f"Value({name}data={self.data!r}, grad={self.grad!r})"

    def backward(self) -> None:
        """Reverse-mode differentiation: `grad` becomes the derivative of self, on every node.

        Inner nodes hold this pass's gradient alone; leaves add to what they hold, until
        `zero_grad`, as in PyTorch.

        Raises DomainError at the first op that passes back a number which is not finite. The pass
        breaks off there: some gradients are known then, and none is infinite or nan.
        `engine.core.backward.backward_steps` goes on for all that does not depend on that number.
        """
        order = topological_order(self)
        for node in order:
            if node.op is not None:
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            if node.op is None:
                continue
            grad = node.grad
            children = node.children
            if len(children) == 2:
                x, y = children
                x_slope, y_slope = OPS[node.op].slopes(x.data, y.data, node.data, grad)
                total = x.grad + grad * x_slope
                # A difference with itself is 0 for every finite number, and nan otherwise.
                if total - total:
                    raise _overflow(node, 0)
                x.grad = total
                total = y.grad + grad * y_slope
                if total - total:
                    raise _overflow(node, 1)
                y.grad = total
            else:
                (x,) = children
                (x_slope,) = OPS[node.op].slopes(x.data, node.data, grad)
                total = x.grad + grad * x_slope
                if total - total:
                    raise _overflow(node, 0)
                x.grad = total

    def zero_grad(self) -> None:
        """Set `grad` back to 0.0 on self and on every node that self depends on."""
        for node in topological_order(self):
            node.grad = 0.0


def topological_order(root: Value) -> list[Value]:
    """Every node that `root` depends on, each once: inputs first, `root` last.

    Depth first and left to right, with an explicit stack: a chain of a million nodes works. A mark
    on the node costs 8 bytes, where an entry in a set of visited nodes would cost 60.
    """
    opened, closed = object(), object()
    order: list[Value] = []
    stack = [root]
    while stack:
        node = stack[-1]
        mark = node._mark
        if mark is not opened and mark is not closed:
            if node.children:
                node._mark = opened
                stack.extend(reversed(node.children))
                continue
        elif mark is closed:
            stack.pop()
            continue
        node._mark = closed
        order.append(node)
        stack.pop()
    return order


def lift(number: Value | float) -> Value:
    """A plain number as a leaf; a Value unchanged. Raises as `finite` does."""
    return number if isinstance(number, Value) else Value(number)


def finite(number: float) -> float:
    """`number` as a float. Raises TypeError if it is no int or float, ValueError if not finite."""
    if not isinstance(number, int | float):
        raise TypeError(f"a leaf holds an int or a float, not {type(number).__name__}")
    try:
        data = float(number)
    except OverflowError:
        raise ValueError("a leaf holds a finite number; this one is too large") from None
    if not isfinite(data):
        raise ValueError(f"a leaf holds a finite number, not {data}")
    return data


def apply(op: Op, *inputs: Value) -> Value:
    """The node for `op` applied to its inputs.

    Raises DomainError where the result is undefined, and TypeError for another number of inputs.
    """
    return method_of(op)(*inputs)


def method_of(op: Op) -> Callable[..., Value]:
    """The method by which Value applies `op`."""
    return _unary(op) if op.arity == 1 else _binary(op)


def _unary(op: Op) -> Callable[[Value], Value]:
    name, compute = op.name, op.compute

    def method(x: Value) -> Value:
        return _node(compute(x.data), name, (x,))

    return method


def _binary(op: Op) -> Callable[[Value, Value | float], Value]:
    name, compute, operator = op.name, op.compute, op.infix

    def method(x: Value, y: Value | float) -> Value:
        if not isinstance(y, Value):
            # An operator gives the other side's type its chance, as Python's own numbers do.
            if operator and not isinstance(y, int | float):
                return NotImplemented
            y = Value(y)
        return _node(compute(x.data, y.data), name, (x, y))

    return method


def _reflected(op: Op) -> Callable[[Value, float], Value]:
    method = _binary(op)

    def reflected(y: Value, x: float) -> Value:
        return method(Value(x), y) if isinstance(x, int | float) else NotImplemented

    return reflected


def _overflow(node: Value, slot: int) -> DomainError:
    """Why what `node` adds to the gradient of its input at `slot` is not finite."""
    assert node.op is not None
    op, inputs = OPS[node.op], [child.data for child in node.children]
    try:
        amount = op.passed_back(slot, inputs, node.data, node.grad)
    except DomainError as error:
        return error
    return op.sum_error(inputs, node.children[slot].grad, amount)


def _node(data: float, op: str, children: tuple[Value, ...]) -> Value:
    # A million of these are made in a second: __init__ with its checks would double the time.
    node = _new(Value)
    node.data = data
    node.grad = 0.0
    node.op = op
    node.children = children
    node.label = None
    node._mark = None
    return node


_new = object.__new__

for _op in OPS.values():
    setattr(Value, _op.method, method_of(_op))
    if _op.infix:
        setattr(Value, _op.method.replace("__", "__r", 1), _reflected(_op))
