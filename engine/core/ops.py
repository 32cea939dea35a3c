"""The table of ops: one row holds all that is known about an op, and everything else reads it.

Code in a row is Python over `x` and `y` (the inputs) and `out` (the result). Value, Tape and the
exporters all use this one text, which is why they agree to the last bit. Text for people is a
template over the same three names: `{x}`, `{y}`, `{out}`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from engine.core.errors import DomainError
from engine.core.messages import marked

NAMESPACE: dict[str, object] = {
    name: getattr(math, name) for name in ("cos", "exp", "log", "pow", "sin", "sqrt", "tanh")
} | {"__builtins__": {}}
"""Every name that the code of a row may use."""

INPUT_NAMES = ("x", "y")

Family = Literal["arithmetic", "functions"]

# A number that is not finite is told by its difference with itself: nan, where others have 0.
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
                marked("numbers end at about 1.8e308"),
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


def _infix(
    name: str, method: str, symbol: str, title: str, noun: str,
    partials: tuple[Partial, Partial], words: str, torch: str,
    shown: str = "", rule: str = "", defined: str = "True", code: str = "",
) -> Op:  # fmt: skip
    text = f"x {name} y"
    return Op(
        name=name, symbol=symbol, title=title, noun=noun, family="arithmetic",
        code=code or text, partials=partials, words=words, text=text, python=text, torch=torch,
        formula=f"{{x}} {shown or symbol} {{y}}", method=method, rule=rule, defined=defined,
    )  # fmt: skip


def _function(
    name: str, symbol: str, title: str, noun: str, code: str, partial: Partial, torch: str,
    rule: str = "", defined: str = "True", python: str = "", formula: str = "", method: str = "",
    activation: Activation | None = None,
) -> Op:  # fmt: skip
    return Op(
        name=name, symbol=symbol, title=title, noun=noun, family="functions",
        code=code, partials=(partial,), words=partial.words, text=f"{name}(x)",
        python=python or f"x.{name}()", torch=torch,
        formula=formula or f"{name}({{x}})", method=method or name, rule=rule, defined=defined,
        activation=activation,
    )  # fmt: skip


def _choice(name: str, title: str, noun: str, compare: str, words: str, torch: str) -> Op:
    def share(own: str, other: str) -> Partial:
        code = f"1.0 if {own} {compare} {other} else 0.5 if {own} == {other} else 0.0"
        formula = f"1 if {{{own}}} {compare} {{{other}}}, ½ if equal, else 0"
        return Partial(code, formula, words)

    return Op(
        name=name, symbol=name, title=title, noun=noun, family="functions",
        code=f"x if x {compare} y else y", partials=(share("x", "y"), share("y", "x")),
        words=words, text=f"{name}(x, y)", python=f"x.{name}imum(y)",
        torch=torch, formula=f"{name}({{x}}, {{y}})", method=f"{name}imum",
    )  # fmt: skip


_UNCHANGED = marked("the gradient passes through unchanged")
_SIGN = marked("the gradient changes its sign")
_OTHER = marked("each input gets the other input’s value")

_ROWS = (
    _infix(
        "+", "__add__", "+", marked("add"), marked("addition"),
        (Partial("1.0", "1", _UNCHANGED), Partial("1.0", "1", _UNCHANGED)),
        marked("addition passes the gradient through unchanged"),
        torch="x + y",
    ),
    _infix(
        "-", "__sub__", "−", marked("subtract"), marked("subtraction"),
        (Partial("1.0", "1", _UNCHANGED), Partial("-1.0", "−1", _SIGN)),
        marked("the first input gets the gradient unchanged, the second with its sign changed"),
        torch="x - y",
    ),
    _infix(
        "*", "__mul__", "×", marked("multiply"), marked("multiplication"),
        (Partial("y", "{y}", _OTHER), Partial("x", "{x}", _OTHER)),
        _OTHER,
        torch="x * y",
        shown="·",
    ),
    _infix(
        "/", "__truediv__", "÷", marked("divide"), marked("division"),
        (
            Partial("1.0 / y", "1 / {y}", marked("one over the divisor")),
            Partial(
                "-out / y", "−{out} / {y}",
                marked("minus the result, divided by the divisor once more"),
            ),
        ),
        marked("a larger divisor makes the result smaller, the more so the smaller the divisor is"),
        torch="x / y",
        shown="/",
        rule=marked("a divisor must not be 0"),
        defined="y != 0",
    ),
    _infix(
        "**", "__pow__", "xʸ", marked("power"), marked("power"),
        (
            Partial("y * pow(x, y - 1.0) if y else 0.0", "{y} · {x} ^ ({y} − 1)",
                    marked("the exponent comes down as a factor, and the power falls by one")),
            Partial("out * log(x) if x > 0.0 else 0.0", "{out} · ln {x}",
                    marked("the result times the logarithm of the base"),
                    missing="x <= 0.0",
                    missing_words=marked(
                        "the derivative with respect to the exponent needs a positive base: "
                        "nothing is passed back"
                    )),
        ),
        marked("the exponent comes down as a factor, and the power falls by one"),
        torch="x ** y",
        shown="^",
        rule=marked("0 needs an exponent of at least 0, and a negative base a whole exponent"),
        defined="x > 0 or (x == 0 and y >= 0) or (x < 0 and y % 1 == 0)",
        code="pow(x, y)",
    ),
    Op(
        name="neg", symbol="−x", title=marked("negate"), noun=marked("negation"),
        family="arithmetic",
        code="-x", partials=(Partial("-1.0", "−1", _SIGN),),
        words=_SIGN, text="-x", python="-x", torch="-x",
        formula="−{x}", method="__neg__",
    ),
    _function(
        "tanh", "tanh", marked("squash"), marked("hyperbolic tangent"), "tanh(x)",
        Partial("1.0 - out * out", "1 − {out}²",
                marked("steep around 0, flat where tanh is near −1 or 1: the squashing "
                       "nonlinearity that makes a neuron")),
        torch="torch.tanh(x)",
        activation=Activation("tanh(x, out=x)", "nn.Tanh()"),
    ),
    _function(
        "relu", "relu", marked("rectify"), marked("rectified linear unit"), "x if x > 0.0 else 0.0",
        Partial("1.0 if x > 0.0 else 0.0", "1 if {x} > 0, else 0",
                marked("the gradient passes where the input is positive, and stops elsewhere")),
        torch="torch.relu(x)",
        activation=Activation("maximum(x, 0.0, out=x)", "nn.ReLU()"),
    ),
    _function(
        "sigmoid", "σ", marked("sigmoid"), marked("logistic sigmoid"),
        "1.0 / (1.0 + exp(-x)) if x >= 0.0 else exp(x) / (1.0 + exp(x))",
        Partial("out * (1.0 - out)", "{out} · (1 − {out})",
                marked("at most a quarter, at 0; flat where the result is near 0 or 1")),
        torch="torch.sigmoid(x)",
        formula="σ({x})",
        activation=Activation("0.5 + 0.5 * tanh(0.5 * x)", "nn.Sigmoid()"),
    ),
    _function(
        "exp", "eˣ", marked("exp"), marked("exponential"), "exp(x)",
        Partial("out", "{out}", marked("exp is its own derivative")),
        torch="torch.exp(x)",
        formula="exp({x})",
    ),
    _function(
        "log", "ln", marked("log"), marked("natural logarithm"), "log(x)",
        Partial("1.0 / x", "1 / {x}", marked("one over the input")),
        torch="torch.log(x)",
        rule=marked("log needs a positive input"),
        defined="x > 0",
        formula="ln({x})",
    ),
    _function(
        "sin", "sin", marked("sine"), marked("sine"), "sin(x)",
        Partial("cos(x)", "cos({x})", marked("the slope of sine is cosine")),
        torch="torch.sin(x)",
    ),
    _function(
        "cos", "cos", marked("cosine"), marked("cosine"), "cos(x)",
        Partial("-sin(x)", "−sin({x})", marked("the slope of cosine is minus sine")),
        torch="torch.cos(x)",
    ),
    _function(
        "sqrt", "√x", marked("root"), marked("square root"), "sqrt(x)",
        Partial("0.5 / out", "1 / (2 · {out})", marked("one over twice the root")),
        torch="torch.sqrt(x)",
        rule=marked("sqrt needs an input of at least 0"),
        defined="x >= 0",
        formula="√{x}",
    ),
    _function(
        "abs", "|x|", marked("absolute"), marked("absolute value"), "x if x >= 0.0 else -x",
        Partial("1.0 if x > 0.0 else -1.0 if x < 0.0 else 0.0", "the sign of {x}",
                marked("the gradient keeps its sign where the input is positive and changes it "
                       "where it is negative")),
        torch="torch.abs(x)",
        python="abs(x)",
        method="__abs__",
        formula="|{x}|",
    ),
    _choice("max", marked("maximum"), marked("maximum"), ">",
            marked("the larger input gets the whole gradient"),
            torch="torch.maximum(x, y)"),
    _choice("min", marked("minimum"), marked("minimum"), "<",
            marked("the smaller input gets the whole gradient"),
            torch="torch.minimum(x, y)"),
)  # fmt: skip

OPS: Mapping[str, Op] = {op.name: op for op in _ROWS}
"""Name to row, in the order in which a palette shows them."""


def functions() -> dict[str, Op]:
    """The rows that an expression calls by name, in the order of the table."""
    return {name: op for name, op in OPS.items() if op.is_function}
