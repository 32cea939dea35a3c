"""The graph file, NAME.chalk: version 1 of its format, in and out."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Annotated, NoReturn, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from app.model.disk import FileError, check_size, read_bounded, write_atomically
from app.model.graph import HIGHEST_ID, MOST_NODES, Graph, Node, bounded
from app.model.words import message
from engine.ops import OPS

__all__ = ["FileError", "dumps", "load", "loads", "save", "write_atomically"]

FORMAT = "chalkgrad"
VERSION = 1
LONGEST_LABEL = 200

_T = TypeVar("_T")
_Id = Annotated[int, Meta(ge=1, le=HIGHEST_ID)]


class _Header(Struct):
    """What tells a file of ours, and of this version; all else is passed over."""

    format: object = None
    version: object = None


class _Node(Struct, forbid_unknown_fields=True):
    id: _Id
    op: str | None
    pos: tuple[float, float]
    label: Annotated[str, Meta(max_length=LONGEST_LABEL)] = ""
    data: float | UnsetType = UNSET
    trainable: bool | UnsetType = UNSET
    inputs: list[_Id | None] | UnsetType = UNSET


class _Graph(Struct, forbid_unknown_fields=True):
    nodes: Annotated[list[_Node], Meta(max_length=MOST_NODES)]
    output: _Id | None


class _File(Struct, forbid_unknown_fields=True):
    format: str
    version: int
    graph: _Graph


def load(path: str | os.PathLike[str]) -> Graph:
    """The graph in a file. Raises FileError."""
    return loads(read_bounded(path))


def save(path: str | os.PathLike[str], graph: Graph) -> None:
    """Write `graph` to a file, all of it or nothing. Raises FileError."""
    write_atomically(path, dumps(graph))


def dumps(graph: Graph) -> bytes:
    """`graph` in the format, one node a line."""
    lines = ",".join(f"\n   {_json(_fields(graph, node))}" for node in graph.nodes.values())
    text = (
        f'{{"format": "{FORMAT}", "version": {VERSION},\n "graph": {{\n  "nodes": [{lines}],\n'
        f'  "output": {_json(graph.chosen_output)}}}}}\n'
    )
    return text.encode()


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


def loads(content: bytes) -> Graph:
    """The graph that `content` describes. Raises FileError, which names the place.

    Of a key that stands twice in one object the last one counts, as JSON readers have it.
    """
    check_size(content)
    try:
        content.decode()
    except UnicodeDecodeError as error:
        _refuse_bytes(content, error.start, "is no text in UTF-8")
    header = _decoded(content, _Header)
    if header.format != FORMAT:
        _refuse("$.format", "this is no file of Chalkgrad.")
    if isinstance(header.version, int | float) and header.version > VERSION:
        problem = "the file is of version {version}, and this Chalkgrad reads version {own}."
        _refuse("$.version", problem, version=header.version, own=VERSION)
    file = _decoded(content, _File)
    if file.version != VERSION:
        _refuse("$.version", "there is no version {version}.", version=file.version)
    return _graph(file.graph)


# JSON


def _decoded(content: bytes, wanted: type[_T]) -> _T:
    try:
        return msgspec.json.decode(content, type=wanted)
    except msgspec.ValidationError as error:
        _refuse_shape(str(error))
    except msgspec.DecodeError as error:
        place = _BYTE.search(str(error))
        # All that msgspec says without a place is that the text is cut off.
        if place is None:
            _refuse_bytes(content, len(content), "is no JSON: it ends too early")
        _refuse_text(content, int(place[1]))
    except RecursionError:
        raise FileError(message("The file is no graph: it is nested too deep.")) from None


def _refuse_text(content: bytes, byte: int) -> NoReturn:
    """For what is no JSON at `byte`.

    Many programs write NaN and Infinity, which JSON does not have. With 1e999 instead the decoder
    tells where in the graph the number stands: a known key can't take it, nor an unknown one.
    """
    if found := _NOT_FINITE.match(content, byte):
        _decoded(content[:byte] + b"1e999" + content[found.end() :], _File)
    _refuse_bytes(content, byte, "is no JSON")


def _refuse(place: str, sentence: str, **places: object) -> NoReturn:
    raise FileError(message(f"{{place}}: {sentence}", place=place, **places))


def _refuse_bytes(content: bytes, byte: int, problem: str) -> NoReturn:
    """For what has no place in JSON: the line and column, from 1."""
    before = content[:byte]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
    sentence = f"The file {problem} (line {{line}}, column {{column}})."
    raise FileError(message(sentence, line=line, column=column))


def _refuse_shape(problem: str) -> NoReturn:
    """The sentence for what msgspec says of a value."""
    found = _PLACE.fullmatch(problem)
    said, place = found.groups() if found else (problem, "$")
    for pattern, sentence in _SENTENCES.items():
        if matched := pattern.fullmatch(said):
            words = {
                key: _WORDS.get(word, _shown(word)) for key, word in matched.groupdict().items()
            }
            _refuse(place, sentence, **words)
    _refuse(place, "{problem}.", problem=_shown(said))


def _shown(text: str) -> str:
    """A word of the file as a sentence can hold it: short, and on one line."""
    line = "".join(letter if letter.isprintable() else " " for letter in text[:60])
    return line if len(text) <= 60 else f"{line}…"


_BYTE = re.compile(r"\(byte (\d+)\)")
_PLACE = re.compile(r"(.*) - at `(\$.*)`", re.DOTALL)
_NOT_FINITE = re.compile(rb"NaN|Infinity")
_WORDS = {
    "int": "a whole number",
    "float": "a number",
    "str": "text",
    "bool": "true or false",
    "null": "null",
    "array": "a list",
    "object": "an object",
    "int | null": "a whole number or null",
    "str | null": "text or null",
}
_SENTENCES: Mapping[re.Pattern[str], str] = {
    re.compile(pattern): sentence
    for pattern, sentence in {
        r"Expected `int(?: \| null)?`, got `float`": "expected a whole number.",
        r"Expected `(?P<wanted>[^`]+)`, got `(?P<found>[^`]+)`": "expected {wanted}, not {found}.",
        r"Expected `int` >= 1": "an id is at least 1.",
        r"Expected `int` <= \d+": "an id is at most 2^53.",
        r"Integer value out of range": "the number is too large.",
        r"Number out of range": "a number must be finite.",
        r"Expected `array` of length 2": "a place is two numbers, [x, y].",
        r"Expected `array` of length <= (?P<most>\d+)": "a graph holds {most} nodes at most.",
        r"Expected `str` of length <= (?P<most>\d+)": "a label has {most} characters at most.",
        r"Object contains unknown field `(?P<key>.*)`": "there is no key {key} in this version.",
        r"Object missing required field `(?P<key>.*)`": "the key {key} is missing.",
    }.items()
}


# From what was decoded to a Graph: what no type can say


def _graph(file: _Graph) -> Graph:
    nodes: dict[int, Node] = {}
    for index, read in enumerate(file.nodes):
        place = f"$.graph.nodes[{index}]"
        if read.id in nodes:
            _refuse(f"{place}.id", "there is a node {id} already.", id=read.id)
        # Such a letter would break a line, or a name on the canvas.
        if any(unicodedata.category(letter) in ("Cc", "Zl", "Zp") for letter in read.label):
            _refuse(f"{place}.label", "a label is one line, without control characters.")
        nodes[read.id] = _leaf(place, read) if read.op is None else _op(place, read, read.op)
    _check_ids(nodes, file.output)
    _check_loops(nodes)
    return Graph(nodes, {read.id: bounded(read.pos) for read in file.nodes}, file.output)


def _leaf(place: str, read: _Node) -> Node:
    if read.inputs is not UNSET:
        _refuse(f"{place}.inputs", "a leaf has no inputs.")
    if read.data is UNSET:
        _refuse(place, "the key {key} is missing.", key="data")
    trainable = read.trainable is UNSET or read.trainable
    return Node(read.id, read.label, data=read.data, trainable=trainable)


def _op(place: str, read: _Node, name: str) -> Node:
    if name not in OPS:
        _refuse(f"{place}.op", "there is no op {op}.", op=_shown(name))
    for key, own in (("data", read.data), ("trainable", read.trainable)):
        if own is not UNSET:
            _refuse(f"{place}.{key}", "only a leaf has {key}.", key=key)
    if read.inputs is UNSET:
        _refuse(place, "the key {key} is missing.", key="inputs")
    arity = OPS[name].arity
    if len(read.inputs) != arity:
        problem = "the inputs of {op} are {arity}, not {count}."
        _refuse(f"{place}.inputs", problem, op=name, arity=arity, count=len(read.inputs))
    return Node(read.id, read.label, name, inputs=tuple(read.inputs))


def _check_ids(nodes: Mapping[int, Node], output: int | None) -> None:
    for index, node in enumerate(nodes.values()):
        for slot, source in enumerate(node.inputs):
            if source is not None and source not in nodes:
                place = f"$.graph.nodes[{index}].inputs[{slot}]"
                _refuse(place, "there is no node {id}.", id=source)
    if output is not None and output not in nodes:
        _refuse("$.graph.output", "there is no node {id}.", id=output)


def _check_loops(nodes: Mapping[int, Node]) -> None:
    wires = {id_: [i for i in node.inputs if i is not None] for id_, node in nodes.items()}
    try:
        TopologicalSorter(wires).prepare()
    except CycleError as error:
        source, target, *_ = error.args[1]
        place = f"$.graph.nodes[{list(nodes).index(target)}]"
        slot = nodes[target].inputs.index(source)
        _refuse(f"{place}.inputs[{slot}]", "this wire makes a loop.")
