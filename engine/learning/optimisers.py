"""The tables of optimisers and of learning-rate schedules."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import ClassVar

from engine.core.messages import marked


@dataclass(frozen=True, slots=True)
class OptimiserCode:
    """How the script of a run writes an optimiser out.

    For this engine: `memory` stands before the loop and `update` in it, where `{rate}` is what
    the learning rate is called there; `imports` are names of the module math. For PyTorch:
    `torch` makes an `optimiser` from `parameters`, LEARNING_RATE and perhaps MOMENTUM.
    """

    update: str
    torch: str
    memory: str = ""
    imports: tuple[str, ...] = ()


class Optimiser(ABC):
    """Turns gradients into new parameters; what it remembers between updates is its own.

    A class is a row of OPTIMISERS, one object serves one run. `momentum` is read by those whose
    `uses_momentum` is true.
    """

    title: ClassVar[str]
    rule: ClassVar[str]
    """An update of a weight w in one line; its places are {rate} and {momentum}."""
    code: ClassVar[OptimiserCode]
    uses_momentum: ClassVar[bool] = False
    words: ClassVar[str] = marked(
        "Update: {optimiser} moves every parameter. {name} moves most, from {before} to {after}, "
        "with grad {grad} and rate {rate}."
    )
    """What is said of one update, by the parameter that it moves most."""

    def __init__(self, momentum: float = 0.9):
        self.momentum = momentum

    @classmethod
    def suggested(cls, learning_rate: float) -> float:
        """The learning rate to try first where plain gradient descent does well with the given."""
        return learning_rate

    @abstractmethod
    def update(
        self, parameters: Sequence[float], grads: Sequence[float], learning_rate: float
    ) -> list[float]:
        """The parameters after one update; `grads` holds one derivative per parameter.

        Raises ValueError if they are not as many.
        """


class SGD(Optimiser):
    """Gradient descent: p − learning_rate · g."""

    title = marked("SGD")
    rule = "w ← w − {rate} · grad"
    words = marked(
        "Update: every parameter moves against its gradient. {name} moves most: {before} − {rate}"
        " · {grad} = {after}."
    )
    code = OptimiserCode(
        update="for p in parameters:\n    p.data -= {rate} * p.grad",
        torch="optimiser = torch.optim.SGD(parameters, lr=LEARNING_RATE)",
    )

    def update(
        self, parameters: Sequence[float], grads: Sequence[float], learning_rate: float
    ) -> list[float]:
        return [p - learning_rate * g for p, g in zip(parameters, grads, strict=True)]


class Momentum(Optimiser):
    """Gradient descent by a velocity: v = momentum · v + g, p − learning_rate · v.

    Polyak 1964, in the form of torch.optim.SGD: the learning rate stands outside the velocity.
    """

    title = marked("Momentum")
    rule = "v ← {momentum} · v + grad,  w ← w − {rate} · v"
    code = OptimiserCode(
        memory="velocity = [0.0] * len(parameters)",
        update="for i, p in enumerate(parameters):\n"
        "    velocity[i] = MOMENTUM * velocity[i] + p.grad\n"
        "    p.data -= {rate} * velocity[i]",
        torch="optimiser = torch.optim.SGD(parameters, lr=LEARNING_RATE, momentum=MOMENTUM)",
    )
    uses_momentum = True

    @classmethod
    def suggested(cls, learning_rate: float) -> float:
        # At a momentum of 0.9 the velocity comes to ten times a steady gradient.
        return learning_rate / 10

    def __init__(self, momentum: float = 0.9):
        super().__init__(momentum)
        self._velocity: list[float] = []

    def update(
        self, parameters: Sequence[float], grads: Sequence[float], learning_rate: float
    ) -> list[float]:
        velocity = self._velocity or [0.0] * len(parameters)
        self._velocity = [self.momentum * v + g for v, g in zip(velocity, grads, strict=True)]
        return [p - learning_rate * v for p, v in zip(parameters, self._velocity, strict=True)]


class Adam(Optimiser):
    """Adam: steps of about the learning rate, whatever the size of the gradient.

    Kingma & Ba 2015, algorithm 1, with the constants they recommend.
    """

    title = marked("Adam")
    rule = "w ← w − {rate} · m / (√v + ε)"
    code = OptimiserCode(
        memory="BETA1, BETA2 = 0.9, 0.999\n"
        "mean = [0.0] * len(parameters)\n"
        "square = [0.0] * len(parameters)\n"
        "power1 = power2 = 1.0",
        update="power1 *= BETA1\n"
        "power2 *= BETA2\n"
        "for i, p in enumerate(parameters):\n"
        "    mean[i] = BETA1 * mean[i] + (1 - BETA1) * p.grad\n"
        "    square[i] = BETA2 * square[i] + (1 - BETA2) * p.grad * p.grad\n"
        "    # Both begin at 0, and are too small at first: the powers make up for it.\n"
        "    size = sqrt(square[i] * (1 / (1 - power2)))\n"
        "    p.data -= {rate} / (1 - power1) * mean[i] / (size + 1e-8)",
        torch="optimiser = torch.optim.Adam(parameters, lr=LEARNING_RATE)",
        imports=("sqrt",),
    )
    BETA1 = 0.9
    BETA2 = 0.999
    EPSILON = 1e-8

    @classmethod
    def suggested(cls, _learning_rate: float) -> float:
        # Its steps do not depend on the size of the gradient, and so not on the loss.
        return 0.03

    def __init__(self, momentum: float = 0.9):
        super().__init__(momentum)
        self._mean: list[float] = []
        self._square: list[float] = []
        # The powers of the betas, by multiplication: libm's pow differs between machines.
        self._power1 = 1.0
        self._power2 = 1.0

    def update(
        self, parameters: Sequence[float], grads: Sequence[float], learning_rate: float
    ) -> list[float]:
        beta1, beta2, epsilon = self.BETA1, self.BETA2, self.EPSILON
        mean = self._mean or [0.0] * len(parameters)
        square = self._square or [0.0] * len(parameters)
        self._mean = [beta1 * m + (1 - beta1) * g for m, g in zip(mean, grads, strict=True)]
        self._square = [beta2 * v + (1 - beta2) * g * g for v, g in zip(square, grads, strict=True)]
        self._power1 *= beta1
        self._power2 *= beta2
        rate = learning_rate / (1 - self._power1)
        unbias = 1 / (1 - self._power2)
        moments = zip(parameters, self._mean, self._square, strict=True)
        return [p - rate * m / (sqrt(v * unbias) + epsilon) for p, m, v in moments]


OPTIMISERS: Mapping[str, type[Optimiser]] = {"sgd": SGD, "momentum": Momentum, "adam": Adam}
"""Name to class, in the order in which a list shows them."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """One row: `rate(learning_rate, step, steps)` is the rate of update `step`, from 0.

    A script of a run has a function `rate_at(step)` with `words` as its docstring and `body` as
    its code, over LEARNING_RATE and STEPS; none where `body` is empty and the rate stays.
    `imports` are the names of the module math that `body` uses.
    """

    name: str
    title: str
    rate: Callable[[float, int, int], float]
    words: str = ""
    body: str = ""
    imports: tuple[str, ...] = ()


def constant(learning_rate: float, _step: int, _steps: int) -> float:
    """The learning rate as it is, at every step."""
    return learning_rate


def linear_decay(learning_rate: float, step: int, steps: int) -> float:
    """From the learning rate down to a tenth of it, in a straight line: micrograd's demo."""
    return learning_rate * (1.0 - 0.9 * step / steps)


