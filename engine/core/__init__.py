"""Ops, Value and Tape: numbers forward, gradients backward."""
