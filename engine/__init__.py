"""A scalar autograd engine in pure Python: Value, Tape, parse and gradient_check."""

from engine.check import Check, gradient_check
from engine.errors import DomainError, ExpressionError
from engine.expression import parse
from engine.tape import Tape
from engine.value import Value

__all__ = ["Check", "DomainError", "ExpressionError", "Tape", "Value", "gradient_check", "parse"]
