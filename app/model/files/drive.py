"""Drive: paths that stay right where a stick or a share has another name on the next computer."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import quote, unquote_to_bytes

_BYTES = "bytes:"
"""What a path is kept behind whose bytes are no text: they are written as in a URL, `caf%E9`."""


def drive_of(folder: Path) -> Path:
    """The root of the drive that holds a folder: `E:\\`, `/media/ann/STICK`, `/`."""
    for place in (folder, *folder.parents):
        if os.path.ismount(place):
            return place
    return Path(folder.anchor)


def stored(path: Path, drive: Path | None) -> str:
    """An absolute path as it is kept: on `drive` without the drive's name, elsewhere whole.

    It is text that any file can hold, also where the bytes of the path are none.
    """
    text = str(path)
    if drive and path.is_relative_to(drive):
        text = path.relative_to(drive).as_posix()
    return text if _is_text(text) else _BYTES + quote(os.fsencode(text))


def resolved(text: str, drive: Path | None) -> Path | None:
    """What `stored` made, as an absolute path; None for one of another system, or of no drive."""
    if text.startswith(_BYTES):
        text = os.fsdecode(unquote_to_bytes(text.removeprefix(_BYTES)))
    path = Path(text)
    if path.is_absolute():
        return path
    whole = PurePosixPath(text).is_absolute() or PureWindowsPath(text).anchor
    return drive / path if drive and text and not whole else None


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return not text.startswith(_BYTES)
