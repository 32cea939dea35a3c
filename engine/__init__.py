"""A scalar autograd engine in pure Python: Value, networks, Tape, parse and gradient_check."""

from engine.checking.check import Check, gradient_check
from engine.core.errors import DomainError, ExpressionError
from engine.core.tape import Tape
from engine.core.value import Value
from engine.language.expression import parse
from engine.learning.network import MLP, Layer, Neuron

__all__ = [
    "MLP", "Check", "DomainError", "ExpressionError", "Layer", "Neuron", "Tape", "Value",
    "gradient_check", "parse",
]  # fmt: skip
