"""Files of a graph alone, for tests to which a training set-up does not matter."""

from __future__ import annotations

from app.model.files import chalk_file
from app.model.files.chalk_file import Document
from app.model.graph.graph import Graph


def dumps(graph: Graph) -> bytes:
    return chalk_file.dumps(Document(graph))


def loads(content: bytes) -> Graph:
    return chalk_file.loads(content).graph


def save(path: object, graph: Graph) -> None:
    chalk_file.save(path, Document(graph))


def load(path: object) -> Graph:
    return chalk_file.load(path).graph
