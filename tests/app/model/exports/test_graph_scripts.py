"""Exports: scripts that run and agree with the canvas, Graphviz that parses, the engine's JSON."""

import json
import math
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given

from app.model.catalogue.examples import EXAMPLES, load_example
from app.model.exports.graph_scripts import engine_script, graphviz, numbers_as_json, torch_script
from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text, to_text
from app.model.graph.graph import Graph, GraphError
from app.model.graph.node import Node
from engine.core.ops import OPS
from tests.app.model.strategies import graphs

ROOT = Path(__file__).resolve().parents[4]
NASTY = ['"""; raise SystemExit #', "'\\", "a\nb", "print", "Value", "for", "nodes", "é", "", "{x}"]


def run(*arguments):
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def printed(script):
    """Data and grad of every node, in the order of the script."""
    return [tuple(map(float, line.split()[1:])) for line in run("-c", script).splitlines()]


def shown(graph):
    evaluation = evaluate(graph)
    return [(evaluation.data[id_], evaluation.grad[id_]) for id_ in evaluation.order]


def close(ours, theirs):
    return len(ours) == len(theirs) and all(
        math.isclose(own, other, rel_tol=1e-12, abs_tol=1e-12)
        for pair, other_pair in zip(ours, theirs, strict=True)
        for own, other in zip(pair, other_pair, strict=True)
    )


@pytest.fixture(scope="module")
def every_op():
    """A graph with all ops, kinks, ties, a negative base and labels that try to break out."""
    text = ["s = 0.5", "t = -2", "z = 0"]
    for number, op in enumerate(OPS.values()):
        text.append(
            f"n{number} = " + re.sub(r"\b[xy]\b", lambda m: "st"[m.group() == "y"], op.text)
        )
    text += ["p = t ** 3", "k = relu(z) + abs(z) + max(z, z) + min(z, 0) + z ** 2"]
    names = [line.split(" = ")[0] for line in text]
    text.append(" + ".join(names))
    graph = from_text("; ".join(text), Graph())
    nodes = {
        id_: Node(id_, label, node.op, node.data, node.trainable, node.inputs)
        for (id_, node), label in zip(
            graph.nodes.items(), NASTY + [n.label for n in graph.nodes.values()], strict=False
        )
    }
    return Graph(nodes, graph.positions, graph.chosen_output)


def test_a_script_prints_the_numbers_of_the_canvas(every_op):
    assert printed(engine_script(every_op)) == shown(every_op)
    assert printed(engine_script(load_example("cheatsheet")))[0] == (2.0, 6.0)


@pytest.mark.slow
def test_a_script_for_pytorch_prints_the_same_numbers(every_op):
    pytest.importorskip("torch")
    assert close(printed(torch_script(every_op)), shown(every_op))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_exported_as_a_script_that_compiles(name):
    graph = load_example(name)
    for script in (engine_script(graph), torch_script(graph)):
        assert compile(script, name, "exec")
        assert max(map(len, script.splitlines())) < 100


@given(graphs())
def test_any_graph_that_can_be_computed_is_exported(graph):
    """A user's text is in a script only as a string; the other words are ours."""
    try:
        scripts = [engine_script(graph), torch_script(graph)]
    except GraphError:
        return
    for script in scripts:
        compile(script, "graph", "exec")
        words = set(re.findall(r"[^\W\d]\w*", re.sub(r'"[^"\n]*"|label=.*', "", script)))
        assert not words & {"raise", "SystemExit", "label"}
    own = printed_here(scripts[0])
    assert [(v.data, v.grad) for v in own.values()] == shown(graph)


def printed_here(script):
    """The nodes of a script, without a process of its own."""
    namespace = {"print": lambda *_: None}
    exec(script, namespace)
    return namespace["nodes"]


def test_the_json_is_what_the_engine_s_command_line_prints():
    graph = from_text("e = a * b; L = (e + c) ** 2 + sin(e)", Graph())
    for id_, node in list(graph.nodes.items()):
        graph = graph.with_data(id_, id_ / 7) if node.label and not node.op else graph
    values = [f"{n.label}={n.data!r}" for n in graph.nodes.values() if n.label and not n.op]
    assert numbers_as_json(graph) == run("-m", "engine", "--json", to_text(graph), *values)


def test_the_json_calls_nodes_by_their_labels():
    graph = Graph({1: Node(1, "x 1", data=3.0)}, {1: (0.0, 0.0)}).with_op("neg", (0, 0), "")
    report = json.loads(numbers_as_json(graph.connected(1, 2, 0)))
    assert [node["name"] for node in report["nodes"]] == ["x 1", "_1"]
    assert report["nodes"][0]["grad"] == -1.0


