"""Commas, titles, units and numbers of rows in tables that may be read in several ways."""

import pytest

from app.model.files.disk import FileError
from app.model.files.point_table import doubts, guess, read_table, taken

POINTS = ((-1.5, -0.25, 0), (1.25, 0.5, 1), (-0.75, -1.125, 0), (2.5, 0.0625, 1)) * 4
SIGNED = tuple((first, second, 1.0 if label else -1.0) for first, second, label in POINTS)


def written(delimiter=",", row=lambda _, *point: point, comma=False):
    lines = (delimiter.join(map(str, row(i, *point))) for i, point in enumerate(POINTS))
    return "".join(f"{line.replace('.', ',') if comma else line}\n" for line in lines)


def points(table, choice=None):
    """The points as they stand in the file."""
    choice = choice or guess(table)
    unscaled = choice.__class__(choice.first, choice.second, choice.label, choice.positive)
    return taken(table, unscaled).points


def said(table):
    return [str(doubt.words) for doubt in doubts(table, guess(table))]


def after(table, button):
    """The table and the choice that a click on a button leads to."""
    (doubt,) = (each for each in doubts(table, guess(table)) if str(each.instead) == button)
    return doubt.table, doubt.choice or guess(doubt.table)


def roles(table, choice=None):
    choice = choice or guess(table)
    chosen = (choice.first, choice.second, choice.label)
    return " ".join("-" if index is None else table.titles[index] for index in chosen)


# Commas that part cells, and commas in numbers


@pytest.mark.parametrize(
    ("header", "delimiter"),
    [("", ", "), ("x, y, class\n", ", "), ("x,y,class\n", ", "), ("", " , ")],
)
def test_a_blank_tells_the_commas_between_cells_from_decimal_commas(header, delimiter):
    def row(_, first, second, label):
        text = f"{first}".replace(".", ","), f"{second}".replace(".", ",")
        return (*text, label)

    table = read_table((header + written(delimiter, row)).encode())
    assert points(table) == SIGNED
    assert said(table)[0] == "A comma without a blank is a decimal comma, as in “-1,5”."
    if header:
        assert roles(table) == "x y class"


def test_a_blank_tells_commas_apart_also_beside_whole_numbers_and_words():
    text = "-1,5, 2, no\n1, 0,5, yes\n0,25, -0,75, no\n3, 4, yes\n"
    assert points(read_table(text.encode())) == (
        (-1.5, 2.0, -1.0), (1.0, 0.5, 1.0), (0.25, -0.75, -1.0), (3.0, 4.0, 1.0)
    )  # fmt: skip


def test_whole_numbers_with_a_blank_too_few_are_no_decimals_where_one_click_says_so():
    table = read_table(b"1,2, 0\n3,4, 1\n5,6, 0\n7,8, 1\n")
    assert points(table) == ((1.2, 0.0), (3.4, 1.0), (5.6, 0.0), (7.8, 1.0))
    other, choice = after(table, "All commas part the cells")
    assert points(other, choice) == ((1, 2, -1), (3, 4, 1), (5, 6, -1), (7, 8, 1))


@pytest.mark.parametrize(
    ("delimiter", "said_of"), [(";", ["“3.008” is read as 3.008."]), (",", [])]
)
def test_points_that_may_group_digits_are_said_where_commas_may_be_decimal(delimiter, said_of):
    rows = f"3.008{delimiter}2.125{delimiter}a\n4.125{delimiter}3.250{delimiter}b\n" * 4
    table = read_table(f"a{delimiter}b{delimiter}kind\n{rows}".encode())
    assert said(table) == said_of
    if said_of:
        other, _ = after(table, "Read it as 3008")
        assert other.number("3.008") == 3008.0
        assert not said(read_table(f"a;b;kind\n0.5;2.125;a\n{rows}".encode()))


def test_quotes_tell_the_commas_of_numbers_from_others():
    rows = '"3,008", "2,125", a\n"4,125", "3,250", b\n' * 4
    table = read_table(f"a, b, kind\n{rows}".encode())
    assert said(table) == ["“3,008” is read as 3008."]


@pytest.mark.parametrize(
    "text",
    [written(", "), written(), written(", ", lambda i, *_: (i, i % 5, i % 2)), "1,2, 3\n1, 2, 3\n"],
)
def test_commas_that_only_part_cells_are_in_no_doubt(text):
    table = read_table(text.encode())
    assert len(table.titles) == 3
    assert not any("comma" in words for words in said(table))


def test_decimal_commas_that_nothing_tells_from_the_others_are_said_and_one_click_joins_them():
    table = read_table(f"x,y,class\n{written(comma=True)}".encode())
    assert said(table)[0] == "“2” and “5” may be one number with a decimal comma."
    other, choice = after(table, "The commas are decimal commas")
    assert roles(other, choice) == "x y class"
    assert points(other, choice) == SIGNED


@pytest.mark.parametrize("row", ["2024,01,5,7", "5,10,3,12", "05,07,05,09"])
def test_whole_numbers_are_no_halves_of_decimals(row):
    table = read_table(f"{row}\n".encode() * 5 + b"1,2,3,4\n")
    assert not any("decimal comma" in words for words in said(table))


