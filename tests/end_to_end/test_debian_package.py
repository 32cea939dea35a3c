"""The .deb: everything in its place, and a double-click on a .chalk file starts the program."""

import shutil
import subprocess
import sys
import time

import pytest

import resources
from app.program import RESULTS
from tests.end_to_end.built import DIST, of_these_sources

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Only Linux has desktop entries and packages."
)


def need(*commands):
    missing = [command for command in commands if not shutil.which(command)]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")


@pytest.fixture
def tree(tmp_path):
    """What the package unpacks."""
    need("dpkg-deb")
    package = of_these_sources(next(DIST.glob("chalkgrad_*.deb"), DIST / "chalkgrad.deb"))
    subprocess.run(["dpkg-deb", "--extract", str(package), str(tmp_path / "tree")], check=True)
    return tmp_path / "tree"


@pytest.fixture
def desktop(tree, tmp_path):
    """The environment of a user on a desktop that has taken note of the package."""
    need("update-mime-database", "update-desktop-database", "xdg-open", "xdg-mime", "gio")
    data = tmp_path / "data"
    for part in ("applications", "mime"):
        shutil.copytree(tree / "usr" / "share" / part, data / part)
    subprocess.run(["update-mime-database", str(data / "mime")], check=True, capture_output=True)
    subprocess.run(["update-desktop-database", "-q", str(data / "applications")], check=True)
    return {
        "PATH": f"{tree}/usr/bin:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "LC_ALL": "C.UTF-8",
        "XDG_DATA_HOME": str(data),
        # Without a desktop xdg-open looks for a web browser; gio is what it asks on most of them.
        "XDG_CURRENT_DESKTOP": "GNOME",
        "DISPLAY": ":0",
        "QT_QPA_PLATFORM": "offscreen",
        RESULTS: str(tmp_path / "results"),
    }


def test_the_desktop_entry_is_valid():
    need("desktop-file-validate")
    entry = resources.path("desktop", "chalkgrad.desktop")
    done = subprocess.run(
        ["desktop-file-validate", str(entry)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


@pytest.mark.parametrize(
    "place",
    [
        "bin/chalkgrad",
        "share/applications/chalkgrad.desktop",
        "share/mime/packages/chalkgrad.xml",
        "share/icons/hicolor/scalable/apps/chalkgrad.svg",
        "share/doc/chalkgrad/copyright",
    ],
)
def test_it_puts_everything_in_its_place(tree, place):
    assert (tree / "usr" / place).is_file()


def test_the_type_of_a_chalk_file_is_known_by_its_name(desktop, tmp_path):
    file = tmp_path / "a graph.chalk"
    shutil.copy(resources.path("examples", "division.chalk"), file)
    for question, answer in (
        (["filetype", str(file)], "application/x-chalkgrad"),
        (["default", "application/x-chalkgrad"], "chalkgrad.desktop"),
    ):
        told = subprocess.run(
            ["xdg-mime", "query", *question],
            env=desktop,
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.strip() == answer


def test_xdg_open_starts_the_program_with_the_file(desktop, tmp_path):
    file = tmp_path / "a graph.chalk"
    shutil.copy(resources.path("examples", "division.chalk"), file)
    subprocess.run(["xdg-open", str(file)], env=desktop, check=True)
    # The program goes on by itself; a copy of what it opened is the last that it writes.
    saved = tmp_path / "results" / "graph.chalk"
    limit = time.monotonic() + 100
    while not saved.exists() and time.monotonic() < limit:
        time.sleep(0.05)
    assert saved.exists()
