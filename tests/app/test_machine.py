"""What the program says where the machine lacks something, in place of Qt's abort."""

import ctypes
import importlib
import os
import sys

import pytest

from app import machine

linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Qt's wheels are complete away from Linux."
)


@pytest.mark.parametrize(("library", "package"), machine.PACKAGES.items())
def test_a_library_that_is_missing_is_named_with_its_package(monkeypatch, library, package):
    def fail(_name):
        raise ImportError(f"{library}: cannot open shared object file: No such file or directory")

    monkeypatch.setattr(importlib, "import_module", fail)
    sentence = machine.what_is_missing(window=False)
    assert sentence == f"Qt needs {library}. On Debian and Ubuntu: sudo apt install {package}"


def test_a_missing_pyside_says_how_to_install_it(monkeypatch):
    def fail(name):
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(importlib, "import_module", fail)
    assert "pip install ." in machine.what_is_missing(window=True)


@linux_only
def test_a_library_that_only_the_window_needs_is_asked_for_only_with_a_window(monkeypatch):
    def load(_name):
        raise OSError("libxcb-cursor.so.0: cannot open shared object file")

    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(ctypes, "CDLL", load)
    assert machine.what_is_missing(window=True).endswith("sudo apt install libxcb-cursor0")
    assert machine.what_is_missing(window=False) == ""


@linux_only
def test_a_missing_or_dead_display_is_said(monkeypatch):
    monkeypatch.delenv("QT_QPA_PLATFORM", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert "DISPLAY is not set" in machine.what_is_missing(window=True)
    monkeypatch.setenv("DISPLAY", ":4711")
    assert ":4711 does not answer" in machine.what_is_missing(window=True)


@linux_only
def test_another_platform_is_left_to_qt(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.delenv("DISPLAY", raising=False)
    assert machine.what_is_missing(window=True) == ""


def test_the_sentence_goes_to_standard_error(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    machine.tell("Qt needs more.")
    assert capsys.readouterr().err == "chalkgrad: Qt needs more.\n"


@linux_only
@pytest.mark.parametrize("before", ["/home/me/lib", None])
def test_programs_started_from_a_bundle_get_the_users_libraries(monkeypatch, before):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/chalkgrad/_internal")
    if before is None:
        monkeypatch.delenv("LD_LIBRARY_PATH_ORIG", raising=False)
    else:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    machine.free_children_from_bundle()
    assert os.environ.get("LD_LIBRARY_PATH") == before
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ


@linux_only
def test_away_from_a_bundle_the_libraries_are_the_users_already(monkeypatch):
    monkeypatch.setenv("LD_LIBRARY_PATH", "/home/me/lib")
    machine.free_children_from_bundle()
    assert os.environ["LD_LIBRARY_PATH"] == "/home/me/lib"