@pytest.mark.parametrize("text", ["-0,02\n-0,05\n", "0,0,0,0,0,NA\n0,0,0,0,-0\n"])
def test_halves_that_would_leave_no_two_columns_are_not_joined(text):
    table = read_table(text.encode())
    assert not any("decimal comma" in words for words in said(table))


# Titles, names and units


@pytest.mark.parametrize(
    ("head", "names", "left_out"),
    [
        ("Lesson 3, class 9b, autumn\nx,y,class\n", "x y class", 0),
        ("Lesson 3, class 9b, autumn\nx,y,class\ncm,cm,-\n", "x y class", 1),
        ("By Foo, version 2, 2024\nsite A, site B, site C\nx,y,class\n", "x y class", 0),
        ("Device,ABC,1.2\nDate,2024-01-02,12:00\nRate,100,Hz\nx,y,class\n", "x y class", 0),
        ("Berlin,Autumn,Group 3\nlength,width,shape\n", "length width shape", 0),
        ("length,mass,shape\n(cm),(kg),\n", "length mass shape", 1),
        ("length,mass,shape\nmm,g/cm³,-\n", "length mass shape", 1),
        ("length,mass,shape\nnumeric,numeric,factor\n", "length mass shape", 1),
        ("length,mass,shape\nfeet,stones,which\n", "length mass shape", 1),
        ('Q1,Q2,Q3\n"How tall are you?","Your weight, in kg?","Do you smoke?"\n', "Q1 Q2 Q3", 1),
        ("t,m,s\n", "t m s", 0),
        ("📏,⚖️,🐱\n", "📏 ⚖️ 🐱", 0),
        ("x,2019,kind\n", "x 2019 kind", 0),
    ],
)
def test_the_names_are_found_below_titles_and_above_units(head, names, left_out):
    table = read_table((head + written()).encode())
    assert roles(table) == names
    assert points(table) == SIGNED
    assert len(taken(table, guess(table)).problems) == left_out


def test_a_title_with_as_many_commas_as_columns_is_said_and_one_click_makes_it_the_names():
    table = read_table(f"Berlin,Autumn,Group 3\na,b,c\n{written()}".encode())
    assert said(table) == ["Line 1 is a title: “Berlin Autumn Group …”."]
    other, choice = after(table, "It names the columns")
    assert roles(other, choice) == "Berlin Autumn Group 3"
    assert points(other, choice) == SIGNED


@pytest.mark.parametrize(
    "types", ["continuous\tcontinuous\tdiscrete\n\t\tclass\n", "c\tc\td\n\t\t\n"]
)
def test_the_three_lines_of_names_that_orange_writes_are_names_types_and_roles(types):
    table = read_table(f"size\tmass\tkind\n{types}{written(chr(9))}".encode())
    assert roles(table) == "size mass kind"
    assert points(table) == SIGNED


def test_the_types_under_the_names_of_a_printed_tibble_are_no_names():
    rows = written(" ", lambda i, *point: (i + 1, *point))
    text = f"# A tibble: 16 × 3\n  size  mass kind\n <dbl> <dbl> <chr>\n{rows}"
    assert roles(read_table(text.encode())) == "size mass kind"


def test_signs_alone_name_no_columns():
    table = read_table(f"data = [\n{written(' ')}];\n".encode())
    assert table.unnamed == {0, 1, 2}
    assert points(table) == SIGNED


def test_a_line_below_the_table_adds_no_column_and_no_class():
    rows = "".join(f"| {line} |\n" for line in written(" | ").splitlines())
    text = f"+---+---+---+\n| x | y | class |\n+---+---+---+\n{rows}40 rows in set (0.00 sec)\n"
    table = read_table(text.encode())
    assert table.titles == ("x", "y", "class")
    assert [line for line, _ in taken(table, guess(table)).problems] == [20]
    table = read_table(f"16,2,setosa,versicolor\n{written()}".encode())
    assert table.classes(2) == ["0", "1"]


def test_sparse_arff_is_refused_by_its_name():
    rows = written(row=lambda _, *point: [f"{{0 {point[0]}, 1 {point[1]}, 2 {point[2]}}}"])
    with pytest.raises(FileError, match="Sparse ARFF"):
        read_table(f"@relation a\n@data\n{rows}".encode())


def test_single_quotes_around_cells_are_no_part_of_them():
    text = written(row=lambda _, *point: (f"'{point[0]}'", point[1], f"'{'ny'[point[2]]}'"))
    table = read_table(f"'size','mass','kind'\n{text}".encode())
    assert roles(table) == "size mass kind"
    assert table.classes(2) == ["n", "y"]
    assert points(table) == SIGNED


