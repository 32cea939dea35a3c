"""RunCache: runs that were begun and then left for another set-up."""

from __future__ import annotations

from app.model.training.setup import Setup
from app.model.training.shown_run import ShownRun

MOST = 8
"""Runs that undo can come back to."""


class RunCache:
    """The last few of them, each by the very set-up it was made from, not by an equal one: a run
    that begins anew has an equal set-up.
    """

    def __init__(self) -> None:
        self._pairs: list[tuple[Setup, ShownRun]] = []

    def keep(self, setup: Setup, shown: ShownRun) -> None:
        """Keep a run that is no longer as it was made."""
        if shown.run.step or shown.run.edited:
            self._pairs = [*self._pairs, (setup, shown)][-MOST:]

    def pop(self, setup: Setup) -> ShownRun | None:
        """The run that was left last in this set-up, which is no longer kept."""
        for index in reversed(range(len(self._pairs))):
            if self._pairs[index][0] is setup:
                return self._pairs.pop(index)[1]
        return None
