"""Somebody without a plan at the window: `python -m tests.monkey [--minutes M] [--seed N]`.

Real mouse and key events, chosen by chance, over the whole window: both tabs, canvas, panels,
menus, dialogs, files. No error, no warning; the canvas shows what a second evaluation finds; undo
of everything is the start, and redo the end; what is saved is what is shown. Every seed is a round
of some hundred actions, in a process of its own. The seeds go on from `--seed` for so many
minutes; without minutes it is that one alone. A round that fails is made short, and printed with
the command that repeats it.
"""

from __future__ import annotations

import argparse
import sys
import time

from tests.monkey.campaign import Outcome, play, shortened

ACTIONS = 300
MOST_FAILURES = 5
"""After so many it ends."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.monkey")
    parser.add_argument("--minutes", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--actions", type=int, default=ACTIONS, help="in one round")
    parser.add_argument("--only", default="", help="these actions alone: 3,17,20")
    parser.add_argument("--as-it-is", action="store_true", help="make nothing short")
    options = parser.parse_args()
    only = [int(number) for number in options.only.split(",") if number]
    began, seed = time.monotonic(), options.seed
    failures: list[Outcome] = []
    while True:
        outcome = play(seed, options.actions, only)
        print(f"seed {seed}: {len(outcome.trail)} lines, {outcome.trail[-1].strip()}", flush=True)
        if outcome.status:
            short = outcome if only or options.as_it_is else shortened(outcome)
            failures.append(short)
            print(f"{outcome.command}\n{short}\n", flush=True)
        seed += 1
        if time.monotonic() - began > 60.0 * options.minutes or len(failures) >= MOST_FAILURES:
            break
    seconds = time.monotonic() - began
    print(f"{seed - options.seed} rounds in {seconds:.0f} seconds, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
