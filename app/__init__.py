"""Chalkgrad, the desktop program."""

import os

# Read when numpy is first loaded. Our matrices are small: with threads of its own a picture takes
# as long on an idle machine, and fifteen times as long where something else is at work.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
