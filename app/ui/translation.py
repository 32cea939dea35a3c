"""The language of the words: a file in resources/translations, if there is one for it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTranslator

import resources
from app.model.messages import Message


def install_language(application: QCoreApplication, language: str) -> None:
    """Speak `language` (`de`, `pt_BR`; the system's where it is empty), or else English."""
    locale = QLocale(language) if language else QLocale.system()
    translator = QTranslator(application)
    # By the name alone: given the locale itself, Qt goes through all languages that the user reads,
    # and who prefers English would be shown the next one.
    if translator.load(f"chalkgrad_{locale.name()}", str(resources.path("translations"))):
        application.installTranslator(translator)


def said(speaker: QObject, words: Message) -> str:
    """A sentence of the model in that language, as one of the words of `speaker`."""
    return speaker.tr(words.template).format(**words.places)
