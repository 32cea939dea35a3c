"""What the user does with files, as scenes; the last one of a round leaves nothing to undo."""

from __future__ import annotations

from PySide6.QtCore import Qt

from app.documents.export import endings
from app.model.files.chalk_file import Document, dumps, save
from app.model.graph.graph import Graph
from app.model.training.setup import Setup
from engine.learning.settings import RunSettings
from tests.soak.user import User

EMPTY = Document(Graph(), Setup(RunSettings(hidden=(2,), points=20)))
"""What a round ends with: a set-up other than the default one, which a file holds only so."""


def keep(user: User) -> None:
    """Saved under a name, changed, saved again, and opened again; exported in all ways."""
    user.workspace.open_example("division")
    user.answers.path = user.folder / f"kept-{user.dice.randrange(3)}.chalk"
    user.answers.path.unlink(missing_ok=True)
    user.trigger("save_as")
    user.click(user.body(next(n.label for n in user.session.graph.nodes.values() if n.label)))
    user.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    user.trigger("save")
    user.trigger("new")
    user.trigger("open")
    for ending in endings():
        user.answers.path = user.folder / f"exported{ending}"
        user.answers.path.unlink(missing_ok=True)
        user.trigger("export")
        assert user.answers.path.stat().st_size > 0


def open_what_is_damaged(user: User) -> None:
    """A file that is refused, after a change that is asked about."""
    user.workspace.open_example("order")
    graph = user.session.graph
    user.session.graphs.edit("Change", graph.with_data(next(iter(graph.nodes)), 7.0))
    path = user.folder / "damaged.chalk"
    path.write_bytes(dumps(EMPTY)[:-20])
    user.workspace.open(path)
    assert "can’t be opened" in user.answers.told[-1]


def begin_anew(user: User) -> None:
    """A file of nothing but a set-up: all that was done is past undoing."""
    path = user.folder / "empty.chalk"
    save(path, EMPTY)
    user.workspace.open(path)
    assert user.session.graphs.undo_name is None
    assert user.session.setups.undo_name is None
