"""What the canvas shows, against the numbers of `independent`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from app.graph.canvas.items.node_item import NodeItem
from app.model.graph.graph import Graph
from app.model.training.setting_text import means, text_of
from app.window.workspace import Workspace
from tests.monkey.independent import LARGE, Passes, Plain

CLOSE = 1e-9
_WRITTEN = 6e-4
"""Four significant digits are written at least."""


def passes_of(graph: Graph) -> Passes:
    nodes = {id_: Plain(n.op, n.inputs, n.data) for id_, n in graph.nodes.items()}
    return Passes(nodes, graph.chosen_output)


def canvas_differences(workspace: Workspace) -> Iterator[str]:
    """A sentence for everything on the canvas that is not as the graph and its numbers are."""
    graph = workspace.session.graph
    scene = workspace.graph_page.view.graph_scene
    if scene.nodes.keys() != graph.nodes.keys():
        yield f"the canvas shows nodes {sorted(scene.nodes)}, there are {sorted(graph.nodes)}"
        return
    if scene.wires.keys() != {wire for _, wire in graph.wires()}:
        yield f"the canvas shows wires {sorted(scene.wires)}"
    chosen = workspace.graph_page.view.wire
    if chosen is not None and chosen not in scene.wires:
        yield f"wire {chosen} is selected, and is no more"
    if gone := set(workspace.session.selection) - graph.nodes.keys():
        yield f"{sorted(gone)} are selected, and are no more"
    for id_, item in scene.nodes.items():
        if item.face.node != graph.nodes[id_]:
            yield f"node {id_} is {graph.nodes[id_]}, and shows {item.face.node}"
        if (item.x(), item.y()) != graph.positions[id_]:
            yield f"node {id_} stands at {item.pos()}, not at {graph.positions[id_]}"
    yield from _wrong_numbers(workspace, scene.nodes)


def training_differences(workspace: Workspace) -> Iterator[str]:
    """A sentence for everything on the Train tab that is not as the set-up is."""
    setup, page = workspace.session.setup, workspace.train_page
    trainer = page.prepare()
    for name, text in page.form.texts.items():
        value = getattr(setup.settings, name)
        if text != text_of(name, value) and not means(name, text, value):
            yield f"the form has “{text}” for {name}, the set-up {value}"
    if page.dashboard.points.board.setup != setup:
        yield "the picture shows other points"
    if not page.problem and trainer.run.settings != setup.settings:
        yield f"the run has {trainer.run.settings}, the set-up {setup.settings}"


def _wrong_numbers(workspace: Workspace, items: Mapping[int, NodeItem]) -> Iterator[str]:
    passes = passes_of(workspace.session.graph)
    data, grads = _shown_at(workspace, passes)
    sizes = [abs(grad) for grad in grads.values() if grad]
    moderate = passes.is_moderate and all(1.0 / LARGE < size < LARGE for size in sizes)
    slack = 1e-12 * max(sizes, default=0.0)
    for id_, item in items.items():
        face = item.face
        name = f"{face.node.label or face.node.op} ({id_})"
        if not _equal(face.data, data.get(id_)):
            yield f"data of {name} is {data.get(id_)}, and {face.data} is shown"
        if moderate and not face.mistaken and not _equal(face.grad, grads.get(id_), slack):
            yield f"grad of {name} is {grads.get(id_)}, and {face.grad} is shown"
        if face.output != (id_ == passes.output):
            yield f"{name} is {'' if face.output else 'not '}shown as the output"
        yield from _wrong_texts(item, name)


def _shown_at(
    workspace: Workspace, passes: Passes
) -> tuple[Mapping[int, float], Mapping[int, float | None]]:
    """Data and gradients as they are known where the timeline stands."""
    player = workspace.graph_page.player
    stops = player.timeline.stops
    if player.position is None or player.position == len(stops) - 1:
        return passes.data, passes.backward()
    kinds = [stop.kind for stop in stops]
    seed = kinds.index("seed") if "seed" in kinds else len(kinds)
    done = [stop.id for stop in stops[1 : player.position + 1]]
    if player.position < seed:
        leaves = {id_ for id_, node in passes.nodes.items() if node.op is None}
        return {i: n for i, n in passes.data.items() if i in leaves.union(done)}, {}
    passed = done[seed:]
    for place, id_ in enumerate(passed):
        later = set(passed[place:])
        assert not any(id_ in passes.nodes[other].inputs for other in later), (
            f"the timeline passes {id_} before what it feeds"
        )
    return passes.data, passes.backward(passed)


def _wrong_texts(item: NodeItem, name: str) -> Iterator[str]:
    """Of a node that was painted: its words are those of its numbers."""
    face = item.face
    if face is not item._laid_out:
        return
    figures = [text.static.text() for text in item._figures]
    numbers = [number for number in (face.data, face.grad) if number is not None]
    for number in () if face.mistaken else numbers:
        if not any(_reads(text, number) for text in figures):
            yield f"{name} has {number}, and {figures} is written"


def _reads(text: str, number: float) -> bool:
    try:
        read = float(text.replace("−", "-").lstrip("≈"))
    except ValueError:
        return False
    return math.isclose(read, number, rel_tol=_WRITTEN, abs_tol=5e-324)


def _equal(shown: float | None, right: float | None, slack: float = 0.0) -> bool:
    if shown is None or right is None:
        return shown is right
    return math.isclose(shown, right, rel_tol=CLOSE, abs_tol=slack)
