"""What the columns of a table stand for, by what is in them; and which guesses are said."""

import pytest

from app.model.files.point_table import ColumnChoice, doubts, guess, read_table, taken

XY = ((-1.5, -0.25), (1.25, 0.5), (-0.75, -1.125), (2.5, 0.0625)) * 5


def table_of(header, row):
    """Twenty points; `row` makes the cells of one of its place and its two numbers."""
    lines = (",".join(map(str, row(place, *point))) for place, point in enumerate(XY))
    return read_table("\n".join([*([header] if header else []), *lines]).encode())


def roles(table):
    choice = guess(table)
    chosen = (choice.first, choice.second, choice.label)
    return " ".join("-" if index is None else table.titles[index] for index in chosen)


def said(table, choice=None):
    return [str(doubt.words) for doubt in doubts(table, choice or guess(table))]


def offered(table, button):
    """What a click on a button leads to."""
    found = [doubt for doubt in doubts(table, guess(table)) if str(doubt.instead) == button]
    assert len(found) == 1, [str(doubt.instead) for doubt in doubts(table, guess(table))]
    return found[0].table, found[0].choice


# Columns that count


@pytest.mark.parametrize(
    ("header", "row", "chosen"),
    [
        (",x,y,label", lambda i, x, y: (i, x, y, i % 2), "x y label"),
        (",x,y,label", lambda i, x, y: (i * 7 % 20, x, y, i % 2), "x y label"),
        ("Unnamed: 0,x,y,label", lambda i, x, y: (i, x, y, i % 2), "x y label"),
        ("Id,width,length,kind", lambda i, x, y: (i + 1, x, y, "ab"[i % 2]), "width length kind"),
        ("student_id,w,l,kind", lambda i, x, y: (901 + i * i, x, y, "ab"[i % 2]), "w l kind"),
        ("w,l,kind,studentId", lambda i, x, y: (x, y, "ab"[i % 2], f"s{i}"), "w l kind"),
        ("id,x,y", lambda i, x, y: (i, x, y), "x y -"),
        ("", lambda i, x, y: (i, x, y, i % 2), "column 2 column 3 column 4"),
        ("day,temp,kind", lambda i, x, _: (i, x, "ab"[i % 2]), "day temp kind"),
        ("t,y", lambda i, x, _: (i, x), "t y -"),
        ("year,x,y", lambda i, x, y: (1990 + i, x, y), "x y -"),
        ("year,co2", lambda i, x, _: (1990 + i, x), "year co2 -"),
        ("n,m,kind", lambda i, x, _: (i - 9, x, "ab"[i % 2]), "n m kind"),
    ],
)
def test_a_column_that_counts_or_names_the_rows_is_no_feature_unless_it_is_needed(
    header, row, chosen
):
    assert roles(table_of(header, row)) == chosen


def test_the_column_that_counts_is_said_and_one_click_takes_it():
    table = table_of("Id,x,y,kind", lambda i, x, y: (i, x, y, "ab"[i % 2]))
    assert said(table) == ["“Id” numbers the rows, and is not used."]
    same, choice = offered(table, "Use it as x₁")
    assert (choice.first, choice.second, choice.label) == (0, 1, 3)
    assert [str(doubt.instead) for doubt in doubts(same, choice)] == ["Leave it out"]


def test_row_names_of_r_shift_no_name():
    lines = (f'"{i + 1}" {x} {y} "{i % 2}"' for i, (x, y) in enumerate(XY))
    table = read_table("\n".join(['"x" "y" "class"', *lines]).encode())
    assert roles(table) == "x y class"
    cars = (f'"Car {i}" {x} {y} {i % 2}' for i, (x, y) in enumerate(XY))
    table = read_table("\n".join(['"mpg" "wt" "am"', *cars]).encode())
    assert roles(table) == "mpg wt am"
    assert said(table) == ["“column 1” names the rows, and is not used."]


