"""Whether the sentences of the timeline tell the truth, in the names of the graph."""

import math
import re

import pytest
from hypothesis import given

from app.model.graph.evaluation import evaluate
from app.model.graph.graph import Graph
from app.model.graph.node import Node
from app.model.graph.symbols import bare, factor, formula, spoken
from engine.core.ops import OPS
from tests.app.model.explain.timelines import graph_of, graph_with, one_op, sentences, timeline_of
from tests.engine.strategies import Plan, graphs
from tests.examples import examples


def computed(text: str, names: dict[str, float] | None = None) -> float:
    """A formula as it is shown, computed anew by Python."""
    text = text.replace("−", "-").replace("·", "*").replace("^", "**").replace("≈", "")
    text = re.sub(r"\|(.*)\|", r"abs(\1)", text).replace("²", "**2")
    text = re.sub(r"√(\w[\w.]*(?:(?<=e)-\d+)?)", r"sqrt(\1)", text).replace("√", "sqrt")
    text = re.sub(r"\bln (\w+)", r"log(\1)", text).replace("ln", "log").replace("σ", "sigmoid")
    functions = vars(math) | {"abs": abs, "max": max, "min": min}
    functions["sigmoid"] = lambda x: 1 / (1 + math.exp(-x))
    functions["relu"] = lambda x: max(x, 0.0)
    return float(eval(text, functions | (names or {})))


def parts_of(equation: str) -> list[str]:
    """What stands between the signs `=` and `≈`."""
    return re.split(" [=≈] ", equation)


def near(shown: float, true: float) -> bool:
    """Whether a number is another one to four significant digits."""
    return abs(shown - true) <= 0.50001e-3 * abs(true) + 1e-300


# Names and sums.


def test_a_shared_node_says_what_it_holds_already():
    found = sentences(graph_with("u = a * b; v = a * c; L = v + u", a=2.0, b=4.0, c=3.0))
    assert "grad a += grad u · b = 1 · 4 = 4" in found
    assert "grad a += grad v · c = 1 · 3 = 3: a already holds 4, and 4 + 3 = 7" in found


def test_a_node_used_twice_by_one_op_gets_two_sentences():
    assert sentences(graph_with("e = a * a", a=-3.0))[-2:] == [
        "grad a += grad e · a = 1 · (−3) = −3",
        "grad a += grad e · a = 1 · (−3) = −3: a already holds −3, and (−3) + (−3) = −6",
    ]


def test_unnamed_ops_are_called_by_their_formula_and_constants_by_their_number():
    found = sentences(graph_with("L = tanh(a * b) * -2", a=2.0, b=0.5))
    assert found[1:4] == [
        "a · b = 2 · 0.5 = 1",
        "tanh(a·b) = tanh(1) ≈ 0.7616",
        "L = tanh(a·b) · (−2) = 0.7616 · (−2) ≈ −1.523",
    ]
    assert found[5:] == [
        "grad tanh(a·b) += grad L · (−2) = 1 · (−2) = −2",
        "grad (−2) += grad L · tanh(a·b) = 1 · 0.7616 ≈ 0.7616",
        "grad (a·b) += grad tanh(a·b) · (1 − tanh(a·b)²) = (−2) · 0.41997 ≈ −0.8399",
        "grad a += grad (a·b) · b = (−0.8399) · 0.5 ≈ −0.41997",
        "grad b += grad (a·b) · a = (−0.8399) · 2 ≈ −1.6799",
    ]


def test_names_of_unnamed_ops_stay_short_however_deep_the_graph():
    nodes = {1: Node(1)}
    for id_ in range(2, 2_000):
        nodes[id_] = Node(id_, "", "*", inputs=(id_ - 1, id_ - 1))
    graph = Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)))
    assert spoken(graph, 1_999) == "((…·…)·(…·…))"


