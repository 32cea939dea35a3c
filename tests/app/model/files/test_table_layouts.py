"""Tables as other programs write them: how cells are parted, what names them, what is no row."""

import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.files.disk import FileError
from app.model.files.point_table import doubts, fitted, guess, read_table, reading, taken
from engine.core.messages import Message
from tests.examples import examples

POINTS = ((-1.5, -0.25, 0), (1.25, 0.5, 1), (-0.75, -1.125, 0), (2.5, 0.0625, 1)) * 3
SIGNED = tuple((first, second, 1.0 if label else -1.0) for first, second, label in POINTS)


def written(delimiter, rows=POINTS, comma=False):
    """Rows of numbers as text, with decimal commas where asked."""
    lines = (delimiter.join(map(str, row)) for row in rows)
    return "".join(f"{line.replace('.', ',') if comma else line}\n" for line in lines)


def bordered(text):
    return "".join(f"| {line} |\n" for line in text.splitlines())


def assert_same(text, names=None):
    """The points come out as they are, and the columns have these names."""
    table = read_table(text if isinstance(text, bytes) else text.encode())
    choice = guess(table)
    read = taken(table, fitted(table, choice))
    assert read.points == SIGNED
    assert not read.problems
    chosen = (choice.first, choice.second, choice.label)
    if names:
        assert [table.titles[index] for index in chosen] == names.split()
    return table, choice


KEEL = """@relation field
@attribute At1 real [-3.0, 3.0]
@attribute At2 real [-3.0, 3.0]
@attribute Class{-1.0, 1.0}
@inputs At1, At2
@outputs Class
@data
"""
ARFF = "% made by hand\n@RELATION p\n@ATTRIBUTE 'one' NUMERIC\n@attribute two REAL\n"
ARFF += "@attribute kind {0,1}\n\n@DATA\n"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("sep=;\nx;y;class\n" + written(";", comma=True), "x y class"),
        ('"sep=,"\r\nx,y,class\r\n' + written(",").replace("\n", "\r\n"), "x y class"),
        ("Points of lesson 3\nx,y,class\n" + written(","), "x y class"),
        ("Points of lesson 3\nx, y, class\n" + written(", "), "x y class"),
        ("Points of lesson 3\nx y class\n" + written(" "), "x y class"),
        ("My points\n" + written(" "), None),
        ("Punkte, Klasse 9b, 2024\nx;y;Klasse\n" + written(";", comma=True), "x y Klasse"),
        ("Points;;\n;;\nx;y;class\n" + written(";", comma=True), "x y class"),
        ("Device A, 2024\nDate, today\n\nx,y,class\n" + written(","), "x y class"),
        (KEEL + written(", "), "At1 At2 Class"),
        (ARFF + written(","), "one two kind"),
        ("% x y class\n" + written("   "), "x y class"),
        ("# x y class\n" + written(" "), "x y class"),
        ("# by hand\n# x,y,class\n" + written(","), "x y class"),
        ("#x;y;class\n" + written(";"), "x y class"),
        ("// by hand\n" + written("\t"), None),
        (written(" ", comma=True), None),
        (written("   ", comma=True).replace("\n", "  \n"), None),
        (written("\t", comma=True), None),
        ("x|y|class\n" + written("|"), "x y class"),
        ("| x | y | class |\n|---|:-:|---|\n" + bordered(written(" | ")), "x y class"),
        (" x | y | class\n---+---+------\n" + written(" | "), "x y class"),
        ("x,y,class,\n" + written(",").replace("\n", ",\n"), "x y class"),
        ("x,y,class\n" + written(",").replace("\n", ",,\n"), "x y class"),
        ("\n\nx,y,class\n\n" + written(",").replace("\n", "\n\n"), "x y class"),
        ("x,y,class;\n" + written(",").replace("\n", ";\n"), "x y class"),
        ("x,y,class\n" + written(",") + "\x1a", "x y class"),
        ("x,y,class\r\r\n" + written(",").replace("\n", "\r\r\n"), "x y class"),
        ("x,y,class\r" + written(",").replace("\n", "\r"), "x y class"),
    ],
    ids=[
        "sep=;", "sep= in quotes", "title", "title and blanks", "title between blanks",
        "title and no names", "title with commas", "title padded", "two titles",
        "KEEL", "ARFF", "MATLAB", "numpy", "numpy with commas", "names behind #", "slashes",
        "decimal commas and blanks", "wide blanks", "decimal commas and tabs", "bars",
        "Markdown", "a database", "trailing delimiters", "unnamed trailing ones", "empty lines",
        "rows of a matrix", "the end of DOS", "CR CR LF", "CR",
    ],
)  # fmt: skip
def test_the_points_are_those_that_another_program_wrote(text, names):
    assert_same(text, names)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_usual_encoding_is_read(encoding):
    assert_same(("größe,höhe,class\n" + written(",")).encode(encoding), "größe höhe class")


