"""A program of its own: real trouble with a disk, in a folder where a small one may be mounted.

Run as root in a mount namespace of its own. Its arguments are the trouble and an empty folder.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from app.model.files import chalk_file
from app.model.files.disk import FileError
from app.model.graph.graph import Graph
from app.recovery.autosave import Autosave
from app.recovery.draft_folder import DraftFolder
from app.state.session import Session
from tests.app.saving import save

ROOM = "256k"
NOBODY = 65534


class Work:
    """A session with a file and drafts on the disk, and what was said of its trouble."""

    def __init__(self, disk: Path):
        self.file = disk / "net.chalk"
        self.session = Session()
        self.session.open(Graph().with_leaf((0, 0), 1.0, "a"))
        save(self.session, self.file)
        self.said: list[str] = []
        shelf = DraftFolder(disk / "data" / "recovery")
        self.recovery = Autosave(self.session, shelf)
        self.recovery.problem_changed.connect(lambda problem: self.said.append(str(problem)))

    def grow(self) -> None:
        """An edit, of a graph that takes a good part of the disk."""
        graph = self.session.graphs.present
        while len(chalk_file.dumps(chalk_file.Document(graph))) < 60_000:
            graph, _ = graph.with_copies(graph, (0.0, 100.0))
        self.session.graphs.edit("Grow", graph.with_data(1, graph.nodes[1].data + 1.0))

    def fails(self, words: str) -> None:
        """Neither the file nor a draft can be written, both say so, and the file is as it was."""
        before = self.file.read_bytes() if self.file.exists() else b""
        with pytest.raises(FileError, match=words):
            save(self.session, self.file)
        assert not self.recovery.write_now()
        assert words in self.said[-1]
        assert self.session.unsaved
        assert (self.file.read_bytes() if self.file.exists() else b"") == before
        assert not list(self.file.parent.rglob("*.tmp"))

    def works(self) -> None:
        assert self.recovery.write_now()
        assert self.said[-1] == "None"
        save(self.session, self.file)
        assert chalk_file.load(self.file) == self.session.document


def full(disk: Path) -> None:
    mount("-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(disk))
    work = Work(disk)
    filler = disk / "filler"
    filler.write_bytes(bytes(shutil.disk_usage(disk).free))
    work.grow()
    work.fails("The disk is full")
    filler.unlink()
    work.works()


def read_only(disk: Path) -> None:
    mount("-t", "tmpfs", "tmpfs", str(disk))
    work = Work(disk)
    mount("-o", "remount,ro", str(disk))
    work.grow()
    work.fails("The disk is read-only")
    mount("-o", "remount,rw", str(disk))
    work.works()


def gone(disk: Path) -> None:
    """As when a stick is pulled out: its folder goes too, and no other can be made there."""
    mount("-t", "tmpfs", "tmpfs", str(disk.parent))
    disk.mkdir()
    work = Work(disk)
    work.grow()
    shutil.rmtree(disk)
    with pytest.raises(FileError, match="no longer exists"):
        save(work.session, work.file)
    assert work.session.unsaved
    disk.mkdir()
    assert work.recovery.write_now()
    save(work.session, work.file)


def forbidden(_disk: Path) -> None:
    # Where nobody gets as far as to the disk.
    mount("-t", "tmpfs", "-o", "mode=755", "tmpfs", "/mnt")
    work = Work(Path("/mnt"))
    work.grow()
    os.seteuid(NOBODY)
    work.fails("You don’t have permission")
    os.seteuid(0)
    work.works()


def mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True)


if __name__ == "__main__":
    application = QCoreApplication([])
    {"full": full, "read-only": read_only, "gone": gone, "forbidden": forbidden}[sys.argv[1]](
        Path(sys.argv[2])
    )
