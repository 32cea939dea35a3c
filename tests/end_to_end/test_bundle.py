"""The bundle that `packaging/build.py` makes: it needs nothing of the machine it runs on."""

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from importlib.metadata import version
from pathlib import Path, PurePath

import pytest

import resources
from app.documents.export import endings
from app.start.application import RESULTS
from app.start.libraries import PACKAGES
from app.version import VERSION
from tests.end_to_end.built import DIST, FOLDER, PROGRAM, of_these_sources

CHEATSHEET = str(resources.path("examples", "cheatsheet.chalk"))
# Without these neither Windows nor a Mac starts any program with a window.
OF_THE_SYSTEM = ("SYSTEMROOT", "TEMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "HOME")

linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Only Linux has Qt's platform plug-in for X11."
)


@pytest.fixture
def program():
    return of_these_sources(PROGRAM)


@pytest.fixture
def shipped(program):
    """The names of all files and folders in the bundle."""
    assert program.is_relative_to(FOLDER)
    return {path.name for path in FOLDER.rglob("*")}


def run(program, folder, *arguments, **variables):
    """The bundle, with `PATH` and `PYTHONPATH` empty and nothing else of this process's."""
    empty = folder / "empty"
    empty.mkdir()
    if sys.platform.startswith("linux"):
        kept = {"HOME": str(empty), "LC_ALL": "C.UTF-8", "QT_QPA_PLATFORM": "offscreen"}
    else:
        kept = {name: os.environ[name] for name in OF_THE_SYSTEM if name in os.environ}
    return subprocess.run(
        [str(program), *arguments],
        env=kept | {"PATH": str(empty), "PYTHONPATH": ""} | variables,
        cwd=folder, capture_output=True, text=True, timeout=200, check=False,
    )  # fmt: skip


def test_it_opens_a_file_draws_trains_exports_and_quits(program, tmp_path):
    results = tmp_path / "results"
    done = run(program, tmp_path, CHEATSHEET, **{RESULTS: str(results)})
    assert (done.returncode, done.stderr) == (0, "")
    made = {path.name for path in results.iterdir()}
    assert {f"graph{ending}" for ending in endings()} | {"tab-graph.png", "tab-train.png"} <= made


def test_its_self_test_fails_where_the_program_fails(program, tmp_path):
    (tmp_path / "bad.chalk").write_text("hello")
    done = run(program, tmp_path, "bad.chalk", **{RESULTS: str(tmp_path / "results")})
    assert done.returncode == 1


def test_it_exports_without_a_window(program, tmp_path):
    out = tmp_path / "graph.json"
    done = run(program, tmp_path, CHEATSHEET, "--export", str(out))
    assert done.returncode == 0, done.stderr
    assert json.loads(out.read_text(encoding="utf-8"))["output"] == "L"


@pytest.fixture
def licences(program):
    assert program.is_relative_to(FOLDER)
    return next(FOLDER.rglob("licences/README")).parent


def test_each_library_that_it_ships_is_somebodys_whose_licence_is_in_it(licences):
    owners = dict(
        line.rsplit(": ", 1)
        for line in (licences / "FILES").read_text(encoding="utf-8").splitlines()
    )
    home = licences.parent
    places = {PurePath(place) for place in owners}
    for file in home.rglob("*"):
        if file.is_file() and not file.is_symlink() and _is_library(file):
            assert file.relative_to(home) in places, f"nobody knows whose {file.name} is"
    for owner in set(owners.values()):
        notices = [*licences.glob(f"{owner}/**/*"), *licences.glob(f"{owner}.copyright")]
        assert any(notice.is_file() and notice.stat().st_size for notice in notices), owner


