"""The inspector's words: formula, local derivatives, chain rule and sum of a node or a wire."""

import pytest
from hypothesis import given

from app.model.catalogue.examples import load_example
from app.model.explain.inspection import inspect, slope_label, wire
from app.model.explain.timeline import Timeline
from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from engine.core.ops import OPS
from tests.app.model.strategies import graphs
from tests.examples import examples


def graph_of(text):
    return from_text(text, Graph())


def seen(graph, label):
    return inspect(graph, evaluate(graph), graph.by_label(label))


def wire_into(graph, label, slot=0):
    return wire(graph, evaluate(graph), (graph.by_label(label), slot))


def chip(graph, label, slot=0):
    return slope_label(graph, evaluate(graph), (graph.by_label(label), slot))


def test_a_product_is_explained_in_symbols_words_and_numbers():
    e = seen(load_example("cheatsheet"), "e")
    assert e.title == "e = a · b"
    assert str(e.noun) == "multiplication"
    assert str(e.words) == "each input gets the other input’s value"
    a, b = e.inputs
    assert (a.derivative, a.slope) == ("∂e/∂a = b", "−3")
    assert (b.derivative, b.slope) == ("∂e/∂b = a", "2")
    assert (a.chain, a.numbers) == ("grad a = grad e · ∂e/∂a", "(−2) · (−3) = 6")
    assert (b.chain, b.numbers) == ("grad b = grad e · ∂e/∂b", "(−2) · 2 = −4")
    assert [(term.symbols, term.numbers) for term in e.terms] == [("grad d · 1", "(−2) · 1 = −2")]
    assert (e.sum, e.problem, e.notes) == ("", None, ())


def test_a_leaf_is_named_and_has_no_inputs():
    a = seen(load_example("cheatsheet"), "a")
    assert (a.title, str(a.noun), a.words, a.inputs) == ("a", "leaf", None, ())


def test_a_leaf_without_a_name_goes_by_its_number():
    graph = Graph().with_leaf((0, 0), -2.5, "")
    assert inspect(graph, evaluate(graph), 1).title == "−2.5"


def test_the_output_says_why_its_gradient_is_1():
    notes = seen(load_example("cheatsheet"), "L").notes
    assert list(map(str, notes)) == ["grad L = 1: the output’s derivative by itself"]


@given(graphs())
def test_the_terms_of_a_sum_stand_in_the_order_in_which_they_arrived(graph):
    evaluation = evaluate(graph)
    for id_ in graph.nodes:
        wires = [term.wire for term in inspect(graph, evaluation, id_).terms]
        leaving = graph.consumers[id_]
        assert wires == [place for place in evaluation.carried if place in leaving]


def test_a_shared_node_shows_the_sum_it_received_term_by_term():
    graph = graph_of("a = 2; b = 4; c = 3; u = a * b; v = a * c; L = v + u")
    a = seen(graph, "a")
    rows = [(term.consumer, term.symbols, term.numbers) for term in a.terms]
    assert rows == [("u", "grad u · b", "1 · 4 = 4"), ("v", "grad v · c", "1 · 3 = 3")]
    assert a.sum == "4 + 3 = 7"
    assert seen(graph, "u").inputs[0].chain == "grad a += grad u · ∂u/∂a"
    assert seen(graph, "u").inputs[1].chain == "grad b = grad u · ∂u/∂b"


def test_a_node_that_is_both_inputs_of_an_op_gets_two_terms():
    graph = graph_of("a = -3; e = a * a")
    a = seen(graph, "a")
    assert [term.numbers for term in a.terms] == ["1 · (−3) = −3", "1 · (−3) = −3"]
    assert a.sum == "(−3) + (−3) = −6"
    assert "a is both inputs" in str(seen(graph, "e").notes[0])


def test_a_wire_that_leads_nowhere_adds_nothing_to_the_sum():
    graph = graph_of("a = 2; b = 4; u = a * b; v = a + a; u")
    assert graph.output == graph.by_label("u")
    a = seen(graph, "a")
    assert [term.consumer for term in a.terms] == ["u"]
    assert a.sum == ""
    assert seen(graph, "u").inputs[0].chain.startswith("grad a = ")


def test_a_sum_of_many_terms_is_cut_in_the_middle():
    a = seen(graph_of("a = 2; L = " + " + ".join(["a"] * 12)), "a")
    assert len(a.terms) == 12
    assert a.sum == "1 + 1 + 1 + 1 + 1 + 1 + … + 1 = 12"


