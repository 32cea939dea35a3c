"""The tables of a run: every digit is there, and what is not known is an empty cell."""

from __future__ import annotations

import csv
import io

import pytest

from app.model.catalogue.presets import load_preset
from app.model.exports.run_tables import history_csv, points_csv
from app.model.files.disk import FileError
from app.model.training.setup import Setup
from engine.learning.datasets import OWN, own_points
from engine.learning.run import Run
from engine.learning.settings import RunSettings

BASE = RunSettings(points=20, hidden=(3,), steps=12)


def made(settings: RunSettings, updates: int) -> Run:
    run = Setup(settings).run()
    for _ in range(updates):
        run.update()
    return run


def table(text: str) -> list[list[str]]:
    header, *rows = csv.reader(io.StringIO(text))
    assert {len(row) for row in rows} == {len(header)}
    return rows


def test_a_row_holds_what_is_known_after_so_many_updates():
    run = made(BASE, 3)
    rows = table(history_csv(run))
    assert [row[0] for row in rows] == ["0", "1", "2", "3"]
    assert [float(row[1]) for row in rows[:-1]] == run.history.losses
    assert rows[-1][1] == ""
    for row, measurement in zip(rows, run.history.measurements, strict=True):
        assert [float(cell) for cell in row[2:]] == [
            measurement.train_loss,
            measurement.test_loss,
            measurement.train_accuracy,
            measurement.test_accuracy,
        ]


def test_between_two_measurements_the_cells_are_empty():
    run = made(RunSettings(points=20, hidden=(3,), batch=4), 7)
    assert run.stride == 5
    rows = table(history_csv(run))
    assert [row[0] for row in rows if row[2]] == ["0", "5"]
    assert all(row[2:] == ["", "", "", ""] for row in rows if row[0] not in "05")


@pytest.mark.parametrize(
    ("settings", "unknown"),
    [
        (RunSettings(points=20, hidden=(2,), test_share=0.0), [3, 5]),
        (RunSettings(points=20, hidden=(2,), dataset="sine", loss="squared error"), [4, 5]),
    ],
)
def test_what_a_run_does_not_have_is_empty(settings, unknown):
    (_, row, _) = table(history_csv(made(settings, 2)))
    assert [index for index, cell in enumerate(row) if not cell] == unknown


def test_the_header_says_what_the_losses_are_made_of():
    header = history_csv(made(BASE, 1)).splitlines()[0].split(",")
    assert header[0] == "updates made"
    assert header[2] == "train loss (mean hinge + L2)"
    assert header[4] == "train accuracy (0 to 1)"
    plain = RunSettings(dataset="sine", loss="squared error", l2=0.0, points=9)
    assert ",train loss (mean squared error)," in history_csv(made(plain, 1))


def test_a_change_by_hand_counts_from_its_step_on():
    run = made(BASE, 2)
    run.set_parameter(0, 5.0)
    rows = table(history_csv(run))
    assert len(rows) == 3
    assert float(rows[2][2]) == run.history.measurements[-1].train_loss


def test_a_run_left_in_the_middle_of_an_update_has_the_updates_that_it_made():
    run = Setup(RunSettings(hidden=(32, 32), points=100)).run()
    while run.step < 2:
        run.run_for(0.0)
    run.run_for(0.0)
    assert [float(row[1]) for row in table(history_csv(run))[:-1]] == run.history.losses


def test_a_run_that_ran_away_has_its_history():
    run = load_preset("too-large-a-rate").run()
    while not run.ended:
        run.update()
    assert len(table(history_csv(run))) == run.step + 1


def test_before_the_first_update_there_is_no_history():
    with pytest.raises(FileError, match="no history yet"):
        history_csv(Setup(BASE).run())


POINTS = ((0.1, 1e-7, 1.0), (1 / 3, -2.0, -1.0))


@pytest.mark.parametrize(
    ("rows", "header"),
    [
        (POINTS, "x1,x2,class"),
        (((0.1, 0.2), (-1e-300, 1e6)), "x,y"),
        (Setup(BASE).rows(), "x1,x2,class"),
        (Setup(RunSettings(dataset="step", loss="squared error")).rows(), "x,y"),
    ],
)
def test_points_come_back_from_their_table_as_they_were(rows, header):
    text = points_csv(rows)
    assert text.splitlines()[0] == header
    read = [tuple(map(float, row)) for row in table(text)]
    assert read == list(rows)
    assert own_points(read).name == OWN


def test_a_class_is_a_whole_number():
    assert points_csv(POINTS).splitlines()[1:] == ["0.1,1e-07,1", "0.3333333333333333,-2.0,-1"]
