"""The timeline: what is known at each stop, and whether its sentences tell the truth."""

import math
import re
import time
from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings

from app.model.evaluation import evaluate
from app.model.examples import load_example
from app.model.graph import Graph, Node
from app.model.playback import Stop, Timeline, bare, factor, formula, spoken
from app.model.text import from_text
from engine.ops import OPS
from tests.engine.strategies import Plan, graphs

AT_WHICH = {"log": [0.5], "sqrt": [0.25], "**": [1.5, -2.0]}
"""Inputs for an op that is not defined at −1.5 and 0.5."""


def graph_of(plan: Plan) -> Graph:
    """A plan as a graph: ids from 1, every third node named, the last one the output."""
    values = plan.nodes()
    nodes = {}
    for index, value in enumerate(values):
        step = plan.steps[index - len(plan.leaves)] if value.op else None
        inputs = tuple(i + 1 for i in step[1]) if step else ()
        data = value.data if step is None else 0.0
        nodes[index + 1] = Node(index + 1, value.label or "", value.op, data, True, inputs)
    return Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)), len(nodes))


def graph_with(text: str, **leaves: float) -> Graph:
    """The graph of an expression, with numbers in its leaves."""
    graph = from_text(text, Graph())
    for label, data in leaves.items():
        graph = graph.with_data(graph.by_label(label), data)
    return graph


def one_op(name: str, labels: Sequence[str] = "abe") -> Graph:
    """One op, called e, on leaves called a and b."""
    op = OPS[name]
    numbers = AT_WHICH.get(name, [-1.5, 0.5])[: op.arity]
    nodes = {k + 1: Node(k + 1, labels[k], data=number) for k, number in enumerate(numbers)}
    nodes[9] = Node(9, labels[2], name, inputs=tuple(nodes))
    return Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)))


def timeline_of(graph: Graph) -> Timeline:
    return Timeline(graph, evaluate(graph))


def sentences(graph: Graph) -> list[str]:
    """All sentences of a timeline, in their order."""
    timeline = timeline_of(graph)
    moments = map(timeline.moment, range(len(timeline.stops)))
    return [str(sentence) for moment in moments for sentence in moment.sentences]


def computed(text: str, names: dict[str, float] | None = None) -> float:
    """A formula as it is shown, computed anew by Python."""
    text = text.replace("−", "-").replace("·", "*").replace("^", "**")
    text = re.sub(r"\|(.*)\|", r"abs(\1)", text).replace("²", "**2")
    text = re.sub(r"√(\w[\w.]*(?:(?<=e)-\d+)?)", r"sqrt(\1)", text).replace("√", "sqrt")
    text = re.sub(r"\bln (\w+)", r"log(\1)", text).replace("ln", "log").replace("σ", "sigmoid")
    functions = vars(math) | {"abs": abs, "max": max, "min": min}
    functions["sigmoid"] = lambda x: 1 / (1 + math.exp(-x))
    functions["relu"] = lambda x: max(x, 0.0)
    return float(eval(text, functions | (names or {})))


def near(shown: float, true: float) -> bool:
    """Whether a number is another one to four significant digits."""
    return abs(shown - true) <= 0.50001e-3 * abs(true) + 1e-300


# Stops and what is known at them.


def test_the_cheatsheet_has_its_passes_in_order():
    timeline = timeline_of(load_example("cheatsheet"))
    names = [(stop.kind, timeline.graph.nodes[stop.id].label) for stop in timeline.stops]
    assert names == [
        ("start", "L"), ("forward", "e"), ("forward", "d"), ("forward", "L"),
        ("seed", "L"), ("backward", "L"), ("backward", "d"), ("backward", "e"),
    ]  # fmt: skip
    assert timeline.counts() == (3, 3)


