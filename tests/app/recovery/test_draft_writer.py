"""What is newest stays in a draft, whichever thread comes to it first."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.model.files import chalk_file
from app.model.files.chalk_file import Document
from app.model.files.disk import FileError, Origin
from app.model.graph.graph import Graph
from app.recovery.draft_folder import DraftFolder
from app.recovery.draft_writer import DraftWriter, UnsavedWork

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def folder(tmp_path: Path) -> DraftFolder:
    return DraftFolder(tmp_path / "recovery")


@pytest.fixture
def told() -> list[FileError | None]:
    return []


@pytest.fixture
def writer(folder: DraftFolder, told: list[FileError | None]) -> DraftWriter:
    return DraftWriter(folder, told.append)


def document(data: float) -> Document:
    return Document(Graph().with_leaf((0, 0), data, "a"))


def write(writer: DraftWriter, work: UnsavedWork) -> FileError | None:
    return writer.write(work, chalk_file.dumps(work.document))


def test_an_older_draft_never_overwrites_a_newer_one(folder, writer, told) -> None:
    draft = folder.new_draft()
    writer.write_to(draft)
    older, newer = (UnsavedWork(n, document(float(n)), Origin(), draft) for n in (1, 2))
    assert write(writer, newer) is None
    written = draft.file.stat().st_mtime_ns
    assert write(writer, older) is None
    assert draft.load() == newer.document
    # The same once more is not written either.
    assert write(writer, newer) is None
    assert draft.file.stat().st_mtime_ns == written
    assert write(writer, UnsavedWork(3, document(3.0), Origin(), draft)) is None
    assert draft.load() == document(3.0)
    assert told == [None] * 4


def test_what_failed_is_written_by_the_next_try(folder, writer, told, monkeypatch) -> None:
    draft = folder.new_draft()
    writer.write_to(draft)
    work = UnsavedWork(1, document(1.0), Origin(), draft)
    failure = FileError("no room")
    with monkeypatch.context() as broken:

        def fails(*_arguments: object) -> None:
            raise failure

        broken.setattr(folder, "write", fails)
        assert write(writer, work) is failure
    assert write(writer, work) is None
    assert draft.load() == work.document
    assert told == [failure, None]


def test_another_draft_takes_the_place_of_the_last_one(folder, writer) -> None:
    first, second = folder.new_draft(), folder.new_draft()
    writer.write_to(first)
    write(writer, UnsavedWork(1, document(1.0), Origin(), first))
    writer.write_to(first)
    assert first.file.exists()
    writer.write_to(second)
    assert not first.file.exists()
    write(writer, UnsavedWork(2, document(2.0), Origin(), first))
    assert not first.file.exists()


def test_what_is_given_up_while_it_is_written_leaves_no_file(folder, writer, monkeypatch) -> None:
    draft = folder.new_draft()
    writer.write_to(draft)
    put = folder.write

    def give_up_meanwhile(*arguments: object) -> None:
        writer.write_to(None)
        put(*arguments)

    monkeypatch.setattr(folder, "write", give_up_meanwhile)
    write(writer, UnsavedWork(1, document(1.0), Origin(), draft))
    assert not draft.file.exists()
