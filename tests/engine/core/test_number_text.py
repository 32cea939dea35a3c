"""What a person may type where a single number goes, and what is refused with which words."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.core.number_text import (
    NumberError,
    begins_number,
    full,
    group_by_comma,
    read_number,
)

DASHES = "-−‐‑‒–—―﹘﹣－"


@pytest.fixture
def comma_is_no_group():
    """A language such as German, which writes a thousand as 1.000."""
    group_by_comma(False)
    yield
    group_by_comma(True)


def refused(text):
    """The words with which a text is refused."""
    with pytest.raises(NumberError) as caught:
        read_number(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2", 2.0), (" 2.5 ", 2.5), (".5", 0.5), ("5.", 5.0), ("+3", 3.0), ("1e3", 1000.0),
        ("1E-3", 0.001), ("1e−3", 0.001), ("- 3", -3.0), ("٣", 3.0), ("0e-400", 0.0),
        ("5e-324", 5e-324),
        # A single comma
        ("2,5", 2.5), ("7,25", 7.25), (",5", 0.5), ("−0,05", -0.05), ("1,5e3", 1500.0),
        ("0,125", 0.125), ("1234,567", 1234.567), ("1,0000", 1.0),
        # Groups, as English writes them
        ("1,000", 1000.0), ("-12,345", -12345.0), ("1,000,000", 1e6), ("1,000.5", 1000.5),
        # A point is a decimal point
        ("1.000", 1.0), ("1.234", 1.234),
        # Fractions
        ("1/3", 1 / 3), ("-1/3", -1 / 3), ("1 / -4", -0.25), ("1,5/3", 0.5), ("2⁄4", 0.5),
        ("0/5", 0.0),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_meant(text, value):
    assert read_number(text) == value


@pytest.mark.parametrize("dash", DASHES)
def test_every_dash_is_a_minus(dash):
    assert read_number(f"{dash}2.5") == -2.5
    assert read_number(f"1e{dash}2") == 0.01
    assert begins_number(f"{dash}2")


@pytest.mark.parametrize("text", ["0,125", "1234,567", "2,5", "1,0000", "12,34"])
@pytest.mark.usefixtures("comma_is_no_group")
def test_a_comma_that_can_be_no_group_is_a_decimal_comma_in_every_language(text):
    assert read_number(text) == float(text.replace(",", "."))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,000", "“1,000” may be 1.000 or 1000. Type the one that is meant."),
        ("−1,234", "“−1,234” may be −1.234 or −1234. Type the one that is meant."),
        ("1,000,000",
         "“1,000,000” has marks between its digits. If 1000000 is meant, type that."),
        ("1,000.5", "“1,000.5” has marks between its digits. If 1000.5 is meant, type that."),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("comma_is_no_group")
def test_a_group_is_refused_where_the_language_has_none(text, words):
    assert refused(text) == words


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("1_5", "15"), ("1_000.5", "1000.5"), ("1 000", "1000"), ("1\u202f000,5", "1000.5"),
        ("1’000", "1000"), ("1.000,5", "1000.5"), ("1.000.000", "1000000"), ("-1_5", "−15"),
    ],
)  # fmt: skip
def test_other_marks_between_digits_are_refused_with_what_to_type(text, whole):
    assert refused(text).endswith(f"has marks between its digits. If {whole} is meant, type that.")
    read_number(whole)


@pytest.mark.parametrize(
    "text",
    ["abc", "1,2,3", "1.2.3", "1,5,", "1_", "_1", "1__5", "0x10", "1e", "--3", "-", "—", "²", "½",
     "2²", "1/", "/3", "1/2/3", "1e5.5", "1 2", "3a"],
)  # fmt: skip
def test_what_is_no_number_is_called_so(text):
    assert refused(text) == f"“{text}” is not a number."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "A number goes here."),
        (" \t", "A number goes here."),
        ("nan", "A leaf holds a finite number."),
        ("-Infinity", "A leaf holds a finite number."),
        ("1e999", "That is too large: the largest number is about 1.8e308."),
        ("1e308/1e-308", "That is too large: the largest number is about 1.8e308."),
        ("1/0", "“1/0” has no value: a divisor must not be 0."),
        ("1e-400", "That is too small, and would become 0: type 0 for that."),
        ("1e-300/1e300",
         "That is too small, and would become 0: type 0 for that."),
    ],
)  # fmt: skip
def test_what_a_float_can_not_hold_is_said(text, words):
    assert refused(text) == words


def test_a_long_text_is_cut_in_its_sentence():
    assert len(refused("x" * 10_000)) < 80


@given(st.text(max_size=12))
def test_any_text_is_a_finite_number_or_a_sentence(text):
    try:
        value = read_number(text)
    except NumberError as error:
        value, text = 0.0, str(error)
        assert text.endswith(".")
    assert math.isfinite(value)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_is_written_with_every_digit_is_read_back(value):
    assert read_number(full(value)) == value
    assert read_number(repr(value)) == value


@pytest.mark.parametrize("text", ["²", "a", "", "½", "e5", "/", " 1"])
def test_no_number_begins_so(text):
    assert not begins_number(text)
