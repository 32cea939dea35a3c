"""A scalar autograd engine in pure Python: Value, Tape, parse and gradient_check."""

from engine.core.check import Check, gradient_check
from engine.core.errors import DomainError, ExpressionError
from engine.core.tape import Tape
from engine.core.value import Value
from engine.language.expression import parse

__all__ = ["Check", "DomainError", "ExpressionError", "Tape", "Value", "gradient_check", "parse"]
