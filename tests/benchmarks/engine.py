"""How fast the engine is beside micrograd and PyTorch: `python -m tests.benchmarks.engine`.

Needs micrograd, and torch for the comparison with PyTorch. All of it runs on one thread, so the
processor's time is measured: what else the machine does counts less. What is compared runs in
turns; ratios are those of the medians.
"""

from __future__ import annotations

import gc
import random
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from functools import partial, reduce
from importlib.util import find_spec
from operator import add
from statistics import median
from time import process_time
from typing import Any

from engine import Tape, Value
from engine.learning.datasets import two_moons
from engine.learning.losses import hinge
from engine.learning.network import MLP

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


def chain(nodes: int) -> Value:
    """A graph of that many ops in a row, run forward and backward."""
    node, factor = Value(1.0), Value(1.0)
    for _ in range(nodes // 2):
        node = (node * factor).tanh()
    node.backward()
    return node


def bytes_a_node(nodes: int) -> float:
    """Bytes at the peak, forward and backward included, a node."""
    gc.collect()
    tracemalloc.start()
    chain(nodes)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / nodes


def told(what: str, number: str, target: str = "") -> None:
    print(f"{what:<52}{number:>14}   {target}")


def compare_steps() -> None:
    from micrograd import nn

    times = in_turns(
        {
            "micrograd": (step_of_values(nn.MLP(2, SIZES)), 3),
            "Value": (step_of_values(MLP(2, SIZES)), 10),
            "Tape": (step_of_tape(), 50),
        },
        rounds=5,
    )
    print("One step of micrograd's demo: 2-16-16-1, relu, 100 rows, hinge and L2")
    for name, taken in times.items():
        told(f"  {name}", f"{taken * 1e3:.2f} ms")
    told("  micrograd / Value", f"{times['micrograd'] / times['Value']:.1f}", "at least 8")
    told("  micrograd / Tape", f"{times['micrograd'] / times['Tape']:.0f}", "at least 300")


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


def measure_chains() -> None:
    print("A chain of Values, forward and backward")
    sizes = (10_000, 100_000, 1_000_000)
    works = {f"  {n:,} nodes": (partial(chain, n), 1_000_000 // n) for n in sizes}
    for name, taken in in_turns(works, rounds=3).items():
        nodes = int(name.split()[0].replace(",", ""))
        told(name, f"{taken / nodes * 1e9:.0f} ns a node")
    told(
        "  bytes a node at the peak, of a million", f"{bytes_a_node(sizes[-1]):.0f}", "at most 260"
    )


if __name__ == "__main__":
    compare_steps()
    compare_with_pytorch()
    measure_chains()
