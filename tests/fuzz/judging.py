"""What is asked of every input: read or refused in words, in time, in little memory, harmlessly."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.fuzz.targets import Target
from tests.fuzz.uses import assert_sentence

try:
    import resource
except ImportError:  # Windows tells in another way.
    resource = None

MOST_SECONDS = 1.0
"""To read or refuse one input, of the processor's time: what else runs beside it doesn't count."""
MOST_MEGABYTES = 500.0
"""For the process, at its peak."""

_FORBIDDEN = (
    "open", "exec", "compile", "import", "subprocess.", "os.", "shutil.", "socket.", "ctypes.",
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """How a case went: whether it was read, in how many seconds, and what the process took."""

    read: bool
    seconds: float
    megabytes: float


def judged(target: Target, content: Any, watch: Watch) -> Verdict:
    """Raises whatever the reader or the use of what was read raises, or an AssertionError."""
    start = time.process_time()
    with watch.watching():
        found, refusal = _read(target, content)
    seconds = time.process_time() - start
    if refusal is None:
        target.use(found)
    else:
        assert_sentence(refusal)
        assert re.search(target.place, refusal), f"no place is named: {refusal}"
    megabytes = peak()
    assert megabytes <= MOST_MEGABYTES, f"{megabytes:.0f} MB were taken"
    return Verdict(refusal is None, seconds, megabytes)


def _read(target: Target, content: Any) -> tuple[Any, str | None]:
    """What was read, or the words of the refusal."""
    try:
        return target.read(content), None
    except target.refusals as error:
        return None, str(error)


def peak() -> float:
    """Megabytes that the process has taken at most so far; 0 where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():
        # Linux's `ru_maxrss` would also count what the process took that has started this one.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024.0
    if resource is None:
        return 0.0
    # A Mac counts bytes.
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0**2


class Watch:
    """Raises where a reader opens a file, starts a program, or runs what it was given.

    Python's audit events can't be listened to for a while only: there is one watch a process.
    """

    def __init__(self) -> None:
        self._on = False
        sys.addaudithook(self._heard)

    @contextmanager
    def watching(self) -> Iterator[None]:
        self._on = True
        try:
            yield
        finally:
            self._on = False

    def _heard(self, event: str, arguments: tuple[object, ...]) -> None:
        if self._on and event.startswith(_FORBIDDEN):
            self._on = False
            raise AssertionError(f"reading did this: {event} {arguments!r:.200}")
