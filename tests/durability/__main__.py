"""Kills the program 200 times in the middle of its work: `python -m tests.durability [KILLS]`.

At most the last two seconds may be missing, and every file must open.
"""

from __future__ import annotations

import sys
import time
from statistics import median

from tests.durability.kills import kill_many

KILLS = 200
SIZES = (12, 300, 2000)
MOST = 2.0
"""Seconds."""


def main() -> int:
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else KILLS
    seed = time.time_ns() % 1_000_000
    print(f"{kills} kills, seed {seed}", flush=True)
    found = []
    for remains in kill_many(kills, SIZES, seed):
        found.append(remains)
        if remains.lost > MOST:
            print(f"too much was lost: {remains}", flush=True)
    print(
        f"{'nodes':>6}{'kills':>7}{'edits':>8}{'with a draft':>14}{'lost: median':>14}{'worst':>9}"
    )
    for nodes in SIZES:
        here = [remains for remains in found if remains.nodes == nodes]
        if here:
            lost = [remains.lost for remains in here]
            print(
                f"{nodes:>6}{len(here):>7}{sum(r.edits for r in here):>8}"
                f"{sum(r.drafts > 0 for r in here):>14}{median(lost):>12.2f} s{max(lost):>7.2f} s"
            )
    return 1 if any(remains.lost > MOST for remains in found) else 0


if __name__ == "__main__":
    sys.exit(main())
