"""Every row of the op table against calculus, and against what others show of it."""

import math
from contextlib import suppress
from itertools import product
from string import Formatter

import pytest

from engine import DomainError, Value, parse
from engine.checking.check import RELATIVE_STEP
from engine.core.op import INPUT_NAMES, Op, fill
from engine.core.ops import OPS, functions
from engine.core.value import apply

AWAY_FROM_KINKS = (-3.0, -2.0, -1.3, -0.7, 0.4, 0.9, 1.6, 2.0, 2.2)
AWKWARD = (-2.0, -1.0, -0.5, -0.0, 0.0, 0.5, 1.0, 2.0)

rows = pytest.mark.parametrize("op", OPS.values(), ids=list(OPS))


def points(op: Op, numbers: tuple[float, ...]) -> list[tuple[float, ...]]:
    return list(product(numbers, repeat=op.arity))


@rows
def test_local_derivatives_agree_with_central_differences(op):
    for inputs in points(op, AWAY_FROM_KINKS):
        tie = op.name in ("max", "min") and inputs[0] == inputs[1]
        if tie or not op.is_defined(*inputs):
            continue
        slopes = op.slopes(*inputs, op.compute(*inputs))
        for slot, slope in enumerate(slopes):
            if op.is_missing[slot](*inputs):
                assert slope == 0.0
                continue
            h = RELATIVE_STEP * max(1.0, abs(inputs[slot]))
            right, left = list(inputs), list(inputs)
            right[slot] += h
            left[slot] -= h
            numeric = (op.compute(*right) - op.compute(*left)) / (right[slot] - left[slot])
            assert slope == pytest.approx(numeric, rel=1e-7, abs=1e-7), (inputs, slot)


@pytest.mark.parametrize(
    ("name", "inputs", "slopes"),
    [
        ("relu", (0.0,), (0.0,)),
        ("relu", (-0.0,), (0.0,)),
        ("abs", (0.0,), (0.0,)),
        ("abs", (-0.0,), (0.0,)),
        ("max", (3.0, 3.0), (0.5, 0.5)),
        ("min", (3.0, 3.0), (0.5, 0.5)),
        ("max", (0.0, -0.0), (0.5, 0.5)),
        ("max", (2.0, 1.0), (1.0, 0.0)),
        ("min", (2.0, 1.0), (0.0, 1.0)),
        ("**", (0.0, 0.0), (0.0, 0.0)),
        ("**", (0.0, 2.0), (0.0, 0.0)),
        ("**", (-2.0, 3.0), (12.0, 0.0)),
    ],
)
def test_kinks_and_ties_follow_the_conventions(name, inputs, slopes):
    op = OPS[name]
    assert op.slopes(*inputs, op.compute(*inputs)) == slopes


@rows
def test_the_domain_says_where_the_result_exists(op):
    for inputs in points(op, AWKWARD):
        try:
            defined = math.isfinite(op.compute(*inputs))
        except DomainError:
            defined = False
        assert op.is_defined(*inputs) == defined, inputs


@pytest.mark.parametrize(("name", "inputs"), [("sqrt", (0.0,)), ("**", (0.0, 0.5))])
def test_an_infinite_slope_is_told_in_a_sentence_by_what_arrives(name, inputs):
    op = OPS[name]
    out = op.compute(*inputs)
    assert op.slope(0, inputs, out) == math.inf
    with pytest.raises(DomainError, match="has no finite derivative: what it passes back is inf"):
        op.slopes(*inputs, out)
    with pytest.raises(DomainError, match="has no finite derivative: 0 arrives, and 0 × infinite"):
        op.slopes(*inputs, out, 0.0)


@pytest.mark.parametrize(
    ("name", "inputs", "by"),
    [
        ("log", (5e-324,), "5e-324"),
        ("/", (1.0, 1e-200), "1e-200"),
        ("**", (1e-300, -1.0), "1e-300"),
        ("**", (1e-200, -1.5), "1e-200"),
    ],
)
def test_a_slope_that_is_too_large_is_not_called_infinite(name, inputs, by):
    op = OPS[name]
    with pytest.raises(DomainError, match=f"has too large a derivative by {by}: the largest"):
        op.slopes(*inputs, op.compute(*inputs))