def test_an_exponent_without_a_derivative_says_why():
    graph = graph_of("a = -2; n = 3; e = a ** n")
    first, second = seen(graph, "e").inputs
    assert (first.missing, first.slope) == (None, "12")
    assert "needs a positive base" in str(second.missing)
    assert (second.slope, second.numbers) == ("0", "1 · 0 = 0")
    assert "needs a positive base" in str(wire_into(graph, "e", 1).missing)
    assert chip(graph, "e", 1) == "× 0"
    positive = seen(graph.with_data(graph.by_label("a"), 2.0), "e")
    assert positive.inputs[1].missing is None


def test_an_undefined_op_shows_its_problem_and_what_it_holds_up():
    graph = graph_of("a = -1; u = log(a); L = u * 2")
    assert str(seen(graph, "u").problem) == "log(−1) is undefined: log needs a positive input."
    assert str(seen(graph, "L").problem) == "waits for u"
    assert [str(note) for note in seen(graph, "a").notes] == ["The output, L, has no number yet."]
    row = seen(graph, "u").inputs[0]
    assert (row.derivative, row.slope, row.numbers) == ("∂u/∂a = 1 / a", "—", "")


def test_an_input_that_is_not_wired_stands_as_a_question_mark():
    graph = Graph().with_leaf((0, 0), 2.0, "a").with_op("*", (0, 0), "e").connected(1, 2, 0)
    e = seen(graph, "e")
    assert e.title == "e = a · ?"
    assert str(e.problem) == "waits for an input"
    assert [row.derivative for row in e.inputs] == ["∂e/∂a = ?", "∂e/∂? = a"]
    assert [row.slope for row in e.inputs] == ["—", "—"]


def test_a_node_beside_the_graph_says_that_it_does_not_feed_the_output():
    graph = load_example("cheatsheet").with_leaf((0, 0), 1.0, "z")
    assert [str(note) for note in seen(graph, "z").notes] == ["z does not feed the output, L."]


def test_without_an_output_a_node_says_so_and_still_knows_its_slopes():
    graph = graph_of("a = 2; b = 3; e = a * b").with_leaf((0, 0), 1.0, "z").with_output(None)
    e = seen(graph, "e")
    assert "No output is chosen" in str(e.notes[0])
    assert [row.slope for row in e.inputs] == ["3", "2"]


def test_an_infinite_slope_leaves_a_gradient_unknown_and_says_so():
    graph = graph_of("a = 0; u = sqrt(a); L = u * 3")
    problem = "sqrt(0) has no finite derivative: what it passes back is infinite."
    assert [str(note) for note in seen(graph, "a").notes] == [f"a has no gradient here: {problem}"]
    assert (seen(graph, "a").problem, seen(graph, "a").terms) == (None, ())
    assert str(seen(graph, "u").problem) == problem
    assert (seen(graph, "u").inputs[0].slope, seen(graph, "u").inputs[0].numbers) == ("∞", "3 · ∞")
    found = wire_into(graph, "u")
    assert found.derivative == "∂u/∂a = 1 / (2 · u) = ∞"
    assert found.backward == "grad u · (1 / (2 · u)) = 3 · ∞"
    assert [str(note) for note in found.notes] == [problem]
    assert chip(graph, "u", 0) == "× (1 / (2 · u)) = ∞"


def test_an_op_behind_an_infinite_slope_says_why_it_passes_nothing_back():
    graph = graph_of("a = 0; b = 2; u = a * b; L = sqrt(u)")
    why = "u has no gradient here: sqrt(0) has no finite derivative: what it passes back is"
    assert str(seen(graph, "u").notes[0]).startswith(why)
    assert [row.numbers for row in seen(graph, "u").inputs] == ["", ""]
    assert str(wire_into(graph, "u").notes[0]).startswith(why)


def test_a_product_too_large_shows_its_factors_and_says_so():
    graph = graph_of("a = 1e-300; b = 1e200; c = 1e200; u = a * b; L = u * c")
    assert "passes back 1e200 * 1e200, which is too large" in str(seen(graph, "u").problem)
    assert [row.numbers for row in seen(graph, "u").inputs] == [
        "1e200 · 1e200", "1e200 · 1e−300 = 1e−100",
    ]  # fmt: skip


