"""How fast the engine is beside micrograd, microgpt and PyTorch, and how much memory it takes.

    python -m tests.benchmarks.engine [--microgpt FILE] [--before FOLDER]

FILE is Karpathy's microgpt.py; FOLDER is a checkout whose engine runs beside this one. Needs
micrograd, and torch for the comparison with PyTorch. All of it runs on one thread, so the
processor's time is measured: what else the machine does counts less. What is compared runs in
turns; ratios are those of the medians.
"""

from __future__ import annotations

import gc
import random
import sys
import tracemalloc
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from importlib import import_module
from importlib.util import find_spec
from operator import add
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from engine import Tape, Value
from engine.learning.datasets import two_moons
from engine.learning.losses import hinge
from engine.learning.network import MLP
from tests.benchmarks.microgpt import training_step

ROWS = two_moons(100, 0.1, random.Random(1337))
SIZES = [16, 16, 1]
L2 = 1e-4
RATE = 0.01

Work = Callable[[], object]


def seconds(work: Work, repeats: int = 1) -> float:
    """Seconds of the processor that a call of `work` takes, as a mean over `repeats` in a row.

    The collector is left on, as a user leaves it: most of a step of micrograd goes there, since
    every node of its graphs is part of a cycle. A call before the clock starts leaves the garbage
    that each further call finds; that of other works is collected before.
    """
    gc.collect()
    work()
    start = process_time()
    for _ in range(repeats):
        work()
    return (process_time() - start) / repeats


def in_turns(works: Mapping[str, tuple[Work, int]], rounds: int) -> dict[str, float]:
    """The median seconds of each work (with its repeats a round), measured in turns."""
    times: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, (work, repeats) in works.items():
            times[name].append(seconds(work, repeats))
    return {name: median(found) for name, found in times.items()}


def step_of_values(model: Any) -> Work:
    """One step of micrograd's demo, in words that micrograd and this engine both understand."""

    def step() -> None:
        scores = [model(list(row[:2])) for row in ROWS]
        hinges = [(1 + -row[2] * score).relu() for row, score in zip(ROWS, scores, strict=True)]
        total = reduce(add, hinges) * (1.0 / len(hinges))
        total = total + L2 * reduce(add, [p * p for p in model.parameters()])
        model.zero_grad()
        total.backward()
        for p in model.parameters():
            p.data -= RATE * p.grad

    return step


def recorded() -> tuple[Tape, list[float]]:
    """The tape of the demo's loss of one row, and its parameters."""
    model = MLP(2, SIZES, rng=random.Random(1))
    x1, x2, y = Value(0.0, "x1"), Value(0.0, "x2"), Value(1.0, "y")
    score = model([x1, x2])
    assert isinstance(score, Value)
    parameters = model.parameters()
    return Tape(hinge(score, y), [x1, x2, y], parameters), [p.data for p in parameters]


def step_of_tape() -> Work:
    """The same step by a tape, with the penalty and its derivative."""
    tape, numbers = recorded()

    def step() -> None:
        total, grads = tape.run(numbers, ROWS)
        total = total / len(ROWS) + L2 * sum(p * p for p in numbers)
        share = 1.0 / len(ROWS)
        numbers[:] = [
            p - RATE * (share * grad + 2 * L2 * p) for p, grad in zip(numbers, grads, strict=True)
        ]

    return step


