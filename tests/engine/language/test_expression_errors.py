"""parse: the sentence for a text that means nothing, however hostile."""

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import DomainError, ExpressionError, Value, parse
from engine.language.expression import read
from tests.examples import examples


def error(text: str, values: dict[str, float] | None = None) -> ExpressionError:
    with pytest.raises(ExpressionError) as caught:
        parse(text, values)
    return caught.value


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "expected an expression"),
        (" \n\t# nothing\n;", 1, 1, "expected an expression"),
        ("a =", 1, 4, "expected a number, a name, ( or -, found the end of the statement"),
        ("1 +\n2", 1, 4, "found the end of the statement"),
        ("1 + * 2", 1, 5, "expected a number, a name, ( or -, found *"),
        ("+1", 1, 1, "found +"),
        ("()", 1, 2, "found )"),
        ("2a", 1, 2, "a product is written with *"),
        ("a b", 1, 3, "a product is written with *"),
        ("2 (3)", 1, 3, "a product is written with *"),
        ("(2)(3)", 1, 4, "a product is written with *"),
        ("1_000", 1, 2, "expected an operator, found _000"),
        ("0x10", 1, 2, "expected an operator, found x10"),
        ("1.2.3", 1, 4, "expected an operator, found .3"),
        ("1j", 1, 2, "expected an operator, found j"),
        ("1e999", 1, 1, "1e999 is too large"),
        ("a = -1e999", 1, 6, "1e999 is too large"),
        ("a ^ 2", 1, 3, "a power is written **"),
        ("7 // 2", 1, 3, "the operators are + - * / and **"),
        ("7 % 2", 1, 3, "the operators are + - * / and **"),
        ("a == b", 1, 3, "a comparison is not part of an expression"),
        ("a < b", 1, 3, "a comparison is not part of an expression"),
        ("a = b = 2", 1, 7, "a statement is a name, one = and an expression"),
        ("2 = a", 1, 3, "a statement is a name, one = and an expression"),
        ("(a := 2)", 1, 4, "a statement is a name, one = and an expression"),
        ("a += 1", 1, 4, "expected a number"),
        ("a.tanh()", 1, 2, "a function is written as tanh(a)"),
        ("a.__class__", 1, 2, "a function is written as tanh(a)"),
        ("'a'", 1, 1, "text in quotes"),
        ('f"{a}"', 1, 2, "text in quotes"),
        ("[1, 2]", 1, 1, "lists and indices"),
        ("a[0]", 1, 2, "lists and indices"),
        ("{1}", 1, 1, "lists and indices"),
        ("[x for x in a]", 1, 1, "lists and indices"),
        ("(x for x in a)", 1, 4, "Python’s for is not part of an expression"),
        ("1 if a else 2", 1, 3, "Python’s if is not part of an expression"),
        ("a and b", 1, 3, "Python’s and is not part of an expression"),
        ("lambda: 0", 1, 1, "lambda is a Python keyword"),
        ("not a", 1, 1, "not is a Python keyword"),
        ("None", 1, 1, "None is a Python keyword"),
        ("if = 2", 1, 1, "if is a Python keyword"),
        ("import os", 1, 1, "import is a Python keyword"),
        ("print(a)", 1, 1, "there is no function print: expected one of tanh, "),
        ("__import__('os')", 1, 1, "there is no function __import__"),
        ("eval(a)", 1, 1, "there is no function eval"),
        ("2 * ln(a)", 1, 5, "ln(a) is written log(a) here"),
        ("tanh", 1, 1, "tanh is a function: expected tanh(x)"),
        ("y = 2 * tanh", 1, 9, "tanh is a function: expected tanh(x)"),
        ("tanh = 2", 1, 1, "tanh is a function: expected tanh(x), or another name"),
        ("tanh(1, 2)", 1, 7, "tanh has one input, not 2"),
        ("tanh()", 1, 6, "expected a number"),
        ("max(1)", 1, 6, "max has 2 inputs, not 1"),
        ("max(1, 2, 3)", 1, 9, "max has 2 inputs, not 3"),
        ("max(1,)", 1, 7, "expected a number"),
        ("max(1 2)", 1, 7, "expected an operator"),
        ("(1, 2)", 1, 3, "only a function has several inputs"),
        ("1, 2", 1, 2, "only a function has several inputs"),
        ("((1)", 1, 1, "this parenthesis is never closed: expected )"),
        ("tanh(1", 1, 1, "this parenthesis is never closed: expected )"),
        ("(1\n)", 1, 1, "this parenthesis is never closed: expected )"),
        ("1)", 1, 2, "this ) closes nothing"),
        ("w₁ + 1", 1, 1, "w₁ is not a name: expected letters, digits and _"),
        ("x²", 1, 1, "x² is not a name"),
        ("“a”", 1, 1, "“a” is not a name"),
        ("a ≤ b", 1, 3, "expected an operator, found ≤"),
        ("a $ b", 1, 3, "expected an operator, found $"),
        ("\x00", 1, 1, "found the invisible U+0000"),
        ("a\u200bb", 1, 1, "the invisible U+200B is not a name"),
        ("\ud800", 1, 1, "the invisible U+D800 is not a name"),
        ("1; a = 2", 1, 1, "only the last statement may go without a name"),
        ("a = 1\nb = 2\na = 3", 3, 1, "a is defined once, and was on line 1"),
        ("b = a; b = 2", 1, 8, "b is defined once"),
        ("y = x * 2\nx = 3", 1, 5, "x is used before it is defined on line 2"),
        ("x = x + 1", 1, 5, "x is used before it is defined on line 1"),
        ("a = 1\r\nb = $", 2, 5, "expected a number"),
        ("a = 1\rb = $", 2, 5, "expected a number"),
    ],
)
def test_a_text_that_means_nothing_is_told_where_and_why(text, line, column, words):
    caught = error(text)
    assert words in str(caught)
    assert (caught.line, caught.column) == (line, column)
    assert str(caught) == f"line {line}, column {column}: {caught.reason}"
    assert "\n" not in str(caught)


