"""Words: how numbers are written, and templates with their places."""

import math
import operator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.numbers import equation, full, number, operand
from engine.core.messages import message


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (2.0, "2"),
        (-6.0, "−6"),
        (0.06, "0.06"),
        (-0.0, "0"),
        (0.0, "0"),
        (1 / 3, "0.3333"),
        (2 / 3, "0.6667"),
        (-1234.5678, "−1234.6"),
        (12.3456, "12.35"),
        (9.99996, "9.99996"),
        (-0.9999665971563038, "−0.99997"),
        (0.99999997, "≈1"),
        (1.0005, "1.0005"),
        (0.1 + 0.2, "0.3"),
        (1 - 0.8 * 0.8, "0.36"),
        (0.0010001, "≈0.001"),
        (0.00099999, "9.9999e−4"),
        (0.000123456, "1.235e−4"),
        (1.2e-7, "1.2e−7"),
        (123456.0, "123456"),
        (123456.7, "123456.7"),
        (12345.678, "12345.7"),
        (999_400.0, "999400"),
        (999_999.0, "999999"),
        (1e6, "1e6"),
        (2.1595e102, "2.1595e102"),
        (-2.5e22, "−2.5e22"),
        (5e-324, "4.941e−324"),
        (1.7976931348623157e308, "1.798e308"),
        (math.inf, "∞"),
        (-math.inf, "−∞"),
        (math.nan, "NaN"),
        (None, "—"),
    ],
)
def test_a_number_has_four_digits_and_a_real_minus(value, text):
    assert number(value) == text


@given(st.floats(-1e308, 1e308))
def test_a_number_is_short_and_close_to_what_it_stands_for(value):
    text = number(value)
    assert len(text) <= 11
    assert "-" not in text
    assert float(text.lstrip("≈").replace("−", "-")) == pytest.approx(value, rel=5.1e-4, abs=1e-322)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_digit_is_there_when_asked_for(value):
    assert float(full(value).replace("−", "-")) == value
    assert ".0" not in full(float(round(value / 1e300)))


@given(st.floats(-1e300, 1e300), st.integers(2, 7))
def test_a_rounded_number_has_all_its_digits_and_a_point_or_says_that_it_is_rounded(value, digits):
    text = number(value, digits)
    mantissa = text.partition("e")[0].strip("−")
    if not math.isclose(float(text.lstrip("≈").replace("−", "-")), value, rel_tol=1e-11):
        assert text[0] == "≈" or (
            "." in mantissa and len(mantissa.replace(".", "").lstrip("0")) >= digits
        )


def test_an_equation_between_rounded_numbers_says_that_it_is_not_exact():
    assert equation("2 · (−3)", -6.0, 2.0, -3.0) == "2 · (−3) = −6"
    assert equation("1.0005 + 1.0005", 2.001, 1.0005, 1.0005) == "1.0005 + 1.0005 = 2.001"
    assert equation("tanh(1)", math.tanh(1.0), 1.0) == "tanh(1) ≈ 0.7616"
    assert equation("1.234 + 1.234", 2.469, 1.2345, 1.2345) == "1.234 + 1.234 ≈ 2.469"
    assert equation("1 · 1", 0.99999997, 1.0, 0.99999997) == "1 · 1 ≈ 1"


def test_an_equation_is_exact_where_what_is_rounded_in_it_changes_nothing():
    rounded, other = 0.95123456, 0.04876544
    assert equation("0.9512 · 0", 0.0, rounded, 0.0, compute=operator.mul) == "0.9512 · 0 = 0"
    assert equation("max(0.9512, 2)", 2.0, rounded, 2.0, compute=max) == "max(0.9512, 2) = 2"
    sum_ = equation("0.9512 + 0.04877", 1.0, rounded, other, compute=operator.add)
    assert sum_ == "0.9512 + 0.04877 ≈ 1"
    assert equation("1 / 0.9512", 1.0, rounded, compute=lambda _: 1 / 0) == "1 / 0.9512 ≈ 1"
    assert equation("1 · 0.9512", rounded, 1.0, rounded, compute=operator.mul).count("≈") == 1


def test_more_digits_on_request():
    assert number(1 / 3, 7) == "0.3333333"
    assert number(123456.789, 8) == "123456.79"


def test_a_sentence_writes_whole_numbers_plainly_and_negative_factors_in_brackets():
    assert [operand(value) for value in (2.0, -6.0, -0.5, None)] == ["2", "(−6)", "(−0.5)", "—"]


def test_a_message_keeps_its_template_and_its_places_apart():
    words = message("{name} waits for {count} inputs", name="{e}", count=2)
    assert str(words) == "{e} waits for 2 inputs"
    assert (words.template, dict(words.places)) == (
        "{name} waits for {count} inputs",
        {"name": "{e}", "count": 2},
    )
