"""What is said of a place in the picture of a run, or of the point that stands there."""

from __future__ import annotations

from app.model.numbers import UNKNOWN, number
from app.ui.translation import say
from engine.core.errors import DomainError
from engine.core.messages import marked
from engine.core.value import Value
from engine.learning.datasets import Sample
from engine.learning.losses import LOSSES
from engine.learning.run import Run


def place_words(run: Run, place: Sample) -> str:
    """`x₁ 0.31, x₂ −0.2: score 1.7`; `place` holds what the picture's two axes show."""
    score = _score(run, place)
    if run.dataset.inputs == 1:
        return say("x {x}: score {score}", x=number(place[0], 3), score=number(score, 3))
    return say(
        "x₁ {x1}, x₂ {x2}: score {score}",
        x1=number(place[0], 3),
        x2=number(place[1], 3),
        score=number(score, 3),
    )


def point_words(run: Run, row: Sample) -> str:
    """Also the point's number, its target, and its loss."""
    rows = run.train if row in run.train else run.test
    template = marked("point {index}, target {target}: score {score}, loss {loss}")
    if rows is run.test:
        template = marked("test point {index}, target {target}: score {score}, loss {loss}")
    score = _score(run, row)
    return say(
        template,
        index=rows.index(row) + 1,
        target=number(row[-1], 3),
        score=number(score, 3),
        loss=_loss(run, score, row[-1]),
    )


def _score(run: Run, row: Sample) -> float | None:
    """What the engine answers there; None where it has no answer."""
    try:
        return run.predict([row[: run.dataset.inputs]])[0]
    except DomainError:
        return None


def _loss(run: Run, score: float | None, target: float) -> str:
    if score is None:
        return UNKNOWN
    try:
        return number(LOSSES[run.settings.loss].function(Value(score), Value(target)).data, 3)
    except DomainError:
        return UNKNOWN
