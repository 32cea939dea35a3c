"""The table of ops: one row for each, of which `op.py` says what it holds."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core.messages import marked
from engine.core.op import Activation, Op, Partial


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
        formula = f"1 if {{{own}}} {compare} {{{other}}}, ½ if {{{own}}} = {{{other}}}, else 0"
        return Partial(code, formula, words)

    return Op(
        name=name, symbol=name, title=title, noun=noun, family="functions",
        code=f"x if x {compare} y or x != x else y", partials=(share("x", "y"), share("y", "x")),
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
        "relu", "relu", marked("rectify"), marked("rectified linear unit"),
        "0.0 if x <= 0.0 else x",
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
        Partial("1.0 if x > 0.0 else -1.0 if x < 0.0 else 0.0", "sign({x})",
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