# Names that are numbers


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("0,1,2", lambda i, x, y: (x, y, i % 2)),
        ("0,1,2", lambda i, *_: (i * 3, i * 7 % 20, i % 2)),
        ("1,2,3", lambda i, x, y: (x, y, i % 2)),
        ("0,1,2", lambda i, x, y: (x, y, "ab"[i % 2])),
        (",0,1,2", lambda i, x, y: (i, x, y, i % 2)),
        ("x,2019,kind", lambda i, x, y: (x, y, "ab"[i % 2])),
    ],
)
def test_a_row_of_numbers_that_names_the_columns_is_no_point(header, row):
    table = table_of(header, row)
    assert table.count == 20
    assert " ".join(table.titles).split()[-1] == header.split(",")[-1]
    read = taken(table, guess(table))
    assert sum(point[2] > 0 for point in read.points) == 10


def test_points_that_begin_at_0_and_1_stay_points():
    table = read_table(b"0,1\n1,3\n2,5\n3,7\n4,9\n")
    assert table.count == 5
    assert said(table) == ["Line 1 is a point: 0, 1."]
    other, _ = offered(table, "It names the columns")
    assert (other.titles, other.count) == (("0", "1"), 4)


def test_names_that_are_numbers_are_said_and_one_click_makes_them_a_point():
    table = table_of("0,1,2", lambda i, x, y: (x, y, i % 2))
    assert said(table) == ["Line 1 names the columns: 0, 1, 2."]
    other, _ = offered(table, "It is a point")
    assert other.count == 21
    assert other.rows[0] == (1, ("0", "1", "2"))
    back, _ = offered(other, "It names the columns")
    assert (back.titles, back.rows) == (table.titles, table.rows)


def test_a_title_above_the_names_is_said():
    table = read_table(b"Points of lesson 3\nx,y\n1,2\n3,4\n5,7\n")
    assert said(table) == ["Line 1 is a title: “Points of lesson 3”."]


def test_a_line_of_units_is_named_and_left_out():
    table = read_table(b"x,y,class\ncm,cm,-\n0,1,a\n1,0,b\n0,2,a\n1,3,b\n")
    read = taken(table, guess(table))
    assert [(line, str(problem)) for line, problem in read.problems] == [
        (2, "“cm” is not a number.")
    ]
    assert len(read.points) == 4


# The class


