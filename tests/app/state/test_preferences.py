"""What is remembered from one start to the next, and settings files that are broken."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from PySide6.QtCore import QCoreApplication, QLibraryInfo, QSettings
from PySide6.QtWidgets import QMessageBox

from app.graph.page import WIDTHS
from app.model.files.setup_json import read_settings
from app.model.training.setup import Setup
from app.start.application import make_window
from app.state.preferences import Preferences
from app.ui.translation import install_language, say
from app.ui.widgets.section import Section
from app.window.build import build_workspace
from engine.learning.settings import RunSettings as Training
from tests.app.model.graph_files import loads
from tests.app.saving import save


@pytest.fixture
def start(qtbot):
    """Starts the program's window, and ends the last one; what was remembered is read anew."""
    started = []

    def end():
        for workspace in started:
            workspace.session.open_beside_training(workspace.session.graph)
            workspace.window.close()
            workspace.window.deleteLater()
        started.clear()

    def begin():
        end()
        settings = Preferences()
        settings._store.sync()
        window = make_window(settings)
        workspace = build_workspace(window)
        started.append(workspace)
        window.show()
        qtbot.waitExposed(window)
        return workspace

    yield begin
    end()


@pytest.fixture
def ini():
    """The settings file."""
    path = Path(Preferences()._store.fileName())
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def sections(workspace):
    return {type(part).__name__: part for part in workspace.graph_page.findChildren(Section)}


def test_the_window_comes_back_as_it_was_left(start):
    workspace = start()
    # The screen of the platform offscreen is 800 pixels wide.
    workspace.window.resize(776, 650)
    workspace.graph_page.splitter.setSizes([260, 540, 300])
    sections(workspace)["NudgePanel"].heading.click()
    sections(workspace)["DescentPanel"].heading.click()
    workspace.actions_table["theme_dark"].trigger()
    workspace.actions_table["train_tab"].trigger()
    widths = workspace.graph_page.splitter.sizes()
    workspace = start()
    assert workspace.window.height() == 650
    assert workspace.pages.currentIndex() == 1
    assert workspace.window.theme.choice == "dark"
    assert not sections(workspace)["NudgePanel"].is_open
    assert sections(workspace)["DescentPanel"].is_open
    workspace.show_tab(0)
    assert workspace.graph_page.splitter.sizes() == widths


def test_the_last_settings_of_the_training_are_there_at_the_next_start(start, tmp_path):
    workspace = start()
    workspace.session.setups.edit("Change noise", Setup(Training(noise=0.3, hidden=(4,))))
    workspace = start()
    assert workspace.session.setup.settings == Training(noise=0.3, hidden=(4,))
    assert not workspace.session.unsaved
    # Nobody has chosen them for this graph, so its file does not hold them.
    save(workspace.session, tmp_path / "graph.chalk")
    assert loads((tmp_path / "graph.chalk").read_bytes()) == workspace.session.graph
    assert b"training" not in (tmp_path / "graph.chalk").read_bytes()


def test_a_file_that_holds_the_remembered_settings_keeps_them_when_it_is_saved(start, tmp_path):
    workspace = start()
    workspace.session.setups.edit("Change noise", Setup(Training(noise=0.3)))
    save(workspace.session, tmp_path / "graph.chalk")
    workspace = start()
    workspace.open(tmp_path / "graph.chalk")
    save(workspace.session, tmp_path / "graph.chalk")
    assert b"training" in (tmp_path / "graph.chalk").read_bytes()


@pytest.mark.parametrize(
    ("points", "kind"),
    [
        (((0.0, 0.0, 1.0), (1.0, 0.0, -1.0)), "classification"),
        (((0.0, 0.0), (1.0, 1.0)), "regression"),
    ],
)
def test_own_points_stay_in_their_file_and_others_of_their_kind_come_back(start, points, kind):
    workspace = start()
    workspace.session.setups.edit("Add points", Setup(Training(seed=7)).with_points(points))
    session = start().session
    assert session.setup.settings.seed == 7
    assert session.setup.points == ()
    assert session.setup.kind == kind
    session.setup.run()


