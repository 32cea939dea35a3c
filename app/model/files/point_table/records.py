"""The records of a table: its lines, and several as one where a quoted cell goes on."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator

from app.model.files.point_table.layout import Layout

Record = tuple[int, str]
"""The line at which it begins, counted from 1, and its text."""

MOST_JOINED = 100
"""A quoted cell over more lines than that was never closed, and its quote is one of the text."""


def records(lines: Iterable[Record], layout: Layout) -> Iterator[Record]:
    """What holds cells of a table."""
    coming = iter(lines)
    put_back: deque[Record] = deque()
    while (found := _next(put_back, coming)) is not None:
        line, text = found
        if not layout.holds_cells(text):
            continue
        if '"' in text and _is_open(text, layout):
            text = _joined(text, put_back, coming, layout)
        yield line, text


def _next(put_back: deque[Record], coming: Iterator[Record]) -> Record | None:
    return put_back.popleft() if put_back else next(coming, None)


def _joined(text: str, put_back: deque[Record], coming: Iterator[Record], layout: Layout) -> str:
    """A text with the lines after it, as far as its last cell goes on; alone if it never ends."""
    parts = [text]
    read: list[Record] = []
    while len(read) < MOST_JOINED:
        found = _next(put_back, coming)
        if found is None:
            break
        read.append(found)
        parts.append(found[1])
        if '"' in found[1] and not _is_open(whole := "\n".join(parts), layout):
            return whole
    put_back.extendleft(reversed(read))
    return text


def _is_open(text: str, layout: Layout) -> bool:
    """Whether a quoted cell begins and does not end in it."""
    if text.count('"') % 2 == 0:
        return False
    begins = rf"(?:^|{re.escape(layout.delimiter)})[ \t]*\""
    whole = rf"{begins}(?:[^\"]|\"\")*\""
    return re.search(begins, re.sub(whole, "-", text)) is not None
