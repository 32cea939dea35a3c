"""Expressions as text: tokens, parser, and the Values they name."""
