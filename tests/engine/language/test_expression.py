"""parse: what a text means."""

import ast
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Value, parse
from engine.core.ops import functions
from engine.core.value import topological_order
from engine.language.expression import Item, Program, read
from tests.examples import examples

SHEET = "e = a*b; d = e + c; L = d*f"
NUMBERS = {"a": 2, "b": -3, "c": 10, "f": -2}


def result(text: str, **values: float) -> float:
    return list(parse(text, values).values())[-1].data


def test_the_sheet_s_example_has_its_names_in_order_of_definition():
    nodes = parse(SHEET, NUMBERS)
    assert list(nodes) == ["a", "b", "e", "c", "d", "f", "L"]
    assert [node.data for node in nodes.values()] == [2, -3, -6, 10, 4, -2, -8]
    assert [node.label for node in nodes.values()] == list(nodes)
    assert nodes["L"].children == (nodes["d"], nodes["f"])
    nodes["L"].backward()
    assert [nodes[name].grad for name in "abcf"] == [6, -4, -2, 4]


def test_a_number_under_a_name_is_a_leaf():
    nodes = parse("a = 2; b = -3\nL = a * b")
    assert [node.op for node in nodes.values()] == [None, None, "*"]
    assert nodes["b"].data == -3


def test_a_second_name_is_the_same_node():
    nodes = parse("a = 2; b = a; c = b * a; d = c")
    assert nodes["b"] is nodes["a"]
    assert nodes["d"] is nodes["c"]
    assert (nodes["a"].label, nodes["c"].label) == ("a", "c")
    assert nodes["c"].children == (nodes["a"], nodes["a"])


def test_an_expression_without_a_name_is_the_output():
    nodes = parse("a = 2; a * 3")
    assert list(nodes) == ["a", "_"]
    assert (nodes["_"].data, nodes["_"].label) == (6, None)
    assert list(parse("_ = 2; _1 = 3; _ * _1")) == ["_", "_1", "_2"]
    nodes = parse("a = 2; a")
    assert nodes["_"] is nodes["a"]


def test_a_node_may_be_used_twice():
    nodes = parse("b = a + a; c = b + b", {"a": 1})
    assert len(topological_order(nodes["c"])) == 3


def test_statements_end_with_a_semicolon_or_any_line_end_and_may_be_empty():
    for text in ("a=1;b=2;a+b", "a=1\nb=2\na+b\n", "\r\na=1\r\n\r\nb=2\r\na+b", ";;a=1;;b=2;a+b;;"):
        assert list(parse(text)) == ["a", "b", "_"]


def test_a_comment_runs_to_the_end_of_its_line():
    assert result("# a neuron; x = (\na = 2 # two; a = 3\na * 3 # six") == 6


def test_values_may_be_values():
    a = Value(2.0)
    nodes = parse("L = a * a", {"a": a})
    assert nodes["a"] is a
    assert a.label == "a"
    assert parse("L = b * b", {"b": a})["b"].label == "a"


def test_values_that_the_text_does_not_name_are_ignored():
    assert result("a + 1", a=1, z=math.nan) == 2


@pytest.mark.parametrize(
    ("number", "data"),
    [
        ("1", 1.0),
        ("1.5", 1.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1e-3", 0.001),
        ("1E+3", 1000.0),
        ("007", 7.0),
        ("1e-999", 0.0),
        ("-2", -2.0),
        ("- 2", -2.0),
    ],
)
def test_a_number_is_one_leaf(number, data):
    (node,) = parse(number).values()
    assert (node.op, node.data) == (None, data)


@pytest.mark.parametrize(
    "name", ["x", "_", "w_1", "W11", "θ", "größe", "重み", "e", "match", "inf"]
)
def test_a_name_is_any_identifier(name):
    assert list(parse(f"{name} = 1; y = {name} + 1")) == [name, "y"]


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("a × b", "a * b"), ("a·b", "a * b"), ("a⋅b", "a*b"), ("a ÷ b", "a / b"), ("a − b", "a - b")],
)
def test_signs_from_a_formula_are_understood(typed, plain):
    assert result(typed, a=3, b=4) == result(plain, a=3, b=4)


