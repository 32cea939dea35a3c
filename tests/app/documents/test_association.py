"""Files that end in .chalk are opened with this program on request, and no longer on another."""

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QMenu

import app.documents.association as module
from app.documents.association import (
    DesktopAssociation,
    RegistryAssociation,
    association,
    data_folders,
    entry,
)
from app.documents.association_command import AssociationCommand
from app.model.files.disk import FileError

PROGRAM = ["/opt/chalkgrad/chalkgrad"]
LINUX = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="Only Linux has desktop entries."
)


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


# Linux


@pytest.mark.parametrize(
    ("environment", "users", "shared"),
    [
        ({}, Path.home() / ".local" / "share", ["/usr/local/share", "/usr/share"]),
        ({"XDG_DATA_HOME": "/data", "XDG_DATA_DIRS": "/a:b:/c"}, Path("/data"), ["/a", "/c"]),
        ({"XDG_DATA_HOME": "data"}, Path.home() / ".local" / "share", None),
    ],
)
@LINUX
def test_the_folders_are_those_of_the_specification(environment, users, shared):
    found = data_folders(environment)
    assert found[0] == users
    assert shared is None or [str(folder) for folder in found[1]] == shared


def test_the_entry_starts_this_very_program_however_its_folder_is_called():
    read = configparser.RawConfigParser()
    read.optionxform = str
    read.read_string(entry(["/a b/100 %/$x\\y/python", 'it "is"/main.py']))
    told = read["Desktop Entry"]
    # What the specification of desktop entries makes of each sign, by hand.
    assert told["Exec"] == r'"/a b/100 %%/\\$x\\\\y/python" "it \\"is\\"/main.py" %f'
    assert told["TryExec"] == r"/a b/100 %/$x\\y/python"
    assert told["MimeType"] == "application/x-chalkgrad;"
    assert told["StartupWMClass"] == "chalkgrad"


@pytest.fixture
def desktop(tmp_path):
    return DesktopAssociation(tmp_path / "data", [tmp_path / "usr"], PROGRAM)


@pytest.fixture
def no_tools(monkeypatch):
    """As on a system that has none of the tools that make a desktop take note."""
    monkeypatch.setattr(module.QStandardPaths, "findExecutable", lambda _: "")


@LINUX
def test_undoing_removes_what_was_made_and_nothing_else(desktop, tmp_path):
    other = tmp_path / "data" / "applications" / "other.desktop"
    other.parent.mkdir(parents=True)
    other.touch()
    desktop.make()
    assert desktop.is_made
    assert {
        "applications/chalkgrad.desktop", "mime/packages/chalkgrad.xml",
        "icons/hicolor/scalable/apps/chalkgrad.svg",
    } <= set(files(tmp_path / "data"))  # fmt: skip
    desktop.undo()
    assert not desktop.is_made
    assert other.exists()
    assert not [name for name in files(tmp_path / "data") if "chalkgrad" in name]
    desktop.undo()


@pytest.mark.usefixtures("no_tools")
def test_a_program_that_lies_elsewhere_by_now_is_not_the_one_that_opens_them(desktop):
    desktop.make()
    moved = DesktopAssociation(desktop.users, desktop.shared, ["/media/stick/chalkgrad"])
    assert not moved.is_made
    moved.make()
    assert moved.is_made
    assert not desktop.is_made


@pytest.mark.usefixtures("no_tools")
def test_what_an_administrator_installed_is_seen_unless_the_user_has_an_entry(desktop, tmp_path):
    assert not desktop.is_shared
    shared = tmp_path / "usr" / "applications" / "chalkgrad.desktop"
    shared.parent.mkdir(parents=True)
    shared.touch()
    assert desktop.is_shared
    desktop.make()
    assert not desktop.is_shared


@pytest.mark.usefixtures("no_tools")
def test_tools_that_are_missing_are_named_with_their_packages(desktop):
    left = str(desktop.make())
    assert "sudo apt install shared-mime-info desktop-file-utils" in left


