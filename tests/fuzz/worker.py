"""The process in which inputs are read: it tells how each went, and dies of the first failure.

`python -m tests.fuzz.worker NAME SEED START END`, for `tests.fuzz.campaign`. So a crash, a hang
and a full memory are failures like any other, and the next process goes on behind them.
"""

from __future__ import annotations

import faulthandler
import sys

from tests.fuzz.judging import Watch, judged
from tests.fuzz.targets import TARGETS
from tests.memory import limit, peak

HANGS = 60.0
"""Seconds after which an input is given up, and all of what is done with it."""
MOST_MEGABYTES = 500.0
"""For the process, at its peak."""
_FULL = 4
"""Gigabytes of address space, so that who asks for far too much fails, and not the machine."""


def main(name: str, seed: int, start: int, end: int) -> None:
    faulthandler.enable()
    limit(_FULL)
    target = TARGETS[name]
    # What is imported when it is first wanted is there from now on.
    target.use(target.read(target.good))
    watch = Watch()
    for index in range(start, end):
        faulthandler.dump_traceback_later(HANGS, exit=True)
        verdict = judged(target, target.content(seed, index), watch)
        megabytes = peak() or 0.0
        assert megabytes <= MOST_MEGABYTES, f"{megabytes:.0f} MB were taken"
        print(int(verdict.read), verdict.seconds, megabytes, flush=True)
    faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:5]))
