"""Random graphs for hypothesis, as plans that any library's arithmetic can follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

from engine import DomainError, Value
from engine.core.backward import slopes
from engine.core.op import Op
from engine.core.ops import OPS
from engine.core.value import apply


@dataclass(frozen=True)
class Plan:
    """Leaves, then steps: the name of an op and the indices of its inputs. The last is the root."""

    leaves: tuple[float, ...]
    steps: tuple[tuple[str, tuple[int, ...]], ...]

    def nodes(self) -> list[Value]:
        """The Values, leaves first, every third one with a label."""
        nodes = [Value(number) for number in self.leaves]
        for op, inputs in self.steps:
            nodes.append(apply(OPS[op], *(nodes[index] for index in inputs)))
        for index in range(0, len(nodes), 3):
            nodes[index].label = f"n{index}"
        return nodes

    def follow(self, leaves: Sequence[Any], functions: Mapping[str, Callable[..., Any]]) -> Any:
        """The root, by another library's functions of the same names."""
        nodes = list(leaves)
        for op, inputs in self.steps:
            nodes.append(functions[op](*(nodes[index] for index in inputs)))
        return nodes[-1]


Admits = Callable[[Op, list[Value]], bool]


def defined(op: Op, inputs: list[Value]) -> bool:
    """Whether a node and its slopes exist here; kinks, ties and shared inputs are all in.

    A product of a few slopes below a million is still a float.
    """
    try:
        node = apply(op, *inputs)
        return all(abs(number) < 1e6 for number in (node.data, *slopes(node)))
    except DomainError:
        return False


def computable(op: Op, inputs: list[Value]) -> bool:
    """Whether a node exists here, its slopes infinite or not."""
    try:
        return abs(apply(op, *inputs).data) < 1e200
    except DomainError:
        return False


def smooth(op: Op, inputs: list[Value]) -> bool:
    """Whether rounding stays small here, so that two libraries agree to many digits.

    Kinks are out, as a last digit decides between two slopes; so is the flat end of a squash,
    where 1 − out² has lost its digits. A power has a positive base, as autograd's derivative by
    the exponent is nan elsewhere.
    """
    x = inputs[0].data
    y = inputs[-1].data
    if not defined(op, inputs) or abs(x) > 5 or abs(y) > 5 or abs(x) < 0.01:
        return False
    if op.name in ("max", "min"):
        return inputs[0] is inputs[1] or abs(x - y) > 0.01
    return (op.name != "/" or abs(y) > 0.1) and (op.name not in ("**", "log", "sqrt") or x > 0.1)


@st.composite
def graphs(
    draw: st.DrawFn,
    admits: Admits = defined,
    most_steps: int = 15,
    ops: Sequence[Op] = (*OPS.values(),),
) -> Plan:
    """Plans over `ops` with shared nodes; an op that is not admitted gives way to sin."""
    number = st.sampled_from([-2.0, -1.0, -0.0, 0.0, 0.5, 1.0, 3.0]) | st.floats(-4, 4, width=32)
    leaves = draw(st.lists(number, min_size=1, max_size=4))
    nodes = [Value(leaf) for leaf in leaves]
    steps: list[tuple[str, tuple[int, ...]]] = []
    for _ in range(draw(st.integers(1, most_steps))):
        op = draw(st.sampled_from(ops))
        index = st.integers(0, len(nodes) - 1)
        inputs = tuple(draw(index) for _ in range(op.arity))
        if not admits(op, [nodes[index] for index in inputs]):
            op, inputs = OPS["sin"], inputs[:1]
        nodes.append(apply(op, *(nodes[index] for index in inputs)))
        steps.append((op.name, inputs))
    return Plan(tuple(leaves), tuple(steps))


def followed(plan: Plan) -> tuple[float, list[float], list[float]]:
    """Our root, our gradients by leaf, and the size of each: the sum of its paths without signs.

    Rounding is measured against the size, as a gradient may be a small difference of large paths.
    """
    nodes = plan.nodes()
    nodes[-1].backward()
    sizes = [0.0] * len(nodes)
    sizes[-1] = 1.0
    for position in range(len(nodes) - 1, len(plan.leaves) - 1, -1):
        inputs = plan.steps[position - len(plan.leaves)][1]
        for child, slope in zip(inputs, slopes(nodes[position]), strict=True):
            sizes[child] += sizes[position] * abs(slope)
    count = len(plan.leaves)
    return nodes[-1].data, [leaf.grad for leaf in nodes[:count]], sizes[:count]


def agrees(ours: float, theirs: float, size: float) -> bool:
    """Whether two numbers are the same to 1e-9 of a size."""
    return abs(ours - theirs) <= 1e-9 * max(abs(ours), size, 1e-300)
