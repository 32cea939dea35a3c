"""A campaign: many inputs for one reader, in processes of their own, and all that failed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.fuzz.judging import MOST_SECONDS
from tests.fuzz.targets import TARGETS

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_FAILURES = 20
"""After so many a campaign ends."""


@dataclass(frozen=True)
class Failure:
    """An input that did not go well: how to repeat it, what was said, and where it lies."""

    name: str
    seed: int
    index: int
    words: str
    file: Path

    def __str__(self) -> str:
        again = f'python -m tests.fuzz 1 --only "{self.name}" --seed {self.seed}'
        return f"{again} --start {self.index}\n  input: {self.file}\n{self.words}"


@dataclass
class Report:
    """What a campaign has found so far."""

    name: str
    cases: int = 0
    read: int = 0
    slowest: float = 0.0
    """Seconds."""
    megabytes: float = 0.0
    failures: list[Failure] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.name:<16}{self.cases:>8,} inputs: {self.read:,} read, "
            f"{len(self.failures)} failed, all others refused; "
            f"slowest {self.slowest:.2f} s, peak {self.megabytes:.0f} MB"
        )


class Campaign:
    """Gives the reader `name` inputs `start` to `start + count`; `tell` hears of every one."""

    def __init__(
        self,
        name: str,
        seed: int,
        start: int,
        count: int,
        tell: Callable[[Report], None] = lambda _: None,
        most_seconds: float = MOST_SECONDS,
    ):
        self._seed = seed
        self._start, self._end = start, start + count
        self._tell = tell
        self._most_seconds = most_seconds
        self.report = Report(name)

    def run(self) -> Report:
        while self._next < self._end and len(self.report.failures) < MOST_FAILURES:
            words = self._work()
            if words:
                self._fail(words)
                self.report.cases += 1
        return self.report

    @property
    def _next(self) -> int:
        """The number of the first input that has not been judged yet."""
        return self._start + self.report.cases

    def _work(self) -> str:
        """Until the end, or until a worker dies: its last words, of which there may be none."""
        numbers = map(str, (self._seed, self._next, self._end))
        command = [sys.executable, "-m", "tests.fuzz.worker", self.report.name, *numbers]
        with (
            tempfile.TemporaryFile() as said,
            subprocess.Popen(
                command, cwd=ROOT, stdout=subprocess.PIPE, stderr=said, text=True
            ) as worker,
        ):
            assert worker.stdout
            for verdict in worker.stdout:
                self._note(*map(float, verdict.split()))
            status = worker.wait()
            said.seek(0)
            words = said.read().decode(errors="replace")
        return f"{words}\nexit status {status}" if status else ""

    def _note(self, read: float, seconds: float, megabytes: float) -> None:
        """Take in the verdict on the next input."""
        report = self.report
        report.read += int(read)
        report.slowest = max(report.slowest, seconds)
        report.megabytes = max(report.megabytes, megabytes)
        if seconds > self._most_seconds:
            self._fail(f"it took {seconds:.1f} seconds")
        report.cases += 1
        self._tell(report)

    def _fail(self, words: str) -> None:
        """Keep the next input in a file of its own, with the words on it."""
        name, index = self.report.name, self._next
        content = TARGETS[name].content(self._seed, index)
        whole = content if isinstance(content, bytes) else content.encode(errors="surrogatepass")
        folder = Path(tempfile.mkdtemp(prefix="chalkgrad-fuzz-"))
        file = folder / f"{name.replace(' ', '-')}-{self._seed}-{index}"
        file.write_bytes(whole)
        self.report.failures.append(Failure(name, self._seed, index, words[-2_000:], file))
