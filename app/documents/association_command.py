"""AssociationCommand: the command that has .chalk files opened by this program, and undoes it."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from app.documents.association import Association
from app.model.files.disk import FileError
from app.ui.notices import Notices
from app.ui.translation import say


class AssociationCommand(QObject):
    """Checked while it is so. What came of it is said above the pages."""

    def __init__(self, action: QAction, notices: Notices, association: Association | None):
        super().__init__(notices)
        self._action = action
        self._notices = notices
        self._association = association
        action.setVisible(association is not None)
        for menu in action.associatedObjects():
            if isinstance(menu, QMenu):
                # Another window, or the desktop, may have changed it meanwhile.
                menu.aboutToShow.connect(self._look)

    def toggle(self) -> None:
        """Make it so, or undo it, as the action says by now."""
        assert self._association
        words = say("Files that end in .chalk are no longer opened with Chalkgrad.")
        try:
            if self._action.isChecked():
                left = self._association.make()
                words = say(
                    "Files that end in .chalk now open with Chalkgrad. The same entry in the File "
                    "menu undoes this."
                )
                words = f"{words} {say(left)}" if left else words
            else:
                self._association.undo()
        except FileError as error:
            words = say("Nothing was changed for .chalk files. {why}", why=error.reason)
        self._notices.post("association", words)
        self._look()

    def _look(self) -> None:
        if self._association:
            shared = self._association.is_shared
            self._action.setEnabled(not shared)
            self._action.setChecked(shared or self._association.is_made)
            tip = say(
                "This is already so for all users of this computer, as Chalkgrad is installed."
            )
            self._action.setToolTip(tip if shared else "")
