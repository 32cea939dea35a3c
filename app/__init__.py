"""Chalkgrad, the desktop program."""
