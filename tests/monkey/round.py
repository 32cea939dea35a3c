"""A round: one window, many actions by chance, and what must hold meanwhile and at the end."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from random import Random

from PySide6.QtCore import Qt

from app.model.files import chalk_file
from app.state.track import Track
from tests.monkey import canvas_actions, train_actions, window_actions
from tests.monkey.monkey import CONTROL, GRAPH, TRAIN, Monkey
from tests.monkey.past import Past
from tests.monkey.screen import canvas_differences, training_differences

LOOK = 5
"""Actions from one look at the whole canvas to the next."""
STAY = 25
"""Actions from one choice of the tab to the next."""
ON_TRAIN = 0.3
"""The share of those that are the Train tab."""

Action = Callable[[Monkey], None]


class Wrong(Exception):  # noqa: N818 - a verdict
    """What must hold does not."""


def _table(*tables: dict[Action, int]) -> tuple[list[Action], list[int]]:
    rows = {action: weight for table in tables for action, weight in table.items()}
    return list(rows), list(rows.values())


CHOICES = {
    GRAPH: _table(
        canvas_actions.ACTIONS, window_actions.ANYWHERE, window_actions.ON_GRAPH
    ),
    TRAIN: _table(train_actions.ACTIONS, window_actions.ANYWHERE),
}  # fmt: skip
OPENING = _table(window_actions.OPENING)
OPENS = (40, 80)
"""The actions that open another document: they end the history."""


class Round:
    """Every action has dice of its own, so that one can be left out and the others stay."""

    def __init__(self, seed: int, folder: Path, tell: Callable[[str], None]):
        self._seed = seed
        self._tell = tell
        self.monkey = Monkey(folder, tell)
        window, session = self.monkey.window, self.monkey.session
        self._pasts = Past(session.graphs, window), Past(session.setups, window)

    def run(self, actions: int, only: Collection[int] = ()) -> None:
        """Actions 0 to `actions`, or `only` some of them. Raises Wrong."""
        for index in sorted(only) or range(actions):
            self._act(index)
            self._listen()
            if index % LOOK == LOOK - 1:
                self._look("")
        self._end()

    def _act(self, index: int) -> None:
        monkey = self.monkey
        dice = Random(f"{self._seed} {index}")
        place = Random(f"{self._seed} {index // STAY}").random()
        tab = TRAIN if place < ON_TRAIN else GRAPH
        functions, weights = CHOICES[tab] if index not in OPENS else OPENING
        (action,) = dice.choices(functions, weights)
        monkey.dice = monkey.answers.dice = dice
        monkey.leave_popups()
        monkey.go_to(tab)
        if tab == GRAPH and not monkey.session.graph.nodes:
            action = window_actions.begin
        self._tell(f"\n{index:>5} {action.__name__}")
        action(monkey)
        monkey.settle()

    def _listen(self) -> None:
        if self.monkey.complaints:
            raise Wrong(self.monkey.complaints[0])
        for past in self._pasts:
            if past.wrong:
                raise Wrong(past.wrong)

    def _look(self, when: str) -> None:
        # What it shows is painted, too.
        self.monkey.window.grab()
        self._listen()
        found = list(canvas_differences(self.monkey.workspace))
        if found:
            raise Wrong("\n".join([f"{when} the canvas is wrong:".strip(), *found[:10]]))

    # At the end.

    def _end(self) -> None:
        monkey = self.monkey
        self._tell("\n  end")
        monkey.leave_popups()
        for tab in (TRAIN, GRAPH):
            monkey.go_to(tab)
            # Whatever is typed ends first; what can't be taken is given up.
            monkey.session.commit_all()
            monkey.session.cancel_all()
            monkey.settle()
            self._listen()
            self._travel(tab)
        self._save_and_load()

    def _travel(self, tab: int) -> None:
        """Undo everything and redo it; every value is met again on the way back."""
        session = self.monkey.session
        track: Track[object] = session.setups if tab == TRAIN else session.graphs
        start, end = self._pasts[tab].start, track.present
        while track.redo_name:
            self._press_undo(track, redo=True)
        past = [track.present]
        while track.undo_name:
            self._press_undo(track)
            past.append(track.present)
        self._tell(f"{len(past) - 1} edits")
        if track.present != start:
            raise Wrong(f"after undoing all {len(past) - 1} edits it is not as at the start")
        self._look_at_all("after undoing everything")
        for value in reversed(past[:-1]):
            self._press_undo(track, redo=True)
            if track.present is not value:
                raise Wrong("redo comes to another value than undo came from")
        if track.redo_name:
            raise Wrong(f"{track.redo_name} is left to be redone")
        if end not in past:
            raise Wrong("after redoing everything it is not as at the end")
        self._look_at_all("after redoing everything")

    def _look_at_all(self, when: str) -> None:
        """Also at the Train tab, where nothing may be half typed."""
        self._look(when)
        if found := list(training_differences(self.monkey.workspace)):
            raise Wrong("\n".join([f"{when} the Train tab is wrong:", *found]))

    def _press_undo(self, track: Track[object], *, redo: bool = False) -> None:
        monkey, before = self.monkey, track.present
        monkey.window.setFocus()
        monkey.undo(redo=redo)
        if track.present is before:
            raise Wrong(f"Ctrl+Z does nothing, for {track.undo_name} or {track.redo_name}")
        self._listen()

    def _save_and_load(self) -> None:
        """What is saved is what is shown, read as plain JSON; opened again it looks the same."""
        monkey, session = self.monkey, self.monkey.session
        path = monkey.files.folder / "last.chalk"
        monkey.answers.path = path
        monkey.key(Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        monkey.settle()
        if session.unsaved or session.path != path:
            raise Wrong("it was not saved")
        saved = json.loads(path.read_text(encoding="utf-8"))
        if wrong := list(self._not_as_saved(saved)):
            raise Wrong("\n".join(wrong))
        before, setup = session.present
        document = chalk_file.loads(path.read_bytes())
        if document.setup not in (None, setup):
            raise Wrong("the training is another one in the file")
        monkey.answers.path = path
        monkey.key(Qt.Key.Key_O, CONTROL)
        monkey.settle()
        self._listen()
        if session.graph != before or (document.setup and session.setup != setup):
            raise Wrong("the file that was saved is another one when it is opened")
        self._look("after opening what was saved")

    def _not_as_saved(self, saved: dict) -> Iterator[str]:
        items = self.monkey.view.graph_scene.nodes
        rows = {row["id"]: row for row in saved["graph"]["nodes"]}
        if rows.keys() != items.keys():
            yield f"the file has nodes {sorted(rows)}, the canvas {sorted(items)}"
            return
        for id_, item in items.items():
            row = rows[id_]
            node = item.face.node
            assert node
            shown = [node.label, node.op, [item.x(), item.y()]]
            shown += [list(node.inputs)] if node.op else [node.data, node.trainable]
            keys = ("label", "op", "pos", *(("inputs",) if node.op else ("data", "trainable")))
            if shown != [row[key] for key in keys]:
                yield f"node {id_} is {row} in the file, and {shown} on the canvas"
