"""Backward passes put to the test: numeric derivatives, and passes with a mistake."""
