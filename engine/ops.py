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
from typing import Any, Literal, cast

from engine.errors import DomainError

NAMESPACE: dict[str, object] = {
    name: getattr(math, name) for name in ("cos", "exp", "log", "pow", "sin", "sqrt", "tanh")
} | {"__builtins__": {}}
"""Every name that the code of a row may use."""

INPUT_NAMES = ("x", "y")

Family = Literal["arithmetic", "functions"]


@dataclass(frozen=True, slots=True)
class Partial:
    """The local derivative of an op with respect to one of its inputs."""

    code: str
    formula: str
    words: str
    missing: str = ""
    """Code that is true where there is no derivative, and nothing is passed back."""
    missing_words: str = ""


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
    python: str
    torch: str
    formula: str
    method: str
    """The name of Value's method."""
    rule: str = ""
    """What the op needs of its inputs, where not every number will do."""
    defined: str = "True"
    forward: Callable[..., float] = field(init=False, repr=False, compare=False)
    partials_at: Callable[..., tuple[float, ...]] = field(init=False, repr=False, compare=False)
    is_defined: Callable[..., bool] = field(init=False, repr=False, compare=False)
    is_missing: tuple[Callable[..., bool], ...] = field(init=False, repr=False, compare=False)
    """By input: whether there is no derivative by it, and nothing is passed back."""

    def __post_init__(self) -> None:
        names = ", ".join(INPUT_NAMES[: self.arity])
        locals_code = ", ".join(f"({partial.code})" for partial in self.partials)
        missing_code = ((names, partial.missing or "False") for partial in self.partials)
        for attribute, value in (
            ("forward", _compiled(names, self.code)),
            ("partials_at", _compiled(f"{names}, out", f"({locals_code},)")),
            ("is_defined", _compiled(names, self.defined)),
            ("is_missing", tuple(_compiled(*code) for code in missing_code)),
        ):
            object.__setattr__(self, attribute, value)

    @property
    def arity(self) -> int:
        return len(self.partials)

    @property
    def infix(self) -> bool:
        """Whether the op stands between its two inputs, as in `x * y`."""
        return self.arity == 2 and not self.name.isalpha()

    def error(self, *inputs: float) -> DomainError:
        """The sentence for inputs at which `forward` failed or gave no finite number."""
        shown = fill(self.text, *(_operand(number, self) for number in inputs))
        if self.is_defined(*inputs):
            return DomainError(
                shown, "is too large", "numbers end at about 1.8e308", self.name, inputs
            )
        return DomainError(shown, "is undefined", self.rule, self.name, inputs)

    def slope_error(self, *inputs: float) -> DomainError:
        """The sentence for inputs at which a local derivative is not finite."""
        shown = fill(self.text, *(_operand(number, self) for number in inputs))
        problem = "has no finite derivative"
        return DomainError(shown, problem, "what it passes back is infinite", self.name, inputs)


def _compiled(arguments: str, code: str) -> Callable[..., Any]:
    return cast(Callable[..., Any], eval(f"lambda {arguments}: {code}", NAMESPACE))


def fill(code: str, x: object = "", y: object = "", out: object = "") -> str:
    """`code` with the names x, y and out replaced; other names stay."""
    names = {"x": str(x), "y": str(y), "out": str(out)}
    return re.sub(r"\b(?:x|y|out)\b", lambda match: names[match.group()], code)


def _operand(number: float, op: Op) -> str:
    return f"({number!r})" if op.family == "arithmetic" and number < 0 else repr(number)


def _infix(
    name: str, method: str, symbol: str, title: str, noun: str,
    partials: tuple[Partial, Partial], words: str,
    shown: str = "", rule: str = "", defined: str = "True", code: str = "",
) -> Op:  # fmt: skip
    text = f"x {name} y"
    return Op(
        name=name, symbol=symbol, title=title, noun=noun, family="arithmetic",
        code=code or text, partials=partials, words=words, text=text, python=text, torch=text,
        formula=f"{{x}} {shown or symbol} {{y}}", method=method, rule=rule, defined=defined,
    )  # fmt: skip


def _function(
    name: str, symbol: str, title: str, noun: str, code: str, partial: Partial,
    rule: str = "", defined: str = "True", python: str = "", formula: str = "", method: str = "",
) -> Op:  # fmt: skip
    return Op(
        name=name, symbol=symbol, title=title, noun=noun, family="functions",
        code=code, partials=(partial,), words=partial.words, text=f"{name}(x)",
        python=python or f"x.{name}()", torch=f"torch.{name}(x)",
        formula=formula or f"{name}({{x}})", method=method or name, rule=rule, defined=defined,
    )  # fmt: skip


def _choice(name: str, title: str, noun: str, compare: str, words: str) -> Op:
    def share(own: str, other: str) -> Partial:
        code = f"1.0 if {own} {compare} {other} else 0.5 if {own} == {other} else 0.0"
        formula = f"1 if {{{own}}} {compare} {{{other}}}, ½ if equal, else 0"
        return Partial(code, formula, words)

    return Op(
        name=name, symbol=name, title=title, noun=noun, family="functions",
        code=f"x if x {compare} y else y", partials=(share("x", "y"), share("y", "x")),
        words=words, text=f"{name}(x, y)", python=f"x.{name}imum(y)",
        torch=f"torch.{name}imum(x, y)", formula=f"{name}({{x}}, {{y}})",
        method=f"{name}imum",
    )  # fmt: skip