def test_an_old_encoding_is_read_also_where_it_begins_late():
    text = "x,y,kind\n" + "0,0,a\n1,1,b\n" * 2000 + "0,1,größer\n1,0,größer\n"
    assert read_table(text.encode("latin-1")).classes(2) == ["a", "b", "größer"]


def test_a_quoted_cell_goes_on_in_the_next_line():
    text = 'x,y,"the\nclass"\n' + written(",").replace(",0\n", ',"no\r\nway"\n')
    table, choice = assert_same(text)
    assert table.classes(choice.label) == ["1", "no\nway"]
    assert table.rows[1][0] == 5


def test_a_quote_that_is_never_closed_takes_one_line_with_it():
    text = "x,y,class\n" + written(",") + '"1,2,0\n' + written(",")
    table = read_table(text.encode())
    read = taken(table, guess(table))
    assert read.points == SIGNED * 2
    assert [line for line, _ in read.problems] == [14]


def test_a_row_with_too_many_cells_is_named_and_not_shifted():
    table = read_table(("x,y,class\n" + written(",") + "1,5,2,5,0\n").encode())
    read = taken(table, guess(table))
    assert [str(problem) for _, problem in read.problems] == ["5 cells stand here, and 3 columns."]


@pytest.mark.parametrize("lines", ["-1 1:-1.5 2:-0.25\n+1 1:1.25\n", "0  2:3 \n1  1:1 2:2 # b\n"])
def test_the_format_of_libsvm_is_read_and_what_is_not_in_it_is_0(lines):
    table = read_table((lines * 3).encode())
    choice = guess(table)
    assert [table.titles[i] for i in (choice.first, choice.second, choice.label)] == [
        "1", "2", "label"
    ]  # fmt: skip
    points = taken(table, choice.__class__(1, 2, 0, choice.positive)).points
    assert points[:2] in (((-1.5, -0.25, -1), (1.25, 0, 1)), ((0, 3, -1), (1, 2, 1)))


def test_a_file_of_libsvm_with_too_many_features_is_refused_by_the_name_of_its_format():
    with pytest.raises(FileError, match="this LIBSVM file go up to 123456789"):
        read_table(b"1 123456789:0.5\n0 2:1\n")


# Numbers


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        ('"1,769" "0,779"', [1.769, 0.779]),
        ('"1,769" 0.779', [1769.0, 0.779]),
        ('"1,769" 779', [1769.0, 779.0]),
        ('"1,234.5" "2,000"', [1234.5, 2000.0]),
        ('"1.234,5" "2.000"', [1234.5, 2000.0]),
        ("1.234 0.5", [1.234, 0.5]),
        ("1'234.5 2", [1234.5, 2.0]),
        ("−1.5 +2e-3", [-1.5, 0.002]),
    ],
)
def test_a_number_is_read_as_the_others_of_its_file_are_written(cells, first):
    one, other = cells.split()
    table = read_table(f"x,y\n{one},1\n{other},2\n".encode())
    assert [table.number(cell) for cell in table.column(0)] == first


@pytest.mark.parametrize(
    ("text", "read", "offered"),
    [
        ('x,y\n"1,234",1\n"2,345",2\n', "“1,234” is read as 1234.", "Read it as 1.234"),
        ("x;y\n1,234;1\n2,345;2\n", "“1,234” is read as 1.234.", "Read it as 1234"),
        ("x;y\n1,234;1\n0,5;2\n1,5;2\n0.5;3\n", "“1,234” is read as 1.234.", "Read it as 1234"),
    ],
)
def test_a_number_that_can_be_read_in_two_ways_is_said_and_one_click_reads_it_otherwise(
    text, read, offered
):
    table = read_table(text.encode())
    doubt = doubts(table, guess(table))[0]
    assert (str(doubt.words), str(doubt.instead)) == (read, offered)
    assert doubt.table.number("1,234") == {1234: 1.234, 1.234: 1234}[table.number("1,234")]
    back = doubts(doubt.table, doubt.choice)[0]
    assert back.table.decimal == table.decimal


