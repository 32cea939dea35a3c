"""The commands of docs/translation.md, run in a copy, make a catalogue that the program speaks."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po, write_po

from app.ui.translation import install_language, say
from engine.core.messages import counted, message
from engine.core.number_text import NumberError, read_number

ROOT = Path(__file__).parents[1]


def commands():
    """The commands, in the order in which the page gives them."""
    page = (ROOT / "docs" / "translation.md").read_text(encoding="utf-8")
    return re.findall(r"^pybabel .*$", page, re.MULTILINE)


def run(command, folder):
    arguments = [sys.executable, "-m", "babel.messages.frontend", *shlex.split(command)[1:]]
    subprocess.run(arguments, cwd=folder, check=True, capture_output=True)


def test_a_language_is_made_as_the_page_says(qapp, tmp_path):
    for name in ("app", "engine"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "resources" / "translations").mkdir(parents=True)
    extract, init, compile_, update = commands()
    run(extract, tmp_path)
    run(init, tmp_path)
    file = tmp_path / "resources" / "translations" / "de.po"
    with file.open("rb") as content:
        catalogue = read_po(content)
    catalogue["Save &As…"].string = "Speichern &unter …"
    catalogue["Hinge"].string = "Scharnier"
    catalogue["There is no file {file}."].string = "Es gibt keine Datei {file}."
    catalogue["{count} node"].string = ("{count} Knoten allein", "{count} Knoten")
    with file.open("wb") as content:
        write_po(content, catalogue)
    run(update, tmp_path)
    run(compile_, tmp_path)
    try:
        install_language(qapp, "de", file.parent)
        said = [
            say("Save &As…"),
            say("Hinge"),
            say(message("There is no file {file}.", file="a.chalk")),
            say(counted("{count} node", "{count} nodes", 1)),
            say(counted("{count} node", "{count} nodes", 3)),
            say("Undo"),
        ]
    finally:
        install_language(qapp, "en")
    assert said == [
        "Speichern &unter …", "Scharnier", "Es gibt keine Datei a.chalk.",
        "1 Knoten allein", "3 Knoten", "Undo",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "1000.0"),
        ("ja", "1000.0"),
        ("de", "“1,000” may be 1.000 or 1000. Type the one that is meant."),
        ("fr", "“1,000” may be 1.000 or 1000. Type the one that is meant."),
        ("en_ZA", "“1,000” may be 1.000 or 1000. Type the one that is meant."),
    ],
)
def test_the_language_says_whether_a_comma_may_stand_in_a_thousand(qapp, language, words):
    try:
        install_language(qapp, language)
        assert read_number("2,5") == 2.5
        said = str(read_number("1,000"))
    except NumberError as error:
        said = str(error)
    finally:
        install_language(qapp, "en")
    assert said == words