@pytest.mark.parametrize("head", ['"x,y,class"', "x,y,class"])
def test_rows_that_were_saved_as_one_quoted_cell_are_read(head):
    classes = ('""no, never""', '""yes""')
    lines = written(row=lambda _, *point: (*point[:2], classes[point[2]])).splitlines()
    rows = "".join(f'"{line}"\n' for line in lines)
    table = read_table(f"{head}\n{rows}".encode())
    assert roles(table) == "x y class"
    assert table.classes(2) == ["no, never", "yes"]
    assert points(table) == SIGNED


# Columns that may number the rows


@pytest.mark.parametrize(
    ("header", "row", "chosen"),
    [
        ("", lambda i, *point: (i * 7 % 16, *point), "column 2 column 3 column 4"),
        (",a,b,kind\n", lambda i, *point: (i % 8, *point), "a b kind"),
        ("Obs,a,b,kind\n", lambda i, *point: (i * i, *point), "a b kind"),
        ("date,a,b,kind\n", lambda i, *point: (20240101 + i % 9, *point), "a b kind"),
        ("timestamp,a,b,kind\n", lambda i, *point: (170000 + 60 * i, *point), "a b kind"),
        ("subject_id,a,b,kind\n", lambda i, *point: (100 + i // 2, *point), "a b kind"),
    ],
)
def test_what_numbers_the_rows_in_another_order_or_in_parts_is_no_feature(header, row, chosen):
    table = read_table((header + written(row=row)).encode())
    assert roles(table) == chosen
    assert points(table) == SIGNED


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("", lambda i, *point: (i * i + 3, *point)),
        ("", lambda i, *point: (1000025 + i * 7919 % 101, *point)),
        ("when,a,b,kind\n", lambda i, *point: (1_700_000_000 + 60 * i, *point)),
    ],
)
def test_a_column_that_may_number_the_rows_is_said_and_one_click_leaves_it_out(header, row):
    table = read_table((header + written(row=row)).encode())
    name = "when" if header else "column 1"
    assert said(table) == [f"“{name}” may number the rows."]
    same, choice = after(table, "Leave it out")
    assert points(same, choice) == SIGNED


def test_a_feature_of_whole_numbers_is_in_no_doubt():
    table = read_table(f"a,b,c,kind\n{written(row=lambda i, *p: (i * 7 % 13, *p))}".encode())
    assert roles(table) == "a b kind"
    assert said(table) == []


def test_a_column_that_parts_rows_into_two_is_told_by_its_name():
    table = read_table(f"a,b,kind,is_test\n{written(row=lambda i, *p: (*p, i // 4 % 2))}".encode())
    assert roles(table) == "a b kind"
    assert said(table) == ["“is_test” says which rows are for testing, and is not used."]
    table = read_table(f"a,b,test\n{written()}".encode())
    assert roles(table) == "a b test"


# Numbers and classes


@pytest.mark.parametrize(
    ("cell", "number"),
    [("–1,5", -1.5), ("‒2", -2.0), ("1e−2", 0.01), ("3 018", 3018.0), ("-12 345,5", -12345.5)],
)
def test_a_dash_is_a_minus_and_a_blank_groups_digits(cell, number):
    table = read_table(f"x;y\n{cell};0,5\n1;0,25\n".encode())
    assert table.number(table.rows[0][1][0]) == number


@pytest.mark.parametrize("cell", ["2024 100 1", "1 2", "012 345", "1 2345"])
def test_blanks_that_group_no_digits_make_no_number(cell):
    assert read_table(b"x;y\n1;2\n3;4\n").number(cell) is None


@pytest.mark.parametrize("mark", ["*", "unknown", "#NV", "k.A.", "nd"])
def test_a_mark_for_a_missing_class_is_no_class(mark):
    text = written(row=lambda i, *point: (*point[:2], mark if i > 13 else point[2]))
    assert read_table(f"a,b,kind\n{text}".encode()).classes(2) == ["0", "1"]


def test_a_number_that_stands_for_a_missing_one_is_said_and_one_click_leaves_its_rows_out():
    text = written(row=lambda i, *point: (-999 if i in (3, 5) else point[0], *point[1:]))
    table = read_table(f"a,b,kind\n{text}".encode())
    assert said(table) == ["−999 may stand for a missing number."]
    other, choice = after(table, "Leave these rows out")
    assert points(other, choice) == tuple(p for i, p in enumerate(SIGNED) if i not in (3, 5))
    ordinary = written(row=lambda i, *point: (100 * i - 999, *point[1:]))
    assert "−999" not in str(said(read_table(f"a,b,kind\n{ordinary}".encode())))


def test_a_class_beside_one_feature_is_said_to_be_taken_as_y():
    table = read_table(f"x,class\n{written(row=lambda _, *p: (p[0], p[2]))}".encode())
    assert said(table) == ["“class” is taken as y: a class needs two features beside it."]


@pytest.mark.parametrize(("high", "low"), [("WAHR", "FALSCH"), ("vrai", "faux"), ("sim", "zero")])
def test_what_is_true_in_another_language_is_the_class_1(high, low):
    text = written(row=lambda _, *point: (*point[:2], high if point[2] else low))
    assert guess(read_table(f"a,b,kind\n{text}".encode())).positive == high
