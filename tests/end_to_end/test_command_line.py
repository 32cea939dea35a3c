"""The program's command line, as a user types it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import resources
from app.documents.export import endings
from app.model.catalogue.examples import EXAMPLES
from app.model.files.disk import MODEL, TABLES
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from app.version import VERSION
from tests.app.model.graph_files import save

ROOT = Path(__file__).resolve().parent.parent.parent
CHEATSHEET = str(resources.path("examples", "cheatsheet.chalk"))


def run(*arguments, module=("main.py",), variables=(), **more):
    """The program without any display, from its own folder."""
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")
    environment = {name: value for name, value in os.environ.items() if name not in hidden}
    environment |= {"PYTHONPATH": str(ROOT), **dict(variables)}
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.run(
        [sys.executable, *module, *arguments],
        cwd=ROOT, env=environment, text=True, timeout=60, check=False, **streams | more,
    )  # fmt: skip


@pytest.mark.parametrize("ending", endings())
def test_a_graph_is_exported_without_a_display(tmp_path, ending):
    out = tmp_path / f"graph{ending}"
    done = run(CHEATSHEET, "--export", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    assert out.read_bytes()


def test_the_exported_json_is_that_of_the_engine(tmp_path):
    out = tmp_path / "graph.json"
    run(CHEATSHEET, "--export", str(out))
    text = "e = a*b; d = e + c; L = d*f"
    engine = run(text, "a=2", "b=-3", "c=10", "f=-2", "--json", module=("-m", "engine"))
    ours, theirs = json.loads(out.read_text()), json.loads(engine.stdout)
    assert ours["output"] == theirs["output"] == "L"
    by_name = {node["name"]: node for node in theirs["nodes"]}
    assert {node["name"]: node for node in ours["nodes"]} == by_name


@pytest.fixture
def steep(tmp_path):
    """The file of L = e + s, where s = sqrt(x) has an infinite slope and e = a · b has none."""
    graph = from_text("a = 2; b = 3; x = 0; e = a * b; s = sqrt(x); L = e + s", Graph())
    path = tmp_path / "steep.chalk"
    save(path, graph)
    return path


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf", ".dot", ".json"])
def test_a_graph_with_an_infinite_slope_is_exported(tmp_path, steep, ending):
    out = tmp_path / f"graph{ending}"
    done = run(str(steep), "--export", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    if ending == ".json":
        grads = {node["name"]: node["grad"] for node in json.loads(out.read_text())["nodes"]}
        assert grads == {"a": 3, "b": 2, "x": None, "e": 1, "s": 1, "L": 1}


def test_a_script_of_a_graph_with_an_infinite_slope_computes_all_that_exists(tmp_path, steep):
    out = tmp_path / "graph.py"
    done = run(str(steep), "--export", str(out))
    assert (done.returncode, done.stderr) == (0, "")
    alone = subprocess.run(
        [sys.executable, "-I", "-S", str(out)], capture_output=True, text=True, check=True
    )
    grads = {name: grad for name, _, grad in map(str.split, alone.stdout.splitlines())}
    assert grads == {"a": "3.0", "b": "2.0", "x": "None", "e": "1.0", "s": "1.0", "L": "1.0"}


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_exported_as_a_script_that_runs(tmp_path, name):
    out = tmp_path / "graph.py"
    done = run(str(resources.path("examples", f"{name}.chalk")), "--export", str(out))
    assert done.returncode == 0, done.stderr
    # Alone: it finds neither our packages nor any other.
    alone = subprocess.run(
        [sys.executable, "-I", "-S", str(out)], cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert (alone.returncode, alone.stderr) == (0, "")
    assert alone.stdout.splitlines()[-1].endswith(" 1.0")


@pytest.mark.parametrize(
    ("content", "out"),
    [
        (None, "graph.png"),
        (b"hello", "graph.png"),
        (b"[" * 100_000, "graph.json"),
        (b'{"format": "chalkgrad", "version": 2, "graph": {}}', "graph.svg"),
    ],
)
def test_a_file_that_cant_be_opened_is_one_line_and_status_2(tmp_path, content, out):
    source = tmp_path / "bad.chalk"
    if content is not None:
        source.write_bytes(content)
    done = run(str(source), "--export", str(tmp_path / out))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / out).exists()


def test_an_ending_that_is_no_kinds_is_refused_and_those_that_are_named(tmp_path):
    done = run(CHEATSHEET, "--export", str(tmp_path / "graph.none"))
    assert done.returncode == 2
    assert ".png, .svg, .pdf, .py, .dot, .json" in done.stderr
    assert all(ending in done.stderr for ending in endings())


def test_the_help_names_every_ending_and_so_does_the_readme():
    told = run("--help").stdout.split()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for ending in endings():
        assert ending in told
        assert f"`{ending}`" in readme, f"README.md names the kinds of export: {ending} is new"


def test_the_help_names_all_that_can_be_opened():
    told = run("--help").stdout
    assert all(ending in told for ending in (".chalk", MODEL, *TABLES))


def test_a_folder_that_does_not_exist_is_said_to_be_none(tmp_path):
    folder = tmp_path / "none"
    done = run(CHEATSHEET, "--export", str(folder / "graph.json"))
    assert (done.returncode, done.stderr) == (
        2,
        f"chalkgrad: The folder {folder} does not exist.\n",
    )
    assert not folder.exists()


@pytest.mark.parametrize("ending", endings())
def test_what_cant_be_written_is_one_line_and_the_old_file_stays(tmp_path, ending):
    done = run(CHEATSHEET, "--export", str(tmp_path / "none" / f"graph{ending}"))
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize("ending", [".png", ".svg", ".pdf", ".py", ".json"])
def test_a_full_disk_costs_neither_the_old_file_nor_the_truth(tmp_path, ending):
    resource = pytest.importorskip("resource", reason="Only Unix limits the size of a file.")
    out = tmp_path / f"graph{ending}"
    out.write_bytes(b"old")
    done = run(
        CHEATSHEET, "--export", str(out),
        # The limit stands for a disk that is full; Python ignores the signal that comes with it.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )  # fmt: skip
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert out.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


@pytest.mark.parametrize("wrong", [("--bogus",), ("--export", "x.png"), ("a", "b")])
def test_wrong_arguments_are_one_line_and_status_2(wrong):
    done = run(*wrong)
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_version_and_help_are_told_without_a_display():
    assert run("--version").stdout == f"chalkgrad {VERSION}\n"
    assert "--export OUT" in run("--help").stdout


linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Screens are named by variables on Linux alone."
)


@linux_only
@pytest.mark.parametrize(
    "variables",
    [{}, {"DISPLAY": ":4711"}, {"WAYLAND_DISPLAY": "none"}, {"QT_QPA_PLATFORM": "bogus"}],
)
def test_a_missing_screen_is_said_in_a_sentence_and_not_by_an_abort(tmp_path, variables):
    # Wayland's library wants a place for its sockets.
    done = run(variables={"XDG_RUNTIME_DIR": str(tmp_path), **variables})
    assert done.returncode == 2
    assert done.stderr.startswith("chalkgrad: ")
    assert len(done.stderr.splitlines()) == 1


@pytest.fixture
def boxes(tmp_path):
    """A program that shows a box where there is a desktop, and the boxes that it has shown."""
    shown = tmp_path / "shown"
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "zenity"
    program.write_text(f'#!/bin/sh\necho "$@" >> "{shown}"\n', encoding="utf-8")
    program.chmod(0o755)
    path = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "DISPLAY": ":4711"}
    return path, lambda: shown.read_text(encoding="utf-8") if shown.exists() else ""


@linux_only
@pytest.mark.parametrize("arguments", [("none.chalk", "--export", "out.png"), ("--bogus",)])
def test_what_needs_no_window_opens_no_box(boxes, arguments):
    variables, shown = boxes
    assert run(*arguments, variables=variables).returncode == 2
    assert shown() == ""


@linux_only
def test_a_start_that_finds_no_screen_says_so_in_a_box_too(boxes):
    variables, shown = boxes
    assert run(variables=variables).returncode == 2
    assert "The screen :4711 does not answer" in shown()


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_a_reader_that_goes_away_is_no_traceback(argument):
    reading, writing = os.pipe()
    os.close(reading)
    done = run(argument, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="There is no full device here.")
@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_what_can_not_be_printed_is_told_in_one_line(argument):
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = run(argument, stdout=full)
    assert (done.returncode, done.stderr) == (1, "chalkgrad: No space left on device\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="There is no full device here.")
def test_where_not_even_an_error_can_be_printed_the_status_is_left():
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        assert run("--bogus", stderr=full).returncode == 2
