"""Graph, History and Evaluation together, under every edit in any order."""

import math
from contextlib import suppress

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from app.model.graph.evaluation import evaluate
from app.model.graph.graph import FARTHEST, HIGHEST_ID, Graph, GraphError
from app.model.graph.node import Node
from app.model.history import UndoHistory
from engine.core.ops import OPS
from tests.app.model.graph_files import dumps, loads
from tests.app.model.strategies import NUMBERS, PLACES
from tests.examples import examples

PICK = st.integers(0, 10**6)


class Editing(RuleBasedStateMachine):
    """A person who does anything at all, and now and then undoes everything."""

    def __init__(self):
        super().__init__()
        self.history = UndoHistory(Graph())

    @property
    def graph(self):
        return self.history.present

    def node(self, pick):
        return list(self.graph.nodes)[pick % len(self.graph.nodes)]

    def edit(self, name, change, merge=""):
        old, before = self.graph, dumps(self.graph)
        with suppress(GraphError):
            self.history.add(name, change(), merge)
        assert dumps(old) == before

    @rule(at=PLACES, data=NUMBERS)
    def add_a_leaf(self, at, data):
        self.edit("Add leaf", lambda: self.graph.with_leaf(at, data))

    @rule(at=PLACES, op=st.sampled_from(list(OPS)))
    def add_an_op(self, at, op):
        self.edit("Add op", lambda: self.graph.with_op(op, at))

    @precondition(lambda self: self.graph.nodes)
    @rule(source=PICK, end=PICK, slot=st.integers(0, 1))
    def connect(self, source, end, slot):
        source, target = self.node(source), self.node(end)
        self.edit("Connect", lambda: self.graph.connected(source, target, slot))

    @precondition(lambda self: self.graph.nodes)
    @rule(source=PICK, end=PICK)
    def drop_a_wire_on_a_node(self, source, end):
        source, target = self.node(source), self.node(end)
        slot_for = self.graph.slot_for
        self.edit("Connect", lambda: self.graph.connected(source, target, slot_for(source, target)))

    @precondition(lambda self: any(self.graph.wires()))
    @rule(pick=PICK)
    def disconnect(self, pick):
        wires = [wire for _, wire in self.graph.wires()]
        self.edit("Disconnect", lambda: self.graph.disconnected(*wires[pick % len(wires)]))

    @precondition(lambda self: self.graph.nodes)
    @rule(pick=PICK, data=NUMBERS, merge=st.sampled_from(["", "scrub"]))
    def change_a_number(self, pick, data, merge):
        id_ = self.node(pick)
        if self.graph.nodes[id_].op is None:
            self.edit("Set", lambda: self.graph.with_data(id_, data), merge)
            self.edit("Train", lambda: self.graph.with_trainable(id_, data > 0))

    @precondition(lambda self: self.graph.nodes)
    @rule(pick=PICK, at=PLACES, label=st.sampled_from(["", "a", "b", "tanh", "no name", "L"]))
    def move_and_rename(self, pick, at, label):
        id_ = self.node(pick)
        self.edit("Move", lambda: self.graph.moved({id_: at}), f"move {id_}")
        self.edit("Rename", lambda: self.graph.labelled(id_, label))

    @precondition(lambda self: self.graph.nodes)
    @rule(picks=st.lists(PICK, min_size=1, max_size=3))
    def delete(self, picks):
        ids = {self.node(pick) for pick in picks}
        self.edit("Delete", lambda: self.graph.without(ids))

    @precondition(lambda self: 0 < len(self.graph.nodes) < 30)
    @rule(picks=st.lists(PICK, min_size=1, max_size=4))
    def duplicate(self, picks):
        part = self.graph.part({self.node(pick) for pick in picks})
        self.edit("Duplicate", lambda: self.graph.with_copies(part, (24.0, 24.0))[0])

    @precondition(lambda self: self.graph.nodes)
    @rule(pick=st.none() | PICK)
    def choose_the_output(self, pick):
        id_ = None if pick is None else self.node(pick)
        self.edit("Output", lambda: self.graph.with_output(id_))

    @rule()
    def undo_one(self):
        self.history.undo()

    @rule()
    def redo_one(self):
        self.history.redo()

    @rule()
    def undo_and_redo_everything(self):
        future = [entry.value for entry in self.history.future]
        here = len(self.history.past)
        graphs = [self.history.start, *(entry.value for entry in self.history.past)]
        while self.history.undo_name:
            assert self.graph == graphs.pop()
            self.history.undo()
        assert self.graph == Graph()
        for _ in range(here):
            self.history.redo()
        assert [entry.value for entry in self.history.future] == future

    @invariant()
    def every_input_comes_before_what_it_feeds(self):
        place = {id_: position for position, id_ in enumerate(self.graph.order)}
        assert set(place) == set(self.graph.nodes) == set(self.graph.positions)
        assert all(place[source] < place[target] for source, (target, _) in self.graph.wires())
        assert self.graph.output in {None, *self.graph.nodes}

    @invariant()
    def a_saved_graph_is_loaded_as_it_was(self):
        assert loads(dumps(self.graph)) == self.graph

    @invariant()
    def the_numbers_that_are_known_are_finite(self):
        evaluation = evaluate(self.graph)
        numbers = [*evaluation.data.values(), *evaluation.grad.values()]
        assert all(math.isfinite(number) for number in numbers)
        known = evaluation.data.keys() | evaluation.problems.keys() | evaluation.waiting.keys()
        assert known == self.graph.nodes.keys()


Editing.TestCase.settings = examples(100, stateful_step_count=40)
TestEditing = Editing.TestCase


def test_a_node_far_out_stops_at_the_edge_of_the_canvas():
    graph = Graph().with_leaf((1e300, -1e300))
    assert graph.positions[1] == (FARTHEST, -FARTHEST)
    assert loads(dumps(graph)) == graph
    with pytest.raises(GraphError, match="finite"):
        graph.moved({1: (math.inf, 0.0)})


def test_beyond_the_highest_id_the_free_ones_are_used():
    graph = Graph({HIGHEST_ID: Node(HIGHEST_ID)}, {HIGHEST_ID: (0.0, 0.0)}).with_leaf((0.0, 0.0))
    assert list(graph.nodes) == [HIGHEST_ID, 1]
    twice, ids = graph.with_copies(graph, (8.0, 8.0))
    assert ids == (2, 3)
    assert loads(dumps(twice)) == twice
