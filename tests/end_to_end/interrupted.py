"""A program of its own that is ended in the middle of work: the whole one, but for one thing.

It writes no draft by itself, however long the test takes: what is found was written at the end.
Its arguments are a folder for what it keeps, and what to do, as a function here is called. Prints
`ready` once that is done, while the program goes on.
"""

import ctypes
import sys
import threading
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from app.recovery import autosave, safety
from app.recovery.draft_folder import DraftFolder
from app.start import application, signals
from app.state.places import ProgramFolders
from app.window.workspace import Workspace
from tests.app.hand import Hand
from tests.app.saving import save

HOUR = 3600
FOLDER = Path(sys.argv[1])


def replace(owner: object, **values: object) -> None:
    """Only what is there: what has a new name would go on as it is, in the user's own folders."""
    for name, value in values.items():
        assert hasattr(owner, name), f"{owner} has no {name}"
        setattr(owner, name, value)


def nothing(_hand: Hand) -> None:
    pass


def edit(hand: Hand) -> None:
    hand.trigger("new")
    hand.workspace.graph_page.commands.add("leaf")
    hand.click(hand.empty())


def edit_undone(hand: Hand) -> None:
    edit(hand)
    hand.trigger("undo")


def saved(hand: Hand) -> None:
    edit(hand)
    save(hand.session, FOLDER / "saved.chalk")


def number_half_typed(hand: Hand) -> None:
    """`7.` is a number, and more would follow."""
    edit(hand)
    save(hand.session, FOLDER / "saved.chalk")
    hand.click(hand.body("a"))
    hand.type("7.")


def number_in_the_hand(hand: Hand) -> None:
    """A scrub: the button is still down."""
    edit(hand)
    save(hand.session, FOLDER / "saved.chalk")
    hand.press(hand.number("a"))
    hand.move(hand.number("a") + QPoint(100, 0))


def text_half_typed(hand: Hand) -> None:
    hand.trigger("new")
    hand.trigger("expression")
    hand.type("b = 7")


def question_open(hand: Hand) -> None:
    """The window is being closed, and has asked what becomes of the work."""
    edit(hand)
    QTimer.singleShot(0, hand.window.close)


def disk_hangs(hand: Hand) -> None:
    edit(hand)

    def hang(*_work: object) -> None:
        print("writing", flush=True)
        threading.Event().wait()

    replace(DraftFolder, write=hang)


def disk_hangs_long(hand: Hand) -> None:
    disk_hangs(hand)
    replace(safety, LONGEST=HOUR)
    replace(signals, LONGEST=HOUR, ECHO=0.0)


def hang(hand: Hand) -> None:
    replace(autosave, OVERDUE=0.2)
    replace(signals, LONGEST=0.1)
    edit(hand)
    hand.session.graphs.edit("Change a", hand.session.graph.with_data(1, 5.0))

    def forever() -> None:
        print("ready", flush=True)
        while True:
            pass

    QTimer.singleShot(0, forever)


def session_ends(hand: Hand) -> None:
    """As Qt's plug-ins for the desktops tell it."""
    edit(hand)
    _end_session()


def session_ends_in_a_question(hand: Hand) -> None:
    question_open(hand)

    def look() -> None:
        if isinstance(QApplication.activeModalWidget(), QMessageBox):
            beat.stop()
            _end_session()

    beat = QTimer(hand.window)
    beat.timeout.connect(look)
    beat.start()


def _end_session() -> None:
    # The program can't emit this signal itself: PySide crashes.
    ctypes.CDLL("libQt6Gui.so.6")._ZN23QPlatformSessionManager13appCommitDataEv(None)
    QApplication.postEvent(QApplication.instance(), QEvent(QEvent.Type.Quit))


def main() -> int:
    folders = ProgramFolders(FOLDER / "Chalkgrad.ini", FOLDER / "data")
    replace(autosave, DELAY=HOUR * 1000, OVERDUE=HOUR)
    replace(application, program_folders=lambda: folders)
    keep_safe = application.keep_safe

    def act(workspace: Workspace) -> None:
        globals()[sys.argv[2]](Hand(workspace))
        print("ready", flush=True)

    def keep_and_act(workspace: Workspace, *rest: object) -> safety.Safety:
        QTimer.singleShot(0, lambda: act(workspace))
        return keep_safe(workspace, *rest)

    replace(application, keep_safe=keep_and_act)
    return application.run(None)


if __name__ == "__main__":
    sys.exit(main())
