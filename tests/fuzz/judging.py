"""What is asked of every input: to be read, or refused in words, and to do no harm."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.fuzz.targets import Target
from tests.fuzz.uses import assert_sentence

MOST_SECONDS = 1.0
"""To read or refuse one input, of the processor's time: what else runs beside it doesn't count."""

_FORBIDDEN = (
    "open", "exec", "import", "subprocess.", "os.", "shutil.", "socket.", "ctypes.",
)  # fmt: skip
# Not "compile": Python's own parser is heard as that, and what it makes can be run by "exec" alone.


@dataclass(frozen=True)
class Verdict:
    """How a case went: whether it was read or refused, and in how many seconds."""

    read: bool
    seconds: float


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
    return Verdict(refusal is None, seconds)


def _read(target: Target, content: Any) -> tuple[Any, str | None]:
    """What was read, or the words of the refusal."""
    try:
        return target.read(content), None
    except target.refusals as error:
        return None, str(error)


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
