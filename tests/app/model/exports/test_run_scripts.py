"""A run as a script: it is short, and prints the losses of the run, for whatever it is written."""

from __future__ import annotations

import ast
import builtins
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from app.model.catalogue.presets import PRESETS, load_preset
from app.model.exports.engine_script import engine_run
from app.model.exports.micrograd_run import micrograd_run
from app.model.exports.plain_run import plain_run
from app.model.exports.torch_script import torch_run
from app.model.training.setup import Setup
from engine.learning.datasets import OWN, own_points
from engine.learning.losses import LOSSES
from engine.learning.network import activations
from engine.learning.optimisers import OPTIMISERS, SCHEDULES
from engine.learning.run import Run
from engine.learning.settings import SETTINGS, RunSettings

ROOT = Path(__file__).resolve().parents[4]
STEPS = 50

BASE = RunSettings(points=14, hidden=(4, 3), learning_rate=0.1, steps=60)
OF_KIND = {"classification": "two moons", "regression": "sine"}
OWN_POINTS = ((0.1, 1e-7, 1.0), (-2.5, 0.3, -1.0), (1 / 3, 0.2, 1.0), (0.0, -1.0, -1.0))
SETUPS = {
    **{
        f"{loss.name}, {kind}": {"loss": loss.name, "dataset": OF_KIND[kind]}
        for loss in LOSSES.values()
        for kind in loss.kinds
    },
    **{f"optimiser {name}": {"optimiser": name} for name in OPTIMISERS},
    **{f"schedule {name}": {"schedule": name} for name in SCHEDULES},
    **{f"activation {name}": {"activation": name} for name in activations()},
    "activations by layer": {"hidden": (3, 2, 4, 2), "activation": activations()},
    "no hidden layer": {"hidden": ()},
    "batches": {"batch": 3},
    "batches of one": {"batch": 1},
    "a batch of more than there are": {"batch": 1000},
    "L1": {"l1": 0.01, "loss": "cross-entropy", "activation": "tanh"},
    "L2": {"l2": 0.01},
    "L1 of zeros": {"l1": 0.1, "initial": "zeros", "loss": "cross-entropy"},
    "hinge of zeros": {"initial": "zeros"},
    "no test": {"test_share": 0.0},
    "other points": {"points": 17, "noise": 0.3, "seed": 5},
    "other steps": {"learning_rate": 0.03, "steps": 70, "target": 0.01},
    "all at once": {
        "batch": 4, "l1": 0.001, "l2": 0.001, "optimiser": "momentum", "momentum": 0.5,
        "schedule": "warm-up", "loss": "cross-entropy", "activation": ("tanh", "relu"),
    },
    "a curve in batches": {
        "dataset": "abs", "loss": "squared error", "batch": 5, "optimiser": "adam",
        "schedule": "linear",
    },
}  # fmt: skip


def losses_of(run: Run, steps: int = STEPS) -> list[float]:
    while run.step < steps and not run.ended:
        run.update()
    return run.history.losses


def ran_here(script: str) -> list[str]:
    """The lines that a script prints, without a process of its own."""
    lines: list[str] = []
    exec(
        compile(script, "run.py", "exec"),
        {"print": lambda *words: lines.append(" ".join(map(str, words)))},
    )
    return lines


def ran_in_a_process(script: str, folder: Path, *arguments: str) -> list[str]:
    path = folder / "run.py"
    path.write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(path), *arguments],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def printed_losses(lines: list[str]) -> list[float]:
    told = [line.split() for line in lines if line[0].isdigit()]
    assert [int(step) for step, _ in told] == list(range(len(told)))
    return [float(loss) for _, loss in told]


def told_at_the_end(lines: list[str]) -> list[list[str]]:
    """Of train and test: the loss, and how many are on their side, if these are classes."""
    ends = [line.replace(",", "").split() for line in lines if not line[0].isdigit()]
    return [words[2:4] for words in ends]


def measured(run: Run) -> Iterator[list[str]]:
    last = run.history.measurements[-1]
    for rows, loss, accuracy in (
        (run.train, last.train_loss, last.train_accuracy),
        (run.test, last.test_loss, last.test_accuracy),
    ):
        if rows:
            right = [] if accuracy is None else [f"{accuracy * len(rows):.0f}"]
            yield [repr(loss), *right]