def step_decay(learning_rate: float, step: int, steps: int) -> float:
    """A tenth of the learning rate from half of the run on, a hundredth in its last quarter."""
    if 2 * step < steps:
        return learning_rate
    return learning_rate / (10.0 if 4 * step < 3 * steps else 100.0)


def warm_up(learning_rate: float, step: int, steps: int) -> float:
    """Up to the learning rate in a straight line over a tenth of the run, then linear decay."""
    rising = (step + 1) / max(1.0, 0.1 * steps)
    return min(1.0, rising) * linear_decay(learning_rate, step, steps)


SCHEDULES: Mapping[str, Schedule] = {
    schedule.name: schedule
    for schedule in (
        Schedule("constant", marked("Constant"), constant),
        Schedule(
            "linear",
            marked("Linear decay"),
            linear_decay,
            "The learning rate, down to a tenth of it in a straight line.",
            "return LEARNING_RATE * (1 - 0.9 * step / STEPS)",
        ),
        Schedule(
            "step",
            marked("In two steps"),
            step_decay,
            "The learning rate; a tenth of it from half of the run on, a hundredth in the end.",
            "if 2 * step < STEPS:\n"
            "    return LEARNING_RATE\n"
            "return LEARNING_RATE / (10 if 4 * step < 3 * STEPS else 100)",
        ),
        Schedule(
            "warm-up",
            marked("Warm-up, decay"),
            warm_up,
            "The learning rate: up to it over a tenth of the run, and down to a tenth of it.",
            "rising = (step + 1) / max(1, 0.1 * STEPS)\n"
            "return min(1, rising) * (LEARNING_RATE * (1 - 0.9 * step / STEPS))",
        ),
    )
}
"""Name to row, in the order in which a list shows them."""
