"""Break it: a mistake on the user's own graph, beside the right gradients."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from app.model.catalogue.examples import EXAMPLES
from app.model.graph.evaluation import Evaluation
from app.model.graph.graph import Graph
from engine import DomainError, gradient_check
from engine.checking.mistakes import MISTAKES
from engine.core.messages import Message, message

# Two sums of the same terms in another order differ by their rounding, and by no more.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class MistakenPass:
    """What a mistake makes of the gradients of a graph, by the ids of its nodes."""

    name: str
    reason: Message
    """Why it is a mistake."""
    right: Mapping[int, float]
    wrong: Mapping[int, float]
    """Without the nodes whose wrong gradient is too large for a number."""
    differing: tuple[int, ...]
    """The nodes whose gradient comes out wrong, inputs first."""
    silent: Message | None
    """Why nothing differs on this graph, and what would show it; None where something does."""
    evaluation: Evaluation = field(repr=False, compare=False)

    @property
    def shows(self) -> bool:
        """Whether a gradient differs from the right one."""
        return bool(self.differing)

    @property
    def example(self) -> str:
        """The name of an example that shows this mistake."""
        return MISTAKES[self.name].example

    @cached_property
    def numeric(self) -> Mapping[int, float]:
        """The numeric derivative (`engine.gradient_check`) at the leaves that differ.

        It knows nothing of backward passes, and agrees with the right gradient but at a kink. A
        leaf is left out where the output exists on neither side of it.
        """
        evaluation, found = self.evaluation, {}
        leaves = [id_ for id_ in self.differing if evaluation.values[id_].op is None]
        for id_ in leaves:
            try:
                (row,) = gradient_check(
                    evaluation.values[evaluation.order[-1]], [evaluation.values[id_]]
                )
            except DomainError:
                continue
            found[id_] = row.numeric
        return found


def broken(graph: Graph, evaluation: Evaluation, name: str, passes: int = 1) -> MistakenPass:
    """The mistake called `name` (a key of `engine.checking.mistakes.MISTAKES`) on `graph`.

    `passes` counts the backward passes since the last zero_grad, which matters to one mistake
    only. Raises KeyError for another name. A node without a right gradient takes no part; where
    none has one, nothing differs and `silent` says so.
    """
    mistake = MISTAKES[name]
    order, right = evaluation.order, evaluation.grad
    reason = message(mistake.words)
    if not right:
        return MistakenPass(name, reason, right, {}, (), _why_no_pass(graph), evaluation)
    numbers = mistake.gradients([evaluation.values[id_] for id_ in order], passes)
    pairs = dict(zip(order, numbers, strict=True))
    slack = _ROUNDING * max(map(abs, right.values()))
    differing = tuple(
        id_
        for id_, number in pairs.items()
        if id_ in right and not math.isclose(number, right[id_], rel_tol=_ROUNDING, abs_tol=slack)
    )
    wrong = {i: number for i, number in pairs.items() if i in right and math.isfinite(number)}
    nothing = None if differing else _why_nothing_differs(name, passes)
    return MistakenPass(name, reason, right, wrong, differing, nothing, evaluation)


def _why_no_pass(graph: Graph) -> Message:
    if graph.output is None:
        return message("No output is chosen: there is no backward pass to break.")
    output = graph.name_of(graph.output)
    return message("There is no complete backward pass from {output} to break.", output=output)


def _why_nothing_differs(name: str, passes: int) -> Message:
    mistake = MISTAKES[name]
    if mistake.counts_passes and passes < 2:
        return message("After one backward pass nothing is left over. Run one more.")
    return message(
        "It makes no difference on this graph: that takes {needs}. The example “{example}” "
        "shows it.",
        needs=message(mistake.needs),
        example=message(EXAMPLES[mistake.example].title),
    )
