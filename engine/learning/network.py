"""Neuron, Layer and MLP as in micrograd: the same calls, the same random numbers in their order."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from types import ModuleType

from engine.core.messages import marked
from engine.core.ops import OPS
from engine.core.value import Value, apply, lift

DEFAULT_ACTIVATION = "relu"
LINEAR = "linear"
"""The activation that leaves the sum as it is."""

Random = random.Random | ModuleType


@dataclass(frozen=True, slots=True)
class Initial:
    """One row: a layer of `nout` neurons draws its weights from ±`bound(nin, nout)`."""

    name: str
    title: str
    bound: Callable[[int, int], float]


def xavier(nin: int, nout: int) -> float:
    """√(6 / (nin + nout)): Glorot & Bengio 2010, equation 16. Made for tanh."""
    return sqrt(6.0 / (nin + nout))


def he(nin: int, _nout: int) -> float:
    """√(6 / nin): a variance of 2 / nin, He et al. 2015, equation 10. Made for relu."""
    return sqrt(6.0 / nin)


INITIALS: Mapping[str, Initial] = {
    initial.name: initial
    for initial in (
        Initial("uniform", marked("Uniform ±1"), lambda _nin, _nout: 1.0),
        Initial("xavier", marked("Xavier"), xavier),
        Initial("he", marked("He"), he),
        Initial("zeros", marked("Zeros"), lambda _nin, _nout: 0.0),
    )
}
"""Name to row, in the order in which a list shows them."""


def activations() -> tuple[str, ...]:
    """The names of all activations: the default, every other op that may be one, and LINEAR."""
    others = (op.name for op in OPS.values() if op.activation and op.name != DEFAULT_ACTIVATION)
    return (DEFAULT_ACTIVATION, *others, LINEAR)


class Module:
    """Anything with parameters, as in micrograd."""

    def parameters(self) -> list[Value]:
        """Every weight and bias: by layer and neuron, its weights, then its bias."""
        return []

    def zero_grad(self) -> None:
        """Set `grad` of every parameter back to 0."""
        for parameter in self.parameters():
            parameter.grad = 0.0


class Neuron(Module):
    """activation(w · x + b): `nin` weights drawn in order from ±`bound`, and a bias of 0.

    `rng` defaults to the module random; `nonlin=False` is micrograd's word for the activation
    "linear". Called with `nin` numbers or Values it returns a Value.
    Raises ValueError for an unknown activation and for another number of inputs.
    """

    def __init__(
        self, nin: int, activation: str = DEFAULT_ACTIVATION, rng: Random | None = None,
        bound: float = 1.0, nonlin: bool = True,
    ):  # fmt: skip
        activation = activation if nonlin else LINEAR
        if activation not in activations():
            raise ValueError(f"no activation {activation!r}: one of {', '.join(activations())}")
        source = random if rng is None else rng
        self.w = [Value(source.uniform(-bound, bound)) for _ in range(nin)]
        self.b = Value(0.0)
        self.activation = activation

    def __call__(self, x: Sequence[Value | float]) -> Value:
        if len(x) != len(self.w):
            raise ValueError(f"a neuron of {len(self.w)} inputs was given {len(x)}")
        # The bias comes first, as in micrograd: another order gives other last digits.
        total = self.b
        for weight, number in zip(self.w, x, strict=True):
            total = total + weight * number
        return total if self.activation == LINEAR else apply(OPS[self.activation], total)

    def parameters(self) -> list[Value]:
        return [*self.w, self.b]

    def __repr__(self) -> str:
        return f"{self.activation}Neuron({len(self.w)})"


class Layer(Module):
    """`nout` neurons with `nin` inputs each. One output gives a Value, more give a list.

    `initial` is the name of a row of INITIALS; KeyError for any other. `nonlin` is each neuron's.
    """

    def __init__(
        self, nin: int, nout: int, activation: str = DEFAULT_ACTIVATION, rng: Random | None = None,
        initial: str = "uniform", nonlin: bool = True,
    ):  # fmt: skip
        bound = INITIALS[initial].bound(nin, nout)
        self.neurons = [Neuron(nin, activation, rng, bound, nonlin) for _ in range(nout)]

    def __call__(self, x: Sequence[Value | float]) -> Value | list[Value]:
        out = [neuron(x) for neuron in self.neurons]
        return out[0] if len(out) == 1 else out

    def parameters(self) -> list[Value]:
        return [parameter for neuron in self.neurons for parameter in neuron.parameters()]

    def __repr__(self) -> str:
        return f"Layer of [{', '.join(map(str, self.neurons))}]"


class MLP(Module):
    """A multilayer perceptron: `nin` inputs, layers of `nouts` neurons, the last one linear.

    `activation` is that of every hidden layer, or holds one for each; `initial` is the name of a
    row of INITIALS. Called with `nin` numbers or Values it returns a Value, or a list of them if
    the last layer has more than one neuron. Raises ValueError for an unknown activation or another
    number of them, and for another number of inputs.
    """

    def __init__(
        self, nin: int, nouts: Sequence[int],
        activation: str | Sequence[str] = DEFAULT_ACTIVATION,
        rng: Random | None = None, initial: str = "uniform",
    ):  # fmt: skip
        hidden = max(0, len(nouts) - 1)
        named = [activation] * hidden if isinstance(activation, str) else activation
        if len(named) != hidden:
            raise ValueError(f"{hidden} hidden layers, and {len(named)} activations for them")
        sizes = [nin, *nouts]
        self.layers = [
            Layer(sizes[i], sizes[i + 1], name, rng, initial)
            for i, name in enumerate([*named, LINEAR][: len(nouts)])
        ]

    def __call__(self, x: Sequence[Value | float]) -> Value | list[Value]:
        values: Sequence[Value | float] = x
        out: Value | list[Value] = [lift(number) for number in x]
        for layer in self.layers:
            out = layer(values)
            values = [out] if isinstance(out, Value) else out
        return out

    def parameters(self) -> list[Value]:
        return [parameter for layer in self.layers for parameter in layer.parameters()]

    def __repr__(self) -> str:
        return f"MLP of [{', '.join(map(str, self.layers))}]"