def test_a_slope_too_large_for_a_number_is_not_known():
    row = seen(graph_of("a = 5e-324; L = log(a)"), "L").inputs[0]
    assert (row.slope, row.numbers) == ("—", "")


def test_in_the_middle_of_a_pass_only_what_is_known_is_said():
    graph = load_example("cheatsheet")
    timeline = Timeline(graph, evaluate(graph))
    e = graph.by_label("e")
    start, seeded = (timeline.moment(k).evaluation for k in (0, 4))
    assert [row.slope for row in inspect(graph, start, e).inputs] == ["—", "—"]
    assert "has no number yet" in str(inspect(graph, start, e).notes[0])
    assert [row.slope for row in inspect(graph, seeded, e).inputs] == ["−3", "2"]
    assert [row.numbers for row in inspect(graph, seeded, e).inputs] == ["", ""]
    assert "has not brought e" in str(inspect(graph, seeded, e).notes[0])


# Wires.


def test_a_wire_carries_data_forward_and_a_gradient_back():
    found = wire_into(load_example("cheatsheet"), "e")
    assert found.title == "a → e"
    assert found.forward == "data a = 2"
    assert found.derivative == "∂e/∂a = b = −3"
    assert found.backward == "grad e · b = (−2) · (−3) = 6"
    assert (found.missing, found.notes) == (None, ())


def test_a_slope_that_is_a_number_is_not_said_twice():
    assert wire_into(load_example("cheatsheet"), "d").derivative == "∂d/∂e = 1"


def test_a_wire_beside_the_pass_carries_nothing_back_and_says_why():
    graph = graph_of("a = 2; u = a * 3; v = a + 1; u")
    found = wire_into(graph, "v")
    assert (found.forward, found.backward) == ("data a = 2", "")
    assert str(found.notes[0]) == "v does not feed the output, u."


def test_a_wire_that_is_not_there_is_an_error():
    graph = Graph().with_op("tanh", (0, 0), "t")
    with pytest.raises(KeyError):
        wire(graph, evaluate(graph), (1, 0))


@pytest.mark.parametrize(
    ("text", "slot", "words"),
    [
        ("a = 2; b = -3; L = a * b", 0, "× b = −3"),
        ("a = 2; b = -3; L = a * b", 1, "× a = 2"),
        ("a = 2; L = a * -3", 0, "× (−3)"),
        ("a = 2; b = 3; L = a + b", 0, "× 1"),
        ("a = 2; b = 3; L = a - b", 1, "× (−1)"),
        ("a = 0; L = tanh(a)", 0, "× (1 − L²) = 1"),
        ("a = 0; L = cos(a)", 0, "× (−sin(a)) = 0"),
        ("a = 4; L = relu(a)", 0, "× 1"),
        ("a = 4; b = 4; L = max(a, b)", 0, "× 0.5"),
        ("a = 6; b = 2; L = a / b", 0, "× (1 / b) = 0.5"),
    ],
)
def test_the_chip_on_a_wire_is_short_and_says_the_slope(text, slot, words):
    assert chip(graph_of(text), "L", slot) == words


def test_the_chip_shows_symbols_alone_while_the_number_is_not_known():
    graph = Graph().with_leaf((0, 0), 2.0, "a").with_op("*", (0, 0), "e").with_op("relu", (0, 0))
    graph = graph.connected(1, 2, 1)
    assert chip(graph, "e", 0) == "× a"
    assert slope_label(graph, evaluate(graph), (3, 0)) == ""


@given(graphs(wired=False))
@examples(300)
def test_every_node_and_wire_of_every_graph_can_be_inspected(graph):
    evaluation = evaluate(graph)
    for id_, node in graph.nodes.items():
        found = inspect(graph, evaluation, id_)
        assert found.title
        assert len(found.inputs) == (OPS[node.op].arity if node.op else 0)
        assert (found.problem is None) == (
            id_ in evaluation.data and id_ not in evaluation.problems
        )
        assert found.notes or found.problem or id_ in evaluation.grad
        assert all("None" not in str(note) for note in found.notes)
    for _, place in graph.wires():
        found = wire(graph, evaluation, place)
        carries = bool(set("=≈") & set(found.backward.rpartition("·")[2]))
        assert carries == (place in evaluation.carried)
        assert bool(found.notes) == (place not in evaluation.carried)
        assert len(slope_label(graph, evaluation, place)) < 40