@dataclass(frozen=True)
class Script:
    """A way to write scripts, and how far their numbers may be from those of the run."""

    write: Callable[[Run], str]
    tolerance: float

    def of(self, run: Run) -> str:
        return self.write(run)

    def agrees(self, run: Run, lines: list[str]) -> None:
        """The losses of all updates, and what the run ended with."""
        losses_of(run)
        self.same(printed_losses(lines), run.history.losses)
        ends, wanted = told_at_the_end(lines), list(measured(run))
        if run.history.measurements[-1].step == run.step:
            self.same([float(loss) for loss, *_ in ends], [float(loss) for loss, *_ in wanted])
            assert [right for _, *right in ends] == [right for _, *right in wanted]

    def same(self, ours: list[float], theirs: list[float]) -> None:
        if self.tolerance:
            assert ours == pytest.approx(theirs, rel=self.tolerance, abs=self.tolerance)
        else:
            assert ours == theirs


WRITERS = (plain_run, engine_run, micrograd_run, torch_run)
HERE = {
    "plain": Script(plain_run, 0.0),
    "engine": Script(engine_run, 0.0),
    "micrograd": Script(micrograd_run, 1e-9),
}


@pytest.fixture(params=[*HERE, pytest.param("torch", marks=pytest.mark.slow)])
def script(request: pytest.FixtureRequest) -> Iterator[Script]:
    if request.param in HERE:
        limit = sys.getrecursionlimit()
        yield HERE[request.param]
        sys.setrecursionlimit(limit)
        return
    torch = pytest.importorskip("torch", reason="PyTorch is not installed: it is optional")
    kept = torch.get_default_dtype()
    yield Script(torch_run, 1e-9)
    torch.set_default_dtype(kept)


@pytest.fixture(autouse=True)
def fifty_updates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["run.py", str(STEPS)])


@pytest.mark.slow
@pytest.mark.parametrize("name", SETUPS)
def test_the_losses_of_a_script_are_those_of_the_run(name, script):
    run = Setup(replace(BASE, **SETUPS[name])).run()
    script.agrees(run, ran_here(script.of(run)))


@pytest.mark.slow
@pytest.mark.parametrize("setting", [{"l1": 0.1}, {"optimiser": "adam"}])
@pytest.mark.parametrize("write", [plain_run, engine_run])
def test_rounding_decides_nothing_in_a_script_with_the_digits_of_the_engine(write, setting):
    """The gradient of the last bias is 0 here, and 1e-17 if it is added up in another order."""
    run = Setup(replace(RunSettings(hidden=(4, 3), points=50, seed=2), **setting)).run()
    assert printed_losses(ran_here(write(run))) == losses_of(run)


@pytest.mark.slow
def test_rows_that_the_run_takes_in_portions_add_up_to_the_same(script, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["run.py", "2"])
    run = Setup(replace(BASE, hidden=(32, 32), points=80)).run()
    script.same(printed_losses(ran_here(script.of(run))), losses_of(run, 2))


@pytest.mark.slow
def test_a_script_begins_with_start_weights_of_ones_own(script):
    weights = tuple(0.3 - 0.07 * number for number in range(9))
    run = Setup(replace(BASE, hidden=(2,)), weights=weights).run()
    script.agrees(run, ran_here(script.of(run)))
    assert losses_of(run) != losses_of(Setup(run.settings).run())


def test_a_script_holds_points_of_ones_own_with_every_digit(script):
    run = Setup(replace(BASE, dataset=OWN, test_share=0.25), OWN_POINTS).run()
    assert "(0.3333333333333333, 0.2, 1.0)," in script.of(run)
    script.agrees(run, ran_here(script.of(run)))


@pytest.mark.parametrize("batch", [None, 3])
def test_a_script_ends_at_the_target_as_the_run_does(batch, script):
    settings = replace(BASE, dataset="two clouds", batch=batch, target=0.2, learning_rate=0.5)
    run = Setup(settings).run()
    losses_of(run)
    assert run.reached
    assert run.step < STEPS
    script.agrees(run, ran_here(script.of(run)))


@pytest.mark.slow
def test_the_script_of_a_run_that_ran_away_ends_where_it_did(script, monkeypatch):
    run = load_preset("too-large-a-rate").run()
    losses_of(run)
    assert run.reason
    monkeypatch.setattr(sys, "argv", ["run.py"])
    script.agrees(run, ran_here(script.of(run)))


def test_a_script_begins_at_the_start_whatever_has_become_of_the_run(script):
    run, fresh = Setup(BASE).run(), Setup(BASE).run()
    at_start = script.of(run)
    losses_of(run, 5)
    run.set_parameter(0, 9.0)
    run.run_for(0.0)
    by_hand = " ".join(script.of(run).split())
    assert "parameters were set by hand on the way: that is not in here" in by_hand
    script.agrees(fresh, ran_here(script.of(run)))
    assert script.of(run).partition("import")[2] == at_start.partition("import")[2]


