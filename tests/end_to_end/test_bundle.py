"""The bundle that `packaging/build.py` makes: it needs nothing of the machine it runs on."""

import json
import os
import subprocess
import sys

import pytest

import resources
from app.export import ENDINGS
from app.libraries import PACKAGES
from app.program import RESULTS
from app.version import VERSION
from tests.end_to_end.built import FOLDER, PROGRAM, of_these_sources

CHEATSHEET = str(resources.path("examples", "cheatsheet.chalk"))
# Without these neither Windows nor a Mac starts any program with a window.
OF_THE_SYSTEM = ("SYSTEMROOT", "TEMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "HOME")

linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Only Linux has Qt's platform plug-in for X11."
)


@pytest.fixture
def program():
    return of_these_sources(PROGRAM)


@pytest.fixture
def shipped(program):
    """The names of all files and folders in the bundle."""
    assert program.is_relative_to(FOLDER)
    return {path.name for path in FOLDER.rglob("*")}


def run(program, folder, *arguments, **variables):
    """The bundle, with `PATH` and `PYTHONPATH` empty and nothing else of this process's."""
    empty = folder / "empty"
    empty.mkdir()
    if sys.platform.startswith("linux"):
        kept = {"HOME": str(empty), "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    else:
        kept = {name: os.environ[name] for name in OF_THE_SYSTEM if name in os.environ}
    return subprocess.run(
        [str(program), *arguments],
        env=kept | {"PATH": str(empty), "PYTHONPATH": ""} | variables,
        cwd=folder, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip


def test_it_opens_a_file_draws_trains_exports_and_quits(program, tmp_path):
    results = tmp_path / "results"
    done = run(program, tmp_path, CHEATSHEET, **{RESULTS: str(results)})
    assert (done.returncode, done.stderr) == (0, "")
    made = {path.name for path in results.iterdir()}
    assert {f"graph{ending}" for ending in ENDINGS} | {"tab-graph.png", "tab-train.png"} <= made


def test_its_self_test_fails_where_the_program_fails(program, tmp_path):
    (tmp_path / "bad.chalk").write_text("hello")
    done = run(program, tmp_path, "bad.chalk", **{RESULTS: str(tmp_path / "results")})
    assert done.returncode == 1


def test_it_exports_without_a_window(program, tmp_path):
    out = tmp_path / "graph.json"
    done = run(program, tmp_path, CHEATSHEET, "--export", str(out))
    assert done.returncode == 0, done.stderr
    assert json.loads(out.read_text(encoding="utf-8"))["output"] == "L"


def test_the_licences_of_what_it_ships_are_in_it(program):
    assert program.exists()
    named = {path.name for path in FOLDER.rglob("licences/*")}
    assert {"LICENSE", "Python", "PySide6_Essentials", "shiboken6", "numpy", "pyqtgraph"} <= named


@linux_only
def test_it_tells_its_version(program, tmp_path):
    assert run(program, tmp_path, "--version").stdout == f"chalkgrad {VERSION}\n"


@linux_only
def test_it_has_the_libraries_that_a_bare_linux_lacks_for_a_window(shipped):
    needed = {name for name in PACKAGES if name.startswith(("libxcb-", "libxkbcommon"))}
    assert needed <= shipped


@linux_only
def test_it_has_no_part_of_qt_that_the_program_does_not_use(shipped):
    for part in ("Network", "Qml", "Quick", "Sql", "Designer"):
        assert f"libQt6{part}.so.6" not in shipped
    assert not shipped & {"libqgtk3.so", "libqopensslbackend.so", "translations"}