@pytest.mark.parametrize(
    ("header", "row", "chosen"),
    [
        ("b,h,s", lambda i, *_: (i % 2, i % 5, i % 8), "h s b"),
        ("", lambda i, x, y: (i % 2, x, y), "column 2 column 3 column 1"),
        ("kind,x,y", lambda i, x, y: ("ab"[i % 2], x, y), "x y kind"),
        ("x,y,label,split", lambda i, x, y: (x, y, i % 2, ("train", "test")[i % 4 == 0]),
         "x y label"),
        ("x,y,class,split", lambda i, x, y: (x, y, i % 2, i % 4 // 3), "x y class"),
        ("x,y,use", lambda i, x, y: (x, y, ("train", "test")[i % 4 == 0]), "x y -"),
        ("a,b,xor", lambda i, *_: (i % 2, i // 2 % 2, (i + i // 2) % 2), "a b xor"),
        ("class,a,b,flag", lambda i, x, y: (i % 3, x, y, i % 2), "a b class"),
        ("t,x,y,kind", lambda i, x, y: (y, x, y, "ab"[i % 2]), "x y kind"),
        ("flag,p,q,kind", lambda i, x, y: (i % 4 // 3, x, y, "ab"[i % 2]), "p q kind"),
        ("p,q,r", lambda _, x, y: (x, y, x + y / 3), "p q -"),
    ],
)  # fmt: skip
def test_the_class_is_what_has_few_values_and_its_name(header, row, chosen):
    assert roles(table_of(header, row)) == chosen


def test_a_class_that_could_be_another_column_is_said_and_one_click_takes_that():
    table = table_of("b,h,s", lambda i, *_: (i % 2, i % 5, i % 8))
    assert said(table) == ["“b” is the class; “s” could be it too."]
    same, choice = offered(table, "“s” is the class")
    assert (choice.first, choice.second, choice.label) == (0, 1, 2)
    # The other way round.
    assert str(doubts(same, choice)[-1].instead) == "“b” is the class"


@pytest.mark.parametrize(
    "mark", ["NA", "?", "", "nan", "NaN", "null", "-", "None", "N/A", "#N/A", ".", "<NA>"]
)
def test_a_label_that_is_missing_is_no_class(mark):
    table = table_of("x,y,kind", lambda i, x, y: (x, y, mark if i % 5 == 0 else "ab"[i % 2]))
    choice = guess(table)
    assert table.classes(2) == ["a", "b"]
    read = taken(table, choice)
    assert len(read.points) == 16
    assert {str(problem) for _, problem in read.problems} == {"“kind” is missing."}
    assert "4 rows have no class, and are left out." in said(table)


def test_a_number_that_is_missing_is_said_to_be():
    table = table_of("x,y,kind", lambda i, x, y: ("NA" if i == 3 else x, y, "ab"[i % 2]))
    assert [str(p) for _, p in taken(table, guess(table)).problems] == ["“x” is missing."]


@pytest.mark.parametrize(("one", "other"), [("+", "-"), ("tumor", "none"), ("a", ".")])
def test_what_may_stand_for_nothing_is_a_class_where_there_would_be_one_only(one, other):
    table = table_of("x,y,kind", lambda i, x, y: (x, y, (one, other)[i % 2]))
    assert len(table.classes(2)) == 2
    assert guess(table).positive == one
    assert len(taken(table, guess(table)).points) == 20


def test_a_word_that_stands_for_a_missing_class_becomes_one_by_a_click():
    table = table_of("x,y,kind", lambda i, x, y: (x, y, "none" if i % 5 == 0 else "ab"[i % 2]))
    assert "“none” stands for a class that is missing." in said(table)
    other, choice = offered(table, "It is a class")
    assert other.classes(2) == ["a", "b", "none"]
    assert not taken(other, choice).problems


@pytest.mark.parametrize(
    "writings", [("Yes", "yes", "YES "), ("1", "1.0", "+1"), ("-1", "−1", "-1.00"), ("a b", "A  b")]
)
def test_one_class_in_several_writings_is_one_and_said(writings):
    def row(i, x, y):
        return x, y, writings[i // 2 % len(writings)] if i % 2 else "other"

    table = table_of("x,y,kind", row)
    assert len(table.classes(2)) == 2
    assert any(words.startswith("One class, in several writings: ") for words in said(table))
    ups = [point[2] for point in taken(table, guess(table)).points]
    assert ups.count(1.0) == 10


def test_three_classes_are_said_to_be_taken_together_and_can_be_left_out():
    table = table_of("x,y,kind", lambda i, x, y: (x, y, "abcc"[i % 4]))
    assert "Class −1 is several classes taken together: a, b." in said(table)
    read = taken(table, ColumnChoice(0, 1, 2, "c", left_out=frozenset("b")))
    assert (len(read.points), read.set_aside, read.problems) == (15, 5, ())
    assert [point[2] for point in read.points[:3]] == [-1.0, 1.0, 1.0]
    assert said(table, ColumnChoice(0, 1, 2, "c", left_out=frozenset("b"))) == []


@pytest.mark.parametrize(
    ("names", "high"), [("01", "1"), ("+-", "+"), (("yes", "no"), "yes"), (("ja", "nein"), "ja")]
)
def test_the_class_that_means_yes_is_1(names, high):
    assert guess(table_of("x,y,k", lambda i, x, y: (x, y, names[i % 2]))).positive == high
