"""Some hundred hostile inputs for every reader; `python -m tests.fuzz` gives each 20,000."""

from __future__ import annotations

import math
import subprocess
from pathlib import Path
from random import Random

import pytest

from app.model.files.chalk_file import FileError
from engine.core.messages import message
from tests.fuzz.campaign import Campaign
from tests.fuzz.judging import Watch, judged
from tests.fuzz.targets import TARGETS, Target


@pytest.mark.parametrize("name", TARGETS)
def test_hostile_input_is_read_or_refused_in_words(name):
    report = Campaign(name, seed=1, start=0, count=400, most_seconds=math.inf).run()
    assert not report.failures, str(report.failures[0])
    # Neither all too wild nor all too tame.
    assert report.cases == 400
    assert 40 < report.read < 360


@pytest.mark.parametrize("name", TARGETS)
def test_an_input_can_be_made_again_from_its_number(name):
    target = TARGETS[name]
    first, again = ([target.content(1, index) for index in range(20)] for _ in range(2))
    assert first == again
    assert first != [target.content(2, index) for index in range(20)]


# That the judge finds what it is there for.


@pytest.fixture(scope="module")
def watch():
    return Watch()


def reader(read, use=str):
    return Target("any", "", Random.random, read, (FileError,), r"^\$", use)


def refused(sentence):
    def read(_content):
        raise FileError(message(sentence))

    return reader(read)


def test_a_refusal_in_words_passes(watch):
    assert not judged(refused("$.graph: this is no graph."), b"", watch).read


@pytest.mark.parametrize(
    ("sentence", "complaint"),
    [
        ("", "no words at all"),
        ("This is no graph.", "no place is named"),
        ("$.graph: two\nlines.", "not printable"),
        ("$.graph: \u202ebackwards.", "not printable"),
        ("$.graph: " + "long " * 99, "characters"),
    ],
)
def test_a_poor_refusal_is_found(watch, sentence, complaint):
    with pytest.raises(AssertionError, match=complaint):
        judged(refused(sentence), b"", watch)


def test_an_error_that_is_no_refusal_is_found_in_reading_and_in_use(watch):
    with pytest.raises(KeyError):
        judged(reader({}.__getitem__), "a", watch)
    with pytest.raises(ZeroDivisionError):
        judged(reader(int, lambda number: 1 / number), "0", watch)


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: Path(content).write_text("harm"),
        lambda content: Path(content).unlink(),
        lambda content: eval(repr(content)),
        lambda content: subprocess.run([content], check=False),
    ],
)
def test_a_reader_that_does_harm_is_found(watch, harm, tmp_path):
    with pytest.raises(AssertionError, match="reading did this"):
        judged(reader(harm), str(tmp_path / "file"), watch)
    assert not list(tmp_path.iterdir())