def test_reset_brings_everything_back_to_the_first_start(start, answer, tmp_path):
    def is_as_at_first(workspace):
        assert workspace.pages.currentIndex() == 0
        assert workspace.window.theme.choice == "system"
        assert sections(workspace)["NudgePanel"].is_open
        assert not workspace.actions_table["label_wires"].isChecked()
        assert workspace.actions_table["motion"].isChecked()
        assert workspace.graph_page.splitter.sizes()[0] <= WIDTHS[0]
        assert workspace.window.settings.recent == []

    workspace = start()
    is_as_at_first(workspace)
    save(workspace.session, tmp_path / "graph.chalk")
    workspace.open(tmp_path / "graph.chalk")
    assert workspace.window.settings.recent
    workspace.graph_page.splitter.setSizes([300, 500, 300])
    sections(workspace)["NudgePanel"].heading.click()
    for command in ("theme_dark", "label_wires", "motion", "train_tab"):
        workspace.actions_table[command].trigger()
    workspace.session.setups.edit("Change noise", Setup(Training(noise=0.3)))
    answer.next(QMessageBox.StandardButton.Cancel)
    workspace.actions_table["reset_settings"].trigger()
    assert workspace.window.theme.choice == "dark"
    answer.next(QMessageBox.StandardButton.Reset)
    workspace.actions_table["reset_settings"].trigger()
    assert "recent files" in answer.asked[-1]
    is_as_at_first(workspace)
    workspace = start()
    is_as_at_first(workspace)
    assert workspace.session.setup == Setup()


def test_a_reset_leaves_what_is_open_alone(start, answer):
    workspace = start()
    graph = workspace.session.graph
    workspace.session.graphs.edit("clear", graph.without(list(graph.nodes)[:1]))
    workspace.session.setups.edit("Change noise", Setup(Training(noise=0.3)))
    before = (workspace.session.graph, workspace.session.setup)
    answer.next(QMessageBox.StandardButton.Reset)
    workspace.actions_table["reset_settings"].trigger()
    assert (workspace.session.graph, workspace.session.setup) == before
    assert workspace.session.unsaved


BROKEN = {
    "garbage": bytes(range(256)) * 20,
    "prose": b"Dear Sir or Madam,\nthese are no settings.\n",
    "zeros": bytes(5000),
    "brackets": b"[[[[\n]]]=3\n=\n==\n",
}


def test_a_switch_that_is_off_in_the_file_is_off(ini):
    ini.write_text("[switch]\nmistakes=false\n", encoding="utf-8")
    assert not Preferences(ini).switch("mistakes", default=True)


def test_the_ten_files_opened_last_are_remembered_newest_first(ini, tmp_path):
    preferences = Preferences(ini)
    paths = [tmp_path / f"{number}.chalk" for number in range(12)]
    for path in paths:
        preferences.add_recent(path)
    assert preferences.recent == paths[:1:-1]


@pytest.mark.parametrize("on_a_stick", [False, True])
@pytest.mark.parametrize(
    "name",
    [b"caf\xe9.chalk", b"\xff\xfe", b"%E9.chalk", b"bytes:caf%E9.chalk", "é, b=1;.chalk".encode()],
)
def test_a_recent_file_stands_once_and_opens_whatever_the_bytes_of_its_name(
    tmp_path, name, on_a_stick
):
    path = tmp_path / os.fsdecode(name)
    try:
        path.write_bytes(b"content")
    except (OSError, ValueError):
        pytest.skip("this system has no such names")
    file, drive = tmp_path / "settings.ini", tmp_path if on_a_stick else None
    for _ in range(3):
        preferences = Preferences(file, drive)
        preferences.add_recent(path)
        preferences._store.sync()
    (known,) = Preferences(file, drive).recent
    assert known.read_bytes() == b"content"
    preferences.forget_recent(path)
    assert preferences.recent == []


@pytest.mark.skipif(sys.platform == "win32", reason="names are text on Windows")
def test_what_an_earlier_version_wrote_for_such_a_name_goes_when_the_file_is_opened(ini):
    first, second = (Path("/lessons", os.fsdecode(name)) for name in (b"a\xe8", b"a\xe9"))
    ini.write_text("[General]\nrecent=/lessons/a\ufffd, /b.chalk\n", encoding="utf-8")
    preferences = Preferences(ini)
    preferences.add_recent(first)
    preferences.add_recent(second)
    assert preferences.recent == [second, first, Path("/b.chalk")]


def test_a_file_that_is_named_by_a_detour_stands_once(ini, tmp_path):
    preferences = Preferences(ini)
    for path in (tmp_path / "a.chalk", tmp_path / "x" / ".." / "a.chalk"):
        preferences.add_recent(path)
    assert len(preferences.recent) == 1


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_settings_file_is_put_aside_with_a_word(start, ini, content):
    ini.write_bytes(content)
    workspace = start()
    assert "Chalkgrad.ini.broken" in workspace.notices["settings"].words.text()
    assert ini.with_name("Chalkgrad.ini.broken").read_bytes() == content
    assert workspace.window.theme.choice == "system"
    workspace.actions_table["theme_dark"].trigger()
    workspace = start()
    assert workspace.window.theme.choice == "dark"
    assert "settings" not in workspace.notices


