"""Drive: paths that stay right where a stick or a share has another name on the next computer."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath, PureWindowsPath


def drive_of(folder: Path) -> Path:
    """The root of the drive that holds a folder: `E:\\`, `/media/ann/STICK`, `/`."""
    for place in (folder, *folder.parents):
        if os.path.ismount(place):
            return place
    return Path(folder.anchor)


def stored(path: Path, drive: Path | None) -> str:
    """An absolute path as it is kept: on `drive` without the drive's name, elsewhere whole."""
    if drive and path.is_relative_to(drive):
        return path.relative_to(drive).as_posix()
    return str(path)


def resolved(text: str, drive: Path | None) -> Path | None:
    """What `stored` made, as an absolute path; None for one of another system, or of no drive."""
    path = Path(text)
    if path.is_absolute():
        return path
    whole = PurePosixPath(text).is_absolute() or PureWindowsPath(text).anchor
    return drive / path if drive and text and not whole else None
