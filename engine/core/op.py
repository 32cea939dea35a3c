"""What a row of the table of ops is: all that is known about an op, and everything else reads it.

Code in a row is Python over `x` and `y` (the inputs) and `out` (the result). Value, Tape and the
exporters all use this one text, which is why they agree to the last bit. Text for people is a
template over the same three names: `{x}`, `{y}`, `{out}`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from engine.core.errors import DomainError
from engine.core.messages import message
from engine.core.op_code import INPUT_NAMES as INPUT_NAMES
from engine.core.op_code import NAMESPACE as NAMESPACE
from engine.core.op_code import fill as fill
from engine.core.op_code import number_functions

Family = Literal["arithmetic", "functions"]


@dataclass(frozen=True, slots=True)
class Partial:
    """The local derivative of an op with respect to one of its inputs."""

    code: str
    formula: str
    """For people: a template over {x}, {y} and {out}."""
    words: str
    """What the derivative does to the gradient, as a phrase."""
    missing: str = ""
    """Code that is true where the derivative does not exist, and nothing is passed back."""
    missing_words: str = ""


@dataclass(frozen=True, slots=True)
class Activation:
    """How an op with one input is written where it activates a whole layer of neurons."""

    numpy: str
    """Code over `x`, an array of any shape, which it may change; it names functions of NumPy."""
    torch: str = ""
    """The layer of PyTorch; where PyTorch has none, a script writes one out from `Op.torch`."""


@dataclass(frozen=True, slots=True)
class Calculation:
    """An op over numbers, as in `log(-1.0)`: its code, and the numbers that stand for x and y."""

    code: str
    numbers: tuple[float, ...]
    bracketed: bool
    """Whether a negative number stands in brackets, as beside an infix op."""

    def __str__(self) -> str:
        """The code with every digit of its numbers, as Python writes them."""
        return self.text(repr)

    def text(self, write: Callable[[float], str]) -> str:
        """The code with each number as `write` writes it."""
        texts = map(write, self.numbers)
        return fill(
            self.code,
            *(
                f"({text})" if self.bracketed and number < 0 else text
                for number, text in zip(self.numbers, texts, strict=True)
            ),
        )


@dataclass(frozen=True)
class Op:
    """One row. Its functions are compiled from the code beside them."""

    name: str
    """By which Value, files and the table know it."""
    symbol: str
    """What stands on a node."""
    title: str
    """What a palette calls it: a verb where there is one."""
    noun: str
    """What a sentence calls it."""
    family: Family
    code: str
    """The result, as Python over the inputs."""
    partials: tuple[Partial, ...]
    """The local derivatives, one an input."""
    words: str
    """What it does to the gradient, as a phrase."""
    text: str
    """How an expression writes it."""
    python: str
    """How a script for this engine writes it."""
    torch: str
    """How a script for PyTorch writes it; it names nothing that PyTorch lacks."""
    formula: str
    """For people: a template over {x} and {y}."""
    method: str
    """The name of Value's method."""
    rule: str = ""
    """What the op needs of its inputs, where not every number will do."""
    defined: str = "True"
    """Code that is true where the result exists, though it may be too large for a float."""
    activation: Activation | None = None
    """Set where the op may be the activation of a neuron."""
    compute: Callable[..., float] = field(init=False, repr=False, compare=False)
    """From one number an input to the result. Raises DomainError where that is not finite."""
    slopes: Callable[..., tuple[float, ...]] = field(init=False, repr=False, compare=False)
    """From the inputs and the result to the local derivatives, one an input.

    Raises DomainError where one of them is not finite. A last argument, the gradient that arrives,
    changes nothing but the words of that: 0 times infinite is not known.
    """
    is_defined: Callable[..., bool] = field(init=False, repr=False, compare=False)
    """By the inputs: whether the result exists, though it may be too large for a float."""
    is_missing: tuple[Callable[..., bool], ...] = field(init=False, repr=False, compare=False)
    """By input: whether the derivative does not exist, and nothing is passed back."""
    pass_back: Callable[[Any], None] = field(init=False, repr=False, compare=False)
    """Adds to `grad` of the inputs of a Value what this op, which made it, passes back to them.

    Raises DomainError where the sum is not finite; what is a constant keeps its `grad` there.
    """
    _partials: tuple[Callable[..., float], ...] = field(init=False, repr=False, compare=False)
    """By input: its local derivative, unchecked."""

    def __post_init__(self) -> None:
        functions = number_functions(
            self.code,
            [partial.code for partial in self.partials],
            [partial.missing for partial in self.partials],
            self.defined,
            {"error": self.error, "each_slope": self._each_slope, "refused": self._refused},
        )
        for name in ("compute", "slopes", "is_defined", "is_missing", "pass_back"):
            object.__setattr__(self, name, functions[name])
        object.__setattr__(self, "_partials", functions["partials"])

    @property
    def arity(self) -> int:
        """How many inputs the op has: 1 or 2."""
        return len(self.partials)

    @property
    def infix(self) -> bool:
        """Whether the op stands between its two inputs, as in `x * y`."""
        return self.arity == 2 and not self.name.isalpha()

    @property
    def is_function(self) -> bool:
        """Whether an expression calls the op by its name, as in `tanh(x)`."""
        return self.family == "functions"

    def slope(self, slot: int, inputs: Sequence[float], out: float) -> float:
        """The local derivative by the input at `slot`, from 0: math.inf where it is infinite.

        Raises DomainError where it exists, and is too large for a float.
        """
        try:
            slope = self._partials[slot](*inputs, out)
        except OverflowError:
            slope = math.inf
        except (ArithmeticError, ValueError):
            return math.inf
        if math.isfinite(slope):
            return slope
        shown = self._calculation(inputs)
        reason = (
            message(
                "{shown} has too large a derivative by {input}: the largest number is about "
                "1.8e308",
                shown=shown,
                input=inputs[slot],
            )
            if _all_finite(*inputs, out)
            else message("{shown} has no derivative: not every number of it is finite", shown=shown)
        )
        raise DomainError(reason, self.name, tuple(inputs))

    def finite_slope(
        self, slot: int, inputs: Sequence[float], out: float, grad: float = 1.0
    ) -> float:
        """The local derivative by the input at `slot`, from 0.

        Raises DomainError where it is not finite; for an infinite one the gradient that arrives,
        `grad`, decides between the sentences.
        """
        slope = self.slope(slot, inputs, out)
        if slope < math.inf:
            return slope
        shown = self._calculation(inputs)
        reason = (
            message(
                "{shown} has no finite derivative: what it passes back is infinite", shown=shown
            )
            if grad
            else message(
                "{shown} has no finite derivative: 0 arrives, and 0 × infinite is not known",
                shown=shown,
            )
        )
        raise DomainError(reason, self.name, tuple(inputs))

    def passed_back(self, slot: int, inputs: Sequence[float], out: float, grad: float) -> float:
        """grad · local derivative: what the op adds to the gradient of the input at `slot`.

        Raises DomainError where the local derivative or the product is not finite.
        """
        slope = self.finite_slope(slot, inputs, out, grad)
        amount = grad * slope
        if math.isfinite(amount):
            return amount
        reason = message(
            "{shown} passes back {product}, which is too large: the largest number is about "
            "1.8e308",
            shown=self._calculation(inputs),
            product=Calculation("x * y", (grad, slope), bracketed=True),
        )
        raise DomainError(reason, self.name, tuple(inputs))

    def sum_error(self, inputs: Sequence[float], before: float, amount: float) -> DomainError:
        """Why an input has no gradient: it holds `before`, and adding `amount` is too much."""
        total = Calculation("x + y", (before, amount), bracketed=True)
        reason = (
            message(
                "{sum}, the sum of what arrives, is too large: the largest number is about 1.8e308",
                sum=total,
            )
            if math.isfinite(before)
            else message(
                "{sum} is not finite: the gradient was {before} before", sum=total, before=before
            )
        )
        return DomainError(reason, self.name, tuple(inputs))

    def _each_slope(self, inputs: Sequence[float], out: float, grad: float) -> tuple[float, ...]:
        """`slopes` where one of them is not finite: raises for the first of those."""
        return tuple(self.finite_slope(slot, inputs, out, grad) for slot in range(self.arity))

    def _refused(self, node: Any, slot: int) -> float:
        """The gradient of an input whose sum with what arrives is not finite: that of a constant.

        Nobody asks for the gradient of a constant. For any other input it raises DomainError.
        """
        child = node.children[slot]
        if child.is_constant:
            return float(child.grad)
        inputs = [each.data for each in node.children]
        amount = self.passed_back(slot, inputs, node.data, node.grad)
        raise self.sum_error(inputs, child.grad, amount)

    def error(self, *inputs: float) -> DomainError:
        """The sentence for inputs without a result, or with one that is not finite."""
        shown = self._calculation(inputs)
        if not _all_finite(*inputs):
            reason = message("{shown} is undefined: not every input is finite", shown=shown)
        elif self.is_defined(*inputs):
            reason = message(
                "{shown} is too large: the largest number is about 1.8e308", shown=shown
            )
        else:
            reason = message("{shown} is undefined: {rule}", shown=shown, rule=message(self.rule))
        return DomainError(reason, self.name, inputs)

    def _calculation(self, inputs: Sequence[float]) -> Calculation:
        return Calculation(self.text, tuple(inputs), bracketed=self.family == "arithmetic")


def _all_finite(*numbers: float) -> bool:
    return all(map(math.isfinite, numbers))
