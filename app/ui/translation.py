"""The one door for words: every text that a user sees goes through `say`."""

from __future__ import annotations

import gettext
import html
import struct
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

import resources
from engine.core.messages import Message
from engine.core.number_text import group_by_comma

_catalogue = gettext.NullTranslations()
"""The words of the language that is spoken: one for the whole program, as its QApplication is."""


def say(words: str | Message, /, **places: object) -> str:
    """A sentence in the user's language, with what stands in its places.

    `words` is a Message, a template written out, or one that was `marked` where it stands. Raises
    KeyError for a template with places that are not given.
    """
    if not isinstance(words, Message):
        words = Message(words)
    places = {
        name: say(value) if isinstance(value, Message) else value
        for name, value in {**words.places, **places}.items()
    }
    try:
        return _template(words).format(**places)
    except (LookupError, ValueError):
        # A translation whose places are not those of the text shall not end the program.
        return str(Message(words.template, places, words.many))


def escaped(text: str | Message) -> str:
    """As HTML: a Message said, and a text, which is no template, as it is."""
    return html.escape(say(text) if isinstance(text, Message) else text)


def literal(name: str) -> str:
    """A name as it stands in a menu or on a button, where an & alone would underline a letter."""
    return name.replace("&", "&&")


def _template(words: Message) -> str:
    if not words.template:
        # Under no text a catalogue keeps what is known of itself.
        return ""
    if not words.many:
        return _catalogue.gettext(words.template)
    count = words.places["count"]
    assert isinstance(count, int)
    return _catalogue.ngettext(words.template, words.many, count)


def install_language(
    application: QCoreApplication, language: str, folder: Path | None = None
) -> None:
    """Speak `language` (`de`, `pt_BR`; the system's where it is empty), or else English.

    The catalogues are the files `<language>.mo` in `folder`, which is that in `resources`; one that
    can't be read is as if not there. Qt's own texts, such as the buttons of its dialogs, follow
    where there is a catalogue of ours.
    """
    global _catalogue
    folder = folder or resources.path("translations")
    locale = QLocale(language) if language else QLocale.system()
    group_by_comma(locale.groupSeparator() == ",")
    # By its name alone: who reads several languages and prefers English isn't shown the next one.
    name = locale.name()
    _catalogue = gettext.NullTranslations()
    for earlier in application.findChildren(QTranslator):
        application.removeTranslator(earlier)
    for known in (name, name.partition("_")[0]):
        with (
            suppress(OSError, ValueError, struct.error),
            (folder / f"{known}.mo").open("rb") as file,
        ):
            _catalogue = gettext.GNUTranslations(file)
            _install_qt_language(application, locale)
            return


def _install_qt_language(application: QCoreApplication, locale: QLocale) -> None:
    translator = QTranslator(application)
    texts = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{locale.name()}", texts):
        application.installTranslator(translator)
