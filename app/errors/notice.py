"""ErrorNotice: shows unhandled errors in plain words above the pages."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from app.errors.hooks import ErrorHooks, ErrorReport
from app.ui.notices import Notices
from app.ui.timers import new_timer
from app.ui.translation import say

MOST_REPORTS = 5
PACE = 500
"""Milliseconds from one count to the next, of an error that comes at every paint."""


class ErrorNotice(QObject):
    """One notice for all of them: the last one in words, and how many there were."""

    def __init__(self, hooks: ErrorHooks, notices: Notices):
        super().__init__(notices)
        self._hooks = hooks
        self._notices = notices
        self._reports: dict[ErrorReport, int] = {}
        self._dismissed: set[ErrorReport] = set()
        self._later = new_timer(self, PACE, once=True)
        self._later.timeout.connect(self._show)
        hooks.happened.connect(self._on_error)
        for report, times in hooks.reports:
            self._on_error(report, times)

    @property
    def report(self) -> str:
        """What is copied: the last few errors, each with how many times it came."""
        return "\n".join(report.counted(times) for report, times in self._reports.items())

    def _on_error(self, report: ErrorReport, times: int) -> None:
        self._reports.pop(report, None)
        self._reports[report] = times
        while len(self._reports) > MOST_REPORTS:
            del self._reports[next(iter(self._reports))]
        if report not in self._dismissed and not self._later.isActive():
            # Not at once, even the first time: this may be the middle of a paint event.
            self._later.start(PACE if "error" in self._notices else 0)

    def _show(self) -> None:
        *_, (report, times) = self._reports.items()
        words = say(
            "Something went wrong inside Chalkgrad: {what}. Your graph is kept; what you did last "
            "may not have been done. You can go on.",
            what=report.summary,
        )
        if times > 1:
            again = say("It happened {times} times.", times=times)
            words = f"{words} {again}"
        if "error" in self._notices:
            # The same buttons stay under the cursor.
            self._notices["error"].words.setText(words)
            return
        choices = {say("&Copy the Report"): self._copy}
        notice = self._notices.post("error", words, choices, grave=True)
        notice.setToolTip(say("The log is in {path}", path=self._hooks.log.path))
        notice.closed.connect(self._dismiss)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)
        (button,) = self._notices["error"].buttons
        button.setText(say("&Copied"))

    def _dismiss(self) -> None:
        """Put away, the same errors stay silent, should they go on."""
        self._later.stop()
        self._dismissed.update(self._reports)
