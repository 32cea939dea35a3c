"""The verdict on a soak: what grew, of what was measured in the course of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from tests.soak.gauge import Count

WARM = 3.0
"""Minutes after which all is there that is made once: pictures, fonts, caches."""
MOST_GROWTH = 0.10
"""Of the memory, from minute 3 to the end."""

# Caches of a bounded size (of tapes, of runs that were left, of pyqtgraph's transforms) fill and
# empty as chance will have it: the least of the second half is compared with the most of the first.
_MOST_OBJECTS = 0.02


@dataclass(frozen=True)
class Sample:
    """What there was at the end of a round."""

    minute: float
    round: int
    megabytes: float | None
    count: Count

    def __str__(self) -> str:
        count = self.count
        memory = "—" if self.megabytes is None else f"{self.megabytes:.0f}"
        none = "—" if count.none is None else f"{count.none:,}"
        return (
            f"{self.minute:>6.1f}{self.round:>8}{memory:>8}{count.widgets:>9}{count.timers:>8}"
            f"{count.objects:>10,}{none:>10}"
        )


HEAD = f"{'minute':>6}{'round':>8}{'MB':>8}{'widgets':>9}{'timers':>8}{'objects':>10}{'None':>10}"


def problems(samples: Sequence[Sample], complaints: Sequence[str]) -> Iterator[str]:
    """A sentence for everything that is not as it should be.

    Compared are the last sample and the first that is warm; in a short run that is the third.
    """
    yield from (f"heard: {words}" for words in dict.fromkeys(complaints))
    if len(samples) < 4:
        yield f"{len(samples)} rounds are too few to compare"
        return
    last = samples[-1]
    first = next((sample for sample in samples if sample.minute >= WARM), samples[2])
    if first is last:
        first = samples[2]
    yield from _counts(first.count, last.count)
    yield from _objects([sample.count.objects for sample in samples[samples.index(first) :]])
    yield from _memory(samples)


def _counts(first: Count, last: Count) -> Iterator[str]:
    for name in ("widgets", "timers"):
        before, after = getattr(first, name), getattr(last, name)
        if after > before:
            yield f"{after - before} {name} more than before"
    # PySide keeps a reference for each virtual function of each object that Python makes: the
    # number rises, and no memory goes. Where it falls, Python will abort.
    if first.none is not None and last.none is not None and last.none < first.none:
        yield f"{first.none - last.none:,} references to None were taken"


def _objects(counts: Sequence[int]) -> Iterator[str]:
    middle = len(counts) // 2
    most, least = max(counts[:middle], default=counts[0]), min(counts[middle:])
    if least > most * (1.0 + _MOST_OBJECTS):
        yield f"{least - most:,} Python objects more than before"


def _memory(samples: Sequence[Sample]) -> Iterator[str]:
    """Medians over a minute, as one moment is in the middle of a training and another is not."""
    end = samples[-1].minute
    if end < WARM + 1.0:
        return
    warm, late = (
        [s.megabytes for s in samples if mark - 1.0 <= s.minute <= mark and s.megabytes]
        for mark in (WARM, end)
    )
    if warm and late and median(late) > median(warm) * (1.0 + MOST_GROWTH):
        yield f"memory grew from {median(warm):.0f} to {median(late):.0f} MB"
