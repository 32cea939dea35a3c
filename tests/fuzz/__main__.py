"""Hostile input for every reader: `python -m tests.fuzz [COUNT]`, 20,000 inputs each by default.

Each is read, or refused with a sentence that names a place, within a second; the process stays
below 500 MB, opens no file and runs nothing meanwhile. What was read is saved, opened again and
used as the window would. A failure comes with the command that repeats it, and its input in a file.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.fuzz.campaign import Campaign, Report
from tests.fuzz.targets import TARGETS

FULL = 20_000
_EVERY = 5.0
"""Seconds between two lines of progress."""


class _Progress:
    """Prints how far a campaign is, now and then."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _EVERY

    def tell(self, report: Report) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            print(f"  {report}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("count", nargs="?", type=int, default=FULL, help="inputs for each reader")
    parser.add_argument("--only", choices=TARGETS, action="append", help="one reader alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="the number of the first input")
    options = parser.parse_args()
    failed = 0
    began = time.monotonic()
    for name in options.only or TARGETS:
        numbers = (options.seed, options.start, options.count)
        report = Campaign(name, *numbers, _Progress().tell).run()
        print(report, flush=True)
        for failure in report.failures:
            print(f"\n{failure}\n", flush=True)
        failed += len(report.failures)
    print(f"{failed} failures in {time.monotonic() - began:.0f} seconds")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
