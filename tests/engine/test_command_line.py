"""python -m engine, as a program of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHEET = ("e = a*b; d = e + c; L = d*f", "a=2", "b=-3", "c=10", "f=-2")


def engine(*arguments: str, **options) -> subprocess.CompletedProcess[str]:
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
    environment = os.environ | {"PYTHONUTF8": "1"} | options.pop("variables", {})
    command = [sys.executable, "-m", "engine", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=environment, encoding="utf-8", timeout=60, check=False, **options
    )


def test_the_sheet_s_example_prints_a_table():
    done = engine(*SHEET)
    assert done.stdout.splitlines() == [
        "name  op    data  grad",
        "a     leaf     2     6",
        "b     leaf    -3    -4",
        "e     *       -6    -2",
        "c     leaf    10    -2",
        "d     +        4    -2",
        "f     leaf    -2     4",
        "L     *       -8     1",
    ]
    assert (done.returncode, done.stderr) == (0, "")


def test_json_is_one_object():
    done = engine("--json", *SHEET)
    report = json.loads(done.stdout)
    assert list(report) == ["nodes", "output"]
    assert report["output"] == "L"
    assert [node["name"] for node in report["nodes"]] == ["a", "b", "e", "c", "d", "f", "L"]
    assert report["nodes"][0] == {
        "name": "a", "op": None, "data": 2.0, "grad": 6.0, "children": [],
    }  # fmt: skip
    assert report["nodes"][-1] == {
        "name": "L", "op": "*", "data": -8.0, "grad": 1.0, "children": ["d", "f"],
    }  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_an_expression_may_begin_with_a_minus():
    done = engine("-a * 2", "a=3", "--json")
    assert json.loads(done.stdout)["nodes"][-1]["data"] == -6


def test_help_says_how():
    for option in ("--help", "-h"):
        done = engine(option)
        assert done.returncode == 0
        assert done.stdout.startswith("usage: python -m engine")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "no expression"),
        (["--json"], "no expression"),
        ([""], "expected an expression"),
        (["a +", "a=1"], "line 1, column 4: expected a number"),
        (["a*b"], "a and b have no value"),
        (["a*b", "a=1"], "b has no value"),
        (["a", "a=abc"], "a needs a finite number, as in a=2, not 'abc'"),
        (["a", "a="], "a needs a finite number"),
        (["a", "a=nan"], "a needs a finite number"),
        (["a", "a=inf"], "a needs a finite number"),
        (["a", "a=1e999"], "a needs a finite number"),
        (["a", "a"], "'a' gives no value: expected NAME=NUMBER"),
        (["a", "=1"], "'=1' gives no value"),
        (["a", "a\n=\n1", "b\n"], r"'b\n' gives no value"),
        (["a", "a=1", "a=1"], "a has two values"),
        (["a", "a=1", "z=2"], "z has a value, and the expression does not ask for it"),
        (["a = 1; b = 2*a", "a=1"], "a has a value, and the expression does not ask for it"),
        (["a", "a=1", "--jsn"], "'--jsn' gives no value"),
        (["log(a)", "a=-1"], "log(-1.0) is undefined: log needs a positive input"),
        (["sqrt(a)", "a=0"], "sqrt(0.0) has no finite derivative"),
        (["(" * 2000], "nested more than 100 deep"),
    ],
)
def test_bad_input_is_told_in_one_line(arguments, words):
    done = engine(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert done.stderr.startswith("engine: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.slow
# The second is more than one buffer holds.
@pytest.mark.parametrize("expression", ["1 + 1", "+".join(["1"] * 20_000)], ids=["short", "long"])
def test_a_reader_that_goes_away_is_no_traceback(expression):
    reading, writing = os.pipe()
    os.close(reading)
    done = engine(expression, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_is_told_in_one_line():
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = engine(*SHEET, stdout=full)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_letters_that_the_terminal_has_no_code_for_are_escaped():
    ascii_only = {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii", "LC_ALL": "C.UTF-8"}
    done = engine("θ * 2", "θ=3", variables=ascii_only)
    assert done.returncode == 0
    assert "\\u03b8" in done.stdout
    done = engine("θ * x", "θ=3", variables=ascii_only)
    assert done.returncode == 2
    assert "x has no value" in done.stderr


@pytest.mark.parametrize("typed", ["1_5", "1e-400", "1/0"])
def test_a_value_is_read_as_numbers_are_everywhere(typed):
    refused = engine("a * 2", f"a={typed}")
    assert refused.returncode == 2
    assert f"a needs a finite number, as in a=2, not {typed!r}" in refused.stderr
    assert json.loads(engine("a * 2", "a=2,5", "--json").stdout)["nodes"][0]["data"] == 2.5