@pytest.mark.slow
def test_a_script_runs_as_a_program_of_its_own(script, tmp_path):
    run = load_preset("micrograd").run()
    lines = ran_in_a_process(script.of(run), tmp_path, "2")
    script.same(printed_losses(lines), losses_of(run, 2))


@pytest.mark.slow
def test_without_an_argument_a_script_makes_all_updates(script, tmp_path):
    run = Setup(replace(BASE, steps=7)).run()
    assert len(printed_losses(ran_in_a_process(script.of(run), tmp_path))) == 7


# What stands in it

FREE = replace(BASE, schedule="constant", test_share=0.0, l2=0.0)


def test_only_what_the_settings_ask_for_stands_in_a_script():
    for script in (write(Setup(FREE).run()) for write in WRITERS):
        for word in ("import random", "SEED", "BATCH", "L1", "L2", "MOMENTUM", "TARGET", "TEST"):
            assert word not in script
        for word in ("rate_at", "penalty", "batches", "velocity", "square", "sqrt"):
            assert word not in script


@pytest.mark.parametrize("name", [*SETUPS, *PRESETS])
def test_a_script_can_be_read(name):
    settings = replace(BASE, **SETUPS[name]) if name in SETUPS else None
    run = (Setup(settings) if settings else load_preset(name)).run()
    for write in WRITERS:
        script = write(run)
        lines = script.splitlines()
        assert max(map(len, lines)) < 100
        assert ast.get_docstring(ast.parse(script))
        data = sum(line.startswith((" " * 4 + "(", " " * 4 + "#")) for line in lines)
        numbers = sum(line.strip(" [],").replace("-", "")[:1].isdigit() for line in lines)
        # Where no engine does it, passes and derivatives are written out.
        most = 220 if write in (plain_run, micrograd_run) else 120
        assert len(lines) - data - numbers < most


def unknown_names(script: str) -> set[str]:
    """What a script reads, and neither makes nor imports."""
    read, known = set(), set(dir(builtins))
    for node in ast.walk(ast.parse(script)):
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                read.add(name)
            case ast.Name(id=name) | ast.arg(arg=name) | ast.alias(name=name):
                known.add(name)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                known.add(name)
    return read - known


@pytest.mark.parametrize("name", [*SETUPS, *PRESETS])
def test_every_name_in_a_script_is_made_there_or_imported(name):
    settings = replace(BASE, **SETUPS[name]) if name in SETUPS else None
    run = (Setup(settings) if settings else load_preset(name)).run()
    for script in (engine_run(run), torch_run(run)):
        unknown = unknown_names(script)
        assert not unknown, f"the row that writes {unknown} lacks them in its imports"


def test_every_setting_is_tried_in_a_script():
    tried = {name for changes in SETUPS.values() for name in changes}
    missing = set(SETTINGS) - tried
    assert not missing, f"SETUPS needs a set-up with another {missing}: both scripts must heed it"


@pytest.mark.slow
def test_the_largest_network_and_ten_thousand_points_make_a_script_that_compiles():
    settings = replace(BASE, hidden=(32,) * 6, points=10_000)
    run = Setup(settings).run()
    for script in (write(run) for write in WRITERS):
        assert len(script) < 1_000_000
        compile(script, "run.py", "exec")


def test_the_title_of_own_points_is_never_in_a_script():
    points = own_points(OWN_POINTS, '"""\nraise SystemExit')
    run = Run(replace(BASE, dataset=OWN), points)
    assert not any("SystemExit" in write(run) for write in WRITERS)


def test_the_script_of_a_run_that_needs_nothing_but_python_runs_without_our_package(tmp_path):
    run = Setup(replace(BASE, hidden=(2,), steps=3)).run()
    path = tmp_path / "run.py"
    path.write_text(plain_run(run), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(path)],
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert printed_losses(done.stdout.splitlines()) == losses_of(run)


def test_micrograd_s_own_network_is_used_where_it_is_the_network():
    assert "model = MLP(2, [4, 3, 1])" in micrograd_run(Setup(BASE).run())
    for other in ({"activation": "tanh"}, {"hidden": (3, 1)}):
        assert "MLP" not in micrograd_run(Setup(replace(BASE, **other)).run())


def test_a_hidden_layer_of_one_neuron_runs_in_every_script(script):
    run = Setup(replace(BASE, hidden=(1, 2))).run()
    script.agrees(run, ran_here(script.of(run)))


@pytest.mark.slow
def test_a_penalty_of_more_parameters_than_python_nests_calls_runs(script, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["run.py", "1"])
    run = Setup(replace(BASE, hidden=(32, 32), points=4, l1=0.001)).run()
    script.same(printed_losses(ran_here(script.of(run))), losses_of(run, 1))
