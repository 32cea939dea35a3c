"""What is said of a part of an update, with the numbers of the one that is gone through slowly."""

from __future__ import annotations

from app.model.numbers import number
from app.model.training.shown_run import PARTS, ShownRun
from app.train.analysis.parameter_names import parameter_names
from engine.core.errors import DomainError
from engine.core.messages import Message, counted, message
from engine.learning.losses import LOSSES
from engine.learning.optimisers import OPTIMISERS
from engine.learning.run import Run, Update


def part_words(shown: ShownRun) -> Message | None:
    """A sentence for `shown.part`; None where no update is gone through slowly."""
    if not shown.part or shown.update is None:
        return None
    words = dict(zip(PARTS, (_forward, _loss, _zero_grad, _backward, _update), strict=True))
    return words[shown.part](shown.run, shown.update)


def largest(run: Run, numbers: list[float]) -> tuple[int, str]:
    """The place of the number that is farthest from 0, and the name of its parameter."""
    place = max(range(len(numbers)), key=lambda index: abs(numbers[index]))
    return place, parameter_names(run)[place]


def _forward(run: Run, update: Update) -> Message:
    row = update.rows[0]
    try:
        score = number(run.predict([row[:-1]], update.before)[0], 3)
    except DomainError:
        score = number(None)
    return message(
        "Forward: {count} samples go through the network. The first, ({inputs}), gets the score "
        "{score}; its target is {target}.",
        count=len(update.rows),
        inputs=", ".join(number(value, 3) for value in row[:-1]),
        score=score,
        target=number(row[-1], 3),
    )


def _loss(run: Run, update: Update) -> Message:
    places = {
        "loss": message(LOSSES[run.settings.loss].title),
        "mean": number(update.loss - update.penalty, 4),
        "penalty": number(update.penalty, 3),
        "total": number(update.loss, 4),
    }
    count = len(update.rows)
    if not update.penalty:
        return counted(
            "Loss ({loss}): {total}, that of one sample before the update.",
            "Loss ({loss}): {total}, the average over {count} samples before the update.",
            count,
            **places,
        )
    return counted(
        "Loss ({loss}): {mean}, that of one sample, plus the penalty of the weights, {penalty}: "
        "together {total} before the update.",
        "Loss ({loss}): {mean}, the average over {count} samples, plus the penalty of the weights, "
        "{penalty}: together {total} before the update.",
        count,
        **places,
    )


def _zero_grad(run: Run, update: Update) -> Message:
    place, name = largest(run, update.cleared)
    if not update.cleared[place]:
        if update.step > 1:
            return message("Zero grad: every grad is 0 already: the last update had none.")
        return message("Zero grad: every grad is 0 already, as this is the first update.")
    return message(
        "Zero grad: every grad goes back to 0, or backward would add to what the last update "
        "left, such as {grad} at {name}.",
        grad=number(update.cleared[place], 3),
        name=name,
    )


def _backward(run: Run, update: Update) -> Message:
    place, name = largest(run, update.grads)
    return message(
        "Backward: the chain rule leads from the loss to each of {count} parameters. The steepest "
        "is {name}: grad {grad}.",
        count=len(update.grads),
        name=name,
        grad=number(update.grads[place], 3),
    )


def _update(run: Run, update: Update) -> Message:
    moves = [after - before for before, after in zip(update.before, update.after, strict=True)]
    place, name = largest(run, moves)
    optimiser = OPTIMISERS[run.settings.optimiser]
    places = {
        "name": name,
        "before": number(update.before[place]),
        "after": number(update.after[place]),
        "rate": number(update.rate, 3),
        "grad": number(update.grads[place], 3),
        "optimiser": message(optimiser.title),
    }
    return message(optimiser.words, **places)
