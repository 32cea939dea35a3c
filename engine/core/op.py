"""What a row of the table of ops is: all that is known about an op, and everything else reads it.

Code in a row is Python over `x` and `y` (the inputs) and `out` (the result). Value, Tape and the
exporters all use this one text, which is why they agree to the last bit. Text for people is a
template over the same three names: `{x}`, `{y}`, `{out}`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from engine.core.errors import DomainError
from engine.core.messages import marked

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

def slopes({inputs}, out):
    try:
        {slopes}, = {partials},
    except (ArithmeticError, ValueError):
        raise slope_error({inputs}) from None
    if {not_finite}:
        raise slope_error({inputs})
    return {slopes},

def is_defined({inputs}):
    return {defined}

is_missing = {missing},
"""


@dataclass(frozen=True, slots=True)
class Partial:
    """The local derivative of an op with respect to one of its inputs."""

    code: str
    formula: str
    words: str
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


@dataclass(frozen=True)
class Op:
    """One row. Its functions are compiled from the code beside them."""

    name: str
    symbol: str
    title: str
    noun: str
    family: Family
    code: str
    partials: tuple[Partial, ...]
    words: str
    text: str
    """How an expression writes it."""
    python: str
    """How a script for this engine writes it."""
    torch: str
    """How a script for PyTorch writes it; it names nothing that PyTorch lacks."""
    formula: str
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

    Raises DomainError where one of them is not finite.
    """
    is_defined: Callable[..., bool] = field(init=False, repr=False, compare=False)
    is_missing: tuple[Callable[..., bool], ...] = field(init=False, repr=False, compare=False)
    """By input: whether the derivative does not exist, and nothing is passed back."""

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
        )
        namespace = NAMESPACE | {
            "ArithmeticError": ArithmeticError,
            "ValueError": ValueError,
            "error": self._error,
            "slope_error": self.slope_error,
        }
        exec(source, namespace)
        for name in ("compute", "slopes", "is_defined", "is_missing"):
            object.__setattr__(self, name, namespace[name])

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

    def _error(self, *inputs: float) -> DomainError:
        """The sentence for inputs without a result, or with one that is not finite."""
        shown = fill(self.text, *(_operand(number, self) for number in inputs))
        if self.is_defined(*inputs):
            return DomainError(
                shown,
                marked("is too large"),
                marked("the largest number is about 1.8e308"),
                self.name,
                inputs,
            )
        return DomainError(shown, marked("is undefined"), self.rule, self.name, inputs)

    def slope_error(self, *inputs: float) -> DomainError:
        """The sentence for inputs at which what the op passes back is not finite."""
        shown = fill(self.text, *(_operand(number, self) for number in inputs))
        problem = marked("has no finite derivative")
        return DomainError(
            shown, problem, marked("what it passes back is infinite"), self.name, inputs
        )


def fill(code: str, x: object = "", y: object = "", out: object = "") -> str:
    """`code` with the names x, y and out replaced; other names stay."""
    names = {"x": str(x), "y": str(y), "out": str(out)}
    return re.sub(r"\b(?:x|y|out)\b", lambda match: names[match.group()], code)


def _operand(number: float, op: Op) -> str:
    return f"({number!r})" if op.family == "arithmetic" and number < 0 else repr(number)
