"""About: versions and licences, by mouse and by keyboard."""

import platform
import re
import sys
from importlib.metadata import requires

import pytest
from PySide6.QtCore import Qt, qVersion
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.version import VERSION
from app.window.about import AboutDialog, LicencesDialog
from app.window.licences import PACKAGES, licences, of_bundle, of_packages


@pytest.fixture
def about(hand, window, qtbot):
    hand.trigger("about")
    (dialog,) = window.findChildren(AboutDialog)
    qtbot.waitExposed(dialog)
    return dialog


def test_about_says_versions_and_licence_in_text_that_can_be_selected_by_key(about):
    words = about.words.text()
    assert f"Python {platform.python_version()}, Qt {qVersion()}, PySide6 " in words
    assert "under the MIT licence" in words
    assert "Qt is used under the LGPL version 3." in words
    about.words.setFocus()
    QTest.keyClick(about.words, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert about.words.selectedText().replace("\u2029", "\n") == words
    assert VERSION in about.findChildren(QLabel)[0].text()


def test_escape_closes_it_wherever_the_focus_is(about, qtbot):
    about.words.setFocus()
    with qtbot.waitSignal(about.finished):
        QTest.keyClick(about.words, Qt.Key.Key_Escape)


def test_licences_are_read_by_the_keyboard(about, window, qtbot):
    about.licences.setFocus()
    QTest.keyClick(about.licences, Qt.Key.Key_Space)
    (dialog,) = window.findChildren(LicencesDialog)
    qtbot.waitExposed(dialog)
    assert dialog.text.toPlainText().startswith("MIT License")
    dialog.names.setFocus()
    QTest.keyClick(dialog.names, Qt.Key.Key_Down)
    assert dialog.text.toPlainText().startswith("PySide6_Essentials")
    assert "LGPL-3.0-only" in dialog.text.toPlainText()
    assert dialog.text.isReadOnly()
    dialog.text.setFocus()
    QTest.keyClick(dialog.text, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is dialog.names
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog.text, Qt.Key.Key_Escape)


def test_every_package_that_a_window_needs_says_its_licence():
    _, *packages = of_packages()
    assert [licence.name.partition(" ")[0] for licence in packages] == list(PACKAGES)
    for licence in packages:
        text = licence.read()
        assert text.startswith(licence.name), licence.name
        assert "LICEN" in text.upper() or "LGPL" in text or "redistribution" in text.lower(), text


@pytest.mark.parametrize("name", PACKAGES)
def test_all_that_these_packages_need_is_listed_too(name):
    listed = {canonical(name) for name in PACKAGES}
    needed = [line for line in requires(name) or () if "extra ==" not in line]
    assert {canonical(re.match(r"[\w.-]+", line)[0]) for line in needed} <= listed


def canonical(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def test_a_bundle_lists_its_own_texts_and_the_one_that_explains_them_first(tmp_path, monkeypatch):
    for name in ("LICENSE", "Qt/ICU.txt", "README", "numpy/LICENSE.txt", "FILES"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(f"{name} says \u2019".encode() + b"\xff")
    texts = of_bundle(tmp_path)
    assert [licence.name for licence in texts] == [
        "README", "LICENSE", "FILES", "Qt/ICU.txt", "numpy/LICENSE.txt",
    ]  # fmt: skip
    assert texts[3].read() == "Qt/ICU.txt says \u2019\ufffd"
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr("app.window.licences.resources.path", lambda: tmp_path / "resources")
    (tmp_path / "licences").mkdir()
    (tmp_path / "licences" / "README").write_text("all of it", encoding="utf-8")
    assert [licence.read() for licence in licences()] == ["all of it"]
