"""The .deb: everything in its place, and a double-click on a .chalk file starts the program."""

import shutil
import subprocess
import sys
import time

import pytest

import resources
from app.start.application import RESULTS
from tests.end_to_end.built import DIST, of_these_sources

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Only Linux has desktop entries and packages."
)


def need(*commands):
    missing = [command for command in commands if not shutil.which(command)]
    if missing:
        pytest.skip(f"not installed here: {', '.join(missing)}")


@pytest.fixture
def package():
    need("dpkg-deb")
    return of_these_sources(next(DIST.glob("chalkgrad_*.deb"), DIST / "chalkgrad.deb"))


@pytest.fixture
def tree(package, tmp_path):
    """What the package unpacks."""
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


PLACES = (
    "bin/chalkgrad",
    "share/applications/chalkgrad.desktop",
    "share/doc/chalkgrad/changelog.gz",
    "share/doc/chalkgrad/copyright",
    "share/icons/hicolor/scalable/apps/chalkgrad.svg",
    *(
        f"share/icons/hicolor/{side}x{side}/apps/chalkgrad.png"
        for side in (16, 22, 24, 32, 48, 64, 128, 256, 512)
    ),
    "share/lintian/overrides/chalkgrad",
    "share/man/man1/chalkgrad.1.gz",
    "share/metainfo/org.example.chalkgrad.metainfo.xml",
    "share/mime/packages/chalkgrad.xml",
)


def test_it_puts_everything_in_its_place_and_nothing_beside(tree):
    assert {place for place in PLACES if not (tree / "usr" / place).is_file()} == set()
    library = tree / "usr" / "lib" / "chalkgrad"
    assert {path.name for path in library.iterdir()} == {"chalkgrad", "_internal"}
    files = {path for path in tree.rglob("*") if path.is_file()}
    beside = {path for path in files if not path.is_relative_to(library)}
    assert {path.relative_to(tree / "usr").as_posix() for path in beside} == set(PLACES)


def test_lintian_finds_nothing_that_the_package_does_not_say_why(package):
    need("lintian")
    done = subprocess.run(
        ["lintian", "--allow-root", "--fail-on", "error,warning", "--info", str(package)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "")


def test_a_software_centre_can_show_it(tree):
    need("appstreamcli")
    done = subprocess.run(
        ["appstreamcli", "validate-tree", "--no-net", str(tree)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_its_files_are_those_it_gives_the_sums_of(package, tree, tmp_path):
    subprocess.run(["dpkg-deb", "--control", str(package), str(tmp_path / "control")], check=True)
    sums = tmp_path / "control" / "md5sums"
    assert len(sums.read_text(encoding="utf-8").splitlines()) == sum(
        path.is_file() and not path.is_symlink() for path in tree.rglob("*")
    )
    subprocess.run(["md5sum", "--check", "--quiet", str(sums)], cwd=tree, check=True)


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
