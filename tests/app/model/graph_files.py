"""Files of a graph alone, for tests to which a training set-up does not matter."""

from __future__ import annotations

from app.model import files
from app.model.files import Document
from app.model.graph import Graph


def dumps(graph: Graph) -> bytes:
    return files.dumps(Document(graph))


def loads(content: bytes) -> Graph:
    return files.loads(content).graph


def save(path: object, graph: Graph) -> None:
    files.save(path, Document(graph))


def load(path: object) -> Graph:
    return files.load(path).graph
