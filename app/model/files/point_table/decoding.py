"""The lines of a file of text, in whatever encoding a program has written it."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from app.model.files.disk import FileError
from engine.core.messages import marked, message

LONGEST_LINE = 1 << 20
"""Characters."""
_LOOKED_AT = 1024
"""Bytes, by which UTF-16 without a byte order mark is told."""
_LEAST_LOOKED_AT = 8
_OLD_BYTES = "bytes of cp1252"


def text_lines(file: BinaryIO) -> Iterator[str]:
    """Each line without its end. Raises FileError for what is no text.

    What is no UTF-8 is read as the characters of Windows and Latin-1, byte by byte.
    """
    encoding = _encoding(file.read(_LOOKED_AT))
    file.seek(0)
    errors = _OLD_BYTES if encoding == "utf-8-sig" else "replace"
    text = io.TextIOWrapper(file, encoding, errors)
    try:
        while line := text.readline(LONGEST_LINE + 1):
            if "\0" in line:
                raise FileError(message("The file is not text."))
            if len(line) > LONGEST_LINE:
                words = marked("The file is not a table: a line has more than {most:,} characters.")
                raise FileError(message(words, most=LONGEST_LINE))
            yield line.removesuffix("\n")
    finally:
        # The file belongs to whoever opened it, and may have closed it by now.
        with suppress(ValueError):
            text.detach()


def _encoding(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # In UTF-16 digits, signs and most letters have one byte that is 0, always on the same side.
    odd, even = start[1::2].count(0), start[::2].count(0)
    zeros, others = max(odd, even), min(odd, even)
    if len(start) >= _LEAST_LOOKED_AT and 4 * zeros >= len(start) > 8 * others:
        return "utf-16-le" if odd > even else "utf-16-be"
    return "utf-8-sig"


def _as_cp1252(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    wrong = error.object[error.start : error.end]
    return wrong.decode("cp1252", errors="replace"), error.end


codecs.register_error(_OLD_BYTES, _as_cp1252)
# Python imports an encoding when it is first used; reading a file imports nothing.
for _name in ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"):
    codecs.lookup(_name)
