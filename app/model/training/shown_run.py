"""ShownRun: a run as the Train tab shows it, also in the middle of an update."""

from __future__ import annotations

from engine.learning.run import Run, Update

PARTS = ("forward", "loss", "zero grad", "backward", "update")
"""The parts of an update, in their order."""


class ShownRun:
    """A run, and how much of its next update is uncovered.

    The run works an update out as a whole; its record is uncovered here part by part, and the
    update is made with the last part. Whatever else makes an update ends this.
    """

    def __init__(self, run: Run):
        self.run = run
        self._part = ""
        self._uncovered: Update | None = None

    @property
    def part(self) -> str:
        """The part of PARTS that was uncovered last; no text where updates are made whole."""
        record = self._uncovered
        begun = record is not None and record is self.run.pending
        done = record is not None and record is self.run.last and self._part == PARTS[-1]
        return self._part if begun or done else ""

    @property
    def update(self) -> Update | None:
        """The update that is being uncovered, or else the last one that was made."""
        return self._uncovered if self.part else self.run.last

    @property
    def grads(self) -> list[float]:
        """One number a parameter: what the parts that are uncovered have left in grad."""
        if self.part == "zero grad":
            return [0.0] * len(self.run.grads)
        if self.part == "backward" and self._uncovered:
            return self._uncovered.grads
        return self.run.grads

    def next_part(self) -> None:
        """Uncover one part more, the first one of the next update where none is begun."""
        part = self.part
        record = self.run.next_update()
        if record is None:
            return
        self._uncovered = record
        self._part = PARTS[(PARTS.index(part) + 1) % len(PARTS)] if part else PARTS[0]
        if self._part == PARTS[-1]:
            self.run.update()
