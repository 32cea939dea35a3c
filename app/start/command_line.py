"""The command line: open the window, or write a file and exit without one."""

from __future__ import annotations

import argparse
import gc
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from app.errors.tell import tell_in_window
from app.start.system_check import (
    attach_console,
    free_children_from_bundle,
    what_is_missing,
)
from app.version import VERSION
from engine.console import tell, write

PROGRAM = "chalkgrad"
BAD_INPUT = 2


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in one line."""

    def error(self, message: str) -> NoReturn:
        tell(f"{message} (see chalkgrad --help)", program=PROGRAM)
        raise SystemExit(BAD_INPUT)


def arguments(endings: Sequence[str] = (), tables: Sequence[str] = ()) -> argparse.ArgumentParser:
    """What may be typed. Its help names the endings that OUT, and a table as FILE, may have."""
    parser = _Parser(
        prog=PROGRAM,
        description="See how backpropagation works, one number at a time.",
        add_help=False,
    )
    parser.add_argument("-h", "--help", action="store_true", help="show this text and exit")
    parser.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar="FILE",
        help="what to open: a graph or a training run (.chalk), a trained network (.json), or a "
        f"table of points ({' '.join(tables)})",
    )
    parser.add_argument(
        "--export",
        type=Path,
        metavar="OUT",
        help=f"write OUT and exit, no window shown: {' '.join(endings)} by its ending",
    )
    parser.add_argument("--version", action="store_true", help="show the version and exit")
    return parser


def described() -> argparse.ArgumentParser:
    """What may be typed, with all that its help tells."""
    # Imported here for the sake of the program's start, which exports nothing.
    from app.documents.export import endings
    from app.model.files.disk import TABLES

    return arguments(endings(), TABLES)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; the exit status is 0, or 2 with one line on standard error."""
    free_children_from_bundle()
    attach_console()
    options = arguments().parse_args(argv)
    if options.help or options.version:
        text = described().format_help() if options.help else f"{PROGRAM} {VERSION}"
        return write(text.rstrip(), program=PROGRAM)
    if options.export and not options.file:
        arguments().error("--export needs a FILE to export")
    if missing := what_is_missing(window=not options.export):
        if options.export:
            tell(missing, program=PROGRAM)
        else:
            tell_in_window(missing)
        return BAD_INPUT
    return _export(options.file, options.export) if options.export else _show(options.file)


def _export(source: Path, target: Path) -> int:
    # Qt is imported once the machine is known to have what it needs, and only where it is used.
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from app.documents.export import export
    from app.model.files.chalk_file import FileError, load
    from app.model.files.disk import MODEL, TABLES
    from app.model.graph.graph import GraphError

    ending = source.suffix.lower()
    if ending in TABLES or ending == MODEL:
        words = "{} holds no graph: a table or a model opens in the window alone, without --export."
        tell(words.format(source.name), program=PROGRAM)
        return BAD_INPUT
    if not target.parent.exists():
        tell(f"The folder {target.parent} does not exist.", program=PROGRAM)
        return BAD_INPUT
    application = QApplication([])
    try:
        export(load(source).graph, target)
    except (FileError, GraphError) as error:
        tell(" ".join(str(error).split()), program=PROGRAM)
        return BAD_INPUT
    finally:
        application.quit()
    return 0


def _show(file: Path | None) -> int:
    # Hardly anything made until the window stands is garbage; warm_up switches this on again.
    gc.disable()
    from app.start.application import run

    return run(file)