UNWIRED = [
    (Graph(), "no output"),
    (load_example("cheatsheet").disconnected(5, 0), "d waits for an input"),
]
WITHOUT_NUMBERS = [
    (from_text("L = log(a - 1) * b", Graph()), r"log\(0\) is undefined"),
    (
        from_text("a = 0; L = sqrt(a) * b", Graph()),
        r"A script needs all gradients\. sqrt\(0\) has no finite derivative",
    ),
]


@pytest.mark.parametrize(
    ("export", "graphs"),
    [
        (engine_script, UNWIRED + WITHOUT_NUMBERS),
        (torch_script, UNWIRED + WITHOUT_NUMBERS),
        (numbers_as_json, UNWIRED),
    ],
)
def test_a_graph_without_its_numbers_is_refused_with_the_reason(export, graphs):
    for graph, words in graphs:
        with pytest.raises(GraphError, match=words):
            export(graph)


def numbers_in_json(text):
    report = json.loads(numbers_as_json(from_text(text, Graph())))
    return {node["name"]: (node["data"], node["grad"]) for node in report["nodes"]}


@pytest.mark.parametrize("total", ["e + s", "s + e"])
def test_a_number_that_does_not_exist_is_null_in_json(total):
    text = f"a = 2; b = 3; x = 0; e = a * b; s = sqrt(x); L = {total}"
    assert numbers_in_json(text) == {
        "a": (2, 3), "b": (3, 2), "x": (0, None), "e": (6, 1), "s": (0, 1), "L": (6, 1),
    }  # fmt: skip
    assert numbers_in_json("a = -1; b = 2; u = log(a); v = b + 1; L = u * v") == {
        "a": (-1, None), "u": (None, None), "b": (2, None), "_1": (1, None), "v": (3, None),
        "L": (None, None),
    }  # fmt: skip


def test_graphviz_shows_the_gradients_that_exist():
    graph = from_text("a = 2; b = 3; x = 0; e = a * b; s = sqrt(x); L = s + e", Graph())
    grads = dict(
        re.findall(r'label="\{(?:\S+ )?(\w+)\|data [^|]+\|grad ([^}]+)\}', graphviz(graph))
    )
    assert grads.pop("x") == "—"
    assert {name: float(grad) for name, grad in grads.items()} == {
        "a": 3, "b": 2, "e": 1, "s": 1, "L": 1,
    }  # fmt: skip


def test_nodes_beside_the_output_do_not_stop_an_export():
    graph = load_example("cheatsheet").with_op("log", (0, 400)).with_leaf((0, 600))
    assert "log" not in engine_script(graph)
    assert len(json.loads(numbers_as_json(graph))["nodes"]) == 7


# Graphviz

STRING = r'"(?:[^"\\]|\\.)*"'
LINE = re.compile(
    rf"digraph \w+ {{|}}|  rankdir=LR;|  node \[shape=record\];"
    rf"|  n\d+ \[label={STRING}\];|  n\d+ -> n\d+;"
)
FIELDS = re.compile(r'\{((?:[^\\{}|<>"]|\\.)*)\|data ([^|]+)\|grad ([^|]+)\}')


@given(graphs(wired=False))
def test_graphviz_has_every_node_and_every_wire(graph):
    lines = graphviz(graph).splitlines()
    assert all(LINE.fullmatch(line) for line in lines)
    labels = [
        line.split("=", 1)[1][1:-3] for line in lines if line.startswith("  n") and "[l" in line
    ]
    assert len(labels) == len(graph.nodes)
    assert all(FIELDS.fullmatch(label) for label in labels)
    assert sum("->" in line for line in lines) == len(list(graph.wires()))


def test_graphviz_shows_numbers_and_dashes():
    graph = load_example("cheatsheet").disconnected(7, 1)
    text = graphviz(graph)
    assert 'n5 [label="{+ d|data 4.0|grad —}"]' in text
    assert 'n7 [label="{× L|data —|grad —}"]' in text


@pytest.mark.parametrize("label", [*NASTY, "a|b<c>{d}", "\\", "&amp;", "\u2028"])
def test_graphviz_labels_can_t_break_out(label):
    graph = Graph({1: Node(1, label, data=1.0)}, {1: (0.0, 0.0)})
    lines = graphviz(graph).splitlines()
    assert len(lines) == 5
    assert LINE.fullmatch(lines[3])
    (shown_label, _, _) = FIELDS.fullmatch(lines[3][13:-3]).groups()
    assert len(re.findall(r"\\.", shown_label)) == sum(letter in '\\"{}|<>' for letter in label)