@rows
def test_every_slope_at_an_awkward_place_is_a_number_or_infinite(op):
    for inputs in points(op, (*AWKWARD, 5e-324, 1e-320, 1e-310, 1e308, -1e308)):
        try:
            out = op.compute(*inputs)
        except DomainError:
            continue
        for slot in range(op.arity):
            with suppress(DomainError):
                slope = op.slope(slot, inputs, out)
                assert slope == math.inf or math.isfinite(slope)
                assert (slope == math.inf) <= (op.name in ("sqrt", "**") and inputs[0] == 0.0)


@rows
def test_a_domain_comes_with_a_rule_in_words(op):
    assert bool(op.rule) == (op.defined != "True")


@rows
def test_every_text_speaks_of_the_inputs_the_op_has(op):
    allowed = {*INPUT_NAMES[: op.arity], "out"}
    for template in (op.formula, *(partial.formula for partial in op.partials)):
        names = {name for _, name, _, _ in Formatter().parse(template) if name is not None}
        assert names <= allowed
        assert template.format(x="p", y="q", out="r")
    for code in (op.text, op.python, op.torch):
        assert fill(code, *INPUT_NAMES[: op.arity]) == code


@rows
def test_every_row_says_what_it_does_in_words(op):
    for text in (op.symbol, op.title, op.noun, op.words, *(row.words for row in op.partials)):
        assert text.strip() == text != ""
    for partial in op.partials:
        assert bool(partial.missing) == bool(partial.missing_words)


@rows
def test_every_row_is_an_op_of_value_and_of_the_parser(op):
    numbers = [0.5, 0.25][: op.arity]
    by_method = getattr(Value(numbers[0]), op.method)(*numbers[1:])
    written = fill(op.text, *numbers)
    # A minus before a number is part of the number, so the negation is written with a name.
    by_text = parse(fill(op.text, "a", 0.25), {"a": 0.5})["_"]
    by_python = eval(fill(op.python, "a", 0.25), {"a": Value(0.5)})
    for node in (by_method, by_text, by_python):
        assert (node.op, node.data) == (op.name, op.compute(*numbers)), written


def test_functions_are_the_rows_that_are_called_by_name():
    assert all(name.isidentifier() for name in functions())
    assert set(OPS) - set(functions()) == {"+", "-", "*", "/", "**", "neg"}


def test_fill_leaves_other_names_alone():
    assert fill("exp(x) + y * out + max_x", "a", "b", "c") == "exp(a) + b * c + max_x"


@pytest.mark.parametrize(
    ("name", "inputs", "sentence"),
    [
        ("log", (-1.0,), "log(-1.0) is undefined: log needs a positive input"),
        ("log", (0.0,), "log(0.0) is undefined: log needs a positive input"),
        ("sqrt", (-1.0,), "sqrt(-1.0) is undefined: sqrt needs an input of at least 0"),
        ("/", (1.0, 0.0), "1.0 / 0.0 is undefined: a divisor must not be 0"),
        ("/", (-1.0, 0.0), "(-1.0) / 0.0 is undefined: a divisor must not be 0"),
        ("exp", (1000.0,), "exp(1000.0) is too large: the largest number is about 1.8e308"),
        ("*", (1e200, 1e200), "1e+200 * 1e+200 is too large: the largest number is about 1.8e308"),
        ("/", (1.0, 5e-324), "1.0 / 5e-324 is too large: the largest number is about 1.8e308"),
        ("**", (10.0, 400.0), "10.0 ** 400.0 is too large: the largest number is about 1.8e308"),
        (
            "**",
            (0.0, -1.0),
            f"0.0 ** (-1.0) is undefined: {OPS['**'].rule}",
        ),
    ],
)
def test_a_result_that_is_no_number_is_told_in_a_sentence(name, inputs, sentence):
    with pytest.raises(DomainError) as caught:
        apply(OPS[name], *map(Value, inputs))
    assert str(caught.value) == sentence
    assert caught.value.op == name
    assert caught.value.inputs == inputs