def test_an_exponent_without_a_derivative_says_why():
    found = sentences(graph_with("e = a ** n", a=-2.0, n=3.0))
    assert found[-2] == "grad a += grad e · (n · a ^ (n − 1)) = 1 · 12 = 12"
    assert found[-1] == (
        "grad n += 0: the derivative with respect to the exponent needs a positive base: "
        "nothing is passed back"
    )


# Numbers.


@given(graphs())
@examples(300)
def test_the_numbers_of_a_sentence_satisfy_its_equation(plan: Plan):
    graph = graph_of(plan)
    timeline = timeline_of(graph)
    whole = timeline.evaluation
    for k, stop in enumerate(timeline.stops):
        said = [str(sentence) for sentence in timeline.moment(k).sentences]
        if stop.kind == "forward":
            numbers, result = parts_of(said[0])[-2:]
            assert near(computed(result), whole.data[stop.id])
            node = graph.nodes[stop.id]
            shown = read_back(OPS[node.op].formula, numbers)
            assert all(near(n, whole.data[i]) for n, i in zip(shown, node.inputs, strict=True))
            if OPS[node.op].is_defined(*shown):
                assert computed(numbers) == pytest.approx(OPS[node.op].compute(*shown), rel=1e-9)
        if stop.kind == "backward":
            for sentence in said:
                check_contribution(sentence)


def read_back(formula: str, text: str) -> list[float]:
    """The numbers in a filled-in formula, in the order of the op's inputs."""
    pattern = re.sub(r"\\\{[xy]\\\}", r"\\(?(≈?−?[\\d.e−]+)\\)?", re.escape(formula))
    return [computed(number) for number in re.fullmatch(pattern, text).groups()]


def check_contribution(sentence: str) -> None:
    """Whether `… = g · s = amount: a already holds before, and before + term = after` is true."""
    if " += 0: " in sentence or "floating-point rounding" in sentence:
        return
    equation, _, sum_ = sentence.partition(": ")
    product, amount = parts_of(equation)[-2:]
    amount = computed(amount)
    assert abs(computed(product) - amount) <= 1.6e-3 * abs(amount) + 1e-300, sentence
    if sum_:
        held, equation = sum_.split(", and ")
        terms, after = parts_of(equation)
        before, term = terms.split(" + ")
        assert held.endswith(f"already holds {bare(before)}")
        assert computed(term) == amount
        size = abs(computed(before)) + abs(amount) + abs(computed(after))
        assert abs(computed(terms) - computed(after)) <= 0.51e-3 * size, sentence


@pytest.mark.parametrize("name", OPS)
def test_the_symbols_of_an_op_say_what_its_numbers_are(name):
    graph = one_op(name)
    evaluation = evaluate(graph)
    names = {node.label: evaluation.data[id_] for id_, node in graph.nodes.items()}
    assert computed(formula(graph, 9), names) == pytest.approx(names["e"], rel=1e-12)
    for slot in range(OPS[name].arity):
        if name not in ("max", "min", "relu", "abs"):
            symbols = factor(graph, (9, slot))
            slope = evaluation.carried[9, slot].slope
            assert computed(symbols, names) == pytest.approx(slope, rel=1e-12), symbols


@pytest.mark.parametrize(
    "labels", ["abe", ["a", "", ""], ["", "", ""]], ids=["named", "half named", "unnamed"]
)
@pytest.mark.parametrize("name", OPS)
def test_every_op_has_sentences_without_a_blank(name, labels):
    for sentence in sentences(one_op(name, labels)):
        assert not re.search(r"  |\(\)|\(\([^()]*\)\)|grad \+=|· =|\{|None", sentence), sentence
        if "+=" in sentence:
            check_contribution(sentence)


@pytest.mark.parametrize(
    ("text", "without"),
    [("(−3)", "−3"), ("a", "a"), ("(a·b)", "a·b"), ("(a+b) · (c+d)", "(a+b) · (c+d)"), ("", "")],
)
def test_only_brackets_around_the_whole_are_taken_off(text, without):
    assert bare(text) == without
