"""Both passes over a graph, written a second time: nothing of the engine or of the app is used."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

LARGE = 1e150
"""Past it, and below its inverse, products leave the range of a float: by the order of factors."""


def _power(x: float, y: float) -> float:
    return math.pow(x, y)


def _power_slope(x: float, y: float) -> float:
    return y * math.pow(x, y - 1.0) if y else 0.0


def _sigmoid(x: float) -> float:
    small = math.exp(-abs(x))
    return (1.0 if x > 0.0 else small) / (1.0 + small)


def _share(x: float, y: float) -> float:
    return 0.5 if x == y else float(x > y)


FORWARD: Mapping[str, Callable[..., float]] = {
    "+": lambda x, y: x + y,
    "-": lambda x, y: x - y,
    "*": lambda x, y: x * y,
    "/": lambda x, y: x / y,
    "**": _power,
    "neg": lambda x: -x,
    "tanh": math.tanh,
    "relu": lambda x: max(x, 0.0),
    "sigmoid": _sigmoid,
    "exp": math.exp,
    "log": math.log,
    "sin": math.sin,
    "cos": math.cos,
    "sqrt": math.sqrt,
    "abs": abs,
    "max": max,
    "min": min,
}
SLOPES: Mapping[str, tuple[Callable[..., float], ...]] = {
    "+": (lambda *_: 1.0, lambda *_: 1.0),
    "-": (lambda *_: 1.0, lambda *_: -1.0),
    "*": (lambda _x, y: y, lambda x, _y: x),
    "/": (lambda _x, y: 1.0 / y, lambda x, y: -x / y / y),
    "**": (_power_slope, lambda x, y: math.pow(x, y) * math.log(x) if x > 0.0 else 0.0),
    "neg": (lambda *_: -1.0,),
    "tanh": (lambda x: (1.0 - math.tanh(x)) * (1.0 + math.tanh(x)),),
    "relu": (lambda x: float(x > 0.0),),
    "sigmoid": (lambda x: _sigmoid(x) * (1.0 - _sigmoid(x)),),
    "exp": (math.exp,),
    "log": (lambda x: 1.0 / x,),
    "sin": (math.cos,),
    "cos": (lambda x: -math.sin(x),),
    "sqrt": (lambda x: 0.5 / math.sqrt(x),),
    "abs": (lambda x: float(x > 0.0) - float(x < 0.0),),
    "max": (_share, lambda x, y: _share(y, x)),
    "min": (lambda x, y: _share(-x, -y), lambda x, y: _share(-y, -x)),
}


def result_of(function: Callable[..., float], *inputs: float) -> float | None:
    """None where it is undefined there, or no number can hold it."""
    try:
        result = float(function(*inputs))
    except (ValueError, ZeroDivisionError, OverflowError):
        return None
    return result if math.isfinite(result) else None


@dataclass(frozen=True)
class Plain:
    """A node as anybody can read it off the canvas or out of a file."""

    op: str | None
    inputs: tuple[int | None, ...]
    data: float


class Passes:
    """The numbers of a graph. `chosen` is its output by choice; else the one end there is."""

    def __init__(self, nodes: Mapping[int, Plain], chosen: int | None):
        self.nodes = nodes
        self.data: dict[int, float] = {}
        self.order = self._order(nodes)
        for id_ in self.order:
            self._compute(id_)
        fed = {i for node in nodes.values() for i in node.inputs}
        ends = [id_ for id_ in nodes if id_ not in fed]
        self.output = chosen if chosen is not None else ends[0] if len(ends) == 1 else None

    def _order(self, roots: Iterable[int]) -> list[int]:
        """What `roots` are computed from and themselves, inputs first."""
        done: dict[int, None] = {}
        waiting = [(root, False) for root in reversed(list(roots))]
        while waiting:
            id_, ready = waiting.pop()
            if ready:
                done[id_] = None
            elif id_ not in done:
                waiting.append((id_, True))
                waiting += [(i, False) for i in self.nodes[id_].inputs if i is not None]
        return list(done)

    def _compute(self, id_: int) -> None:
        node = self.nodes[id_]
        if node.op is None:
            self.data[id_] = node.data
            return
        inputs = [self.data[i] for i in node.inputs if i in self.data]
        if len(inputs) == len(node.inputs):
            result = result_of(FORWARD[node.op], *inputs)
            if result is not None:
                self.data[id_] = result

    @property
    def cone(self) -> list[int]:
        """What the output is computed from; empty where there is none, or it has no data."""
        return self._order([self.output]) if self.output in self.data else []

    @property
    def is_moderate(self) -> bool:
        """Whether no number is so large or so small that gradients hang on the order of factors."""
        sizes = [abs(number) for number in self.data.values() if number]
        return all(1.0 / LARGE < size < LARGE for size in sizes)

    def backward(self, passed: Iterable[int] | None = None) -> dict[int, float | None]:
        """Gradients after the ops in `passed`, in this order, have passed theirs on; by default
        after all. None for one that does not exist.
        """
        cone = self.cone
        if not cone:
            return {}
        whole = passed is None
        grads: dict[int, float | None] = dict.fromkeys(cone, 0.0) if whole else {}
        grads[cone[-1]] = 1.0
        for id_ in reversed(cone) if passed is None else passed:
            self._pass_on(id_, grads)
        return grads

    def _pass_on(self, id_: int, grads: dict[int, float | None]) -> None:
        node, grad = self.nodes[id_], grads[id_]
        inputs = [self.data[i] for i in node.inputs if i is not None]
        for slot, child in enumerate(node.inputs):
            assert child is not None
            assert node.op is not None
            slope = result_of(SLOPES[node.op][slot], *inputs)
            before = grads.get(child, 0.0)
            known = grad is not None and slope is not None and before is not None
            grads[child] = before + grad * slope if known else None
