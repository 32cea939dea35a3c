"""What a row of the table of ops is: all that is known about an op, and everything else reads it.

Code in a row is Python over `x` and `y` (the inputs) and `out` (the result). Value, Tape and the
exporters all use this one text, which is why they agree to the last bit. Text for people is a
template over the same three names: `{x}`, `{y}`, `{out}`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from engine.core.errors import DomainError
from engine.core.messages import message

NAMESPACE: dict[str, object] = {
    name: function
    for name, function in vars(math).items()
    if callable(function) and not name.startswith("_")
} | {"__builtins__": {}}
"""Every name that the code of a row may use: the functions of `math`."""

INPUT_NAMES = ("x", "y")

Family = Literal["arithmetic", "functions"]

# A number that is not finite is recognised by its difference with itself: nan, where others have 0.
_FUNCTIONS = """\
def compute({inputs}):
    try:
        out = {code}
    except (ArithmeticError, ValueError):
        raise error({inputs}) from None
    if out - out:
        raise error({inputs})
    return out

def slopes({inputs}, out, grad=1.0):
    try:
        {slopes}, = {partials},
    except (ArithmeticError, ValueError):
        return each_slope(({inputs},), out, grad)
    if {not_finite}:
        return each_slope(({inputs},), out, grad)
    return {slopes},

def is_defined({inputs}):
    return {defined}

is_missing = {missing},

partials = {functions},
"""


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
    _partials: tuple[Callable[..., float], ...] = field(init=False, repr=False, compare=False)
    """By input: its local derivative, unchecked."""

    def __post_init__(self) -> None:
        inputs = ", ".join(INPUT_NAMES[: self.arity])
        slopes = [f"slope{slot}" for slot in range(self.arity)]
        source = _FUNCTIONS.format(
            inputs=inputs,
            code=self.code,
            slopes=", ".join(slopes),
            partials=", ".join(f"({partial.code})" for partial in self.partials),
            not_finite=" or ".join(f"{slope} - {slope}" for slope in slopes),
            defined=self.defined,
            missing=", ".join(
                f"lambda {inputs}: {partial.missing or False}" for partial in self.partials
            ),
            functions=", ".join(f"lambda {inputs}, out: {p.code}" for p in self.partials),
        )
        namespace = NAMESPACE | {
            "ArithmeticError": ArithmeticError,
            "ValueError": ValueError,
            "error": self._error,
            "each_slope": self._each_slope,
        }
        exec(source, namespace)
        for name in ("compute", "slopes", "is_defined", "is_missing"):
            object.__setattr__(self, name, namespace[name])
        object.__setattr__(self, "_partials", namespace["partials"])

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
        reason = message(
            "{shown} has too large a derivative by {input}: the largest number is about 1.8e308",
            shown=self._calculation(inputs),
            input=inputs[slot],
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
        reason = message(
            "{sum}, the sum of what arrives, is too large: the largest number is about 1.8e308",
            sum=Calculation("x + y", (before, amount), bracketed=True),
        )
        return DomainError(reason, self.name, tuple(inputs))

    def _each_slope(self, inputs: Sequence[float], out: float, grad: float) -> tuple[float, ...]:
        """`slopes` where one of them is not finite: raises for the first of those."""
        return tuple(self.finite_slope(slot, inputs, out, grad) for slot in range(self.arity))

    def _error(self, *inputs: float) -> DomainError:
        """The sentence for inputs without a result, or with one that is not finite."""
        shown = self._calculation(inputs)
        reason = (
            message("{shown} is too large: the largest number is about 1.8e308", shown=shown)
            if self.is_defined(*inputs)
            else message("{shown} is undefined: {rule}", shown=shown, rule=message(self.rule))
        )
        return DomainError(reason, self.name, inputs)

    def _calculation(self, inputs: Sequence[float]) -> Calculation:
        return Calculation(self.text, tuple(inputs), bracketed=self.family == "arithmetic")


def fill(code: str, x: object = "", y: object = "", out: object = "") -> str:
    """`code` with the names x, y and out replaced; other names stay."""
    names = {"x": str(x), "y": str(y), "out": str(out)}
    return re.sub(r"\b(?:x|y|out)\b", lambda match: names[match.group()], code)
