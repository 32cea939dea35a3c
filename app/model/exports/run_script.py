"""A training run as a script: what the one for this engine and the one for PyTorch share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, pairwise
from textwrap import fill, indent
from typing import ClassVar

from engine.learning.datasets import DATASETS, Sample
from engine.learning.losses import LOSSES
from engine.learning.optimisers import OPTIMISERS, SCHEDULES
from engine.learning.run import Run
from engine.learning.settings import SETTINGS

WIDTH = 88
INDENT = "    "


class RunScript(ABC):
    """The script of a run. Only what the settings ask for stands in it."""

    needs: ClassVar[str]
    """A sentence: what it takes to run it."""
    l1: ClassVar[str]
    l2: ClassVar[str]
    """What the two penalties weigh."""
    mean: ClassVar[tuple[str, ...]]
    """The lines up to the mean loss over `rows`; the last one is its expression."""
    right: ClassVar[tuple[str, ...]]
    """The lines that count the `rows` that are on their side, as `right`."""
    cost: ClassVar[str]
    """The penalty in the same form."""
    number: ClassVar[str]
    """From what `mean_loss` returns to a number."""

    def __init__(self, run: Run):
        self.run = run
        self.settings = run.settings
        self.classes = run.dataset.kind == "classification"
        self.batched = run.settings.batch_size(len(run.train)) < len(run.train)
        self.rows = "batch" if self.batched else "TRAIN"
        """What the rows of an update are called."""
        self.loss = LOSSES[run.settings.loss]
        self.optimiser = OPTIMISERS[run.settings.optimiser]
        self.schedule = SCHEDULES[run.settings.schedule]
        self.penalised = bool(run.settings.l1 or run.settings.l2)

    def text(self) -> str:
        """The whole script."""
        head = [self._heading(), self._imports(), self._constants(), *self._data()]
        head += [self._start(), self._model()]
        functions = [self._loss_of(), self._penalty(), self._mean_loss(), self._report()]
        functions += [self._rate_at(), self._batches()]
        tail = [self._memory(), self._loop(), self._end()]
        return _joined([_joined(head, 2), *functions, _joined(tail, 2)], 3) + "\n"

    @abstractmethod
    def _imports(self) -> str: ...

    @abstractmethod
    def _start(self) -> str:
        """The start weights, as START."""

    @abstractmethod
    def _model(self) -> str:
        """`model` and its `parameters`, with the start weights in them."""

    @abstractmethod
    def _loss_body(self) -> str:
        """The body of `loss_of`."""

    @abstractmethod
    def _memory(self) -> str:
        """What an optimiser remembers between two updates; perhaps nothing."""

    @abstractmethod
    def _update(self) -> Iterable[str]:
        """An update in its five parts, and the line that prints its loss."""

    # The head: what it is, and its numbers.

    def _heading(self) -> str:
        # Never the title of own points: it may be a user's text.
        name = self.settings.dataset
        data = DATASETS[name].title if name in DATASETS else "own points"
        title = self.optimiser.title
        words = f"A training run made with Chalkgrad: {data}, {self.loss.title}, {title}."
        told = (
            "For every update it prints how many came before, and the loss that it lowers; at the "
            f"end, how good the network has become. {self.needs} With the argument 50 it makes 50 "
            "updates."
        )
        if self.run.edited:
            told += (
                " In the run parameters were set by hand on the way: that is not in here, and from "
                "there on its losses were others."
            )
        return f'"""{words}\n\n{fill(told, WIDTH)}\n"""'

    def standard_library(self, *math: str) -> list[str]:
        """The imports, those from `math` and what the schedule needs of it included."""
        names = ", ".join(dict.fromkeys([*math, *self.schedule.imports]))
        lines = ["import random"] if self.batched else []
        return [*lines, "import sys", *([f"from math import {names}"] if names else [])]

    def _constants(self) -> str:
        lines = [
            (spec.constant.place, f"{spec.constant.name} = {getattr(self.settings, name)!r}")
            for name, spec in SETTINGS.items()
            if spec.constant and spec.constant.needed(self.settings, len(self.run.train))
        ]
        return "\n".join(line for _, line in sorted(lines))

    def _data(self) -> Iterator[str]:
        columns = "# x1, x2, class" if self.classes else "# x, y"
        yield f"{columns}\n{_listed('TRAIN', self.run.train)}"
        if self.run.test:
            yield _listed("TEST", self.run.test)

    # The functions.

    def _loss_of(self) -> str:
        return _function("loss_of(score, target)", self.loss.words, self._loss_body())

    def _penalty(self) -> str:
        weighed = (("l2", self.settings.l2, self.l2), ("l1", self.settings.l1, self.l1))
        terms = {name: f"{name.upper()} * {term}" for name, weight, term in weighed if weight}
        words = "What the sizes of the parameters cost."
        if len(terms) < 2:
            return "".join(_function("penalty()", words, f"return {t}") for t in terms.values())
        lines = [f"{name} = {term}" for name, term in terms.items()]
        return _function("penalty()", words, *lines, f"return {' + '.join(terms)}")

    def _mean_loss(self) -> str:
        *lines, mean = self.mean
        if self.penalised:
            lines, mean = [*lines, f"mean = {mean}"], f"mean + {self.cost}"
        words = "The mean loss over the rows" + (", and the penalty." if self.penalised else ".")
        return _function("mean_loss(rows)", words, *lines, f"return {mean}")

    def _report(self) -> str:
        loss = f"loss {{mean_loss(rows){self.number}}}"
        if not self.classes:
            return _function("report(name, rows)", "The mean loss.", f'print(f"{{name}}: {loss}")')
        words = "The mean loss, and how many points are on their side of the boundary."
        told = f'print(f"{{name}}: {loss}, {{right}} of {{len(rows)}} on their side")'
        return _function("report(name, rows)", words, *self.right, told)

    def _rate_at(self) -> str:
        if not self.schedule.body:
            return ""
        return _function("rate_at(step)", self.schedule.words, self.schedule.body)

    def _batches(self) -> str:
        if not self.batched:
            return ""
        words = "The rows of each update: every epoch in a new order."
        return _function("batches()", words, _BATCHES)

    # The run.

    def _loop(self) -> str:
        head = "for step in range(updates):"
        if self.batched:
            head = "for step, batch in zip(range(updates), batches()):"
        body = _joined([*self._update(), self._goal()], 1)
        return "\n".join([self._updates(), head, indent(body, INDENT)])

    def _updates(self) -> str:
        """How many updates are made."""
        asked = "updates = int(sys.argv[1]) if len(sys.argv) > 1 else"
        if self.run.reason is None:
            return f"{asked} STEPS"
        why = "So many were made" if self.run.edited else "With more of them the numbers run away"
        return f"# {why}.\n{asked} {self.run.step}"

    def _goal(self) -> str:
        if self.settings.target is None:
            return ""
        reached = f"mean_loss(TRAIN){self.number} <= TARGET"
        # The program looks where it measures: not after every update, if batches are small.
        if self.run.stride > 1:
            reached = f"(step + 1) % {self.run.stride} == 0 and {reached}"
        return f"if {reached}:\n    break"

    def _end(self) -> str:
        return "\n".join(
            f'report("{name}", {name.upper()})'
            for name, rows in (("train", self.run.train), ("test", self.run.test))
            if rows
        )


_BATCHES = """\
rng = random.Random(SEED)
rows = list(TRAIN)
while True:
    rng.shuffle(rows)
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]"""


def layers(run: Run) -> Iterator[list[list[float]]]:
    """For each layer the start of its neurons: the weights, then the bias."""
    start = iter(run.start)
    for nin, nout in pairwise([run.dataset.inputs, *run.settings.hidden, 1]):
        yield [list(islice(start, nin + 1)) for _ in range(nout)]


def written(numbers: Iterable[float], first: str, others: str) -> str:
    """Every digit of the numbers; how the first line begins, and how those that follow."""
    return fill(
        ", ".join(map(repr, numbers)), WIDTH,
        initial_indent=first, subsequent_indent=others, break_on_hyphens=False,
    )  # fmt: skip


def _listed(name: str, rows: Sequence[Sample]) -> str:
    lines = "\n".join(f"{INDENT}{row!r}," for row in rows)
    return f"{name} = [\n{lines}\n]"


def _function(signature: str, words: str, *lines: str) -> str:
    body = "\n".join([f'"""{words}"""', *lines])
    return f"def {signature}:\n{indent(body, INDENT)}"


def _joined(parts: Iterable[str], lines: int) -> str:
    """The parts that are there, each so many lines below the end of the last one."""
    return ("\n" * lines).join(filter(None, parts))