def pass_of_pytorch(rows: Sequence[Sequence[float]]) -> Work:
    """Forward and backward of the summed loss in PyTorch: eager, float64, all rows at once."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(1)
    sizes = [2, *SIZES]
    layers: list[torch.nn.Module] = []
    for inputs, outputs in zip(sizes, SIZES, strict=False):
        layers += [torch.nn.Linear(inputs, outputs, dtype=torch.float64), torch.nn.ReLU()]
    network = torch.nn.Sequential(*layers[:-1])
    data = torch.tensor(rows, dtype=torch.float64)
    points, y = data[:, :2], data[:, 2]

    def forward_and_backward() -> None:
        network.zero_grad()
        torch.relu(1 - y * network(points)[:, 0]).sum().backward()

    return forward_and_backward


def chain(nodes: int, value: type = Value) -> Any:
    """A graph of that many ops in a row."""
    node, factor = value(1.0), value(1.0)
    for _ in range(nodes // 2):
        node = (node * factor).tanh()
    return node


def both_ways(nodes: int) -> None:
    """A chain, forward and backward."""
    chain(nodes).backward()


def bytes_a_node(nodes: int, value: type = Value) -> tuple[float, float]:
    """Bytes a node: of a chain as it is built, and at the peak of its backward pass."""
    gc.collect()
    tracemalloc.start()
    node = chain(nodes, value)
    built, _ = tracemalloc.get_traced_memory()
    node.backward()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return built / nodes, peak / nodes


def bytes_kept(work: Work, repeats: int) -> int:
    """By how many bytes the memory in use grows over that many calls, after a few others."""
    gc.collect()
    tracemalloc.start()
    for _ in range(3):
        work()
    gc.collect()
    start, _ = tracemalloc.get_traced_memory()
    for _ in range(repeats):
        work()
    gc.collect()
    end, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return end - start


def engine_of(folder: Path) -> tuple[type, type]:
    """Value and MLP of the engine in another checkout, beside our own."""

    def taken() -> dict[str, Any]:
        names = [name for name in sys.modules if name.partition(".")[0] == "engine"]
        return {name: sys.modules.pop(name) for name in names}

    ours = taken()
    sys.path.insert(0, str(folder.resolve()))
    try:
        value, mlp = (
            import_module("engine.core.value").Value,
            import_module("engine.learning.network").MLP,
        )
    finally:
        sys.path.pop(0)
        taken()
        sys.modules.update(ours)
    assert value is not Value
    return value, mlp


def told(what: str, number: str, target: str = "") -> None:
    print(f"{what:<52}{number:>14}   {target}")


def compare_steps(before: type | None) -> None:
    from micrograd import nn

    works = {
        "micrograd": (step_of_values(nn.MLP(2, SIZES)), 3),
        "Value": (step_of_values(MLP(2, SIZES)), 10),
        "Tape": (step_of_tape(), 50),
    }
    if before:
        works["Value before"] = (step_of_values(before(2, SIZES)), 10)
    times = in_turns(works, rounds=5)
    print("One step of micrograd's demo: 2-16-16-1, relu, 100 rows, hinge and L2")
    for name, taken in times.items():
        told(f"  {name}", f"{taken * 1e3:.2f} ms")
    told("  micrograd / Value", f"{times['micrograd'] / times['Value']:.1f}", "at least 13")
    told("  micrograd / Tape", f"{times['micrograd'] / times['Tape']:.0f}", "at least 300")
    if before:
        told("  Value before / Value", f"{times['Value before'] / times['Value']:.2f}")
    kept = bytes_kept(works["Value"][0], 30)
    told("  bytes that 30 steps of Value keep", f"{kept:,}", "at most 10,000")


def compare_with_microgpt(path: Path | None, before: type | None) -> None:
    print("A training step of microgpt, with its own Value and with ours")
    if path is None:
        told("  microgpt", "no --microgpt")
        return
    works = {"its own": (training_step(path), 3), "Value": (training_step(path, Value), 3)}
    if before:
        works["Value before"] = (training_step(path, before), 3)
    for collector, most in (("on", "at most 0.55"), ("off", "at most 0.85")):
        if collector == "off":
            gc.disable()
        times = in_turns(works, rounds=5)
        gc.enable()
        for name, taken in times.items():
            told(f"  collector {collector}: {name}", f"{taken * 1e3:.1f} ms")
        for name in [*works][1:]:
            share = f"{times[name] / times['its own']:.2f}"
            told(
                f"  collector {collector}: {name} / its own", share, most if name == "Value" else ""
            )


def compare_with_pytorch() -> None:
    print("Forward and backward of the same network, PyTorch eager, float64, one thread")
    if find_spec("torch") is None:
        told("  PyTorch", "not installed")
        return
    tape, numbers = recorded()
    for count in (1, 4, 8, 100):
        rows = ROWS[:: len(ROWS) // count][:count]
        times = in_turns(
            {
                "PyTorch": (pass_of_pytorch(rows), 50),
                "Tape": (partial(tape.run, numbers, rows), 50),
            },
            rounds=41,
        )
        told(
            f"  {count} rows: Tape {times['Tape'] * 1e3:.3f} ms, "
            f"PyTorch {times['PyTorch'] * 1e3:.3f} ms",
            f"{times['Tape'] / times['PyTorch']:.2f}",
            "at most 0.75" if count == 4 else "",
        )


def measure_chains(before: type | None) -> None:
    print("A chain of Values, forward and backward")
    sizes = (10_000, 100_000, 1_000_000)
    works = {f"  {n:,} nodes": (partial(both_ways, n), 1_000_000 // n) for n in sizes}
    for name, taken in in_turns(works, rounds=3).items():
        nodes = int(name.split()[0].replace(",", ""))
        told(name, f"{taken / nodes * 1e9:.0f} ns a node")
    for name, value in {"Value": Value, "Value before": before}.items():
        if value:
            built, peak = bytes_a_node(sizes[-1], value)
            told(f"  {name}: bytes a node as built", f"{built:.0f}", "at most 125")
            told(f"  {name}: bytes a node at the peak", f"{peak:.0f}", "at most 150")
            builds: dict[str, tuple[Work, int]] = {
                "few": (partial(chain, 10_000, value), 40),
                "many": (partial(chain, 400_000, value), 1),
            }
            times = in_turns(builds, rounds=5)
            growth = times["many"] / times["few"] / 40
            told(f"  {name}: build, 400,000 to 10,000 nodes", f"{growth:.2f}", "at most 2.4")


def main() -> None:
    parser = ArgumentParser("python -m tests.benchmarks.engine")
    parser.add_argument("--microgpt", type=Path, help="the path of microgpt.py")
    parser.add_argument("--before", type=Path, help="a checkout to compare the engine with")
    options = parser.parse_args()
    value, mlp = engine_of(options.before) if options.before else (None, None)
    compare_steps(mlp)
    compare_with_microgpt(options.microgpt, value)
    # PyTorch last: the collector would walk all that it brings in every measurement after it.
    measure_chains(value)
    compare_with_pytorch()


if __name__ == "__main__":
    main()
