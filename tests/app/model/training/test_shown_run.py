"""An update that is uncovered part by part: what is seen in between, and what ends it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.model.training.shown_run import PARTS, ShownRun
from engine.learning.run import Run
from engine.learning.settings import RunSettings

SMALL = RunSettings(points=20, hidden=(4,), steps=12)


@pytest.fixture
def shown() -> ShownRun:
    """A run that has made one update."""
    run = Run(SMALL)
    run.update()
    return ShownRun(run)


def test_each_part_uncovers_what_it_leaves(shown: ShownRun) -> None:
    run, left = shown.run, shown.run.grads
    assert (shown.part, shown.update, shown.grads) == ("", run.last, left)
    seen = {}
    for _ in PARTS[:-1]:
        shown.next_part()
        assert shown.update is run.pending
        assert run.step == 1
        seen[shown.part] = shown.grads
    assert tuple(seen) == PARTS[:-1]
    assert seen == {
        "forward": left, "loss": left, "zero grad": [0.0] * len(left),
        "backward": run.pending.grads,
    }  # fmt: skip
    shown.next_part()
    assert (shown.part, shown.update, shown.grads) == ("update", run.last, run.grads)
    assert run.step == 2
    shown.next_part()
    assert (shown.part, run.step) == ("forward", 2)


def test_updates_in_parts_are_the_updates_made_whole(shown: ShownRun) -> None:
    whole = Run(SMALL)
    for _ in range(3):
        whole.update()
    for _ in range(2 * len(PARTS)):
        shown.next_part()
    assert shown.run.parameters == whole.parameters
    assert shown.run.history == whole.history


@pytest.mark.parametrize("parts", range(1, 6))
def test_whatever_else_makes_an_update_ends_it(shown: ShownRun, parts: int) -> None:
    for go_on in (Run.update, Run.reset, lambda run: run.run_for(1.0, until=run.step + 1)):
        for _ in range(parts):
            shown.next_part()
        go_on(shown.run)
        assert shown.part == ""
        assert shown.grads == shown.run.grads
        assert shown.update is shown.run.last


def test_the_last_update_ends_with_its_last_part() -> None:
    shown = ShownRun(Run(replace(SMALL, steps=1)))
    for part in PARTS:
        assert not shown.run.ended
        shown.next_part()
        assert shown.part == part
    assert shown.run.ended
    shown.next_part()
    assert (shown.part, shown.run.step) == ("update", 1)
