"""A network in training as graphs for the canvas: one neuron or the loss, at one data point.

What is opened is built as the engine builds it, from the numbers of this moment: so every number
on the canvas is the training's, digit for digit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from app.model.graph.graph import Graph
from app.model.graph.layout import arranged
from app.model.graph.node import Node
from engine.core.backward import gradients
from engine.core.messages import Message, message
from engine.core.value import Value, topological_order
from engine.learning.datasets import Sample
from engine.learning.losses import LOSSES
from engine.learning.network import LINEAR, MLP, Neuron
from engine.learning.run import Run

MOST_WHOLE = 150
"""Nodes up to which a network opens whole; a larger one opens in part."""

_WHOLE = message(
    "The whole network at one data point, with its current weights. Undo brings back what was here."
)
_END = message(
    "The last layer and the loss at one data point: h1, h2, … are the answers of the layer "
    "before. Undo brings back what was here."
)
_ALONE = message(
    "One neuron at one data point. upstream is the gradient that reaches it from the loss, so the "
    "grads at w and b are those of the training. Undo brings back what was here."
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A graph for the canvas, the label of the node that was asked for in it, and what it is."""

    graph: Graph
    asked: str
    whole: bool
    note: Message


def neuron_graph(run: Run, layer: int, index: int, row: Sample) -> Opened:
    """Neuron `index` of layer `layer` (both from 0, the output's layer is the last) at a row.

    A small network opens whole. Otherwise the neuron stands alone, with what comes in as leaves,
    and what comes back from the rest of the network in the leaf `upstream`, the derivative of the
    loss by the neuron: out · upstream has the gradients of the loss at the weights and the bias.
    Raises DomainError if the loss can't be computed.
    """
    network = _Network(run, row)
    if network.nodes <= MOST_WHOLE:
        return Opened(network.full_graph(), network.neuron_label(layer, index), True, _WHOLE)
    if layer == len(network.answers) - 1:
        return loss_graph(run, row)
    return Opened(network.single_neuron(layer, index), "out", False, _ALONE)


def loss_graph(run: Run, row: Sample) -> Opened:
    """The loss at a row: the whole of a small network, or its last layer with the loss.

    Raises DomainError if the loss can't be computed.
    """
    network = _Network(run, row)
    whole = network.nodes <= MOST_WHOLE
    graph = network.full_graph() if whole else network.loss_graph()
    return Opened(graph, "loss", whole, _WHOLE if whole else _END)


def largest_loss(run: Run) -> int:
    """The place of the point to train on whose loss is the largest, or the first of these."""
    function = LOSSES[run.settings.loss].function
    scores = run.predict([row[:-1] for row in run.train])
    losses = [
        function(Value(score), Value(row[-1])).data
        for score, row in zip(scores, run.train, strict=True)
    ]
    return losses.index(max(losses))


