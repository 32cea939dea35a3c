"""The script that needs nothing but Python: it runs alone, and prints the numbers of the canvas."""

import ast
import os
import subprocess
import sys

import pytest
from hypothesis import given

from app.model.catalogue.examples import EXAMPLES, load_example
from app.model.exports.plain_graph import plain_script
from app.model.graph.evaluation import evaluate
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph, GraphError
from app.model.graph.node import Node
from tests.app.model.strategies import graphs
from tests.examples import examples


def ran_alone(script, folder, **environment):
    """What it prints as a program in a folder of its own, where there is no package of ours."""
    path = folder / "graph.py"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(path)],
        cwd=folder, env={**os.environ, **environment}, capture_output=True, timeout=60,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode()


def printed(script):
    """Name, data and grad of each node, without a process of its own."""
    rows = []
    exec(compile(script, "graph.py", "exec"), {"print": lambda *words: rows.append(words)})
    return rows


def shown(graph):
    evaluation = evaluate(graph)
    order = graph.order_to_output
    return [(evaluation.data.get(id_), evaluation.grad.get(id_)) for id_ in order]


def labelled(*labels):
    """The sum of leaves with these labels, 1, 2 and so on."""
    graph = Graph()
    nodes = {n: Node(n, label, data=float(n)) for n, label in enumerate(labels, start=1)}
    total = next(iter(nodes))
    for leaf in list(nodes)[1:]:
        number = len(nodes) + 1
        nodes[number] = Node(number, "", "+", inputs=(total, leaf))
        total = number
    return Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)), total) if nodes else graph


def test_the_script_of_the_cheatsheet_is_straight_line_code_over_its_names():
    script = plain_script(load_example("cheatsheet"))
    lines = script.splitlines()
    assert "made with Chalkgrad" in lines[0]
    for line in ("a = 2.0", "e = a * b", "d = e + c", "L = d * f"):
        assert line in lines
    backward = lines[lines.index("grad_L = 1.0") :]
    assert backward[1:4] == ["# L = d * f", "grad_d += grad_L * f", "grad_f += grad_L * d"]
    assert "import" not in script


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_script_of_every_example_runs_alone(name, tmp_path):
    graph = load_example(name)
    lines = [line.split() for line in ran_alone(plain_script(graph), tmp_path).splitlines()]
    assert [(float(data), float(grad)) for _, data, grad in lines] == shown(graph)
    labels = [graph.nodes[id_].label for id_ in graph.order_to_output]
    assert all(label in ("", name) for label, (name, *_) in zip(labels, lines, strict=True))
    assert max(map(len, plain_script(graph).splitlines())) < 100


@examples(400)
@given(graphs(wired=False))
def test_the_script_of_any_graph_prints_the_numbers_of_the_canvas(graph):
    """To the last digit; None for what does not exist."""
    if graph.output is None:
        return
    script = plain_script(graph)
    rows = printed(script)
    assert [row[1:] for row in rows] == shown(graph)
    assert len({name for name, *_ in rows}) == len(rows)
    tree = list(ast.walk(ast.parse(script)))
    assert not any(isinstance(node, ast.FunctionDef | ast.For | ast.ImportFrom) for node in tree)
    modules = {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
    assert modules <= {"math", "sys"}


@pytest.mark.parametrize(
    "labels",
    [
        ("print", "math", "sys", "hasattr", "for", "None", "__debug__", "__builtins__"),
        ("a", "grad_a", "grad__a", "grad_", "grad_grad_a"),
        ("λ", "été", "x²", "名前", "_", "", ""),
        ("tanh", "exp", "float", "str", "pow", "log", "1", "_1"),
        ('"', "\\", "a\nb", "'''", '"""; raise SystemExit #', "# x", "{x}", "\u202ex"),
    ],
)
def test_any_label_makes_a_name_that_works(labels, tmp_path):
    graph = labelled(*labels)
    rows = printed(plain_script(graph))
    assert [row[1:] for row in rows] == shown(graph)
    assert len({name for name, *_ in rows}) == len(graph.nodes)
    assert len(ran_alone(plain_script(graph), tmp_path).splitlines()) == len(graph.nodes)


def test_a_name_is_printed_where_the_output_lacks_its_letters(tmp_path):
    path = tmp_path / "graph.py"
    path.write_text(plain_script(labelled("λ", "b")), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(path)],
        env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.splitlines()[0] == b"\\u03bb 1.0 1.0"


def test_a_node_without_a_number_is_none_with_the_reason_and_the_rest_is_computed():
    graph = from_text("a = 1; b = 2; u = log(a - 1); c = a * b; L = u * c", Graph())
    script = plain_script(graph)
    assert "u = None  # log(0) is undefined: log needs a positive input." in script
    assert "L = None  # needs u" in script
    assert "the output has no number, so there are no gradients" in script
    rows = {name: numbers for name, *numbers in printed(script)}
    assert rows["c"] == [2.0, None]
    assert rows["L"] == [None, None]


def test_an_input_that_is_not_wired_is_told_in_the_script():
    graph = load_example("cheatsheet").disconnected(5, 0)
    script = plain_script(graph)
    assert "d = None  # waits for an input" in script
    assert "L = None  # needs d" in script


def test_an_infinite_slope_leaves_the_gradient_of_its_input_out():
    script = plain_script(from_text("a = 0; b = 3; L = sqrt(a) * b", Graph()))
    assert "# sqrt(0)" in script
    rows = {name: numbers for name, *numbers in printed(script)}
    assert rows["a"] == [0.0, None]
    assert rows["b"] == [3.0, 0.0]


def test_a_graph_without_an_output_is_refused():
    for graph in (Graph(), Graph().with_leaf((0, 0)).with_leaf((0, 0))):
        with pytest.raises(GraphError, match="no output"):
            plain_script(graph)


@pytest.mark.slow
def test_four_thousand_nodes_make_a_script_that_runs():
    graph = labelled(*[f"x{number}" for number in range(2000)])
    assert [row[1:] for row in printed(plain_script(graph))] == shown(graph)