@LINUX
def test_a_tool_that_fails_is_named(desktop, monkeypatch):
    monkeypatch.setattr(module.QStandardPaths, "findExecutable", lambda _: shutil.which("false"))
    assert str(desktop.make()) == (
        "update-desktop-database failed, so the desktop may not notice the change."
    )


@pytest.mark.usefixtures("no_tools")
def test_a_folder_that_can_t_be_written_is_a_sentence_and_nothing_is_left(desktop, tmp_path):
    # As root, who may do everything, no permission can be taken away: a file stands in the way.
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "icons").touch()
    with pytest.raises(FileError, match=r"data can’t be changed: "):
        desktop.make()
    assert files(tmp_path / "data") == ["icons"]


@pytest.fixture
def system(tmp_path):
    """Asks the system's own tools, which know no folder but the test's."""
    for tool in ("gio", "xdg-mime", "update-mime-database", "update-desktop-database"):
        if not shutil.which(tool):
            pytest.skip(f"not installed here: {tool}")
    environment = os.environ | {
        "XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_DATA_DIRS": str(tmp_path / "none"), "HOME": str(tmp_path), "LC_ALL": "C",
    }  # fmt: skip

    def ask(*command):
        done = subprocess.run(
            list(map(str, command)),
            env=environment, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        return done.stdout

    return ask


@LINUX
def test_a_desktop_takes_note_of_it_and_of_its_end(system, tmp_path):
    graph = tmp_path / "net.chalk"
    graph.write_text("{}", encoding="utf-8")
    # A program that can be run, or there is no entry either.
    desktop = DesktopAssociation(tmp_path / "data", [], [sys.executable, str(tmp_path / "a b.py")])
    query = ("gio", "info", "-a", "standard::content-type", graph)
    assert "application/x-chalkgrad" not in system(*query)
    assert desktop.make() is None
    assert "application/x-chalkgrad" in system(*query)
    assert "chalkgrad.desktop" in system("xdg-mime", "query", "default", "application/x-chalkgrad")
    default, *_ = system("gio", "mime", "application/x-chalkgrad").splitlines()
    assert default.endswith(": chalkgrad.desktop")
    desktop.undo()
    assert "application/x-chalkgrad" not in system(*query)
    assert "chalkgrad.desktop" not in system("gio", "mime", "application/x-chalkgrad")
    assert system("xdg-mime", "query", "default", "application/x-chalkgrad") == ""


@LINUX
def test_a_double_click_hands_the_file_to_the_program(system, tmp_path, qtbot):
    graph = tmp_path / "my $net.chalk"
    graph.write_text("{}", encoding="utf-8")
    script = tmp_path / 'it\'s 100 % "main".py'
    script.write_text("import sys\nopen(__file__ + '.told', 'w').write(sys.argv[1])\n")
    DesktopAssociation(tmp_path / "data", [], [sys.executable, str(script)]).make()
    system("gio", "launch", tmp_path / "data" / "applications" / "chalkgrad.desktop", graph)
    told = Path(f"{script}.told")
    qtbot.waitUntil(lambda: told.exists() and told.read_text() == str(graph), timeout=20_000)


@LINUX
def test_the_entry_is_valid(tmp_path):
    if not shutil.which("desktop-file-validate"):
        pytest.skip("not installed here: desktop-file-validate")
    path = tmp_path / "chalkgrad.desktop"
    path.write_text(entry([sys.executable, "/a b/$main.py"]), encoding="utf-8")
    done = subprocess.run(
        ["desktop-file-validate", str(path)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")


# Windows; its registry is a file here


EXE = "C:\\Program Files\\Chalkgrad\\chalkgrad.exe"


@pytest.fixture
def registry(tmp_path):
    return QSettings(str(tmp_path / "registry.ini"), QSettings.Format.IniFormat)


def kept(registry):
    return {key: registry.value(key) for key in registry.allKeys()}


def test_on_windows_a_kind_of_files_is_registered_and_removed(registry):
    windows = RegistryAssociation(registry, [EXE], icon=True)
    assert not windows.is_made
    windows.make()
    assert windows.is_made
    assert kept(registry) == {
        "Chalkgrad.graph/Default": "Chalkgrad graph",
        "Chalkgrad.graph/shell/open/command/Default": f'"{EXE}" "%1"',
        "Chalkgrad.graph/DefaultIcon/Default": f'"{EXE}",0',
        ".chalk/OpenWithProgids/Chalkgrad.graph": "",
        ".chalk/Default": "Chalkgrad.graph",
    }
    assert not RegistryAssociation(registry, ["D:\\chalkgrad.exe"], icon=True).is_made
    windows.undo()
    assert kept(registry) == {}


def test_on_windows_what_opened_them_before_does_so_again(registry):
    before = {".chalk/Default": "Chalk.note", "Chalk.note/Default": "A note", ".txt/Default": "x"}
    for name, value in before.items():
        registry.setValue(name, value)
    windows = RegistryAssociation(registry, [EXE, "main.py"], icon=False)
    windows.make()
    windows.make()
    assert registry.value("Chalkgrad.graph/shell/open/command/Default").startswith(f'"{EXE}" "mai')
    windows.undo()
    assert kept(registry) == before


def test_on_windows_what_opens_them_since_is_left_alone(registry):
    windows = RegistryAssociation(registry, [EXE], icon=False)
    windows.make()
    registry.setValue(".chalk/Default", "Another.graph")
    assert not windows.is_made
    windows.undo()
    assert kept(registry) == {".chalk/Default": "Another.graph"}


def test_a_registry_that_can_t_be_written_is_a_sentence(tmp_path):
    (tmp_path / "registry.ini").mkdir()
    registry = QSettings(str(tmp_path / "registry.ini"), QSettings.Format.IniFormat)
    with pytest.raises(FileError, match="Windows registry can’t be changed"):
        RegistryAssociation(registry, [EXE], icon=False).make()


@pytest.mark.parametrize(
    ("platform", "kind"),
    [("linux", DesktopAssociation), ("win32", RegistryAssociation), ("darwin", type(None))],
)
def test_every_system_has_its_own_way(platform, kind, monkeypatch):
    monkeypatch.setattr(sys, "platform", platform)
    assert type(association()) is kind


# The command


@pytest.fixture
def command(workspace, desktop):
    """The entry of the menu, for a folder of the test's."""
    action = workspace.actions_table["associate"]
    workspace.associating._association = desktop
    (menu,) = [menu for menu in action.associatedObjects() if isinstance(menu, QMenu)]

    def look():
        menu.aboutToShow.emit()
        return action

    return look


def said(workspace):
    return workspace.notices["association"].words.text()


@pytest.mark.usefixtures("no_tools")
def test_the_command_shows_whether_it_is_so_makes_it_so_and_undoes_it(workspace, command, desktop):
    assert not command().isChecked()
    command().trigger()
    assert desktop.is_made
    assert said(workspace).startswith("Files that end in .chalk now open with Chalkgrad.")
    assert "sudo apt install" in said(workspace)
    assert command().isChecked()
    command().trigger()
    assert not desktop.is_made
    assert said(workspace) == "Files that end in .chalk are no longer opened with Chalkgrad."
    assert not command().isChecked()
    # Another window has done it.
    desktop.make()
    assert command().isChecked()


def test_a_failure_is_said_and_the_command_stays_as_it_was(workspace, command, tmp_path):
    (tmp_path / "data").touch()
    command().trigger()
    assert said(workspace).startswith("Nothing was changed for .chalk files. ")
    assert f"{tmp_path / 'data'} can’t be changed" in said(workspace)
    assert not command().isChecked()


def test_what_an_administrator_installed_is_checked_and_can_t_be_undone(command, tmp_path):
    shared = tmp_path / "usr" / "applications" / "chalkgrad.desktop"
    shared.parent.mkdir(parents=True)
    shared.touch()
    action = command()
    assert (action.isChecked(), action.isEnabled()) == (True, False)
    assert "for all users" in action.toolTip()


def test_where_the_program_has_nothing_to_do_there_is_no_command(workspace):
    action = workspace.actions_table["associate"]
    assert action.isVisible() == (association() is not None)
    AssociationCommand(action, workspace.notices, None)
    assert not action.isVisible()
