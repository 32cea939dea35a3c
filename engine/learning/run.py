"""A training run: its data, its network, its updates in slices of time, and their record."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from copy import copy, deepcopy
from math import fsum, isfinite
from random import Random

from engine.core.errors import DataError, DomainError
from engine.core.messages import Message, marked, message
from engine.core.number_text import short
from engine.learning.batches import Batches
from engine.learning.datasets import DATASETS, OWN, Dataset, Sample, split, split_in_order
from engine.learning.network import MLP
from engine.learning.objective import Answer, Gradient, Objective
from engine.learning.optimisers import OPTIMISERS, SCHEDULES, Optimiser
from engine.learning.record import Measurement, RunRecord, Update, accuracy
from engine.learning.settings import RunSettings, SettingError

__all__ = [
    "Measurement",
    "Message",
    "Run",
    "RunRecord",
    "RunSettings",
    "SettingError",
    "Update",
    "accuracy",
]  # fmt: skip

# What is done between two looks at the clock: a chunk of rows takes about 2 ms.
_CHUNK = 30_000

# No run recovers from here. And below it no sum overflows, not even in 7 layers of 32 inputs with
# points up to 1e6: so there is no nan, which a relu would turn into a 0 that looks right.
LARGEST_PARAMETER = 1e12

_DIVERGED = marked(
    "Training diverged after {step} updates: a weight would grow past {largest}. "
    "Reset, and try a learning rate of {rate:g} or less."
)
_UNDEFINED = marked(
    "After {step} updates the loss can’t be computed: {problem}. "
    "Reset, and try a learning rate of {rate:g} or less."
)


class Run:
    """A network in training: the same numbers every time, however the work is sliced.

    `parameters` and `grads` are plain numbers in the order of `MLP.parameters()`; `grads` are
    those of the last update (of the whole loss, the penalty included; 0 at the start). `train`
    and `test` hold the rows. `last` is the last update that was made, `pending` one that has been
    worked out and not made yet. `ended` turns true at the last step, at the target, or when the
    training diverged: then `reason` says so and what to try, and the parameters stay as they were.
    `edited` tells that a parameter was set by hand.

    `dataset` is taken in place of the one that the settings name, and the parameters `start` in
    place of drawn ones. Raises SettingError, and DataError for a `start` of another length or
    with a number beyond ±1e12.
    """

    def __init__(
        self, settings: RunSettings, dataset: Dataset | None = None,
        start: Sequence[float] | None = None,
    ):  # fmt: skip
        settings.check(dataset)
        self.settings = settings
        self.dataset = dataset or DATASETS[settings.dataset]
        rng = Random(settings.seed)
        rows = self.dataset.make(settings.points, settings.noise, rng)
        if self.dataset.name == OWN:
            self.train, self.test = split_in_order(rows, settings.test_share)
        else:
            self.train, self.test = split(rows, settings.test_share, rng)
        sizes = [*settings.hidden, 1]
        self._model = MLP(
            self.dataset.inputs, sizes, settings.activations, Random(settings.seed),
            settings.initial,
        )  # fmt: skip
        drawn = [parameter.data for parameter in self._model.parameters()]
        self.start = drawn if start is None else list(start)
        if len(self.start) != len(drawn):
            raise DataError(
                message(
                    "{wanted} parameters, not {count}", wanted=len(drawn), count=len(self.start)
                )
            )
        for number in self.start:
            _check_parameter(number)
        self._objective = Objective(self._model, self.dataset.inputs, settings)
        self._chunk = max(1, _CHUNK // len(self.start))
        self._batch = settings.batch_size(len(self.train))
        # A measurement reads every row, forward only: so it adds about a third to the work.
        self.stride = max(1, round(len(rows) / self._batch))
        self.reset()

    def reset(self) -> None:
        """Go back to the start: the same parameters, and nothing remembered."""
        self.parameters = list(self.start)
        self.grads = [0.0] * len(self.start)
        self.history = RunRecord()
        self.last: Update | None = None
        self.pending: Update | None = None
        self.reason: Message | None = None
        self.ended = False
        self.edited = False
        self._halfway = False
        # The gradient of the next update, where a measurement has worked it out, and for what.
        self._ahead: tuple[list[float], Gradient] | None = None
        self._optimiser: Optimiser = OPTIMISERS[self.settings.optimiser](self.settings.momentum)
        self._batches = Batches(self.train, self._batch, self.settings.seed)
        self._work = self._updates()

    def copy(self) -> Run:
        """A run that goes on from here with the same numbers, whatever becomes of this one.

        The update that is in progress is finished first, if there is one.
        """
        self.finish_update()
        other = copy(self)
        other.history = RunRecord(list(self.history.losses), list(self.history.measurements))
        other._optimiser, other._batches = deepcopy(self._optimiser), deepcopy(self._batches)
        measured = bool(self.history.measurements)
        other._work = iter(()) if self.ended else other._updates(measured=measured)
        return other

    @property
    def step(self) -> int:
        """The number of updates made so far."""
        return len(self.history.losses)

    @property
    def reached(self) -> bool:
        """Whether the last measurement reached the target."""
        target, measurements = self.settings.target, self.history.measurements
        return target is not None and bool(measurements) and measurements[-1].train_loss <= target

    @property
    def model(self) -> MLP:
        """The network as Values, with the present `data` and `grad` written to them."""
        for parameter, data, grad in zip(
            self._model.parameters(), self.parameters, self.grads, strict=True
        ):
            parameter.data, parameter.grad = data, grad
        return self._model

    def predict(
        self, points: Sequence[Sequence[float]], parameters: Sequence[float] | None = None
    ) -> list[float]:
        """The score at each of `points`, which hold the inputs alone.

        With `parameters` in place of the present ones, if given. Raises DomainError where an op is
        undefined.
        """
        return self._objective.scores(self.parameters if parameters is None else parameters, points)

    def update(self) -> None:
        """Make one update, or finish the one that is in progress; nothing if the run has ended."""
        before = self.step
        for halfway in self._work:
            self._halfway = halfway
            # An update that was left while it was being measured has been made already.
            if not halfway and self.step > before:
                return

    def next_update(self) -> Update | None:
        """Work out the next update with all its parts; `update` then makes it.

        None if there is none: the run has ended, before or just now.
        """
        while self.pending is None and not self.ended:
            self._halfway = next(self._work, False)
        return self.pending

    def run_for(
        self,
        seconds: float,
        clock: Callable[[], float] = time.perf_counter,
        until: int | None = None,
    ) -> None:
        """Train for so many `seconds`, or up to the step `until`, or to the end of the run.

        Works in chunks of about 2 ms, at least one, and may stop in the middle of an update.
        """
        end = clock() + seconds
        for halfway in self._work:
            self._halfway = halfway
            if clock() >= end or (until is not None and not halfway and self.step >= until):
                return

    def finish_update(self) -> None:
        """Finish the update that is in progress, if there is one."""
        while self._halfway:
            self._halfway = next(self._work, False)

    def set_parameter(self, index: int, number: float) -> None:
        """Set one parameter by hand, and measure the network again.

        Raises DataError for a number beyond ±1e12, and then changes nothing.
        """
        _check_parameter(number)
        self.finish_update()
        self.parameters = list(self.parameters)
        self.parameters[index] = number
        self.edited = True
        for _ in self._measured():
            pass

    def _updates(self, *, measured: bool = False) -> Iterator[bool]:
        """The run from here on: yields after every chunk of rows whether an update is in progress.

        It begins with a measurement, unless one was made already.
        """
        try:
            if not measured:
                yield from self._measured()
            for batch in self._batches:
                update = yield from self._prepared(batch)
                if update is None:
                    break
                self.pending = update
                yield True
                self._make(update)
                last = self.step == self.settings.steps
                if last or self.step % self.stride == 0:
                    yield from self._measured()
                    last = last or self.reached
                self.ended = last
                yield False
                if last:
                    return
        except DomainError as error:
            self._stop(_UNDEFINED, problem=error.reason)
        self.ended = True

    def _gradient(
        self, batch: list[Sample], note: Callable[[Answer], object] | None = None
    ) -> Generator[bool, None, Gradient]:
        """The gradient of an update, unless it is known; `note` is told what each row gives."""
        if self._ahead and self._ahead[0] is self.parameters:
            return self._ahead[1]
        total, grads = self._objective.summed(self.parameters, batch[: self._chunk], note=note)
        for start in range(self._chunk, len(batch), self._chunk):
            yield True
            rows = batch[start : start + self._chunk]
            total, grads = self._objective.summed(self.parameters, rows, total, grads, note)
        return self._objective.mean(self.parameters, len(batch), total, grads)

    def _prepared(self, batch: list[Sample]) -> Generator[bool, None, Update | None]:
        """The next update, not made yet; None if it would diverge."""
        loss, penalty, grads = yield from self._gradient(batch)
        settings, step = self.settings, self.step
        rate = SCHEDULES[settings.schedule].rate(settings.learning_rate, step, settings.steps)
        moved = self._optimiser.update(self.parameters, grads, rate)
        # min and max may miss a nan; a sum does not.
        bounded = min(moved) > -LARGEST_PARAMETER and max(moved) < LARGEST_PARAMETER
        if not (bounded and isfinite(loss + sum(moved))):
            self._stop(_DIVERGED, largest=short(LARGEST_PARAMETER))
            return None
        return Update(
            step + 1, batch, loss, penalty, rate, self.parameters, self.grads, grads, moved
        )

    def _make(self, update: Update) -> None:
        self.history.losses.append(update.loss)
        self.last, self.pending = update, None
        self.parameters, self.grads = update.after, update.grads

    def _stop(self, template: str, **places: object) -> None:
        rate = self.settings.learning_rate / 10
        self.reason = message(template, step=self.step, rate=rate, **places)

    def _measured(self) -> Iterator[bool]:
        """Note a Measurement; one forward pass serves the next update too where it takes all."""
        train: list[Answer] = []
        if self._batch == len(self.train):
            try:
                self._ahead = self.parameters, (yield from self._gradient(self.train, train.append))
            except DomainError:
                # The update will meet that slope; what is measured needs none.
                train.clear()
            yield True
        if not train:
            train = yield from self._answers(self.train)
        test = yield from self._answers(self.test)
        penalty = self._objective.penalty(self.parameters)
        train_loss, train_accuracy = self._judged(train, self.train, penalty)
        test_loss, test_accuracy = self._judged(test, self.test, penalty)
        assert train_loss is not None
        measurement = Measurement(self.step, train_loss, test_loss, train_accuracy, test_accuracy)
        self.history.measurements.append(measurement)

    def _judged(
        self, answers: list[Answer], rows: list[Sample], penalty: float
    ) -> tuple[float | None, float | None]:
        """Mean loss plus penalty, and accuracy; None where there is none."""
        if not rows:
            return None, None
        losses, scores = zip(*answers, strict=True)
        # fsum, as sum of floats gives other last digits from Python 3.12 on.
        loss = fsum(losses) / len(losses) + penalty
        classes = self.dataset.kind == "classification"
        return loss, accuracy(scores, [row[-1] for row in rows]) if classes else None

    def _answers(self, rows: list[Sample]) -> Generator[bool, None, list[Answer]]:
        """What each row gives, by the forward pass alone."""
        answers: list[Answer] = []
        for start in range(0, len(rows), self._chunk):
            answers += self._objective.answers(self.parameters, rows[start : start + self._chunk])
            yield True
        return answers


def _check_parameter(number: float) -> None:
    # Also refuses nan, which is in no range.
    if not abs(number) < LARGEST_PARAMETER:
        raise DataError(
            message("a parameter must lie within ±{largest}", largest=short(LARGEST_PARAMETER))
        )