_UNCHANGED = "the gradient passes through unchanged"
_OTHER = "each input gets the other input’s value"

_ROWS = (
    _infix(
        "+", "__add__", "+", "add", "addition",
        (Partial("1.0", "1", _UNCHANGED), Partial("1.0", "1", _UNCHANGED)),
        "addition passes the gradient through unchanged",
    ),
    _infix(
        "-", "__sub__", "−", "subtract", "subtraction",
        (Partial("1.0", "1", _UNCHANGED), Partial("-1.0", "−1", "the gradient changes its sign")),
        "the first input gets the gradient unchanged, the second with its sign changed",
    ),
    _infix(
        "*", "__mul__", "×", "multiply", "multiplication",
        (Partial("y", "{y}", _OTHER), Partial("x", "{x}", _OTHER)),
        _OTHER,
        shown="·",
    ),
    _infix(
        "/", "__truediv__", "÷", "divide", "division",
        (
            Partial("1.0 / y", "1 / {y}", "one over the divisor"),
            Partial(
                "-out / y", "−{out} / {y}", "minus the result, divided by the divisor once more"
            ),
        ),
        "a larger divisor makes the result smaller, the more so the smaller the divisor is",
        shown="/",
        rule="a divisor must not be 0",
        defined="y != 0",
    ),
    _infix(
        "**", "__pow__", "xʸ", "power", "power",
        (
            Partial("y * pow(x, y - 1.0) if y else 0.0", "{y} · {x} ^ ({y} − 1)",
                    "the exponent comes down as a factor, and the power falls by one"),
            Partial("out * log(x) if x > 0.0 else 0.0", "{out} · ln {x}",
                    "the result times the logarithm of the base",
                    missing="x <= 0.0",
                    missing_words="the derivative with respect to the exponent needs a positive "
                                  "base: nothing is passed back"),
        ),
        "the exponent comes down as a factor, and the power falls by one",
        shown="^",
        rule="0 needs an exponent of at least 0, and a negative base a whole exponent",
        defined="x > 0 or (x == 0 and y >= 0) or (x < 0 and y % 1 == 0)",
        code="pow(x, y)",
    ),
    Op(
        name="neg", symbol="−x", title="negate", noun="negation", family="arithmetic",
        code="-x", partials=(Partial("-1.0", "−1", "the gradient changes its sign"),),
        words="the gradient changes its sign", text="-x", python="-x", torch="-x",
        formula="−{x}", method="__neg__",
    ),
    _function(
        "tanh", "tanh", "squash", "hyperbolic tangent", "tanh(x)",
        Partial("1.0 - out * out", "1 − {out}²",
                "steep around 0, flat where tanh is near −1 or 1: the squashing nonlinearity "
                "that makes a neuron"),
    ),
    _function(
        "relu", "relu", "rectify", "rectified linear unit", "x if x > 0.0 else 0.0",
        Partial("1.0 if x > 0.0 else 0.0", "1 if {x} > 0, else 0",
                "the gradient passes where the input is positive, and stops elsewhere"),
    ),
    _function(
        "sigmoid", "σ", "sigmoid", "logistic sigmoid",
        "1.0 / (1.0 + exp(-x)) if x >= 0.0 else exp(x) / (1.0 + exp(x))",
        Partial("out * (1.0 - out)", "{out} · (1 − {out})",
                "at most a quarter, at 0; flat where the result is near 0 or 1"),
        formula="σ({x})",
    ),
    _function(
        "exp", "eˣ", "exp", "exponential", "exp(x)",
        Partial("out", "{out}", "exp is its own derivative"),
        formula="exp({x})",
    ),
    _function(
        "log", "ln", "log", "natural logarithm", "log(x)",
        Partial("1.0 / x", "1 / {x}", "one over the input"),
        rule="log needs a positive input",
        defined="x > 0",
        formula="ln({x})",
    ),
    _function(
        "sin", "sin", "sine", "sine", "sin(x)",
        Partial("cos(x)", "cos({x})", "the slope of sine is cosine"),
    ),
    _function(
        "cos", "cos", "cosine", "cosine", "cos(x)",
        Partial("-sin(x)", "−sin({x})", "the slope of cosine is minus sine"),
    ),
    _function(
        "sqrt", "√x", "root", "square root", "sqrt(x)",
        Partial("0.5 / out", "1 / (2 · {out})", "one over twice the root"),
        rule="sqrt needs an input of at least 0",
        defined="x >= 0",
        formula="√{x}",
    ),
    _function(
        "abs", "|x|", "absolute", "absolute value", "x if x >= 0.0 else -x",
        Partial("1.0 if x > 0.0 else -1.0 if x < 0.0 else 0.0", "the sign of {x}",
                "the gradient keeps its sign where the input is positive and changes it where "
                "it is negative"),
        python="abs(x)",
        method="__abs__",
        formula="|{x}|",
    ),
    _choice("max", "maximum", "maximum", ">", "the larger input gets the whole gradient"),
    _choice("min", "minimum", "minimum", "<", "the smaller input gets the whole gradient"),
)  # fmt: skip

OPS: Mapping[str, Op] = {op.name: op for op in _ROWS}
"""Name to row, in the order in which a palette shows them."""

FUNCTIONS: Mapping[str, Op] = {op.name: op for op in _ROWS if op.family == "functions"}
"""The ops that an expression calls by name."""
