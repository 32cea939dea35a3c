"""Standard output and standard error, which may be closed, full, or short of letters."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO


def write(text: str, *, program: str) -> int:
    """Print a text and see it out. The exit status: 0, or 1 if it could not be printed.

    Says why on standard error, as `program`; but not where a reader such as `head` has read enough.
    """
    # A name may hold letters that the terminal has no code for.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    error = _written(text, sys.stdout)
    if error and not isinstance(error, BrokenPipeError):
        tell(str(error.strerror), program=program)
    return 1 if error else 0


def tell(sentence: str, *, program: str) -> None:
    """Say what is wrong on standard error. Where even that can't be written, the status is left."""
    _written(f"{program}: {sentence}", sys.stderr)


def _written(text: str, stream: TextIO | None) -> OSError | None:
    """Write a line to a stream, if it is open; why that failed, if it did."""
    if not stream:
        return None
    try:
        stream.write(f"{text}\n")
        stream.flush()
    except OSError as error:
        # What is left in the buffer would fail again when Python exits, with a status of its own.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return error
    return None
