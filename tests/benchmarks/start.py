"""How long the program takes to its first window, and what it does when idle:
`python -m tests.benchmarks.start`.

A bare window of PySide6, the program from its sources, and the bundle in `dist` where one was
built, in turns and by the same platform plug-in (QT_QPA_PLATFORM, or else that of the screen); the
ratios are those of the medians. All three are started once before it counts. Chalkgrad's window
stands before there is anything in it: it is told too when the first graph can be seen. The exit
status is 1 where a bound is not kept.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from app.start.application import RESULTS
from app.start.self_test import FURNISHED, PAINTED
from tests.end_to_end.built import PROGRAM, ROOT

ROUNDS = 21
SETTLED = 5.0
IDLE = 10.0
"""Seconds."""
BUSY = 0.005
"""Of a core."""

# A user's second start finds compiled modules; whoever measures may have switched that off.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}

BARE = [sys.executable, str(ROOT / "tests" / "benchmarks" / "bare_window.py")]
SOURCE = [sys.executable, str(ROOT / "main.py")]
BUNDLE = [str(PROGRAM)]


def seconds_to_window(command: Sequence[str], folder: Path) -> list[float]:
    """From the start of the process until the window stands, and until the graph stands in it;
    then it is ended. A bare window has no graph.
    """
    marks = [folder / PAINTED] if command is BARE else [folder / PAINTED, folder / FURNISHED]
    for mark in marks:
        mark.unlink(missing_ok=True)
    more = [str(marks[0])] if command is BARE else []
    start = time.time()
    process = subprocess.Popen([*command, *more], env=ENVIRONMENT | {RESULTS: str(folder)})
    while not all(mark.exists() and mark.read_text(encoding="utf-8") for mark in marks):
        assert process.poll() in (None, 0), f"{command} failed"
        time.sleep(0.005)
    stood = [float(mark.read_text(encoding="utf-8")) - start for mark in marks]
    process.kill()
    process.wait()
    return stood


def compare_starts() -> bool:
    """Whether the bounds are kept."""
    commands = {"a bare window": BARE, "from source": SOURCE}
    if PROGRAM.exists():
        commands["the bundle"] = BUNDLE
    times: dict[str, list[list[float]]] = {name: [] for name in commands}
    with TemporaryDirectory() as folder:
        for turn in range(ROUNDS + 1):
            for name, command in commands.items():
                taken = seconds_to_window(command, Path(folder))
                if turn:
                    times[name].append(taken)
    print(f"To the first window, and to the graph in it; medians of {ROUNDS}")
    bare = median(window for (window,) in times["a bare window"])
    kept = True
    for name, most in (("a bare window", 1.0), ("from source", 2.0), ("the bundle", 2.5)):
        if name in times:
            window, *graph = map(median, zip(*times[name], strict=True))
            kept = kept and window <= most * bare
            target = f"at most {most:g}" if graph else ""
            seen = f"   {graph[0]:.3f} s {graph[0] / bare:.2f}" if graph else ""
            print(f"  {name:<16}{window:>8.3f} s {window / bare:>6.2f}   {target:<14}{seen}")
        else:
            print(f"  {name:<16}not built")
    return kept


def measure_idle() -> bool:
    """The processor's time of the window that nobody touches, from Linux's own account; whether
    it is next to none.
    """
    print(f"Idle, the window open, over {IDLE:.0f} seconds")
    if not Path("/proc/self/stat").exists():
        print("  only Linux tells")
        return True
    with TemporaryDirectory() as folder:
        environment = ENVIRONMENT | {"XDG_CONFIG_HOME": folder}
        process = subprocess.Popen(SOURCE, env=environment)
        time.sleep(SETTLED)
        before = ticks(process.pid)
        time.sleep(IDLE)
        share = (ticks(process.pid) - before) / os.sysconf("SC_CLK_TCK") / IDLE
        process.kill()
        process.wait()
    print(f"  {share:.2%} of a core   at most {BUSY:.1%}")
    return share <= BUSY


def ticks(pid: int) -> int:
    """The clock ticks that a process has worked, for itself and in the system."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


if __name__ == "__main__":
    found = [compare_starts(), measure_idle()]
    sys.exit(0 if all(found) else 1)
