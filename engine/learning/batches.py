"""Batches: which rows each update of a run takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from engine.learning.datasets import Sample


class Batches(Iterator[list[Sample]]):
    """The rows in batches of `size`, endlessly; each epoch in a new order, unless it is one batch.

    A deep copy goes on with the same batches.
    """

    def __init__(self, rows: Sequence[Sample], size: int, seed: int):
        self._rows = list(rows)
        self._size = size
        self._rng = Random(seed)
        self._next = 0

    def __next__(self) -> list[Sample]:
        start = self._next
        if start == 0 and self._size < len(self._rows):
            self._rng.shuffle(self._rows)
        self._next = start + self._size if start + self._size < len(self._rows) else 0
        return self._rows[start : start + self._size]
