"""Export: a graph to a file of any kind, by its ending."""

from __future__ import annotations

from pathlib import Path

from app.model.files import FileError, write_atomically
from app.model.graph import Graph
from app.model.playback import Moment
from app.model.words import message

ENDINGS = {
    ".png": "Picture, PNG",
    ".svg": "Picture, SVG",
    ".pdf": "Picture, PDF",
    ".py": "Python script",
    ".dot": "Graphviz",
    ".json": "Numbers, JSON",
}


PYTORCH = "Python script for PyTorch"
"""A second kind with the ending `.py`, that only a dialog can tell from the first."""


def export(graph: Graph, path: Path) -> None:
    """Write `graph` to `path`. Raises FileError or GraphError, and then nothing is written."""
    write_atomically(path, exported(graph, path))


def exported(
    graph: Graph,
    path: Path,
    *,
    pytorch: bool = False,
    moment: Moment | None = None,
    labelled: bool = False,
) -> bytes:
    """What a file `path` is to hold; a script for this engine, unless one for `pytorch` is wanted.

    A picture shows the `moment` of the passes, and local derivatives if it is `labelled`.
    Raises FileError for an ending that is none of ENDINGS, or GraphError.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        known = ", ".join(ENDINGS)
        raise FileError(
            message("{name}: the ending is one of {known}", name=path.name, known=known)
        )
    # Imported here for the sake of the program's start, which exports nothing.
    from app.canvas.picture import graph_picture
    from app.model.exports import EXPORTS, torch_script

    text = torch_script if pytorch and ending == ".py" else EXPORTS.get(ending)
    if text:
        return text(graph).encode()
    return graph_picture(graph, ending, moment, labelled=labelled)
