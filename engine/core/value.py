"""Value: a number that remembers how it was computed."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from numbers import Real
from typing import TYPE_CHECKING, Any, cast

from engine.core.op import Op
from engine.core.op_code import value_method
from engine.core.ops import OPS
from engine.core.pickling import Met, met_with
from engine.core.picture import Drawn, svg


class Value:
    """One node of a computational graph.

    `data` is the number (forward), `grad` the derivative of the output with respect to it
    (backward; 0.0 at the start), `op` the name of the op that produced it (None for a leaf),
    `children` the inputs of that op in their order, `label` a name for people.

    Arithmetic, `**`, `abs` and the functions of the op table build the graph; either side may be
    a plain number. A result that does not exist or is not finite raises DomainError. Values are
    compared by `data` (<, <=, >, >=), and are equal only to themselves.
    """

    # The inputs stand in two slots, as a tuple would be one more object for the collector to walk.
    # Other attributes and weak references would take memory in every node: a subclass has both.
    __slots__ = ("_x", "_y", "data", "grad", "label", "op")

    data: float
    grad: float
    op: str | None
    label: str | None
    _x: Value | None
    _y: Value | None

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
        self.label = label
        self._x = self._y = None

    @property
    def children(self) -> tuple[Value, ...]:
        """The inputs in their order, one a slot: `a * a` has `a` twice. None for a leaf."""
        if self._x is None:
            return ()
        return (self._x,) if self._y is None else (self._x, self._y)

    @property
    def is_constant(self) -> bool:
        """Whether it is a leaf that stood as a plain number beside a Value, as the 3 in `a * 3`."""
        return self._y is _CONSTANT

    @property
    def _prev(self) -> set[Value]:
        """The children, as micrograd names them."""
        return set(self.children)

    @property
    def _op(self) -> str:
        """The op, as micrograd names it."""
        return self.op or ""

    def __repr__(self) -> str:
        name = "" if self.label is None else f"label={self.label!r}, "
        return f"Value({name}data={self.data!r}, grad={self.grad!r})"

    def __format__(self, spec: str) -> str:
        return format(self.data, spec) if spec else str(self)

    def _repr_svg_(self) -> str:
        """The graph as a picture, for notebooks."""
        order = topological_order(self)
        index = {id(node): position for position, node in enumerate(order)}
        return svg(
            [
                Drawn(
                    node.label or "", node.data, node.grad, node.op,
                    tuple(index[id(child)] for child in node.children),
                )
                for node in order
            ]
        )  # fmt: skip

    def item(self) -> float:
        """`data`, as PyTorch names it."""
        return self.data

    def __float__(self) -> float:
        # With a float, math.tanh(v) would answer, and the gradient would be lost without a word.
        raise TypeError("a Value is no float, or its gradient would be lost: v.data, or v.tanh()")

    def __lt__(self, other: Value | float) -> bool:
        return self.data < (other.data if isinstance(other, Value) else other)

    def __le__(self, other: Value | float) -> bool:
        return self.data <= (other.data if isinstance(other, Value) else other)

    def __gt__(self, other: Value | float) -> bool:
        return self.data > (other.data if isinstance(other, Value) else other)

    def __ge__(self, other: Value | float) -> bool:
        return self.data >= (other.data if isinstance(other, Value) else other)

    def backward(self) -> None:
        """Reverse-mode differentiation: `grad` becomes the derivative of self, on every node.

        Inner nodes hold this pass's gradient alone; leaves add to what they hold, until
        `zero_grad`, as in PyTorch.

        Raises DomainError at the first op that passes back a number which is not finite. The pass
        breaks off there: some gradients are known then, and none is infinite or nan. A constant
        stops nothing: where its gradient does not exist it keeps the one it has.
        `engine.core.backward.backward_steps` goes on for all that does not depend on that number.
        """
        order = _inner_nodes(self)
        self.grad += 1.0
        for node in reversed(order):
            OPS[cast(str, node.op)].pass_back(node)

    def zero_grad(self) -> None:
        """Set `grad` back to 0.0 on self and on every node that self depends on."""
        for node in topological_order(self):
            node.grad = 0.0

    def __deepcopy__(self, memo: dict[int, Any]) -> Value:
        for node in topological_order(self):
            if id(node) not in memo:
                x, y = (memo.get(id(child), child) for child in (node._x, node._y))
                copy = _node(x, y, node.data, node.grad, node.op, node.label, type(node))
                memo[id(node)] = copy
                if hasattr(node, "__dict__"):
                    vars(copy).update(deepcopy(vars(node), memo))
        return cast(Value, memo[id(self)])

    def __reduce__(self) -> tuple[Any, ...]:
        below: list[Value] = []
        met = None
        inner = [child for child in self.children if child.op is not None]
        if inner and not met_with([self]):
            met = met_with(inner) or Met()
            if not all(child in met for child in inner):
                # Inputs first: the pickler has met them where it comes to what uses them.
                below = [node for node in topological_order(self)[:-1] if node not in met]
            met.add([*below, self])
        fields = (self._x, self._y, self.data, self.grad, self.op, self.label, type(self))
        return _unpickled, (below, met, *fields), getattr(self, "__dict__", None)


def topological_order(root: Value) -> list[Value]:
    """Every node that `root` depends on, each once: inputs first, `root` last.

    Depth first and left to right, with an explicit stack: a chain of a million nodes works.
    """
    order: list[Value] = []
    waiting: list[Value] = []
    node, seen = root, {root}
    while True:
        x, y = node._x, node._y
        if x is not None and x not in seen:
            waiting.append(node)
            node = x
            seen.add(x)
        elif x is not None and y is not None and y not in seen:
            waiting.append(node)
            node = y
            seen.add(y)
        else:
            order.append(node)
            if not waiting:
                return order
            node = waiting.pop()


def _inner_nodes(root: Value) -> list[Value]:
    """The topological order without leaves. The `grad` of each becomes 0.0.

    That very 0.0, by its identity, marks the nodes that were met: an entry in a set would take 60
    bytes, and twice the time.
    """
    order: list[Value] = []
    if root._x is None:
        return order
    waiting: list[Value] = []
    done, wait, resume = order.append, waiting.append, waiting.pop
    zero = float("0")
    node: Any = root  # of an inner node `_x` is a Value, which a type checker can't know
    node.grad = zero
    while True:
        x, y = node._x, node._y
        if x._x is not None and x.grad is not zero:
            wait(node)
            node = x
            node.grad = zero
        elif y is not None and y._x is not None and y.grad is not zero:
            wait(node)
            node = y
            node.grad = zero
        else:
            done(node)
            if not waiting:
                return order
            node = resume()


def lift(number: Value | float) -> Value:
    """A plain number as a leaf; a Value unchanged. Raises as `finite` does."""
    return number if isinstance(number, Value) else Value(number)


def finite(number: float) -> float:
    """`number` as a float. Raises TypeError if it is no real number, ValueError if not finite.

    NumPy's scalars are real numbers; a bool is none.
    """
    if not _is_real(number):
        raise TypeError(f"a leaf holds a real number, not {type(number).__name__}")
    try:
        data = float(number)
    except OverflowError:
        raise ValueError("a leaf holds a finite number; this one is too large") from None
    if data - data != 0.0:
        raise ValueError(f"a leaf holds a finite number, not {data}")
    return data


def _is_real(number: object) -> bool:
    # Exact types first: asking the abstract class takes ten times as long.
    kind = type(number)
    return kind is float or kind is int or (kind is not bool and isinstance(number, Real))


def apply(op: Op, *inputs: Value) -> Value:
    """The node for `op` applied to its inputs.

    Raises DomainError where the result is undefined, and TypeError for another number of inputs.
    """
    return node_of(op, op.compute(*[node.data for node in inputs]), *inputs)


def node_of(op: Op, data: float, x: Value, y: Value | None = None) -> Value:
    """A node made by `op` that holds `data`, whatever the inputs hold."""
    return _node(x, y, data, 0.0, op.name, None, Value)


def method_of(op: Op) -> Callable[..., Value]:
    """The method by which Value applies `op`."""
    return value_method(op.name, op.code, op.arity, op.infix, _METHOD_NAMES | {"error": op.error})


def _reflected(method: Callable[..., Value]) -> Callable[[Value, float], Value]:
    """The method of an operator whose left side is a plain number."""

    def reflected(y: Value, x: float) -> Value:
        return method(_constant(x), y) if _is_real(x) else NotImplemented

    return reflected


def _constant(number: float) -> Value:
    """A plain number as a leaf for whose gradient nobody asks. Raises as `finite` does."""
    node = Value(number)
    node._y = _CONSTANT
    return node


# What stands in the slot of a second input where there can be none: copies and pickles keep it.
_CONSTANT: Any = ...

if float("0") is float("0"):
    raise ImportError("the engine needs CPython: its backward pass marks nodes by fresh floats")


def _unpickled(_below: list[Value], _met: Met | None, *fields: Any) -> Value:
    return _node(*fields)


def _node(
    x: Value | None, y: Value | None, data: float, grad: float, op: str | None, label: str | None,
    kind: type[Value],
) -> Value:  # fmt: skip
    """A node of these fields, unchecked."""
    node = object.__new__(kind)
    node.data = data
    node.grad = grad
    node.op = op
    node.label = label
    node._x = x
    node._y = y
    return node


_METHOD_NAMES: dict[str, object] = {
    "Value": Value,
    "new": object.__new__,
    "constant": _constant,
    "is_real": _is_real,
}

for _op in OPS.values():
    _method = method_of(_op)
    setattr(Value, _op.method, _method)
    if _op.infix:
        setattr(Value, _op.method.replace("__", "__r", 1), _reflected(_method))