def test_all_names_without_a_value_are_named_at_once():
    assert "x has no value: give it one, as in x = 1" in str(error("1 + x"))
    assert "x and y have no value" in str(error("x * y"))
    caught = error("a = 1\nx*y + z*a + x", {"z": 2})
    assert "x and y have no value" in str(caught)
    assert (caught.line, caught.column) == (2, 1)
    assert "x, y and z have no value" in str(error("x*y*z"))


def test_a_name_has_a_definition_or_a_value_but_not_both():
    caught = error("b = 1\na = 2", {"a": 2})
    assert "a has a definition here and a value from outside" in str(caught)
    assert (caught.line, caught.column) == (2, 1)


@pytest.mark.parametrize("number", [math.nan, math.inf, 10**400])
def test_a_value_that_is_not_finite_is_told_by_name(number):
    with pytest.raises(ValueError, match="b: a leaf holds a finite number"):
        parse("a + b", {"a": 1, "b": number})


@pytest.mark.parametrize("thing", ["2", None, [2]])
def test_a_value_that_is_no_number_is_told_by_name(thing):
    with pytest.raises(TypeError, match="b: a leaf holds a real number"):
        parse("a + b", {"a": 1, "b": thing})


def test_a_result_that_does_not_exist_is_a_domain_error():
    with pytest.raises(DomainError, match=r"log\(-1\.0\) is undefined"):
        parse("y = log(a)", {"a": -1})
    with pytest.raises(DomainError, match="too large"):
        parse("10 ** 400")


# Hostile texts


@pytest.mark.slow
@pytest.mark.parametrize(
    "opening", ["(", "-", "-(", "2**", "2**-", "tanh(", "max(1,", "1+(", "2**(", "(-a)**("]
)
def test_deep_nesting_is_refused(opening):
    for count in (2_000, 20_000):
        text = opening * count + "1" + ")" * (opening.count("(") * count)
        caught = error(text[:100_000])
        assert "nested more than 100 deep" in str(caught)


@pytest.mark.parametrize(
    ("opening", "closing"), [("(", ")"), ("-", ""), ("2**", ""), ("abs(", ")"), ("1*(", ")")]
)
def test_a_hundred_levels_are_fine(opening, closing):
    read(opening * 100 + "a" + closing * 100)
    caught = error(opening * 101 + "a" + closing * 101)
    assert "nested more than 100 deep" in str(caught)


def test_nesting_is_counted_anew_in_every_statement():
    deep = "(" * 90 + "1" + ")" * 90
    assert parse(f"a = {deep}; b = {deep}; a + b")["_"].data == 2


@pytest.mark.parametrize(
    "letter", ["a", "1", "(", " ", "\n", ";", "-", "=", "#", "é", "\0", "1+", "a."]
)
def test_a_text_that_is_too_long_is_refused(letter):
    caught = error(letter * 200_000)
    assert "characters are too many: expected at most 100,000" in str(caught)


@pytest.mark.slow
@pytest.mark.parametrize(
    "letter", ["a", "9", "1e", "(", " ", "\n", ";", "*", "=", "#", "é", "\0", "a."]
)
def test_the_longest_text_is_refused_in_words(letter):
    text = (letter * 100_000)[:100_000]
    assert error(text).line >= 1


@pytest.mark.slow
@pytest.mark.parametrize("operator", ["+", "-", "*", "/"])
def test_a_chain_of_twenty_thousand_terms_works(operator):
    nodes = parse(operator.join(["1"] * 20_000))
    nodes["_"].backward()
    assert nodes["_"].data == {"+": 20_000, "-": -19_998}.get(operator, 1)


@pytest.mark.slow
def test_thousands_of_names_work():
    text = "\n".join(f"n{number} = x{number}" for number in range(7_000))
    nodes = parse(text, {f"x{number}": number for number in range(7_000)})
    assert nodes["n6999"].data == 6999


SYMBOLS = [*"ab1.e()-+*/,=;'[^#×−θ₁", "**", "tanh(", "max(", "log(", "if"]
INVISIBLE = [" ", "\n", "\r", "\x00", "\ud800", "\u2028"]


@given(st.text(max_size=30) | st.lists(st.sampled_from(SYMBOLS + INVISIBLE)).map("".join))
@examples(1000)
def test_any_text_is_parsed_or_told_what_is_wrong(text: str):
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    nodes: dict[str, Value] = {}
    place = (1, 1)
    with suppress(DomainError):
        try:
            nodes = parse(text, {"a": 2, "b": -3})
        except ExpressionError as caught:
            place = (caught.line, caught.column)
            assert_one_line(caught)
    assert 1 <= place[0] <= len(lines)
    assert 1 <= place[1] <= len(lines[place[0] - 1]) + 1
    assert all(math.isfinite(node.data) for node in nodes.values())


def assert_one_line(caught: ExpressionError) -> None:
    assert str(caught.reason).isprintable()
