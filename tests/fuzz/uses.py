"""What is done with whatever could be opened: all that the window would do with it, and save it."""

from __future__ import annotations

import ast
import json
import math
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from app.model.explain.descent import descended
from app.model.explain.inspection import inspect, slope_label, wire
from app.model.explain.mistakes import broken
from app.model.explain.nudge import NudgeCurve, curve, errors, probe
from app.model.explain.timeline import Timeline
from app.model.exports.engine_script import engine_run
from app.model.exports.graph_scripts import engine_script, graphviz, numbers_as_json, torch_script
from app.model.exports.micrograd_graph import micrograd_script
from app.model.exports.micrograd_ops import function_names
from app.model.exports.micrograd_run import micrograd_run
from app.model.exports.plain_graph import plain_script
from app.model.exports.plain_run import plain_run
from app.model.exports.torch_script import torch_run
from app.model.files import model_file
from app.model.files.chalk_file import Document, dumps, loads
from app.model.files.model_file import Model
from app.model.files.point_table import PointTable, guess, taken
from app.model.graph.evaluation import Evaluation, evaluate
from app.model.graph.expression_text import from_text, to_text
from app.model.graph.graph import Graph, GraphError
from app.model.graph.layout import arranged
from app.model.training.setup import Setup
from engine import Value
from engine.checking.mistakes import MISTAKES
from engine.learning.settings import RunSettings

_SMALL = 200
"""Nodes up to which all of a graph is looked at; of a larger one, a part."""

_LARGEST_UPDATE = 300_000
"""Rows times parameters up to which an update is made whole: some tenths of a second."""


def use_document(document: Document) -> None:
    """A file that was opened: it is the same when saved and opened, its graph and set-up work."""
    assert loads(dumps(document)) == document
    use_graph(document.graph)
    if document.setup:
        _use_setup(document.setup)


def use_model(model: Model) -> None:
    """A model that was opened: it is the same when written and opened, and it can be trained."""
    assert model_file.loads(model_file.dumps(model).encode()) == model
    kind = {
        1: RunSettings(dataset="sine", loss="squared error", points=8),
        2: RunSettings(points=8),
    }
    setup = model_file.with_model(Setup(kind[model.inputs]), model)
    assert tuple(setup.run().start) == model.parameters
    _use_setup(setup)


def use_table(table: PointTable) -> None:
    """A table of points: what it may stand for is guessed, and what teaches anything is trained."""
    guessed = guess(table)
    for choice in (guessed, replace(guessed, label=None), replace(guessed, scaled=True)):
        read = taken(table, choice)
        _assert_words([problem for _, problem in read.problems])
        if read.trouble:
            _assert_words([read.trouble])
        else:
            _use_setup(Setup(RunSettings(hidden=(2,))).with_points(read.points))


def use_values(values: dict[str, Value]) -> None:
    """What an expression gave: finite numbers, by names that are printable."""
    _assert_finite(value.data for value in values.values())
    assert all(name.isprintable() for name in values)


def use_graph(graph: Graph) -> None:
    evaluation = evaluate(graph)
    _assert_finite(evaluation.data.values())
    _assert_finite(evaluation.grad.values())
    _assert_words([*evaluation.problems.values(), *evaluation.waiting.values()])
    places = arranged(graph)
    assert places.keys() == graph.nodes.keys()
    _assert_finite(number for place in places.values() for number in place)
    _write(graph)
    _export(graph)
    _step(graph, evaluation)
    _ask(graph, evaluation)
    if len(graph.nodes) <= _SMALL:
        _break(graph, evaluation)
        _descend(graph)


def _write(graph: Graph) -> None:
    """The text for the expression bar: it gives the same graph again, here and in a new window."""
    try:
        text = to_text(graph)
    except GraphError as error:
        _assert_words([error.reason])
        return
    if graph.nodes:
        after = from_text(text, graph)
        assert (after.nodes, after.positions) == (graph.nodes, graph.positions)
        assert graph.output is None or after.output == graph.output
        assert len(from_text(text, Graph()).nodes) == len(graph.nodes)