def test_a_number_that_others_of_its_file_explain_is_in_no_doubt():
    table = read_table(b"x;y\n1,234;1\n0,5;2\n1.234,5;3\n")
    assert table.decimal_sure
    assert not doubts(table, guess(table))


# Large files


def test_a_table_is_read_line_by_line_and_tells_how_far_it_is():
    shares = []

    def watch(share):
        shares.append(share)
        return True

    read_table(io.BytesIO(b"0.1,0.2,a\n0.9,0.8,b\n" * 20_000), watch)
    assert shares == sorted(shares)
    assert shares[0] < 0.1
    assert 0.9 < shares[-1] <= 1.0


def test_a_table_that_is_no_longer_wanted_is_not_read_to_its_end():
    file = io.BytesIO(b"0.1,0.2,a\n0.9,0.8,b\n" * 100_000)
    with pytest.raises(FileError, match="Reading the file was cancelled"):
        read_table(file, lambda share: share < 0.3)
    assert file.tell() < 1_000_000
    assert not file.closed


@pytest.mark.slow
def test_of_wide_rows_so_many_are_drawn_that_the_memory_holds_them():
    row = b",".join([b"0.5"] * 999) + b",a\n"
    table = read_table(row * 3_000)
    assert table.count == 3_000
    assert len(table.rows) == 2_000
    assert len(table.titles) == 1_000


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"1,2\n" * 2 + b"1," * 600_000, "a line has more than 1,048,576 characters"),
        (b"1,2,\0\n" * 3, "The file is not text."),
    ],
)
def test_what_no_table_has_is_refused_before_it_fills_the_memory(content, words):
    with pytest.raises(FileError, match=words):
        read_table(content)


def test_a_file_over_the_limit_is_refused_at_once(monkeypatch):
    monkeypatch.setattr(reading, "LARGEST_TABLE", 1 << 30)
    file = io.BytesIO(b"1,2\n3,4\n")
    file.seek = lambda *place: (1 << 30) + 1 if place[-1:] == (io.SEEK_END,) else 0
    with pytest.raises(FileError, match="larger than 1 GiB"):
        read_table(file)


# Whatever text: an answer or a sentence


CELLS = st.sampled_from(
    ["0", "1", "-1.5", "2,5", "1,234", "1.234,5", "NA", "?", "-", "+", "", "x", "Id", "class",
     "Yes", "yes", '"', '"a', "'b'", "#", "%", "@data", "|", "--", "1:2", "sep=;", "1e999",
     "inf", "-0", "02", "1,5", "-999", "'", "*", "cm", "(m)", "{0 1, 1 2}", '"1,2,3"', "1 234",
     "\u00a0", "ä", "\n", "\r", "∞", "1_0", "0x1", "٣", "train", "test"]
)  # fmt: skip
TABLES = st.builds(
    lambda rows, delimiter: "\n".join(delimiter.join(row) for row in rows),
    st.lists(st.lists(CELLS, max_size=6), max_size=12),
    st.sampled_from([",", ";", "\t", " ", "|", ", ", " , "]),
)


@given(st.one_of(TABLES, st.text(max_size=300), st.binary(max_size=300)))
@examples(300, deadline=None)
def test_whatever_is_in_a_file_there_is_an_answer_or_a_sentence(content):
    raw = content if isinstance(content, bytes) else content.encode(errors="replace")
    try:
        table = read_table(raw)
    except FileError as error:
        reason = str(error.reason)
    else:
        reason = ""
        assert_told(table)
    assert not reason or reason.endswith(".")


def assert_told(table):
    """What is guessed of a table, and what each of its doubts leads to, makes points."""
    choices = [(table, guess(table))]
    for doubt in doubts(*choices[0]):
        assert str(doubt.words)
        assert (doubt.table is None) == (doubt.instead is None)
        if doubt.table:
            choices.append((doubt.table, doubt.choice or guess(doubt.table)))
    for each, choice in choices:
        read = taken(each, choice)
        assert len(read.points) + len(read.problems) + read.set_aside == len(each.rows)
        assert all(math.isfinite(number) for point in read.points for number in point)
        assert all(isinstance(problem, Message) for _, problem in read.problems)
