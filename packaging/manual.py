"""The manual page, from the program's own description of its command line."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

DESCRIPTION = """\
.SH DESCRIPTION
Chalkgrad opens a window, in which expressions of numbers are built as a graph and trained as a
network. Without a FILE the graph is empty."""

AFTER = r"""
.SH ENVIRONMENT
.TP
.B CHALKGRAD_SELF_TEST
A folder: the program uses itself from end to end, writes what it makes there, and exits with 0 if
all went well.
.SH EXIT STATUS
0, or 2 with one line on standard error where an argument, a file or the system is at fault.
.SH FILES
.TP
.I *.chalk
A graph. It is JSON, and can be kept in version control.
"""


def page(parser: argparse.ArgumentParser, version: str) -> str:
    """The text of chalkgrad.1, for `man`."""
    name, words = parser.prog, (parser.description or "").rstrip(".")
    usage = parser.format_usage().partition(name)[2]
    parts = [
        f'.TH {name.upper()} 1 "" "{escaped(f"{name} {version}")}" "User Commands"',
        f".SH NAME\n{name} \\- {escaped(words[0].lower() + words[1:])}",
        f".SH SYNOPSIS\n.B {name}\n{escaped(' '.join(usage.split()))}",
        DESCRIPTION,
        ".SH OPTIONS",
        *_options(parser),
    ]
    return "\n".join(parts) + AFTER


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        names = ", ".join(rf"\fB{escaped(name)}\fR" for name in action.option_strings)
        value = rf"\fI{escaped(str(action.metavar))}\fR" if action.metavar else ""
        yield f".TP\n{' '.join(filter(None, (names, value)))}\n{escaped(action.help or '')}"


def escaped(text: str) -> str:
    """As roff takes it: a hyphen that can be copied, and no line that begins with a command."""
    plain = text.replace("\\", r"\e").replace("-", r"\-")
    return rf"\&{plain}" if plain.startswith((".", "'")) else plain