def test_a_broken_file_takes_the_place_of_an_older_one(ini):
    for content in (b"first\n", b"second\n"):
        ini.write_bytes(content)
        assert Preferences().problem
    assert ini.with_name("Chalkgrad.ini.broken").read_bytes() == b"second\n"


def test_a_file_cut_off_in_the_middle_keeps_what_is_whole(start, ini):
    ini.write_bytes(b"[General]\ntab=train\ntheme=da")
    workspace = start()
    assert (workspace.pages.currentIndex(), workspace.window.theme.choice) == (1, "system")
    assert "settings" not in workspace.notices


def test_a_folder_where_the_file_should_be_is_said_and_the_program_starts(start, ini):
    ini.mkdir()
    workspace = start()
    assert "Settings can’t be kept" in workspace.notices["settings"].words.text()
    workspace.notices["settings"].cross.click()
    assert "settings" not in workspace.notices
    workspace.actions_table["theme_dark"].trigger()
    assert ini.is_dir()


def test_a_settings_file_that_may_not_be_written_is_said(start, monkeypatch):
    # As root, who may do everything, no permission can be taken away.
    monkeypatch.setattr(QSettings, "isWritable", lambda _self: False)
    assert "can’t be written" in start().notices["settings"].words.text()


WRONG = [3, 1.5, "3", "no such thing", "", ["a", "b"], {"a": 1}, b"bytes", None, True]
KEYS = [
    "theme", "tab", "language", "recent", "training", "place/window", "place/palette",
    "section/NudgePanel", "switch/motion", "switch/section/NudgePanel",
]  # fmt: skip


@pytest.mark.parametrize("key", KEYS)
def test_a_value_of_the_wrong_kind_is_as_if_not_there(start, key):
    for value in WRONG:
        store = Preferences()._store
        store.clear()
        store.setValue(key, value)
        settings = Preferences()
        assert settings.theme == "system"
        assert not settings.training or read_settings(settings.training) is None
        assert settings.recent == []
        assert settings.tab == 0
        assert isinstance(settings.language, str)
    store.setValue(key, ["wrong"])
    assert start().session.graph.nodes


@pytest.mark.parametrize(
    "text",
    ["", "{}x", "[]", '{"noise": 7}', '{"hidden": "16"}', '{"colour": 1}', "[" * 100_000,
     '{"dataset": "own"}', '{"noise": NaN}'],
)  # fmt: skip
def test_settings_of_a_training_that_cant_be_are_as_if_not_there(start, text):
    Preferences()._store.setValue("training", text)
    assert start().session.setup == Setup()


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("language", "said"),
    [("de", "Ohne Namen"), ("de_AT", "Ohne Namen"), ("fr", "Untitled"), ("../de", "Untitled"),
     ("en", "Untitled")],
)  # fmt: skip
def test_the_language_is_that_of_a_catalogue(qapp, tmp_path, language, said):
    speak_german(qapp, tmp_path, {"Untitled": "Ohne Namen"})
    install_language(qapp, language, tmp_path)
    assert say("Untitled") == said


@pytest.mark.usefixtures("english")
def test_a_catalogue_that_cant_be_read_is_as_if_not_there(qapp, tmp_path):
    for content in (b"", b"no catalogue at all", b"\xde\x12\x04\x95cut"):
        (tmp_path / "de.mo").write_bytes(content)
        install_language(qapp, "de", tmp_path)
        assert say("Untitled") == "Untitled"


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize("wrong", ["{datei} fehlt", "{file", "{file:d}"])
def test_where_a_translation_has_other_places_the_text_is_english(qapp, tmp_path, wrong):
    speak_german(qapp, tmp_path, {"There is no file {file}.": wrong})
    assert say("There is no file {file}.", file="a.chalk") == "There is no file a.chalk."


@pytest.mark.usefixtures("english")
def test_qt_speaks_the_language_while_the_program_does(qapp, tmp_path):
    texts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if not (Path(texts) / "qtbase_de.qm").exists():
        pytest.skip("Qt is installed without its translations.")
    speak_german(qapp, tmp_path, {"Untitled": "Ohne Namen"})
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    install_language(qapp, "en", tmp_path)
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def speak_german(application, folder, texts):
    catalogue = Catalog(locale="de")
    for text, translation in texts.items():
        catalogue.add(text, translation)
    with (folder / "de.mo").open("wb") as file:
        write_mo(file, catalogue)
    install_language(application, "de", folder)


@pytest.fixture
def english(qapp):
    """English again, once a test is over that spoke another language."""
    yield
    install_language(qapp, "en")