class _Network:
    """The Values of a whole pass, by layer; made as MLP makes them."""

    def __init__(self, run: Run, row: Sample):
        self.model: MLP = run.model
        self.function = LOSSES[run.settings.loss].function
        self.inputs = [Value(number) for number in row[:-1]]
        self.target = Value(row[-1])
        self.answers: list[list[Value]] = []
        values = self.inputs
        for layer in self.model.layers:
            out = layer(values)
            values = [out] if isinstance(out, Value) else out
            self.answers.append(values)
        self.loss = self.function(values[0], self.target)
        self.order = topological_order(self.loss)
        self.nodes = len(self.order)

    def neuron_label(self, layer: int, index: int) -> str:
        last = layer == len(self.answers) - 1
        return "score" if last else f"h{layer + 1}_{index + 1}"

    def full_graph(self) -> Graph:
        """Everything."""
        builder = _GraphBuilder()
        self._put_inputs(builder, "x", self.inputs)
        lone = len(self.model.layers) == 1
        for number, (layer, outs) in enumerate(
            zip(self.model.layers, self.answers, strict=True), start=1
        ):
            for index, (neuron, out) in enumerate(zip(layer.neurons, outs, strict=True)):
                names = _names("" if lone else f"{number}_{index + 1}", neuron)
                names.out = self.neuron_label(number - 1, index)
                _put_neuron(builder, neuron, out, names)
        self._put_loss(builder, self.answers[-1][0], self.loss)
        return builder.graph(self.loss)

    def loss_graph(self) -> Graph:
        """The neuron of the last layer, what comes into it as leaves, and the loss."""
        builder = _GraphBuilder()
        score = self._put_single_neuron(builder, len(self.answers) - 1, 0, "score")
        loss = self.function(score, self.target)
        self._put_loss(builder, score, loss)
        return builder.graph(loss)

    def single_neuron(self, layer: int, index: int) -> Graph:
        builder = _GraphBuilder()
        out = self._put_single_neuron(builder, layer, index, "out")
        place = next(n for n, value in enumerate(self.order) if value is self.answers[layer][index])
        upstream = Value(gradients(self.order)[place])
        builder.put(upstream, "upstream")
        root = out * upstream
        builder.put(root)
        return builder.graph(root)

    def _put_single_neuron(
        self, builder: _GraphBuilder, layer: int, index: int, label: str
    ) -> Value:
        """One neuron with what comes in as leaves; its answer."""
        before = self.answers[layer - 1] if layer else self.inputs
        neuron = self.model.layers[layer].neurons[index]
        inputs = [Value(value.data) for value in before]
        self._put_inputs(builder, "h" if layer else "x", inputs)
        out = neuron(inputs)
        names = _names("", neuron)
        names.out = label
        _put_neuron(builder, neuron, out, names)
        return out

    @staticmethod
    def _put_inputs(builder: _GraphBuilder, stem: str, inputs: Sequence[Value]) -> None:
        for number, value in enumerate(inputs, start=1):
            builder.put(value, f"{stem}{number}")

    def _put_loss(self, builder: _GraphBuilder, score: Value, loss: Value) -> None:
        """The ops of the loss after the score."""
        before = {id(value) for value in topological_order(score)}
        for value in topological_order(loss):
            if id(value) not in before:
                builder.put(value, "y" if value is self.target else "loss" * (value is loss))


@dataclass(slots=True)
class _GraphBuilder:
    """Values with their labels, on their way to a Graph."""

    values: list[Value] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    trainable: set[int] = field(default_factory=set)

    def put(self, value: Value, label: str = "", trainable: bool = False) -> None:
        self.values.append(value)
        self.labels.append(label)
        if trainable:
            self.trainable.add(id(value))

    def graph(self, output: Value) -> Graph:
        """The nodes in the order in which they were put, arranged."""
        ids = {id(value): number for number, value in enumerate(self.values, start=1)}
        nodes: dict[int, Node] = {}
        for value, label in zip(self.values, self.labels, strict=True):
            id_ = ids[id(value)]
            if value.op is None:
                nodes[id_] = Node(
                    id_, label, data=value.data, trainable=id(value) in self.trainable
                )
            else:
                inputs = tuple(ids[id(child)] for child in value.children)
                nodes[id_] = Node(id_, label, value.op, inputs=inputs)
        graph = Graph(nodes, dict.fromkeys(nodes, (0.0, 0.0)), ids[id(output)])
        return graph.moved(arranged(graph))


@dataclass(slots=True)
class _OwnNames:
    weights: list[str]
    bias: str
    total: str
    out: str = ""


def _names(place: str, neuron: Neuron) -> _OwnNames:
    """Names of a neuron's parts: `w1`, `b`, `z` alone; `w1_2_1`, `b1_2`, `z1_2` among others."""
    stem = f"{place}_" if place else ""
    weights = [f"w{stem}{number}" for number in range(1, len(neuron.w) + 1)]
    return _OwnNames(weights, f"b{place}", f"z{place}")


def _put_neuron(builder: _GraphBuilder, neuron: Neuron, out: Value, names: _OwnNames) -> None:
    """The bias, then each weight with its product and the sum up to there."""
    total = out if neuron.activation == LINEAR else out.children[0]
    builder.put(neuron.b, names.bias, trainable=True)
    steps = list(_steps(total, len(neuron.w)))
    for number, (weight, step) in enumerate(zip(neuron.w, steps, strict=True)):
        builder.put(weight, names.weights[number], trainable=True)
        builder.put(step.children[1])
        label = "" if step is not total else names.out if step is out else names.total
        builder.put(step, label)
    if total is not out:
        builder.put(out, names.out)


def _steps(total: Value, count: int) -> Iterable[Value]:
    """The additions of a neuron's sum, the first one first."""
    steps = []
    for _ in range(count):
        steps.append(total)
        total = total.children[0]
    return reversed(steps)
