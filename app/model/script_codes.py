"""What the script of a training run says for each row of the engine's tables, as Python.

What stands for this engine computes what the engine does in the same order: so the last digits
agree too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LossCode:
    """`loss_of(score, target)`: its docstring, and its body for this engine and for PyTorch."""

    words: str
    engine: str
    torch: str


LOSS_CODES: Mapping[str, LossCode] = {
    "hinge": LossCode(
        "Hinge: max(0, 1 − target · score).",
        "return (1 - target * score).relu()",
        "return torch.relu(1 - target * score)",
    ),
    "squared error": LossCode(
        "Squared error.",
        "return (score - target) ** 2",
        "return (score - target) ** 2",
    ),
    "cross-entropy": LossCode(
        "Cross-entropy: −ln σ(target · score), written so that exp never overflows.",
        "margin = target * score\n"
        "return (-margin).maximum(0) + (1 + (-abs(margin)).exp()).log()",
        "return -nn.functional.logsigmoid(target * score)",
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class OptimiserCode:
    """`memory` stands before the loop and `update` in it, both for this engine.

    In the places `{rate}` of `update` stands what the learning rate is called there. `torch` makes
    the optimiser of PyTorch.
    """

    memory: str
    update: str
    torch: str
    imports: tuple[str, ...] = ()


OPTIMISER_CODES: Mapping[str, OptimiserCode] = {
    "sgd": OptimiserCode(
        "",
        "for p in parameters:\n"
        "    p.data -= {rate} * p.grad",
        "torch.optim.SGD(parameters, lr=LEARNING_RATE)",
    ),
    "momentum": OptimiserCode(
        "velocity = [0.0] * len(parameters)",
        "for i, p in enumerate(parameters):\n"
        "    velocity[i] = MOMENTUM * velocity[i] + p.grad\n"
        "    p.data -= {rate} * velocity[i]",
        "torch.optim.SGD(parameters, lr=LEARNING_RATE, momentum=MOMENTUM)",
    ),
    "adam": OptimiserCode(
        "BETA1, BETA2 = 0.9, 0.999\n"
        "mean = [0.0] * len(parameters)\n"
        "square = [0.0] * len(parameters)\n"
        "power1 = power2 = 1.0",
        "power1 *= BETA1\n"
        "power2 *= BETA2\n"
        "for i, p in enumerate(parameters):\n"
        "    mean[i] = BETA1 * mean[i] + (1 - BETA1) * p.grad\n"
        "    square[i] = BETA2 * square[i] + (1 - BETA2) * p.grad * p.grad\n"
        "    # Both begin at 0, and are too small at first: the powers make up for it.\n"
        "    size = sqrt(square[i] * (1 / (1 - power2)))\n"
        "    p.data -= {rate} / (1 - power1) * mean[i] / (size + 1e-8)",
        "torch.optim.Adam(parameters, lr=LEARNING_RATE)",
        ("sqrt",),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ScheduleCode:
    """`rate_at(step)`: its docstring, and its body. No body where the rate stays as it is."""

    words: str
    body: str


SCHEDULE_CODES: Mapping[str, ScheduleCode] = {
    "constant": ScheduleCode("", ""),
    "linear": ScheduleCode(
        "The learning rate, down to a tenth of it in a straight line.",
        "return LEARNING_RATE * (1 - 0.9 * step / STEPS)",
    ),
    "step": ScheduleCode(
        "The learning rate; a tenth of it from half of the run on, a hundredth in the end.",
        "if 2 * step < STEPS:\n"
        "    return LEARNING_RATE\n"
        "return LEARNING_RATE / (10 if 4 * step < 3 * STEPS else 100)",
    ),
    "warm-up": ScheduleCode(
        "The learning rate: up to it over a tenth of the run, and down to a tenth of it.",
        "rising = (step + 1) / max(1, 0.1 * STEPS)\n"
        "return min(1, rising) * (LEARNING_RATE * (1 - 0.9 * step / STEPS))",
    ),
}  # fmt: skip

TORCH_ACTIVATIONS: Mapping[str, str] = {
    "relu": "nn.ReLU()",
    "tanh": "nn.Tanh()",
    "sigmoid": "nn.Sigmoid()",
    "linear": "",
}
"""The layer of PyTorch that follows a linear one; no text where none does."""
