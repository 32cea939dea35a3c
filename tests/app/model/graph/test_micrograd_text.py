"""Lines of micrograd as they are pasted: read as expressions, and refused where they are none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text, to_text
from app.model.graph.graph import Graph
from app.model.graph.micrograd_text import looks_like_python, rewritten
from engine import ExpressionError, Value

README = """
from micrograd.engine import Value

a = Value(-4.0)
b = Value(2.0)
c = a + b
d = a * b + b**3
c += c + 1
c += 1 + c + (-a)
d += d * 2 + (b + a).relu()
d += 3 * d + (b - a).relu()
e = c - d
f = e**2
g = f / 2.0
g += 10.0 / f
print(f'{g.data:.4f}') # prints 24.7041, the outcome of this forward pass
g.backward()
print(f'{a.grad:.4f}') # prints 138.8338, i.e. the numerical value of dg/da
"""

NEURON = """\
# inputs x1,x2
x1 = Value(2.0, label='x1')
x2 = Value(0.0, label='x2')
# weights w1,w2
w1 = Value(-3.0, label='w1')
w2 = Value(1.0, label='w2')
# bias of the neuron
b = Value(6.8813735870195432, label='b')
# x1*w1 + x2*w2 + b
x1w1 = x1*w1; x1w1.label = 'x1*w1'
x2w2 = x2*w2; x2w2.label = 'x2*w2'
x1w1x2w2 = x1w1 + x2w2; x1w1x2w2.label = 'x1*w1 + x2*w2'
n = x1w1x2w2 + b; n.label = 'n'
# ----
e = (2*n).exp()
o = (e - 1) / (e + 1)
# ----
o.label = 'o'
o.backward()
draw_dot(o)
"""


UNKNOWN = (
    "is not known here: expected one of tanh, relu, sigmoid, exp, log, sin, cos, sqrt, abs, max, "
    "min"
)
NOT_UNDERSTOOD = "is not understood here: expected Value(2.0), operators or functions"


def pasted(text):
    """The numbers of a pasted text by label: data and grad."""
    graph = from_text(text, Graph())
    numbers = evaluate(graph)
    assert not numbers.problems
    return {
        node.label: (numbers.data[id_], numbers.grad.get(id_))
        for id_, node in graph.nodes.items()
        if node.label
    }


def refused(text):
    """The sentence with which a pasted text is refused, and its line and column."""
    with pytest.raises(ExpressionError) as caught:
        from_text(text, Graph())
    return str(caught.value.reason), caught.value.line, caught.value.column


def test_the_example_of_the_readme_gives_the_numbers_that_it_prints():
    numbers = pasted(README)
    assert round(numbers["g"][0], 4) == 24.7041
    assert round(numbers["a"][1], 4) == 138.8338
    assert round(numbers["b"][1], 4) == 645.5773


def test_a_neuron_gives_what_micrograd_gives():
    x1, x2, w1, w2, b = map(Value, (2.0, 0.0, -3.0, 1.0, 6.8813735870195432))
    e = (2 * (x1 * w1 + x2 * w2 + b)).exp()
    o = (e - 1) / (e + 1)
    o.backward()
    numbers = pasted(NEURON)
    assert numbers["o"] == (o.data, 1.0)
    assert (numbers["w1"][1], numbers["x2"][1]) == (w1.grad, x2.grad)
    text = to_text(from_text(NEURON, Graph()))
    assert text.endswith("e = exp(2 * n); o = (e - 1) / (e + 1)")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("a = Value(2.0)", "a = 2.0"),
        ("a = Value(data=-3)", "a = -3.0"),
        ("a = Value(1/4, label='a')", "a = 0.25"),
        ("a = Value(−3.0)", "a = -3.0"),
        ("L = n.tanh()", "L = tanh(n)"),
        ("L = (a*b + c).relu()", "L = relu(a * b + c)"),
        ("L = a.maximum(b).sqrt()", "L = sqrt(max(a, b))"),
        ("L = math.exp(a) * math.pi", "L = exp(a) * 3.141592653589793"),
        ("L = torch.tanh(n).pow(2)", "L = tanh(n) ** 2"),
        ("L = abs(-a); L.backward()", "L = abs(-a); L"),
        ("L = +a\nL.grad = 1.0\nL.grad += 1.0\nL.zero_grad()", "L = a"),
        ("a, b = Value(2.0), Value(3.0)", "a = 2.0; b = 3.0"),
        ("a = b = Value(2.0)", "a = 2.0; b = a"),
        ("a = Value(2.0)\na.data = 7", "a = 7.0"),
        ("a.data = -1/4\nL = a.tanh()", "a = -0.25\nL = tanh(a)"),
        ("a = Value(1)\na *= 3\na /= b", "a_1 = 1.0\na_2 = a_1 * 3\na = a_2 / b"),
        ("a_1 = Value(5)\na = Value(1)\na -= a_1", "a_1 = 5.0\na_2 = 1.0\na = a_2 - a_1"),
        ("d = Value(1)\nL = d.exp()\nM = L * 2\nL.backward()", "d = 1.0\nL = exp(d)\nM = L * 2; L"),
        ("L = a.exp()\nL.backward()\nL\nM = L * 2", "L = exp(a)\n\n\nM = L * 2"),
        (">>> a = Value(2.0)\n>>> a.tanh()\n... # no more", "a = 2.0; tanh(a)"),
        ("    a = Value(2.0)\n    a.tanh()", "a = 2.0; tanh(a)"),
        ("%matplotlib inline\n!pip install micrograd\na = Value(2.0)", "\n\na = 2.0"),
        ("import math\n'''words'''\nassert True\na.exp()", "exp(a)"),
    ],
)
def test_lines_of_python_become_an_expression(text, expression):
    assert looks_like_python(text)
    assert rewritten(text) == expression
    from_text(text, Graph())


def test_what_python_printed_between_prompts_is_left_out():
    text = ">>> a = Value(2.0)\n>>> b = a*2\n>>> b\nValue(data=4.0)\n"
    graph = from_text(text, Graph())
    assert to_text(graph) == "b = a * 2"
    assert graph.nodes[graph.by_label("a")].data == 2.0


@pytest.mark.parametrize("text", ["a = Value(2,5)", "a = Value(1, 2.0, 'x')"])
def test_a_second_number_in_a_value_is_refused_and_not_lost(text):
    with pytest.raises(ExpressionError, match="holds no number"):
        rewritten(text)


@pytest.mark.parametrize(
    ("text", "data"),
    [("L = Value(1.5e308)", 1.5e308), ("L = Value(math.pi)", 3.141592653589793),
     ("L = Value(2.0, (), '+')", 2.0)],
)  # fmt: skip
def test_a_value_holds_any_finite_number_and_the_constants(text, data):
    graph = from_text(text, Graph())
    assert [node.data for node in graph.nodes.values()] == [data]


def test_a_text_that_is_an_expression_is_none_of_python():
    for text in ("L = (a*b + c) * f", "e = a*b; L = 2.5 * e", "x = .5", "a = tanh(b) # a.tanh()"):
        assert to_text(from_text(text, Graph()))
    assert not looks_like_python("L = (a*b")
    assert refused("L = (a*b")[0] == "this parenthesis is never closed: expected )"


@pytest.mark.parametrize(
    ("text", "words", "line", "column"),
    [
        ("a = Value(", "“a = Value(” is no line of Python", 1, 10),
        ("a = Value('x')", "“Value('x')” holds no number: expected one, as in Value(2.0)", 1, 5),
        ("a = Value()", "“Value()” holds no number: expected one, as in Value(2.0)", 1, 5),
        ("a = Value(2.0)\nb = a.foo()",
         f"“a.foo()” {UNKNOWN}", 2, 5),
        (">>> a = Value(2.0)\n>>> b = a.foo()",
         f"“a.foo()” {UNKNOWN}", 2, 9),
        ("import math\nfor i in range(3):\n    a += i",
         "“for i in range(3):” is a block of Python: expected lines such as n = x1*w1 + b", 2, 1),
        ("n = MLP(3, [4, 4, 1])\nL = n.exp()",
         "“MLP(3, [4, 4, 1])” is a whole network: the Train tab makes one", 1, 5),
        ("a = Value(2)\na.data += 0.01 * a.grad",
         "“a.data += 0.01 * a.grad” is a step of gradient descent: leave it out, and use Descend",
         2, 1),
        ("a = Value(2)\na.data = b", "“b” is no number: expected one, as in a.data = 2", 2, 10),
        ("L = a.exp()\nL.data = 2",
         "“L.data” is computed: only a leaf can be set to a number", 2, 1),
        ("L = a.data * 2",
         "“a.data” is a plain number in Python: expected the number itself", 1, 5),
        ("x = [1.0, 2.0]\nx.exp()",
         f"“[1.0, 2.0]” {NOT_UNDERSTOOD}", 1, 5),
        ("L = a.tanh() if b else c",
         f"“a.tanh() if b else c” {NOT_UNDERSTOOD}", 1, 5),
        ("del a.b\nL = a.exp()",
         f"“del a.b” {NOT_UNDERSTOOD}", 1, 1),
        ("import math", "there is nothing to compute in this: expected L = a * b", 1, 1),
        ("a = Value(1e-400)", "1e-400 is too small, and would become 0: write 0 for that", 1, 11),
    ],
)  # fmt: skip
def test_what_can_not_be_rewritten_is_told_with_its_place(text, words, line, column):
    assert refused(text) == (words, line, column)


def test_deep_nesting_ends_in_a_sentence():
    words, *_ = refused("L = " + "-" * 9_000 + "a.exp()")
    assert words == "this is too deeply nested to be read as Python: use more lines"
    from_text("L = " + "(" * 90 + "a.exp()" + ")" * 90, Graph())


def test_a_number_in_an_expression_that_would_become_zero_is_told():
    words = "1e-400 is too small, and would become 0: write 0 for that"
    assert refused("a = 2; L = a * 1e-400") == (words, 1, 16)
    from_text("a = 0e5; b = 0.0; L = a + b", Graph())


@given(st.text(alphabet="abVl ue()=.+-*/\n;'23tanhdg[]:,#>_%!", max_size=60))
def test_any_text_becomes_an_expression_or_a_sentence(text):
    line = 1
    try:
        rewritten(text)
    except ExpressionError as error:
        line = error.line
    assert 1 <= line <= text.count("\n") + 1
