"""The trainer's own numbers, by a clock that the test moves."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QCoreApplication

from app.model.training.shown_run import ShownRun
from app.train import trainer as module
from app.train.trainer import Trainer
from engine.learning.run import Run
from engine.learning.settings import RunSettings

pytestmark = pytest.mark.usefixtures("qapp", "clock")


class Clock:
    """Moves when a run works, by `slice` seconds, and at no other time."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slice = 0.1

    def perf_counter(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", SimpleNamespace(perf_counter=clock.perf_counter))
    return clock


@pytest.fixture
def trainer(clock: Clock) -> Trainer:
    """Five updates are a slice."""
    run = Run(RunSettings(points=8, hidden=(2,), steps=1000))

    def work(_seconds: float, until: int | None = None) -> None:
        for _ in range(5):
            if run.step != until:
                run.update()
        clock.now += clock.slice

    run.run_for = work  # type: ignore[method-assign]
    return Trainer(run)


def slices(trainer: Trainer, count: int) -> None:
    """Let that many slices pass."""
    wanted = trainer.run.step + 5 * count
    while trainer.run.step < wanted:
        QCoreApplication.processEvents()


def test_steps_a_second_are_those_of_the_last_second(trainer: Trainer, clock: Clock) -> None:
    assert trainer.steps_per_second is None
    trainer.train()
    slices(trainer, 3)
    assert trainer.steps_per_second == pytest.approx(50.0)
    slices(trainer, 12)
    clock.now += 0.45
    slices(trainer, 1)
    # Of the last second 0.45 s were spent elsewhere: 25 steps in 0.95 s.
    assert trainer.steps_per_second == pytest.approx(25 / 0.95)
    trainer.set_run(ShownRun(Run(trainer.run.settings)))
    assert trainer.steps_per_second is None


def test_a_pause_does_not_count(trainer: Trainer, clock: Clock) -> None:
    trainer.train()
    slices(trainer, 2)
    trainer.pause()
    clock.now += 0.5
    trainer.train()
    slices(trainer, 2)
    assert trainer.steps_per_second == pytest.approx(50.0)


def test_pictures_are_asked_for_after_a_frame_and_where_they_take_little(
    trainer: Trainer, clock: Clock
) -> None:
    asked: list[int] = []
    trainer.advanced.connect(lambda: asked.append(trainer.run.step))
    trainer.train()
    slices(trainer, 2)
    assert asked == [5, 10]
    # A fifth of the time went elsewhere: the next pictures wait until it is less.
    clock.now += 0.03
    slices(trainer, 1)
    assert asked == [5, 10]
    slices(trainer, 1)
    assert asked == [5, 10, 20]


def test_pictures_are_asked_for_no_more_often_than_they_can_be_seen(
    trainer: Trainer, clock: Clock
) -> None:
    asked: list[int] = []
    trainer.advanced.connect(lambda: asked.append(trainer.run.step))
    clock.slice = 0.01
    trainer.train()
    slices(trainer, 9)
    assert asked == [20, 40]


def test_the_end_of_a_run_is_shown_before_it_is_told(trainer: Trainer, clock: Clock) -> None:
    told: list[object] = []
    # Of the slices before only every tenth is shown.
    clock.slice = 0.004
    trainer.advanced.connect(lambda: told.append(trainer.run.step))
    trainer.ended.connect(lambda: told.append("ended"))
    trainer.train()
    while not trainer.run.ended:
        QCoreApplication.processEvents()
    assert told[-2:] == [1000, "ended"]
    assert told.count("ended") == 1
    assert not trainer.training
