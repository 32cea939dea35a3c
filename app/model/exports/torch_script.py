"""A training run as a script for PyTorch, in double precision: the door out of Chalkgrad."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from app.model.exports.run_script import INDENT, RunScript, layers, written
from engine.core.op import Op
from engine.core.ops import OPS
from engine.learning.network import LINEAR
from engine.learning.run import Run


def torch_run(run: Run) -> str:
    """The run from its very start, as in `engine_run`; the losses are the same but for rounding.

    That stays below 1e-9 over 50 updates, unless it decides: a gradient that is exactly 0 here may
    be 1e-17 there, which the size of a parameter at 0 (L1) and Adam make a step of.
    """
    return _TorchRun(run).text()


class _TorchRun(RunScript):
    needs = "It needs PyTorch."
    l1 = "sum(p.abs().sum() for p in parameters)"
    l2 = "sum((p * p).sum() for p in parameters)"
    mean = (
        "data = torch.tensor(rows)",
        "scores, targets = model(data[:, :-1]), data[:, -1:]",
        "loss_of(scores, targets).mean()",
    )
    cost = "penalty()"
    right = (
        "data = torch.tensor(rows)",
        "right = int(((model(data[:, :-1]) > 0) == (data[:, -1:] > 0)).sum())",
    )
    number = ".item()"

    def _imports(self) -> str:
        own = ["", "import torch", "from torch import nn"]
        double = ["", "torch.set_default_dtype(torch.float64)"]
        return "\n".join([*self.standard_library(), *own, *double])

    def _start(self) -> str:
        lines = ["# Of every layer its weights, one neuron a row, then its biases.", "START = ["]
        for neurons in layers(self.run):
            lines.append(f"{INDENT}[")
            lines += [_row(neuron[:-1], 2 * INDENT) for neuron in neurons]
            lines.append(f"{INDENT}],")
            lines.append(_row([neuron[-1] for neuron in neurons], INDENT))
        return "\n".join([*lines, "]"])

    def _model(self) -> str:
        sizes = [self.run.dataset.inputs, *self.settings.hidden, 1]
        names = (*self.settings.activations, LINEAR)
        lines = []
        for (nin, nout), name in zip(pairwise(sizes), names, strict=True):
            then = "" if name == LINEAR else f" {_layer(OPS[name])},"
            lines.append(f"{INDENT}nn.Linear({nin}, {nout}),{then}\n")
        return (
            f"{self._own_layers()}model = nn.Sequential(\n{''.join(lines)})\n"
            "parameters = list(model.parameters())\n"
            "with torch.no_grad():\n"
            "    for p, numbers in zip(parameters, START, strict=True):\n"
            "        p.copy_(torch.tensor(numbers))"
        )

    def _own_layers(self) -> str:
        """The activations that PyTorch has no layer for, written out."""
        ops = [OPS[name] for name in dict.fromkeys(self.settings.activations) if name != LINEAR]
        return "".join(
            f"class {_layer(op).removesuffix('()')}(nn.Module):\n"
            f"{INDENT}def forward(self, x):\n{2 * INDENT}return {op.torch}\n\n\n"
            for op in ops
            if op.activation and not op.activation.torch
        )

    def _loss_body(self) -> str:
        return self.loss.torch

    def _memory(self) -> str:
        return self.optimiser.code.torch

    def _update(self) -> Iterator[str]:
        yield f"# forward and loss\nloss = mean_loss({self.rows})"
        yield "# zero grad\noptimiser.zero_grad()"
        yield "# backward\nloss.backward()"
        yield "# update"
        if self.schedule.body:
            yield 'for group in optimiser.param_groups:\n    group["lr"] = rate_at(step)'
        yield "optimiser.step()"
        yield "print(step, loss.item())"


def _layer(op: Op) -> str:
    """The layer of PyTorch that applies an activation."""
    assert op.activation
    return op.activation.torch or f"{op.name.capitalize()}()"


def _row(numbers: list[float], start: str) -> str:
    return written(numbers, f"{start}[", f"{start} ") + "],"
