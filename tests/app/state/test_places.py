"""Where the program keeps what is its own: the user's folders, or a folder beside the program."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

import app.state.places as module
from app.model.catalogue.examples import load_example
from app.model.files.chalk_file import Document, dumps
from app.model.files.disk import Origin
from app.model.files.drafts import found
from app.model.files.drive import drive_of, resolved, stored
from app.recovery.draft_folder import DraftFolder
from app.state.places import ProgramFolders, decided, program_folders, program_home
from app.state.preferences import Preferences

USERS = ProgramFolders(
    Path("/home/ann/.config/Chalkgrad/Chalkgrad.ini"), Path("/home/ann/.local/share")
)
ROOT = Path(__file__).resolve().parents[3]


def nobody(_folder):
    raise AssertionError("nothing is tried where nothing is asked for")


def test_without_a_mark_the_places_are_the_user_s():
    assert decided(Path("/opt/chalkgrad"), USERS, portable=False, usable=nobody) == USERS


def test_with_a_mark_everything_goes_into_a_folder_beside_the_program(tmp_path):
    kept = decided(tmp_path, USERS, portable=True, usable=lambda _: True)
    folder = tmp_path / "chalkgrad-data"
    assert kept == ProgramFolders(folder / "Chalkgrad.ini", folder, drive_of(tmp_path))


def test_where_nothing_can_be_written_the_places_are_the_user_s_and_a_sentence_says_so(tmp_path):
    kept = decided(tmp_path, USERS, portable=True, usable=lambda _: False)
    assert (kept.settings, kept.data, kept.drive) == (USERS.settings, USERS.data, None)
    folder = tmp_path / "chalkgrad-data"
    assert str(kept.problem) == (
        f"{folder} can’t be written, so settings and drafts are kept on this computer, in "
        "/home/ann/.local/share."
    )


@pytest.mark.parametrize(
    ("executable", "home"),
    [
        ("/media/ann/STICK/chalkgrad/chalkgrad", "/media/ann/STICK/chalkgrad"),
        ("/Volumes/STICK/Chalkgrad.app/Contents/MacOS/chalkgrad", "/Volumes/STICK"),
        ("/home/ann/MacOS/chalkgrad", "/home/ann/MacOS"),
    ],
)
def test_the_place_of_a_program_is_its_folder_or_that_of_its_app(executable, home):
    assert program_home(Path(executable)) == Path(home)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """The folder of a program that is not a bundle."""
    monkeypatch.setattr(module, "source_home", lambda: tmp_path)
    return tmp_path


@pytest.mark.parametrize("mark", ["portable", "portable.txt"])
def test_the_mark_is_a_file_of_either_name_and_the_folder_is_made(home, mark):
    (home / mark).touch()
    assert program_folders().data == home / "chalkgrad-data"
    assert list((home / "chalkgrad-data").iterdir()) == []


def test_a_folder_of_that_name_is_no_mark(home):
    (home / "portable").mkdir()
    assert not program_folders().drive
    assert list(home.glob("chalkgrad*")) == []


def test_a_place_that_can_t_be_written_is_found_out_by_trying(home):
    (home / "portable").touch()
    # As root, who may do everything, no permission can be taken away: no folder can be made here.
    (home / "chalkgrad-data").touch()
    kept = program_folders()
    assert kept.problem
    users = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)
    assert kept.data == Path(users)


def test_a_place_where_nothing_can_be_locked_is_found_out_by_trying(home, monkeypatch):
    (home / "portable").touch()
    monkeypatch.setattr(module.QLockFile, "tryLock", lambda *_: False)
    assert program_folders().problem
    assert not program_folders().drive


def test_a_bundle_looks_beside_its_executable(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "chalkgrad"))
    (tmp_path / "portable").touch()
    assert program_folders().data == tmp_path / "chalkgrad-data"


# What stays right when the drive has another name


def test_a_path_on_the_drive_is_kept_without_the_drive_s_name(tmp_path):
    stick, other = tmp_path / "E", tmp_path / "F"
    assert stored(stick / "lessons" / "net.chalk", stick) == "lessons/net.chalk"
    assert resolved("lessons/net.chalk", other) == other / "lessons" / "net.chalk"
    assert stored(other / "net.chalk", stick) == str(other / "net.chalk")
    assert resolved(str(other / "net.chalk"), stick) == other / "net.chalk"


@pytest.mark.parametrize("text", ["C:\\Users\\ann\\net.chalk", "\\\\server\\share\\x.chalk", ""])
def test_a_path_of_another_system_is_none_here(text, tmp_path):
    assert resolved(text, tmp_path) is None
    assert resolved(text, None) is None
    assert resolved("net.chalk", None) is None


def test_the_drive_of_a_folder_is_where_it_is_mounted(tmp_path, monkeypatch):
    monkeypatch.setattr(os.path, "ismount", lambda place: place in (tmp_path, Path("/")))
    assert drive_of(tmp_path / "a" / "b") == tmp_path
    assert drive_of(tmp_path.parent) == Path("/")


def test_recent_files_and_drafts_are_found_on_a_drive_of_another_name(tmp_path):
    before, after = tmp_path / "E", tmp_path / "F"
    path = before / "lessons" / "net.chalk"
    Preferences(before / "data.ini", before).add_recent(path)
    shelf = DraftFolder(before / "recovery", before)
    draft = shelf.new_draft()
    shelf.write(draft, Origin(path, "1-2"), dumps(Document(load_example("order"))))
    assert draft.origin().path == path
    shelf._locks.pop(shelf.owner).unlock()
    before.rename(after)
    moved = after / "lessons" / "net.chalk"
    assert Preferences(after / "data.ini", after).recent == [moved]
    (there,) = DraftFolder(after / "recovery", after).abandoned()
    assert there.origin() == Origin(moved, "1-2")


def test_a_draft_of_a_path_of_another_system_belongs_nowhere(tmp_path):
    shelf = DraftFolder(tmp_path, tmp_path)
    draft = shelf.new_draft()
    shelf.write(draft, Origin(), dumps(Document(load_example("order"))))
    draft.note.write_text(json.dumps({"path": "C:\\net.chalk", "fingerprint": "1-2"}))
    assert [draft.origin() for draft in found(tmp_path, tmp_path)] == [Origin()]


# The program itself


@pytest.fixture
def copy(tmp_path):
    """A copy of the program, as on a stick."""
    for name in ("app", "engine", "resources", "main.py"):
        (tmp_path / "stick").mkdir(exist_ok=True)
        (tmp_path / "stick" / name).symlink_to(ROOT / name)
    (tmp_path / "stick" / "portable").touch()
    return tmp_path / "stick"


def run(copy, tmp_path, *arguments, **more):
    """Run it with a home of its own, and no screen."""
    environment = os.environ | {
        "HOME": str(tmp_path / "home"), "XDG_CONFIG_HOME": str(tmp_path / "home" / "config"),
        "XDG_DATA_HOME": str(tmp_path / "home" / "data"), "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": str(copy), **more,
    }  # fmt: skip
    command = [sys.executable, *map(str, arguments)]
    subprocess.run(command, cwd=copy, env=environment, check=True, timeout=120)


def test_a_window_leaves_nothing_in_the_user_s_folders(copy, tmp_path):
    results = tmp_path / "results"
    results.mkdir()
    run(copy, tmp_path, "-m", "main", CHALKGRAD_SELF_TEST=str(results))
    assert "[place]" in (copy / "chalkgrad-data" / "Chalkgrad.ini").read_text(encoding="utf-8")
    assert not [path for path in (tmp_path / "home").rglob("*") if "halkgrad" in path.name]


def test_an_export_touches_no_place_of_the_program(copy, tmp_path):
    example = ROOT / "resources" / "examples" / "cheatsheet.chalk"
    run(copy, tmp_path, "-m", "main", example, "--export", tmp_path / "net.json")
    assert (tmp_path / "net.json").exists()
    assert not (copy / "chalkgrad-data").exists()
    # Other programs keep things there: fontconfig what it has found.
    assert not list(tmp_path.glob("home/**/*[cC]halkgrad*"))