def test_the_cheatsheet_is_told_in_its_own_words():
    assert sentences(load_example("cheatsheet")) == [
        "The leaves hold their numbers. Nothing is computed yet.",
        "e = a · b = 2 · (−3) = −6",
        "d = e + c = (−6) + 10 = 4",
        "L = d · f = 4 · (−2) = −8",
        "grad L = 1: the output’s derivative by itself",
        "grad d += grad L · f = 1 · (−2) = −2",
        "grad f += grad L · d = 1 · 4 = 4",
        "grad e += grad d · 1 = (−2) · 1 = −2",
        "grad c += grad d · 1 = (−2) · 1 = −2",
        "grad a += grad e · b = (−2) · (−3) = 6",
        "grad b += grad e · a = (−2) · 2 = −4",
    ]


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_contributions_add_up_to_the_engine_s_gradients(plan: Plan):
    graph = graph_of(plan)
    timeline = timeline_of(graph)
    values = plan.nodes()
    values[-1].backward()
    received = {graph.output: 1.0}
    for k, stop in enumerate(timeline.stops):
        if stop.kind == "backward":
            after, before = (timeline.moment(i).evaluation for i in (k, k - 1))
            for slot, source in enumerate(graph.nodes[stop.id].inputs):
                carried = after.carried[stop.id, slot]
                assert carried.amount == before.grad[stop.id] * carried.slope
                received[source] = received.get(source, 0.0) + carried.amount
    reached = {id_: values[id_ - 1].grad for id_ in received}
    assert received == reached
    assert all(value.grad == 0.0 for id_, value in enumerate(values, 1) if id_ not in received)


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_the_last_moment_is_live_and_every_step_can_be_taken_back(plan: Plan):
    graph = graph_of(plan)
    evaluation = evaluate(graph)
    timeline = Timeline(graph, evaluation)
    moments = [timeline.moment(k) for k in range(len(timeline.stops))]
    last = moments[-1].evaluation
    assert (last.data, last.grad, last.carried) == (
        evaluation.data, evaluation.grad, evaluation.carried,
    )  # fmt: skip
    for k in range(len(moments) - 1, 0, -1):
        assert timeline.moment(k - 1) == moments[k - 1]
    for earlier, later in pairwise(moments):
        assert earlier.evaluation.data.items() <= later.evaluation.data.items()
        assert earlier.evaluation.carried.items() <= later.evaluation.carried.items()
        assert earlier.evaluation.grad.keys() <= later.evaluation.grad.keys()


def test_numbers_and_lit_wires_come_one_stop_at_a_time():
    graph = load_example("cheatsheet")
    timeline = timeline_of(graph)
    a, b, e, d, f, out = (graph.by_label(name) for name in "abedfL")
    start = timeline.moment(0)
    assert set(start.evaluation.data) == {a, b, graph.by_label("c"), f}
    assert (start.evaluation.grad, start.lit) == ({}, frozenset())
    first = timeline.moment(1)
    assert first.evaluation.data[e] == -6
    assert d not in first.evaluation.data
    assert first.lit == {(e, 0), (e, 1)}
    assert not first.backward
    seed = timeline.moment(4)
    assert (seed.evaluation.grad, seed.evaluation.carried) == ({out: 1.0}, {})
    back = timeline.moment(5)
    assert back.backward
    assert back.evaluation.grad == {out: 1.0, d: -2.0, f: 4.0}
    assert [str(timeline.moment(k).phase) for k in (0, 1, 4, 7)] == [
        "Start", "Forward 1 of 3", "Seed", "Backward 3 of 3",
    ]  # fmt: skip


def test_a_place_is_kept_when_a_number_or_the_graph_behind_it_changes():
    graph = load_example("cheatsheet")
    before = timeline_of(graph)
    k = 6
    stop = before.stops[k]
    assert timeline_of(graph.with_data(graph.by_label("a"), 5.0)).index_of(stop, k) == k
    longer = graph.with_op("tanh", (0, 0), "t")
    longer = longer.connected(longer.by_label("L"), longer.by_label("t"), 0)
    after = timeline_of(longer)
    assert after.stops[after.index_of(stop, k)] == stop
    assert after.index_of(stop, k) == k + 2


def test_a_place_that_is_gone_gives_way_to_the_nearest_there_is():
    graph = load_example("cheatsheet")
    after = timeline_of(graph.without([graph.by_label("e")]))
    assert after.index_of(Stop("backward", graph.by_label("e")), 7) == len(after.stops) - 1
    assert timeline_of(Graph()).index_of(Stop("seed", 1), 3) == 0


# Graphs out of the ordinary.


def test_a_graph_without_an_output_has_no_stops():
    assert timeline_of(Graph()).stops == ()
    two_ends = Graph().with_leaf((0, 0)).with_leaf((0, 0))
    assert timeline_of(two_ends).stops == ()


def test_a_lone_leaf_is_seeded_and_that_is_all():
    timeline = timeline_of(Graph().with_leaf((0, 0), 3.0))
    assert [stop.kind for stop in timeline.stops] == ["start", "seed"]
    assert timeline.moment(0).evaluation.grad == {}
    assert timeline.moment(1).evaluation.grad == {1: 1.0}


def test_an_undefined_op_stops_the_pass_and_says_why():
    graph = graph_with("u = a + a; v = log(u); L = v * a", a=-1.0)
    timeline = timeline_of(graph)
    assert [stop.kind for stop in timeline.stops] == ["start", "forward", "stuck"]
    last = timeline.moment(2)
    assert str(last.phase) == "Stopped"
    assert str(last.sentences[0]) == (
        "The pass stops at v: log(−2) is undefined: log needs a positive input."
    )
    assert last.evaluation.data == evaluate(graph).data
    assert last.lit == {(graph.by_label("v"), 0)}


def test_an_input_that_is_not_wired_stops_the_pass():
    graph = Graph().with_leaf((0, 0), 2.0).with_op("*", (0, 0), "e").connected(1, 2, 0)
    timeline = timeline_of(graph)
    assert [stop.kind for stop in timeline.stops] == ["start", "stuck"]
    moment = timeline.moment(1)
    assert str(moment.sentences[0]) == "The pass stops at e: waits for an input"
    assert moment.lit == {(2, 0)}


