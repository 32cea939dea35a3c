"""Drafts: what stands in the folder, what is worth keeping, and what nobody owns any more."""

import json
import os
from pathlib import Path

import pytest

from app.model.files import chalk_file
from app.model.files.chalk_file import Document
from app.model.files.disk import FileError, Origin, fingerprint
from app.model.files.drafts import LEFT_OVER, Draft, belonging_to, found, is_worth_keeping, sweep
from app.model.graph.graph import Graph
from app.model.training.setup import Setup
from engine.learning.settings import RunSettings

OWNER = "0123456789abcdef"


@pytest.fixture
def graph():
    return Graph().with_leaf((0, 0), 2.0, "a")


@pytest.fixture
def draft(tmp_path, graph):
    draft = Draft(tmp_path, OWNER, 1)
    draft.begin(Origin(Path("/home/u/net.chalk"), "12-abcdef01"))
    chalk_file.save(draft.file, Document(graph))
    return draft


def test_a_draft_is_a_file_like_any_other_and_knows_where_it_belongs(draft, graph):
    assert chalk_file.load(draft.file) == draft.load() == Document(graph)
    assert draft.origin() == Origin(Path("/home/u/net.chalk").absolute(), "12-abcdef01")
    assert found(draft.folder) == [draft]


def test_work_without_a_file_belongs_nowhere(draft):
    draft.begin(Origin())
    assert draft.origin() == Origin()


def test_a_relative_path_is_kept_as_a_whole_one(draft):
    draft.begin(Origin(Path("net.chalk"), "x"))
    assert draft.origin().path == Path.cwd() / "net.chalk"


@pytest.mark.parametrize(
    "note",
    [b"", b"hello", b"[]", b"null", b'{"path": 3}', b'{"path": "/a\\u0000b", "fingerprint": ""}',
     b'{"path": "/a"}', b'{"path": "/a", "fingerprint": 3}', b"[" * 100_000, b"\xff"],
    ids=range(10),
)  # fmt: skip
def test_a_broken_note_loses_the_place_and_not_the_work(draft, graph, note):
    draft.note.write_bytes(note)
    assert draft.origin() == Origin()
    assert draft.load().graph == graph
    draft.note.unlink()
    assert draft.origin() == Origin()
    assert found(draft.folder) == [draft]


def test_nothing_else_in_the_folder_is_taken_for_a_draft(draft):
    for name in (
        "net.chalk", f"{OWNER}.lock", f"{OWNER}-2.json", f"{OWNER}-x.chalk", "short-1.chalk",
        ".chalk-0123.tmp", f"{OWNER}-2.chalk.bak",
    ):  # fmt: skip
        (draft.folder / name).write_text("{}")
    assert found(draft.folder) == [draft]


def test_the_newest_comes_first(draft):
    newer, oldest = (Draft(draft.folder, OWNER, number) for number in (2, 3))
    for each, seconds in ((newer, 60), (oldest, -60)):
        chalk_file.save(each.file, Document(Graph()))
        at = draft.saved_at() + seconds
        os.utime(each.file, (at, at))
    assert found(draft.folder) == [newer, draft, oldest]


def test_a_folder_that_is_not_there_or_is_none_holds_no_drafts(tmp_path):
    (tmp_path / "file").touch()
    for folder in (tmp_path / "gone", tmp_path / "file"):
        assert found(folder) == []
        sweep(folder, 0.0)


def test_a_deleted_draft_is_gone_and_deleting_it_again_is_no_error(draft):
    draft.delete()
    assert list(draft.folder.iterdir()) == []
    draft.delete()
    assert draft.saved_at() == 0.0


def test_drafts_are_found_by_their_file_whichever_way_it_is_called(draft, tmp_path):
    real = tmp_path / "real.chalk"
    link = tmp_path / "link.chalk"
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("Links can't be made here.")
    draft.begin(Origin(real, ""))
    assert belonging_to([draft], link) == [draft]
    assert belonging_to([draft], tmp_path / "other.chalk") == []


# Worth keeping


def test_what_equals_its_file_or_is_empty_is_not_worth_keeping(tmp_path, graph):
    path = tmp_path / "net.chalk"
    content = chalk_file.save(path, Document(graph))
    origin = Origin(path, fingerprint(content))
    assert not is_worth_keeping(Document(graph), origin)
    assert is_worth_keeping(Document(graph.with_data(1, 5.0)), origin)
    assert not is_worth_keeping(Document(Graph()), Origin())
    assert is_worth_keeping(Document(graph), Origin())


def test_a_changed_training_is_worth_keeping_without_any_graph(tmp_path, graph):
    setup = Setup(RunSettings(noise=0.3))
    assert is_worth_keeping(Document(Graph(), setup), Origin())
    assert not is_worth_keeping(Document(Graph(), Setup()), Origin())
    path = tmp_path / "net.chalk"
    chalk_file.save(path, Document(graph))
    assert is_worth_keeping(Document(graph, setup), Origin(path, ""))


def test_work_whose_file_is_gone_or_broken_is_worth_keeping(tmp_path, graph):
    path = tmp_path / "net.chalk"
    assert is_worth_keeping(Document(graph), Origin(path, ""))
    path.write_text("hello")
    assert is_worth_keeping(Document(graph), Origin(path, ""))


# Left over by programs that were killed in the middle of writing


def test_half_files_and_lone_notes_are_swept_after_a_day_and_work_never(draft):
    half = draft.folder / ".chalk-0123456789abcdef.tmp"
    lone = draft.folder / f"{OWNER}-7.json"
    half.write_text('{"format": ')
    lone.write_text(json.dumps({"path": None, "fingerprint": ""}))
    now = draft.saved_at()
    sweep(draft.folder, now)
    assert half.exists()
    assert lone.exists()
    sweep(draft.folder, now + 1000 * LEFT_OVER)
    assert not half.exists()
    assert not lone.exists()
    assert found(draft.folder) == [draft]
    assert draft.note.exists()


def test_a_draft_that_can_t_be_begun_says_why(tmp_path):
    with pytest.raises(FileError, match="no longer exists"):
        Draft(tmp_path / "gone", OWNER, 1).begin(Origin())
