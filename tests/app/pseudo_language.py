"""A language of no country: English with accents on all letters, and two fifths longer.

What is left without accents on a screen has not come through the catalogue.
"""

import html
import re

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QBuffer, QObject, QPoint, Qt
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from engine.core.ops import OPS
from tests.test_architecture import ROOT

NAME = "eo"
"""Under which it is installed: a language that Qt has no texts in."""

KEYWORDS = {"say": None, "message": None, "Message": None, "marked": None, "counted": (1, 2)}
"""As in the commands of docs/translation.md."""

PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
ACCENTS = str.maketrans(PLAIN, "äƀçđéƒĝĥíĵķļɱñöþǫŕšţüṽŵẋýžÄɃÇĐÉƑĜĤÍĴĶĻṀÑÖÞǪŔŠŢÜṼŴẊÝŽ")
KEPT = re.compile(r"(\{[^{}]*\}|<[^<>]*>|\*\.\w+)")
"""Places, markup and the endings in a list of kinds of files."""


def pseudo(text):
    """`Open {file}` as `Öþéñ~~ {file}`: what is kept, is kept."""
    parts = KEPT.split(text)
    parts[::2] = [re.sub(r"\w+", _longer, part).translate(ACCENTS) for part in parts[::2]]
    return "".join(parts)


def _longer(word):
    return word[0] + "~" * round(0.4 * len(word[0]))


def write_catalogue(folder):
    """The catalogue of this language in a folder, made from the texts of the program."""
    catalogue = Catalog(locale=NAME)
    for package in ("app", "engine"):
        for _, _, texts, _, _ in extract_from_dir(ROOT / package, keywords=KEYWORDS):
            many = isinstance(texts, tuple)
            catalogue.add(texts, tuple(map(pseudo, texts)) if many else pseudo(texts))
    with (folder / f"{NAME}.mo").open("wb") as file:
        write_mo(file, catalogue)


NOT_TRANSLATED = {
    "the language of expressions: what numbers and functions are called in it": {
        "data", "grad", "linear", "if", "else", "sign", "zero_grad", "backward", *OPS,
        *(word for op in OPS.values() for word in re.findall("[a-z]{2,}", op.formula + op.symbol)),
    },
    "names of programs and of what they read": {
        "Chalkgrad", "Python", "PySide", "Qt",
    },
    "keys, and buttons of Qt, which follow Qt's own catalogue": {
        "Ctrl", "Shift", "Alt", "Del", "Delete", "Backspace", "Return", "Home", "End", "Space",
        "Left", "Right", "Up", "Down", "PgUp", "PgDown",
        "Esc", "OK", "Cancel", "Close", "Save", "Discard", "Reset",
    },
}  # fmt: skip
WORD = re.compile(r"[A-Za-z]{2,}…?")
PLACES = re.compile(r"(?<!\w)(\w:)?[\\/][\w.\\/-]+|\.[a-z]{2,5}\b")
"""On a disk, and endings of files."""
MARKUP = re.compile("<style.*?</style>|<[^>]*>", re.DOTALL)


def english_in(text, names=()):
    """The words of a text that are in English: in letters without accents, and no names."""
    known = {*names}.union(*NOT_TRANSLATED.values())
    words = WORD.findall(PLACES.sub(" ", html.unescape(MARKUP.sub(" ", text))))
    return [word for word in words if not _is_known(word, known)]


def _is_known(word, known):
    if word.endswith("…"):
        return any(name.startswith(word[:-1]) for name in known)
    return word in known


SILENT = {"objectName", "styleSheet", "inputMask", "windowFilePath", "text/plain"}
"""Texts of a QObject that nobody sees."""


def texts_of(application):
    """Every text that is shown, or would be: of widgets, actions and models, and what is painted.

    Each with the class of what it belongs to. Menus of pyqtgraph are turned off, and left out.
    """
    for window in application.topLevelWidgets():
        if _outermost(window).isHidden():
            continue
        for thing in (window, *window.findChildren(QObject)):
            if type(thing.parent()).__module__.startswith("pyqtgraph"):
                continue
            yield from ((type(thing).__name__, text) for text in _properties(thing))
            if isinstance(thing, QAbstractItemModel):
                yield from ((type(thing).__name__, text) for text in _cells(thing))
        if window.isVisible():
            yield from ((f"painted in {type(window).__name__}", text) for text in painted(window))


def _outermost(widget):
    while widget.parent():
        widget = widget.parent()
    return widget


def _properties(thing):
    meta = thing.metaObject()
    if type(thing) not in _KNOWN:
        found = [meta.property(place) for place in range(meta.propertyCount())]
        _KNOWN[type(thing)] = [
            each for each in found if each.typeName() == "QString" and each.name() not in SILENT
        ]
    return [each.read(thing) or "" for each in _KNOWN[type(thing)]]


_KNOWN = {}
"""The properties of each class that are texts."""


ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)
MOST_ROWS = 40
"""Of a model: of a table of a thousand numbers the first tell enough."""


def _cells(model):
    for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(min(model.rowCount(), MOST_ROWS)):
            cell = model.index(row, column)
            yield from (str(cell.data(role) or "") for role in ROLES)


def painted(widget):
    """The texts in a picture of a widget: those of graphics items, plots and delegates too."""
    content = QBuffer()
    content.open(QBuffer.OpenModeFlag.ReadWrite)
    picture = QSvgGenerator()
    picture.setOutputDevice(content)
    picture.setSize(widget.size())
    painter = QPainter(picture)
    widget.render(painter, QPoint())
    painter.end()
    found = re.findall("<text[^>]*>([^<]*)</text>", bytes(content.data()).decode())
    return [html.unescape(text) for text in found]
