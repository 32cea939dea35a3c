"""A program of its own, used without a pause until it is killed: the whole window, offscreen.

Its arguments are a folder to work in, and how many nodes the graph has. The number of each change
stands in the first leaf, and is printed once it is made, with the time: a change is an edit, or
what a hand that has not let go shows while it scrubs.
"""

import sys
import time
from pathlib import Path
from random import Random

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from app.errors.hooks import ErrorHooks
from app.errors.log import Log
from app.model.graph.graph import Graph
from app.model.graph.node import Node
from app.start.application import keep_safe, make_window
from app.state.preferences import Preferences
from app.ui.timers import new_timer
from app.window.build import build_workspace
from tests.app.saving import save

FILE = "net.chalk"
DATA = "data"
COUNTER = 1
PACE = 15
"""Milliseconds from one change to the next, where the graph allows it."""
SCRUBS = 0.05
"""The share of edits after which a scrub begins."""
LONGEST_SCRUB = 250
"""In changes: it outlasts the two seconds that may be lost."""
SAVES = 0.005
"""The share of edits after which the file is saved."""


def chain(nodes: int) -> Graph:
    """A leaf that counts, and what is computed from it."""
    made = {COUNTER: Node(COUNTER, "edits", None, 0.0)}
    made |= {id_: Node(id_, f"n{id_}", "tanh", inputs=(id_ - 1,)) for id_ in range(2, nodes + 1)}
    places = {id_: (260.0 * (id_ % 50), 150.0 * (id_ // 50)) for id_ in made}
    return Graph(made, places)


def main() -> int:
    folder, nodes = Path(sys.argv[1]), int(sys.argv[2])
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder))
    application = QApplication([])
    window = make_window(Preferences())
    workspace = build_workspace(window)
    session = workspace.session
    session.open(chain(nodes))
    save(session, folder / FILE)
    window.show()
    keep_safe(workspace, ErrorHooks(Log(folder / DATA)), folder / DATA)
    dice = Random()
    scrub = iter(range(0))

    def change() -> None:
        nonlocal scrub
        number = session.graph.nodes[COUNTER].data + 1.0
        changed = session.graphs.present.with_data(COUNTER, number)
        if next(scrub, None) is not None:
            session.graphs.preview(changed)
        else:
            session.graphs.edit("Count", changed)
        print(int(number), time.monotonic(), flush=True)
        if session.graph is session.graphs.present:
            if dice.random() < SCRUBS:
                scrub = iter(range(dice.randint(1, LONGEST_SCRUB)))
            if dice.random() < SAVES:
                save(session, folder / FILE)

    hand = new_timer(None, PACE)
    hand.timeout.connect(change)
    hand.start()
    return application.exec()


if __name__ == "__main__":
    sys.exit(main())
