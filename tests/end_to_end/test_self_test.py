"""The program's self-test, from the sources: the same that a bundle is checked with."""

import os
import subprocess
import sys
from pathlib import Path

import resources
from app.documents.export import endings
from app.start.application import RESULTS
from app.start.self_test import PAINTED
from app.train.export.kinds import KINDS

ROOT = Path(__file__).resolve().parent.parent.parent


FAILING = """
import app.start.application
def fail(): raise LookupError("in a timer")
app.start.application.warm_up = fail
raise SystemExit(app.start.application.run(None))
"""


def self_test(folder, *command):
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": str(folder / "home"),
        RESULTS: str(folder / "results"),
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip


def test_the_program_uses_itself_from_end_to_end(tmp_path):
    done = self_test(tmp_path, "main.py", str(resources.path("examples", "division.chalk")))
    assert (done.returncode, done.stderr) == (0, "")
    made = {path.name for path in (tmp_path / "results").iterdir()}
    assert {f"graph{ending}" for ending in endings()} | {PAINTED, "tab-train.png"} <= made
    assert {f"run-{number}{kind.ending}" for number, kind in enumerate(KINDS)} <= made


def test_a_file_that_cant_be_opened_fails_it_in_one_line(tmp_path):
    file = tmp_path / "bad.chalk"
    file.write_text("hello")
    done = self_test(tmp_path, "main.py", str(file))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "bad.chalk can’t be opened" in done.stderr


def test_an_error_that_nobody_foresaw_fails_it(tmp_path):
    done = self_test(tmp_path, "-c", FAILING)
    assert done.returncode == 1
    assert "self-test: LookupError: in a timer" in done.stderr
    assert "LookupError" in (tmp_path / "results/data/logs/chalkgrad.log").read_text()
