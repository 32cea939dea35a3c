"""Rounds in processes of their own; what failed is made short, and comes with its command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LAST = 30
"""Actions that are printed of a round that failed."""
MOST_TRIES = 60
"""Rounds to make one short that failed."""
VERDICT = "tests.monkey.round.Wrong:"
ERROR = f"{VERDICT} Chalkgrad"
"""How the report of an error begins that the program did not foresee."""
_HARMLESS = "This plugin does not support"


@dataclass(frozen=True)
class Outcome:
    """A round that is over: whether it went well, what it did, one action a line, and its words."""

    seed: int
    actions: int
    only: tuple[int, ...]
    status: int
    trail: tuple[str, ...]
    words: str

    @property
    def command(self) -> str:
        command = f"python -m tests.monkey --seed {self.seed} --actions {self.actions}"
        return f"{command} --only {','.join(map(str, self.only))}" if self.only else command

    @property
    def fault(self) -> str:
        """What two rounds that fail for the same reason have in common: no numbers, no names."""
        said = [line for line in self.words.splitlines() if line and not line[0].isspace()]
        verdict = next((line for line in said if line.startswith(VERDICT)), "")
        # An error of the program is known by its kind.
        words = said[-1].partition(":")[0] if not verdict or verdict.startswith(ERROR) else verdict
        return re.sub(r"\d+", "", words)

    def __str__(self) -> str:
        *before, end = ("", *self.trail)
        last = "\n".join([*before[1 - LAST :], end])
        return f"{self.words.strip()}\n\n{last}\n\nagain: {self.command}"


def play(seed: int, actions: int, only: Sequence[int] = ()) -> Outcome:
    """A round; its actions are the same wherever Python hashes texts differently."""
    with tempfile.TemporaryDirectory(prefix="chalkgrad-monkey-") as folder:
        trail = Path(folder, "trail")
        trail.touch()
        chosen = [",".join(map(str, only))] if only else []
        done = subprocess.run(
            [sys.executable, "-m", "tests.monkey.worker", str(seed), str(actions), trail, *chosen],
            cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": "0", "HOME": folder},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        lines = trail.read_text(encoding="utf-8").strip("\n").split("\n")
    said = [line for line in done.stderr.splitlines() if not line.startswith(_HARMLESS)]
    # What led to a verdict is no error of the test's.
    verdicts = [place for place, line in enumerate(said) if line.startswith(VERDICT)]
    words = "\n".join(said[verdicts[-1] if verdicts else 0 :])
    return Outcome(seed, actions, tuple(only), done.returncode, tuple(lines), words)


def shortened(failed: Outcome) -> Outcome:
    """The same fault by fewer actions, as far as a few tries find them."""
    best, tries = failed, 0
    first = (line.split(maxsplit=1)[0] for line in failed.trail if line.strip())
    numbers = [int(number) for number in first if number.isdigit()]
    size = len(numbers) // 2
    while size and tries < MOST_TRIES:
        begin = 0
        while begin < len(numbers) and tries < MOST_TRIES:
            fewer = numbers[:begin] + numbers[begin + size :]
            outcome = play(failed.seed, failed.actions, fewer) if fewer else None
            tries += 1
            if outcome and outcome.status and outcome.fault == failed.fault:
                best, numbers = outcome, fewer
            else:
                begin += size
        size //= 2
    return best
