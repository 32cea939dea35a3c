"""Layout: how the lines of a table are parted into cells, and which lines hold none."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass

from app.model.files.disk import FileError
from engine.core.messages import marked, message

DELIMITERS = "\t;|, "
"""Where two serve alike, the first: beside ; a number may have a comma, and beside , a blank."""
COMMENTS = ("#", "%", "@", "//")
"""How a line begins that is no part of the table."""
MOST_FEATURES = 1_000
"""The highest number of a feature in a file of LIBSVM."""

_NO_CELLS = ' \t",;|\x1a'
"""Delimiters alone, and the end of a file of DOS."""
_RULE = re.compile(r"[\s|+:=-]*(?:--|==)[\s|+:=-]*")
"""The line under the names in a table of Markdown or of a database."""
_DECLARATION = re.compile(r'"?sep=(.)?"?[;,\t|]*', re.IGNORECASE)
"""How Excel is told what parts the cells."""
_INNER_COMMA = re.compile(r"(?<=\d),(?=\d)")
_PARTING_COMMA = re.compile(r",\s|\s,")
_QUOTED = re.compile(r"'[^']*'")
_QUOTES = re.compile(r'"[^"]*"')
_QUOTED_ROW = re.compile(r'"(?:[^"]|"")*[,;\t](?:[^"]|"")*"')
_KEPT = "\x1f"
"""Stands for a decimal comma while a line is parted at the others."""


@dataclass(frozen=True, slots=True)
class Layout:
    """`sparse` is the format of LIBSVM: a label, then `index:value` of what is not 0. With
    `decimal_commas` a comma between two digits parts no cells, as in `-1,463, 1,390, 0`; with
    `quoted_rows` a whole row may stand in quotes, as where a table was saved from one column.
    """

    delimiter: str
    comments: tuple[str, ...] = ()
    sparse: bool = False
    decimal_commas: bool = False
    quoted_rows: bool = False

    def holds_cells(self, line: str) -> bool:
        """Whether a line is part of the table; not if it is empty, a comment or a rule."""
        # Asked of every line of a large file, of which most begin so.
        if line[:1].isdigit() or (line[:1] == "-" and line[1:2].isdigit()):
            return True
        text = line.strip(_NO_CELLS)
        return bool(text) and not (
            self.is_comment(line) or _RULE.fullmatch(line) or _DECLARATION.fullmatch(line)
        )

    def is_comment(self, line: str) -> bool:
        return line.lstrip().startswith(self.comments)

    def cells(self, text: str) -> list[str]:
        """Raises FileError for a cell that no table has."""
        if self.quoted_rows:
            text = unquoted(text)
        if self.delimiter == " ":
            text = text.replace("\t", " ").strip()
        if self.delimiter != ";":
            # As matrices end their rows.
            text = text.rstrip("; ")
        if self.decimal_commas:
            text = _INNER_COMMA.sub(_KEPT, text)
        reader = csv.reader([text], delimiter=self.delimiter, skipinitialspace=True)
        try:
            cells = [cell.strip() for row in reader for cell in row]
        except csv.Error:
            # With line ends and zero bytes looked after, the one thing that the reader refuses.
            words = marked("The file is not a table: a cell has more than {most:,} characters.")
            raise FileError(message(words, most=csv.field_size_limit())) from None
        if self.decimal_commas:
            cells = [cell.replace(_KEPT, ",") for cell in cells]
        if "'" in text:
            cells = [cell[1:-1] if _QUOTED.fullmatch(cell) else cell for cell in cells]
        return _dense(cells) if self.sparse else cells


def unquoted(line: str) -> str:
    """A line without the quotes around all of it."""
    text = line.strip()
    return text[1:-1].replace('""', '"') if _QUOTED_ROW.fullmatch(text) else line


def tells_commas_apart(line: str) -> bool | None:
    """Whether a line has decimal commas, and a blank beside each that parts cells; None if it has
    no comma between digits.
    """
    line = _QUOTES.sub("", line)
    inner = len(_INNER_COMMA.findall(line))
    if not inner:
        return None
    parting = len(_PARTING_COMMA.findall(line))
    return bool(parting) and inner + parting == line.count(",")


def declared_delimiter(line: str) -> str:
    """That of a line `sep=;`; no text if it is no such line."""
    declaration = _DECLARATION.fullmatch(line.strip(" "))
    return (declaration[1] or "") if declaration else ""


def _dense(cells: list[str]) -> list[str]:
    """A row of LIBSVM with each feature at its place; what stands no longer in it is 0."""
    label, *pairs = cells
    features: list[str] = []
    for pair in pairs:
        index, colon, value = pair.partition(":")
        if not (colon and index.isdecimal()):
            continue
        place = int(index[:9])
        if place > MOST_FEATURES:
            words = marked("Features of this LIBSVM file go up to {index}; {most:,} can be read.")
            raise FileError(message(words, index=index[:20], most=MOST_FEATURES))
        features += ["0"] * (place - len(features))
        if place:
            features[place - 1] = value
    return [label, *features]