def test_every_function_of_the_table_can_be_called():
    for op in functions().values():
        arguments = ["0.5", "0.25"][: op.arity]
        nodes = parse(f"{op.name}({', '.join(arguments)})")
        assert nodes["_"].op == op.name


def test_reading_computes_nothing():
    program = read("y = log(-1) + z\n2 * y")
    assert program == Program(
        items=(
            Item(None, None, (), -1.0, 1, 9),
            Item(None, "log", (0,), None, 1, 5),
            Item("z", None, (), None, 1, 15),
            Item("y", "+", (1, 2), None, 1, 13),
            Item(None, None, (), 2.0, 2, 1),
            Item(None, "*", (4, 3), None, 2, 3),
        ),
        names={"z": 2, "y": 3},
        places={"z": (1, 15), "y": (1, 1)},
        output=5,
        unnamed=True,
        free=("z",),
    )


def test_items_come_after_their_inputs():
    program = read(SHEET)
    for index, item in enumerate(program.items):
        assert all(child < index for child in item.inputs)
    assert program.free == ("a", "b", "c", "f")
    assert program.items[program.output].label == "L"


# Precedence


def by_python(text: str):
    """The grouping of a text according to Python's own parser, as nested tuples."""
    operators = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.Pow: "**"}

    def group(node: ast.expr):
        match node:
            case ast.Constant(value=value):
                return float(value)
            case ast.Name(id=name):
                return name
            case ast.UnaryOp(operand=operand):
                return negative(group(operand))
            case ast.BinOp(left=left, op=op, right=right):
                return (operators[type(op)], group(left), group(right))
            case ast.Call(func=ast.Name(id=name), args=args):
                return (name, *map(group, args))
        raise AssertionError(ast.dump(node))

    return group(ast.parse(text.strip(), mode="eval").body)


def by_us(text: str):
    program = read(text)
    groups = []
    for item in program.items:
        inputs = [groups[index] for index in item.inputs]
        if item.op == "neg":
            groups.append(negative(*inputs))
        else:
            groups.append((item.op, *inputs) if item.op else item.label or item.data)
    return groups[program.output]


def negative(operand):
    # Python's tree does not tell -2 from -(2).
    return -operand if isinstance(operand, float) else ("neg", operand)


def written(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    operator = st.sampled_from(["+", "-", "*", "/", "**", " + ", " - ", " * ", " ** "])
    return st.one_of(
        st.tuples(inner, operator, inner).map("".join),
        inner.map("-{}".format),
        inner.map("({})".format),
        inner.map("tanh( {} )".format),
        st.tuples(inner, inner).map(lambda pair: f"max({pair[0]}, {pair[1]})"),
    )


expressions = st.recursive(st.sampled_from(["a", "b", "2", "3.5", ".5", "1e2"]), written)


@given(expressions)
@examples(500)
def test_expressions_group_as_in_python(text: str):
    assert by_us(text) == by_python(text)


@pytest.mark.parametrize(
    "text",
    [
        "-2 ** 2",
        "2 ** -1",
        "2 ** 3 ** 2",
        "2 ** - 3 ** 2",
        "2 ** -3 * 4",
        "(-2) ** 2",
        "-a ** -b ** 2",
        "2 - 3 - 4",
        "2 / 3 / 4",
        "2 + 3 * 4",
        "-2 * 3",
        "--2",
        "2 - -2",
        "-(2 + 3) * 4",
        "2 * -a / b",
    ],
)
def test_a_few_well_known_traps_group_as_in_python(text):
    assert by_us(text) == by_python(text)
    assert result(text, a=2, b=3) == eval(text, {"a": 2.0, "b": 3.0})


def test_a_minus_belongs_to_a_number_unless_a_power_binds_tighter():
    assert [item.op for item in read("-2").items] == [None]
    assert [item.op for item in read("-2 * 3").items] == [None, None, "*"]
    assert [item.op for item in read("-2 ** 2").items] == [None, None, "**", "neg"]
    assert [item.op for item in read("-(2)").items] == [None, "neg"]
    assert [item.op for item in read("--2").items] == [None, "neg"]
