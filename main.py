"""Chalkgrad: see how backpropagation works. Run `python main.py [FILE]`."""

import sys

from app.start.command_line import main

if __name__ == "__main__":
    sys.exit(main())
