"""What the program says where the machine lacks something, in place of Qt's abort."""

import ctypes
import importlib
import os
import sys

import pytest

from app.start import displays, libraries, system_check

linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Qt's wheels are complete away from Linux."
)


@pytest.fixture
def lacking(monkeypatch):
    """Makes these libraries missing, as the linker finds them one after the other."""

    def lack(*names):
        def load(name):
            if name in names:
                raise OSError(f"{name}: cannot open shared object file: No such file or directory")
            if str(name).endswith("libqxcb.so") and names:
                raise OSError(f"{names[0]}: cannot open shared object file: No such file")

        monkeypatch.setattr(ctypes, "CDLL", load)

        def fail(_name):
            raise ImportError(f"{names[0]}: cannot open shared object file: No such file")

        return fail

    return lack


@pytest.mark.parametrize(("library", "package"), libraries.PACKAGES.items())
def test_a_library_that_is_missing_is_named_with_its_package(
    monkeypatch, lacking, library, package
):
    monkeypatch.setattr(importlib, "import_module", lacking(library))
    sentence = system_check.what_is_missing(window=True)
    assert sentence == f"Qt needs {library}. On Debian and Ubuntu: sudo apt install {package}"


def test_all_that_is_missing_is_told_at_once_and_each_package_once(monkeypatch, lacking):
    names = ("libEGL.so.1", "libglib-2.0.so.0", "libgthread-2.0.so.0", "libxcb-cursor.so.0")
    monkeypatch.setattr(importlib, "import_module", lacking(*names))
    assert system_check.what_is_missing(window=True).endswith(
        ": sudo apt install libglib2.0-0 libegl1 libxcb-cursor0"
    )
    # Without a window Qt has no use for the last one.
    assert system_check.what_is_missing(window=False).endswith(
        ": sudo apt install libglib2.0-0 libegl1"
    )


def test_a_library_that_nobody_knows_is_told_as_the_linker_tells_it(monkeypatch, lacking):
    monkeypatch.setattr(importlib, "import_module", lacking("libnew.so.7"))
    assert system_check.what_is_missing(window=True) == (
        "Qt can’t be loaded: libnew.so.7: cannot open shared object file: No such file"
    )


def test_a_missing_pyside_says_how_to_install_it(monkeypatch):
    def fail(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", fail)
    assert "pip install ." in system_check.what_is_missing(window=True)


@pytest.fixture
def screen(monkeypatch):
    """Sets what the environment says of screens, and nothing else."""

    def say(**variables):
        for name in ("DISPLAY", "QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "XDG_SESSION_TYPE"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return say


@linux_only
def test_a_library_that_only_the_window_needs_is_asked_for_only_with_a_window(lacking, screen):
    screen(DISPLAY=":4711")
    lacking("libxcb-cursor.so.0")
    assert system_check.what_is_missing(window=True).endswith("sudo apt install libxcb-cursor0")
    assert system_check.what_is_missing(window=False) == ""


@linux_only
def test_a_missing_or_dead_display_is_said(screen):
    screen()
    assert "DISPLAY is not set" in system_check.what_is_missing(window=True)
    screen(DISPLAY=":4711")
    assert ":4711 does not answer" in system_check.what_is_missing(window=True)
    screen(QT_QPA_PLATFORM="xcb")
    assert "DISPLAY is not set" in system_check.what_is_missing(window=True)


@linux_only
def test_a_dead_wayland_is_said_unless_x11_answers(screen, monkeypatch):
    screen(WAYLAND_DISPLAY="wayland-4711")
    sentence = system_check.what_is_missing(window=True)
    assert "Wayland" in sentence
    assert "DISPLAY is not set" in sentence
    screen(WAYLAND_DISPLAY="wayland-4711", DISPLAY=":1")
    monkeypatch.setattr(displays, "_x11_problem", lambda _display: "")
    assert system_check.what_is_missing(window=True) == ""


@linux_only
def test_a_platform_that_qt_does_not_have_is_said_with_those_that_it_has(screen):
    screen(QT_QPA_PLATFORM="bogus")
    sentence = system_check.what_is_missing(window=True)
    assert sentence.startswith("QT_QPA_PLATFORM names bogus. Qt has ")
    assert "offscreen" in sentence


@pytest.mark.parametrize("asked", ["offscreen", "bogus;offscreen", "OFFSCREEN:width=9"])
def test_one_platform_that_can_be_had_is_enough(screen, asked):
    screen(QT_QPA_PLATFORM=asked)
    assert system_check.what_is_missing(window=True) == ""


@linux_only
@pytest.mark.parametrize("before", ["/home/me/lib", None])
def test_programs_started_from_a_bundle_get_the_users_libraries(monkeypatch, before):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/chalkgrad/_internal")
    if before is None:
        monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    else:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    system_check.free_children_from_bundle()
    assert os.environ.get("LD_LIBRARY_PATH") == before
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ


@linux_only
def test_away_from_a_bundle_the_libraries_are_the_users_already(monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/home/me/lib")
    system_check.free_children_from_bundle()
    assert os.environ["LD_LIBRARY_PATH"] == "/home/me/lib"