def _export(graph: Graph) -> None:
    scripts = (plain_script, engine_script, micrograd_script, torch_script)
    for export in (*scripts, graphviz, numbers_as_json):
        try:
            text = export(graph)
        except GraphError as error:
            _assert_words([error.reason])
            continue
        if export is numbers_as_json:
            json.loads(text, parse_constant=_no_constant)
        elif export is not graphviz:
            _assert_harmless(text)
        text.encode()


def _assert_harmless(script: str) -> None:
    """An exported script uses what it is written for, its own names, and nothing else."""
    tree = list(ast.walk(ast.parse(script)))
    names = [node for node in tree if isinstance(node, ast.Name)]
    own = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    functions = [node for node in tree if isinstance(node, ast.FunctionDef)]
    own |= {"_backward", *function_names()} if functions else set()
    modules = {node.module for node in tree if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
    known = {"Value", "torch", "print", "abs", "math", "sys", "hasattr", "float", "x", "y"}
    assert {name.id for name in names} - own <= known
    assert not any(isinstance(node, ast.Lambda | ast.ClassDef) for node in tree)
    assert {node.name for node in functions} <= own
    assert not functions or "micrograd.engine" in modules
    assert modules - {"math", "sys"} in ({"engine"}, {"micrograd.engine"}, {"torch"}, set())


def _step(graph: Graph, evaluation: Evaluation) -> None:
    """Every stop of the passes, with its sentences; of many stops the first and the last."""
    timeline = Timeline(graph, evaluation)
    count = len(timeline.stops)
    stops = range(count) if len(graph.nodes) <= _SMALL else {0, count // 2, count - 1}
    for k in [k for k in stops if 0 <= k < count]:
        _assert_words(timeline.moment(k).sentences)


def _ask(graph: Graph, evaluation: Evaluation) -> None:
    """What the inspector and the nudge panel say of nodes and wires."""
    few = 3 if len(graph.nodes) > _SMALL else 30
    for id_ in islice(graph.nodes, few):
        _assert_words(inspect(graph, evaluation, id_).notes)
    for _, place in islice(graph.wires(), few):
        slope_label(graph, evaluation, place)
        _assert_words(wire(graph, evaluation, place).notes)
    for id_ in [i for i in islice(graph.nodes, few) if graph.nodes[i].op is None][:2]:
        found = curve(graph, evaluation, id_)
        if isinstance(found, NudgeCurve):
            _assert_finite(y for y in found.ys if y is not None)
        probe(graph, evaluation, id_, 0.01)
        errors(graph, evaluation, id_)


def _break(graph: Graph, evaluation: Evaluation) -> None:
    for name in MISTAKES:
        mistaken = broken(graph, evaluation, name, 2)
        _assert_words([mistaken.reason, mistaken.silent or mistaken.reason])
        _assert_finite(mistaken.numeric.values())


def _descend(graph: Graph) -> None:
    for rate, direction in ((0.05, -1), (1e3, 1), (1e300, -1)):
        try:
            run = descended(graph, rate, 3, direction)
        except GraphError as error:
            _assert_words([error.reason])
        else:
            _assert_words([run.words])
            _assert_finite(run.outputs)


def _use_setup(setup: Setup) -> None:
    """A run is made and trains, or is refused in words."""
    try:
        run = setup.run()
    except ValueError as error:
        assert_sentence(str(error))
        return
    batch = min(setup.settings.batch or len(run.train), len(run.train))
    if (len(run.train) + len(run.test) + batch) * setup.parameter_count <= _LARGEST_UPDATE:
        run.update()
    else:
        run.run_for(0.0)
    _assert_finite(run.parameters)
    if run.reason:
        _assert_words([run.reason])
    if len(run.train) <= _SMALL:
        for script in (plain_run(run), engine_run(run), micrograd_run(run), torch_run(run)):
            compile(script, "run", "exec")


def assert_sentence(words: str) -> None:
    """One that a person can read: not empty, not long, without what can't be seen."""
    assert words.strip(), "no words at all"
    assert len(words) <= 300, f"{len(words)} characters: {words[:300]!r}"
    assert words.isprintable(), f"not printable: {words!r}"


def _assert_words(messages: Iterable[object]) -> None:
    """Sentences that can be made; a name in them may be any that a file gave."""
    for words in messages:
        assert str(words).strip()


def _assert_finite(numbers: Iterable[float]) -> None:
    assert all(map(math.isfinite, numbers))


def _no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")
