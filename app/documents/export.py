"""Export: a graph to a file of any kind, by its ending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.model.explain.timeline import Moment
from app.model.exports import graph_scripts
from app.model.exports.micrograd_graph import micrograd_script
from app.model.exports.plain_graph import plain_script
from app.model.files.chalk_file import FileError, write_atomically
from app.model.graph.graph import Graph
from engine.core.messages import marked, message


@dataclass(frozen=True, slots=True)
class GraphShown:
    """What there is to be exported: a graph, and how a picture shows it.

    A picture shows the `moment` of the passes, and local derivatives if it is `labelled`.
    """

    graph: Graph
    moment: Moment | None = None
    labelled: bool = False


@dataclass(frozen=True, slots=True)
class GraphExport:
    """One row: its words in the list of kinds, the ending of its file, and what makes that.

    `content` may raise GraphError. Of several kinds with one ending a command line means the
    first; a dialog offers all.
    """

    title: str
    ending: str
    content: Callable[[GraphShown], bytes]


def _picture(ending: str) -> Callable[[GraphShown], bytes]:
    def content(shown: GraphShown) -> bytes:
        # Imported here for the sake of the program's start, which exports nothing.
        from app.graph.canvas.export_picture import graph_picture

        return graph_picture(shown.graph, ending, shown.moment, labelled=shown.labelled)

    return content


def _text(write: Callable[[Graph], str]) -> Callable[[GraphShown], bytes]:
    return lambda shown: write(shown.graph).encode()


KINDS: tuple[GraphExport, ...] = (
    GraphExport(marked("Picture, PNG"), ".png", _picture(".png")),
    GraphExport(marked("Picture, SVG"), ".svg", _picture(".svg")),
    GraphExport(marked("Picture, PDF"), ".pdf", _picture(".pdf")),
    GraphExport(marked("Python script"), ".py", _text(plain_script)),
    GraphExport(marked("Graphviz"), ".dot", _text(graph_scripts.graphviz)),
    GraphExport(marked("Numbers, JSON"), ".json", _text(graph_scripts.numbers_as_json)),
    GraphExport(marked("Python script for this engine"), ".py", _text(graph_scripts.engine_script)),
    GraphExport(marked("Python script for micrograd"), ".py", _text(micrograd_script)),
    GraphExport(marked("Python script for PyTorch"), ".py", _text(graph_scripts.torch_script)),
)
"""In the order in which the list shows them."""


def endings() -> tuple[str, ...]:
    """The endings of the files that can be written, each once."""
    return tuple(dict.fromkeys(kind.ending for kind in KINDS))


def kind_of(path: Path, chosen: GraphExport | None = None) -> GraphExport:
    """What is to be in a file: the chosen kind, unless its name has the ending of another one.

    Raises FileError for an ending that is no kind's.
    """
    ending = path.suffix.lower()
    for kind in (chosen, *KINDS):
        if kind and kind.ending == ending:
            return kind
    known = ", ".join(endings())
    raise FileError(
        message("{name}: the name must end in one of {known}", name=path.name, known=known)
    )


def export(graph: Graph, path: Path) -> None:
    """Write `graph` to `path`. Raises FileError or GraphError, and then nothing is written."""
    write_atomically(path, kind_of(path).content(GraphShown(graph)))
