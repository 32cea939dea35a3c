"""Decoding: JSON from anywhere into typed structs; what is wrong is said with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn, TypeVar

import msgspec

from app.model.files.disk import FileError, check_size
from engine.core.errors import shown
from engine.core.messages import Message, marked, message

_T = TypeVar("_T")


class _Header(msgspec.Struct):
    """What tells a file of ours, and of this version; all else is passed over."""

    format: object = None
    version: object = None


def check_header(
    content: bytes, whole: type[object], name: str, version: int, foreign: Message
) -> None:
    """Refuse, with the sentence `foreign`, what is of another format, and what is of a version
    that is not there yet. `whole` is the type of all of it.
    """
    header = decoded(content, _Header, whole)
    if header.format != name:
        refuse("$.format", foreign)
    if not isinstance(header.version, int | float):
        return
    if header.version > version:
        refuse(
            "$.version",
            message(
                "the file is of version {version}, and this Chalkgrad reads version {own}.",
                version=shown(str(header.version)),
                own=version,
            ),
        )
    if header.version < 1:
        refuse(
            "$.version",
            message("there is no version {version}.", version=shown(str(header.version))),
        )


def check_text(content: bytes) -> None:
    """Refuse what is larger than a file may be, and what is no text in UTF-8."""
    check_size(content)
    try:
        content.decode()
    except UnicodeDecodeError as error:
        _refuse_bytes(content, error.start, message("The file is not text in UTF-8"))


def decoded(content: bytes, wanted: type[_T], whole: type[object] | None = None) -> _T:
    """`content` as a `wanted`. `whole` is the type that tells the places of what is no number,
    where `wanted` is only a part of it.
    """
    try:
        return msgspec.json.decode(content, type=wanted)
    except msgspec.ValidationError as error:
        _refuse_shape(str(error))
    except msgspec.DecodeError as error:
        place = _BYTE.search(str(error))
        # All that msgspec says without a place is that the text is cut off.
        if place is None:
            _refuse_bytes(content, len(content), message("The file is not JSON: it ends too early"))
        _refuse_text(content, int(place[1]), whole or wanted)
    except RecursionError:
        raise FileError(message("The file can’t be read: it is nested too deeply.")) from None


def _refuse_text(content: bytes, byte: int, wanted: type[object]) -> NoReturn:
    """For what is no JSON at `byte`.

    Many programs write NaN and Infinity, which JSON does not have. With 1e999 instead the decoder
    tells where the number stands: a known key can't take it, nor an unknown one.
    """
    if found := _NOT_FINITE.match(content, byte):
        decoded(content[:byte] + b"1e999" + content[found.end() :], wanted)
    _refuse_bytes(content, byte, message("The file is not JSON"))


def refuse(place: str, problem: Message) -> NoReturn:
    """Raise FileError with the JSON path `place` and what is wrong there."""
    raise FileError(message("{place}: {problem}", place=place, problem=problem))


def _refuse_bytes(content: bytes, byte: int, problem: Message) -> NoReturn:
    """For what has no place in JSON: the line and column, from 1."""
    before = content[:byte]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
    sentence = marked("{problem} (line {line}, column {column}).")
    raise FileError(message(sentence, problem=problem, line=line, column=column))


def _refuse_shape(problem: str) -> NoReturn:
    """The sentence for what msgspec says of a value."""
    found = _PLACE.fullmatch(problem)
    said, place = found.groups() if found else (problem, "$")
    for pattern, sentence in _SENTENCES.items():
        if matched := pattern.fullmatch(said):
            words = {
                key: message(_WORDS[word]) if word in _WORDS else shown(word)
                for key, word in matched.groupdict().items()
            }
            refuse(place, message(sentence, **words))
    refuse(place, message("{problem}.", problem=shown(said)))


_BYTE = re.compile(r"\(byte (\d+)\)")
_PLACE = re.compile(r"(.*) - at `(\$.*)`", re.DOTALL)
_NOT_FINITE = re.compile(rb"NaN|Infinity")
_WORDS = {
    "int": marked("a whole number"),
    "float": marked("a number"),
    "str": marked("text"),
    "bool": marked("true or false"),
    "null": "null",
    "array": marked("a list"),
    "object": marked("an object"),
    "int | null": marked("a whole number or null"),
    "str | null": marked("text or null"),
    "str | array": marked("text or a list"),
    "array | null": marked("a list or null"),
}
_SENTENCES: Mapping[re.Pattern[str], str] = {
    re.compile(pattern): sentence
    for pattern, sentence in {
        r"Expected `int(?: \| null)?`, got `float`": marked("expected a whole number."),
        r"Expected `(?P<wanted>[^`]+)`, got `(?P<found>[^`]+)`": marked(
            "expected {wanted}, not {found}."
        ),
        r"Expected `int` >= 1": marked("an id is at least 1."),
        r"Expected `int` <= \d+": marked("an id is at most 2^53."),
        r"Integer value out of range": marked("the number is too large."),
        r"Number out of range": marked("a number must be finite."),
        r"Expected `array` of length 2": marked("a position is two numbers, [x, y]."),
        r"Expected `array` of length <= (?P<most>\d+)": marked(
            "the list has {most} entries at most."
        ),
        r"Expected `str` of length <= (?P<most>\d+)": marked(
            "a label has {most} characters at most."
        ),
        r"Object contains unknown field `(?P<key>.*)`": marked(
            "there is no key {key} in this version."
        ),
        r"Object missing required field `(?P<key>.*)`": marked("the key {key} is missing."),
    }.items()
}
