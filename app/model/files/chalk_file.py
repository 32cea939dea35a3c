"""The file NAME.chalk: its format, in and out. Version 2 can hold a training set-up too."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from app.model.files.disk import (
    FileError,
    check_size,
    read_bounded,
    write_atomically,
)
from app.model.files.json_reading import check_header, check_text, decoded, refuse
from app.model.files.setup_json import Training, read_setup, setup_pieces
from app.model.graph.graph import HIGHEST_ID, MOST_NODES, Graph, bounded
from app.model.graph.node import Node
from app.model.training.setup import Setup
from engine.core.errors import shown
from engine.core.messages import message
from engine.core.ops import OPS

__all__ = ["Document", "FileError", "dumps", "load", "loads", "save", "write_atomically"]

FORMAT = "chalkgrad"
VERSION = 2
LONGEST_LABEL = 200

_Id = Annotated[int, Meta(ge=1, le=HIGHEST_ID)]


class _NodeRecord(Struct, forbid_unknown_fields=True):
    id: _Id
    op: str | None
    pos: tuple[float, float]
    label: Annotated[str, Meta(max_length=LONGEST_LABEL)] = ""
    data: float | UnsetType = UNSET
    trainable: bool | UnsetType = UNSET
    inputs: list[_Id | None] | UnsetType = UNSET


class _GraphRecord(Struct, forbid_unknown_fields=True):
    nodes: Annotated[list[_NodeRecord], Meta(max_length=MOST_NODES)]
    output: _Id | None


class _ChalkFile(Struct, forbid_unknown_fields=True):
    format: str
    version: int
    graph: _GraphRecord
    training: Training | UnsetType = UNSET


@dataclass(frozen=True, slots=True)
class Document:
    """What a file holds: a graph, and a training set-up if it was saved with one."""

    graph: Graph
    setup: Setup | None = None


def load(path: str | os.PathLike[str]) -> Document:
    """What is in a file. Raises FileError."""
    return loads(read_bounded(path))


def save(path: str | os.PathLike[str], document: Document) -> bytes:
    """Write a file, all of it or nothing; returns what is in it. Raises FileError."""
    content = encoded(document)
    write_atomically(path, content)
    return content


def encoded(document: Document) -> bytes:
    """`dumps`, for a file that can be opened again. Raises FileError for one that is too large."""
    content = dumps(document)
    check_size(content)
    return content


def dumps(document: Document) -> bytes:
    """`document` in the lowest version that can hold it, one node and one point a line."""
    return "".join(pieces(document)).encode()


def pieces(document: Document) -> Iterator[str]:
    """The text of `dumps` piece by piece: that of a large graph takes a tenth of a second."""
    graph, setup = document.graph, document.setup
    yield f'{{"format": "{FORMAT}", "version": {2 if setup else 1},\n "graph": {{\n  "nodes": ['
    comma = ""
    for node in graph.nodes.values():
        yield f"{comma}\n   {_json(_fields(graph, node))}"
        comma = ","
    yield f'],\n  "output": {_json(graph.chosen_output)}}}'
    if setup:
        yield ',\n "training": '
        yield from setup_pieces(setup)
    yield "}\n"


def _fields(graph: Graph, node: Node) -> dict[str, object]:
    own: dict[str, object] = {"inputs": node.inputs}
    if node.op is None:
        own = {"data": node.data, "trainable": node.trainable}
    pos = [
        int(ordinate) if ordinate.is_integer() else ordinate
        for ordinate in graph.positions[node.id]
    ]
    return {"id": node.id, "label": node.label, "op": node.op, **own, "pos": pos}


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


def loads(content: bytes) -> Document:
    """What `content` describes. Raises FileError, which names the place.

    Of a key that stands twice in one object the last one counts, as JSON readers have it.
    """
    check_text(content)
    check_header(content, _ChalkFile, FORMAT, VERSION, message("this is not a Chalkgrad file."))
    file = decoded(content, _ChalkFile)
    if file.training is UNSET:
        return Document(_graph(file.graph))
    if file.version < 2:
        refuse("$", message("there is no key {key} in this version.", key="training"))
    return Document(_graph(file.graph), read_setup(file.training))


# From what was decoded to a Graph: what no type can say


def _graph(file: _GraphRecord) -> Graph:
    nodes: dict[int, Node] = {}
    for index, read in enumerate(file.nodes):
        place = f"$.graph.nodes[{index}]"
        if read.id in nodes:
            refuse(f"{place}.id", message("there is already a node {id}.", id=read.id))
        # Such a letter would break a line, or a name on the canvas.
        if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in read.label):
            refuse(
                f"{place}.label", message("a label must be one line, without control characters.")
            )
        nodes[read.id] = _leaf(place, read) if read.op is None else _op(place, read, read.op)
    _check_ids(nodes, file.output)
    _check_loops(nodes)
    return Graph(nodes, {read.id: bounded(read.pos) for read in file.nodes}, file.output)


def _leaf(place: str, read: _NodeRecord) -> Node:
    if read.inputs is not UNSET:
        refuse(f"{place}.inputs", message("a leaf has no inputs."))
    if read.data is UNSET:
        refuse(place, message("the key {key} is missing.", key="data"))
    trainable = read.trainable is UNSET or read.trainable
    return Node(read.id, read.label, data=read.data, trainable=trainable)


def _op(place: str, read: _NodeRecord, name: str) -> Node:
    if name not in OPS:
        refuse(f"{place}.op", message("there is no op {op}.", op=shown(name)))
    for key, own in (("data", read.data), ("trainable", read.trainable)):
        if own is not UNSET:
            refuse(f"{place}.{key}", message("only a leaf has {key}.", key=key))
    if read.inputs is UNSET:
        refuse(place, message("the key {key} is missing.", key="inputs"))
    arity = OPS[name].arity
    if len(read.inputs) != arity:
        refuse(
            f"{place}.inputs",
            message(
                "the number of inputs of {op} is {arity}, not {count}.",
                op=name,
                arity=arity,
                count=len(read.inputs),
            ),
        )
    return Node(read.id, read.label, name, inputs=tuple(read.inputs))


def _check_ids(nodes: Mapping[int, Node], output: int | None) -> None:
    for index, node in enumerate(nodes.values()):
        for slot, source in enumerate(node.inputs):
            if source is not None and source not in nodes:
                place = f"$.graph.nodes[{index}].inputs[{slot}]"
                refuse(place, message("there is no node {id}.", id=source))
    if output is not None and output not in nodes:
        refuse("$.graph.output", message("there is no node {id}.", id=output))


def _check_loops(nodes: Mapping[int, Node]) -> None:
    wires = {id_: [i for i in node.inputs if i is not None] for id_, node in nodes.items()}
    try:
        TopologicalSorter(wires).prepare()
    except CycleError as error:
        source, target, *_ = error.args[1]
        place = f"$.graph.nodes[{list(nodes).index(target)}]"
        slot = nodes[target].inputs.index(source)
        refuse(f"{place}.inputs[{slot}]", message("this wire makes a loop."))