def _is_library(file):
    starts = (b"\x7fELF", b"MZ", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
    with file.open("rb") as stream:
        return stream.read(4).startswith(starts)


def test_the_texts_that_notices_point_to_are_in_it(licences):
    for notice in licences.glob("debian/*.copyright"):
        text = notice.read_text(encoding="utf-8", errors="replace")
        for name in re.findall(r"/usr/share/common-licenses/([\w.-]*\w)", text):
            # Some name a version of a licence that Debian has not, and then the one it has.
            if Path("/usr/share/common-licenses", name).exists():
                assert (licences / "common-licenses" / name).is_file(), f"{notice.name}: {name}"
    texts = {path.stem for path in (licences / "texts").iterdir()}
    assert {"GPL-2.0", "GPL-3.0", "LGPL-2.1", "LGPL-3.0", "Apache-2.0"} <= texts


def test_its_notices_say_what_it_ships_and_offer_the_sources(licences):
    told = (licences / "README").read_text(encoding="utf-8")
    for name in ("PySide6_Essentials", "shiboken6", "numpy", "pyqtgraph", "msgspec"):
        assert f"  {name} {version(name)}, " in told
    assert f"Qt {version('PySide6_Essentials')} (qtbase, qtsvg)" in told
    assert "complete corresponding source is offered" in told


@linux_only
def test_it_tells_its_version(program, tmp_path):
    assert run(program, tmp_path, "--version").stdout == f"chalkgrad {VERSION}\n"


@linux_only
def test_it_has_the_libraries_that_a_bare_linux_lacks_for_a_window(shipped):
    needed = {name for name in PACKAGES if name.startswith(("libxcb-", "libxkbcommon"))}
    assert needed <= shipped


@linux_only
def test_it_has_no_part_of_qt_that_the_program_does_not_use(shipped):
    for part in ("Network", "Qml", "Quick", "Sql", "Designer"):
        assert f"libQt6{part}.so.6" not in shipped
    assert not shipped & {"libqgtk3.so", "libqopensslbackend.so", "translations"}
    # Of these pyqtgraph is given a stand-in.
    assert not shipped & {"QtOpenGL.abi3.so", "QtOpenGLWidgets.abi3.so", "QtNetwork.abi3.so"}


@linux_only
def test_it_has_no_part_of_python_or_numpy_that_the_program_does_not_use(shipped):
    modules = {name.partition(".")[0] for name in shipped}
    assert not modules & {"_asyncio", "_ssl", "_hashlib", "_multiarray_tests", "mtrand", "maps"}
    assert not any(name.endswith((".py", ".pyc")) for name in shipped)


@linux_only
def test_only_the_program_can_be_run(program):
    files = [path for path in FOLDER.rglob("*") if path.is_file() and not path.is_symlink()]
    assert [path for path in files if os.access(path, os.X_OK) and path.stat().st_mode & 0o111] == [
        program
    ]


@pytest.fixture
def unpacked(tmp_path):
    """The folder that the archive unpacks."""
    if not sys.platform.startswith("linux"):
        pytest.skip("Only Linux's archive is unpacked by hand.")
    archive = of_these_sources(next(DIST.glob("chalkgrad-*.tar.xz"), DIST / "none.tar.xz"))
    machine = os.uname().machine
    assert archive.name == f"chalkgrad-{VERSION}-linux-{machine}.tar.xz"
    with tarfile.open(archive) as packed:
        # All that is small: the rest is tried where it was built.
        small = [member for member in packed if member.size < 100_000]
        # Python before 3.11.4, as in Debian 12, has no filters.
        filters = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
        packed.extractall(tmp_path, members=small, **filters)
    return tmp_path / "chalkgrad"


def test_the_archive_says_how_to_put_it_in_the_menu_and_undo_it(unpacked, tmp_path):
    if not shutil.which("update-mime-database") or not shutil.which("update-desktop-database"):
        pytest.skip("not installed here: update-mime-database, update-desktop-database")
    note = (unpacked / "README.txt").read_text(encoding="utf-8")
    assert f"Chalkgrad {VERSION}\n" in note
    assert "portable" in note
    commands = re.findall(r"^    (?!\./)(.+)$", note, re.MULTILINE)
    undone = next(n for n, command in enumerate(commands) if command.startswith("rm "))
    home = tmp_path / "home"
    home.mkdir()

    def have_done(lines):
        subprocess.run(
            ["sh", "-e", "-c", "\n".join(lines)], cwd=unpacked, check=True, capture_output=True,
            env={"HOME": str(home), "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
        share = home / ".local" / "share"
        return {
            "entry": (share / "applications" / "chalkgrad.desktop").is_file(),
            "type": "application/x-chalkgrad" in (share / "mime" / "types").read_text(),
            "opens": "application/x-chalkgrad=chalkgrad.desktop"
            in (share / "applications" / "mimeinfo.cache").read_text(),
            "icon": (share / "icons/hicolor/48x48/apps/chalkgrad.png").is_file(),
            "command": (home / ".local" / "bin" / "chalkgrad").is_symlink(),
        }

    assert set(have_done(commands[:undone]).values()) == {True}
    assert set(have_done(commands[undone:]).values()) == {False}
