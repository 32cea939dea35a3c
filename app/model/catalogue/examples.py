"""The examples: graphs that each show one thing, as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import resources
from app.model.files.chalk_file import load
from app.model.graph.graph import Graph
from engine.core.messages import marked


@dataclass(frozen=True, slots=True)
class Example:
    """`name` is the file's name under resources/examples, without its ending."""

    name: str
    title: str
    words: str


EXAMPLES: Mapping[str, Example] = {
    example.name: example
    for example in (
        Example(
            "cheatsheet",
            marked("Cheatsheet"),
            marked("L = (a·b + c) · f, small enough to check by hand"),
        ),
        Example(
            "shared-node",
            marked("Shared node"),
            marked("a feeds two places: its gradient is the sum of what both bring"),
        ),
        Example(
            "tanh-neuron", marked("Neuron"), marked("two inputs, two weights, a bias, and tanh")
        ),
        Example(
            "order",
            marked("Order"),
            marked("b = a + a; c = b + b: the smallest case where order matters"),
        ),
        Example(
            "saturated-tanh",
            marked("Saturated tanh"),
            marked("far from 0, tanh is flat: almost no gradient"),
        ),
        Example(
            "dead-relu", marked("Dead relu"), marked("a negative input: relu passes nothing back")
        ),
        Example(
            "division",
            marked("Division"),
            marked("a divisor’s gradient, which grows as the divisor shrinks"),
        ),
        Example(
            "two-layer-net",
            marked("Two-layer net"),
            marked("a small network on one point, with its loss"),
        ),
        Example(
            "least-squares",
            marked("Least squares"),
            marked("a line through three points, to be fitted"),
        ),
    )
}


def load_example(name: str) -> Graph:
    """The graph of an example. Raises KeyError for a name that is none."""
    return load(resources.path("examples", f"{EXAMPLES[name].name}.chalk")).graph
