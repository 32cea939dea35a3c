"""CSV files of points: what is taken from them, and what is said of each line that can't be."""

import pytest

from app.model.files.disk import FileError
from app.model.files.point_table import ColumnChoice, guess, read_table, taken
from engine.learning.datasets import MOST_POINTS, own_points


def points_of(text, **changed):
    """The points of a text, with columns as guessed unless they are given."""
    table = read_table(text.encode())
    guessed = guess(table)
    fields = {name: getattr(guessed, name) for name in ColumnChoice.__slots__} | changed
    return taken(table, ColumnChoice(**fields))


def test_two_features_and_a_class_become_a_classification():
    read = points_of("x1,x2,class\n0.5,−1,1\n-2,0.25,-1\n1,1,1\n0,0,-1\n")
    assert read.points == ((0.5, -1.0, 1.0), (-2.0, 0.25, -1.0), (1.0, 1.0, 1.0), (0.0, 0.0, -1.0))
    assert not read.problems
    assert read.trouble is None


def test_two_columns_become_a_curve():
    read = points_of("-1,0.5\n0,0\n1,0.5\n")
    assert read.points == ((-1.0, 0.5), (0.0, 0.0), (1.0, 0.5))


@pytest.mark.parametrize(
    "text",
    [
        "a;b;c\n0,5;1,5;yes\n1;2;no\n0;0;yes\n1;1;no\n",
        "0.5\t1.5\tyes\n1\t2\tno\n0\t0\tyes\n1\t1\tno\n",
        "# made by hand\n\n0.5 1.5  yes\n1 2 no\n0 0 yes\n1 1 no\n",
        'a, b, "the, class"\r\n0.5, 1.5, yes\r\n1, 2, no\r\n0, 0, yes\r\n1, 1, no\r\n',
        "\ufeff0.5,1.5,yes\n1,2,no\n0,0,yes\n1,1,no",
    ],
    ids=["semicolons and decimal commas", "tabs", "spaces", "quotes and CRLF", "byte order mark"],
)
def test_the_files_of_spreadsheets_are_read(text):
    read = points_of(text)
    assert read.points[:2] == ((0.5, 1.5, 1.0), (1.0, 2.0, -1.0))


def test_commas_that_group_digits_make_no_small_numbers_of_large_ones():
    table = read_table(b'x,y\n"1,000","2,345.5"\n999,850\n"0,5","-345,678"\n')
    assert taken(table, ColumnChoice(0, 1)).points == (
        (1000.0, 2345.5), (999.0, 850.0), (0.5, -345678.0)
    )  # fmt: skip
    german = read_table(b"x;y\n1,234;2\n0,5;1\n")
    assert taken(german, ColumnChoice(0, 1)).points == ((1.234, 2.0), (0.5, 1.0))


def test_a_spreadsheet_s_unicode_text_and_old_encodings_are_read():
    text = "größe\tbreite\tArt\n0.5\t1\tä\n1\t2\tö\n0\t0\tä\n1\t1\tö\n"
    for encoding in ("utf-16", "cp1252"):
        assert guess(read_table(text.encode(encoding))).positive == "ö"


def test_a_class_in_words_is_one_against_the_rest():
    text = "a,b,kind\n0,0,cat\n1,1,dog\n0,1,owl\n1,0,cat\n0,0,dog\n1,0,owl\n"
    assert [point[2] for point in points_of(text).points] == [-1, -1, 1, -1, -1, 1]
    assert [point[2] for point in points_of(text, positive="dog").points] == [-1, 1, -1, -1, 1, -1]


def test_a_line_that_can_not_be_read_is_named_and_left_out():
    read = points_of("x,y,c\n0,0,a\nabc,1,b\n1,,b\n1,1\n2,2,b\n1,inf,a\n1,1,a\n0,1_0,b\n")
    assert read.points == ((0, 0, -1.0), (2, 2, 1.0), (1, 1, -1.0))
    assert [(line, str(problem)) for line, problem in read.problems] == [
        (3, "“abc” is not a number."),
        (4, "“y” is missing."),
        (5, "“c” is missing."),
        (7, "“inf” is not a number."),
        (9, "“1_0” is not a number."),
    ]


def test_numbers_that_are_too_large_are_scaled_or_named():
    text = "0,0,a\n1e9,1,b\n5e8,0,a\n0,1,b\n"
    assert guess(read_table(text.encode())).scaled
    assert [point[0] for point in points_of(text).points] == [-1.0, 1.0, 0.0, -1.0]
    assert "lies beyond ±1e6" in str(points_of(text, scaled=False).problems[0][1])


def test_a_column_that_never_changes_is_scaled_to_0():
    assert [point[0] for point in points_of("7,0\n7,1\n7,2\n", scaled=True).points] == [0.0] * 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0,0,a\n1,1,a\n2,2,a\n", "All points are of one class"),
        ("1,1,a\n1,1,b\n1,1,a\n1,1,b\n", "All points are in the same place"),
        ("0,0,a\nx,y,b\n", "2 points are needed, and 1 can be read."),
    ],
)
def test_points_that_teach_nothing_are_said_to(text, words):
    table = read_table(text.encode())
    assert words in str(taken(table, ColumnChoice(0, 1, 2, "a")).trouble)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Rows of numbers in the file: 0. 2 are needed."),
        (b"x,y,c\n", "file: 0"),
        (b"1,2,a\n", "file: 1"),
        (b"1\n2\n3\n", "There is only one column."),
        (b"\x89PNG\r\n\x00\x00", "The file is not text."),
        (
            b'1,2\n"' + b"a" * 200_000 + b'",2\n',
            "The file is not a table: a cell has more than 131,072 characters.",
        ),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(content, words):
    with pytest.raises(FileError, match=words):
        read_table(content)


@pytest.mark.slow
def test_of_a_million_rows_as_many_are_drawn_as_a_run_can_hold():
    table = read_table(b"0.1,0.2,a\n0.9,0.8,b\n" * 500_000)
    assert table.count == 1_000_000
    assert len(table.rows) == MOST_POINTS
    lines = [line for line, _ in table.rows]
    assert lines == sorted(set(lines))
    assert lines[0] < 1_000
    assert lines[-1] > 999_000
    read = taken(table, guess(table))
    assert 0.4 < sum(point[2] > 0 for point in read.points) / MOST_POINTS < 0.6
    own_points(read.points)
