"""A training run as a script for this engine: the loop that the Train tab explains, to be read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import indent
from typing import ClassVar

from app.model.exports.run_script import INDENT, RunScript, layers, written
from engine.learning.run import Run


def engine_run(run: Run) -> str:
    """The run from its very start, whatever has become of it; its losses are the same to the bit.

    Parameters that were set by hand on the way are not in it. Where the numbers ran away, it makes
    as many updates as the run has made.
    """
    return EngineRun(run).text()


class EngineRun(RunScript):
    """The script for this engine; those whose parameters have `data` and `grad` too differ in a
    few lines from it."""

    needs = "It needs Chalkgrad, or its folder engine beside it."
    l1 = "sum(abs(p) for p in parameters)"
    l2 = "sum(p * p for p in parameters)"
    mean = ("fsum(loss_of(model(x), target).data for *x, target in rows) / len(rows)",)
    cost = "penalty().data"
    right = ("right = sum((model(x).data > 0) == (target > 0) for *x, target in rows)",)
    number = ""
    zero_grad: ClassVar[str] = "model.zero_grad()"
    row: ClassVar[str] = """\
# forward
score = model(x)
# loss
loss = loss_of(score, target)
# backward: in grad the rows add up
loss.backward()
total += loss.data"""
    """What is done with the x and the target of each row."""
    added_cost: ClassVar[str] = "cost.data"
    """The penalty as a number, after its gradient was added."""

    def _imports(self) -> str:
        standard = self.standard_library("fsum", *self.optimiser.code.imports)
        return "\n".join([*standard, "", "from engine.nn import MLP"])

    def _start(self) -> str:
        lines = ["# Of every neuron its weights, then its bias.", "START = ["]
        for number, neurons in enumerate(layers(self.run), start=1):
            lines.append(f"{INDENT}# layer {number}")
            lines += [written(neuron, INDENT, 2 * INDENT) + "," for neuron in neurons]
        return "\n".join([*lines, "]"])

    def _model(self) -> str:
        names = self.settings.activations
        arguments = [f"{self.run.dataset.inputs}", f"{[*self.settings.hidden, 1]}"]
        if names:
            arguments.append(json.dumps(names[0] if len(set(names)) == 1 else names))
        return (
            f"model = MLP({', '.join(arguments)})\n"
            "parameters = model.parameters()\n"
            "for p, number in zip(parameters, START, strict=True):\n"
            "    p.data = number"
        )

    def _loss_body(self) -> str:
        return self.loss.engine

    def _memory(self) -> str:
        return self.optimiser.code.memory

    def _update(self) -> Iterator[str]:
        yield f"# zero grad\n{self.zero_grad}\ntotal = 0.0"
        yield f"for *x, target in {self.rows}:\n{indent(self.row, INDENT)}"
        words = "the mean over the rows" + (", and the penalty" if self.penalised else "")
        yield f"# {words}\nshare = 1 / len({self.rows})"
        yield "for p in parameters:\n    p.grad *= share"
        loss = "total * share"
        if self.penalised:
            yield self._penalise()
            loss += f" + {self.added_cost}"
        yield "# update"
        if self.schedule.body:
            yield "rate = rate_at(step)"
        yield self.optimiser.code.update.format(
            rate="rate" if self.schedule.body else "LEARNING_RATE"
        )
        yield f"print(step, {loss})"

    def _penalise(self) -> str:
        """The gradient of the penalty, added to those of the parameters."""
        return "cost = penalty()\ncost.backward()"
