"""Half a minute of use without a pause, in a process of its own; and what a verdict rests on."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.soak.gauge import Count
from tests.soak.verdict import Sample, problems

ROOT = Path(__file__).resolve().parent.parent.parent
MINUTES = "0.4"


def test_nothing_grows_and_nobody_complains_in_half_a_minute_of_use(tmp_path):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak", MINUTES],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert done.stdout.splitlines()[-1] == "nothing grew, and nothing was complained of"


# The verdict.

COUNT = Count(widgets=600, timers=7, objects=80_000, none=40_000)


def course(megabytes=lambda _: 160.0, minutes=15, **last):
    """A sample every half minute, the last one with other counts."""
    samples = [
        Sample(half / 2, half, megabytes(half / 2), COUNT) for half in range(2 * minutes + 1)
    ]
    return [*samples[:-1], replace(samples[-1], count=replace(COUNT, **last))]


def found(samples, complaints=()):
    return list(problems(samples, complaints))


def test_a_course_without_growth_is_fine():
    assert found(course()) == []
    assert found(course(lambda _: None)) == []


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ({"widgets": 601}, "1 widgets more than before"),
        ({"timers": 9}, "2 timers more than before"),
        ({"none": 39_000}, "1,000 references to None were taken"),
    ],
)
def test_what_grew_is_named_in_a_long_run_and_in_a_short_one(last, words):
    assert found(course(**last)) == [words]
    assert found(course(minutes=2, **last)) == [words]


@pytest.mark.parametrize("minutes", [2, 15])
def test_objects_may_come_and_go_but_not_grow(minutes):
    samples = course(minutes=minutes)
    late = 0.55 * len(samples)
    waves = [
        replace(sample, count=replace(COUNT, objects=80_000 + 5_000 * (at % 2)))
        for at, sample in enumerate(samples)
    ]
    grown = [
        replace(sample, count=replace(COUNT, objects=82_000)) if at > late else sample
        for at, sample in enumerate(samples)
    ]
    assert found(waves) == []
    assert found(grown) == ["2,000 Python objects more than before"]


def test_memory_may_grow_while_it_warms_up_and_a_tenth_afterwards():
    assert found(course(lambda minute: 100 + 20 * min(minute, 2.0))) == []
    assert found(course(lambda minute: 150 + minute)) == []
    assert found(course(lambda minute: 100 + 3 * minute)) == ["memory grew from 108 to 144 MB"]


def test_memory_at_one_moment_is_no_growth():
    assert found(course(lambda minute: 300 if minute == 15 else 160)) == []


def test_complaints_are_told_once_each():
    assert found(course(), ["Qt: no", "Qt: no"]) == ["heard: Qt: no"]


def test_a_run_of_too_few_rounds_is_none():
    assert found(course()[:3]) == ["3 rounds are too few to compare"]