def test_an_infinite_slope_stops_the_backward_pass():
    graph = graph_with("u = sqrt(a); L = u * 3", a=0.0)
    timeline = timeline_of(graph)
    kinds = [stop.kind for stop in timeline.stops]
    assert kinds == ["start", "forward", "forward", "seed", "backward", "stuck"]
    assert "sqrt(0) has no finite derivative" in str(timeline.moment(5).sentences[0])
    assert timeline.moment(4).evaluation.problems == {}
    assert timeline.moment(5).evaluation.grad == evaluate(graph).grad


def test_what_does_not_feed_the_output_takes_no_part_and_shows_when_the_output_is_known():
    graph = graph_with("e = a * b; u = c + c", a=2.0, b=3.0, c=4.0)
    graph = graph.with_output(graph.by_label("e"))
    timeline = timeline_of(graph)
    u = graph.by_label("u")
    assert u not in {stop.id for stop in timeline.stops}
    known = [u in timeline.moment(k).evaluation.data for k in range(len(timeline.stops))]
    assert known == [False, False, True, True]


def test_an_output_in_the_middle_ends_the_forward_pass():
    graph = load_example("cheatsheet")
    graph = graph.with_output(graph.by_label("d"))
    timeline = timeline_of(graph)
    assert timeline.counts() == (2, 2)
    assert timeline.moment(len(timeline.stops) - 1).evaluation.grad[graph.by_label("e")] == 1.0


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
        "tanh(a·b) = tanh(1) = 0.7616",
        "L = tanh(a·b) · (−2) = 0.7616 · (−2) = −1.523",
    ]
    assert found[5:] == [
        "grad tanh(a·b) += grad L · (−2) = 1 · (−2) = −2",
        "grad (−2) += grad L · tanh(a·b) = 1 · 0.7616 = 0.7616",
        "grad (a·b) += grad tanh(a·b) · (1 − tanh(a·b)²) = (−2) · 0.42 = −0.8399",
        "grad a += grad (a·b) · b = (−0.8399) · 0.5 = −0.42",
        "grad b += grad (a·b) · a = (−0.8399) · 2 = −1.68",
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


# The numbers in the sentences.


@given(graphs())
@settings(max_examples=300, deadline=None)
def test_the_numbers_of_a_sentence_satisfy_its_equation(plan: Plan):
    graph = graph_of(plan)
    timeline = timeline_of(graph)
    whole = timeline.evaluation
    for k, stop in enumerate(timeline.stops):
        said = [str(sentence) for sentence in timeline.moment(k).sentences]
        if stop.kind == "forward":
            numbers, result = said[0].split(" = ")[-2:]
            assert near(computed(result), whole.data[stop.id])
            node = graph.nodes[stop.id]
            shown = read_back(OPS[node.op].formula, numbers)
            assert all(near(n, whole.data[i]) for n, i in zip(shown, node.inputs, strict=True))
            if OPS[node.op].is_defined(*shown):
                assert computed(numbers) == pytest.approx(OPS[node.op].forward(*shown), rel=1e-9)
        if stop.kind == "backward":
            for sentence in said:
                check_contribution(sentence)


def read_back(formula: str, text: str) -> list[float]:
    """The numbers in a filled-in formula, in the order of the op's inputs."""
    pattern = re.sub(r"\\\{[xy]\\\}", r"\\(?(−?[\\d.e−]+)\\)?", re.escape(formula))
    return [computed(number) for number in re.fullmatch(pattern, text).groups()]


def check_contribution(sentence: str) -> None:
    """Whether `… = g · s = amount: a already holds before, and before + term = after` is true."""
    if " += 0: " in sentence:
        return
    equation, _, sum_ = sentence.partition(": ")
    product, amount = equation.split(" = ")[-2:]
    amount = computed(amount)
    assert abs(computed(product) - amount) <= 1.6e-3 * abs(amount) + 1e-300, sentence
    if sum_:
        held, equation = sum_.split(", and ")
        terms, after = equation.split(" = ")
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


# Speed.


def test_a_moment_among_three_hundred_nodes_takes_less_than_two_milliseconds():
    nodes = {1: Node(1, "a", data=0.5), 2: Node(2, "b", data=0.25)}
    for id_ in range(3, 301):
        nodes[id_] = Node(id_, "", ("+", "*", "-")[id_ % 3], inputs=(id_ - 1, id_ - 2))
    timeline = timeline_of(Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0))))
    timeline.moment(0)

    def duration(k: int) -> float:
        start = time.perf_counter()
        timeline.moment(k)
        return time.perf_counter() - start

    assert len(timeline.stops) == 598
    # The best of three: another program on this machine is not what is measured.
    for k in range(0, 598, 20):
        assert min(duration(k) for _ in range(3)) < 0.002
