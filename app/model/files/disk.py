"""Files on the disk: read with a bound, written whole or not at all, errors as sentences."""

from __future__ import annotations

import errno
import os
import stat
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from engine.core.messages import Message, marked, message

T = TypeVar("T")

LARGEST_FILE = 16 * 1024 * 1024
"""Bytes."""

TABLES = (".csv", ".tsv", ".txt")
MODEL = ".json"
"""Endings of what is opened on the Train tab: tables of points, and a model."""

_PAUSES = (0.01, 0.03, 0.1, 0.3)
"""Seconds."""


Wanted = Callable[[], bool]
"""Whether what is being written is still wanted; asked before it takes the place of a file."""


def always() -> bool:
    """What is wanted however long it takes."""
    return True


class FileError(ValueError):
    """A file that can't be read or written, with the reason as a sentence."""

    def __init__(self, reason: Message):
        super().__init__(str(reason))
        self.reason = reason


def is_file(path: Path) -> bool:
    """Whether there is such a file; not, where the drive or a folder can't be looked at."""
    try:
        return path.is_file()
    except OSError:
        return False


def is_gone(error: FileError) -> bool:
    """Whether there was no such file; any other error may stand for a file that is there."""
    return isinstance(error.__cause__, FileNotFoundError | NotADirectoryError)


def read_bounded(path: str | os.PathLike[str]) -> bytes:
    """What is in a file. Raises FileError, also for one that is larger than LARGEST_FILE."""
    path = Path(path)
    with _explained(_UNREADABLE, path):
        # Reading a pipe or a device might never end, so this is asked before it is opened.
        _check_ordinary(path.stat().st_mode, path)
        with path.open("rb") as file:
            # The size that a file states may be wrong by now: what counts is what comes.
            content = file.read(LARGEST_FILE + 1)
    check_size(content)
    return content


def check_size(content: bytes) -> None:
    """Raises FileError for more than LARGEST_FILE."""
    if len(content) > LARGEST_FILE:
        raise FileError(message("The file is larger than {size} MiB.", size=LARGEST_FILE >> 20))


def write_atomically(path: str | os.PathLike[str], content: bytes, wanted: Wanted = always) -> None:
    """Write a file so that at every moment either the old or the new one stands there, whole.

    A link stays a link, and an old file keeps its permissions. Raises FileError, also where it is
    no longer `wanted` once it could take its place.
    """
    with _explained(_UNWRITABLE, Path(path)):
        target = Path(os.path.realpath(path))
        mode = _mode_of(target)
        # Short and not made from the file's name, which may be as long as a name can be.
        beside = target.with_name(f".chalk-{os.urandom(8).hex()}.tmp")
        try:
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            # Some drives, and more so those far away, take what they do not keep.
            if beside.read_bytes() != content:
                raise OSError(errno.EIO, "")
            if mode is not None:
                beside.chmod(mode)
            if not wanted():
                raise FileError(message("Writing {file} was cancelled.", file=target.name))
            _put_in_place(beside, target)
            _sync_folder(target.parent)
        finally:
            beside.unlink(missing_ok=True)


def make_folder(path: Path) -> None:
    """Make a folder that nobody else may look into, if it is not there. Raises FileError."""
    with _explained(_UNWRITABLE, path):
        path.mkdir(mode=0o700, parents=True, exist_ok=True)


def fingerprint(content: bytes) -> str:
    """Tells a file from what it was; two in 2^32 that differ by chance have the same."""
    return f"{len(content)}-{zlib.crc32(content):08x}"


@dataclass(frozen=True, slots=True)
class Origin:
    """The file that is open, if it is one, and its fingerprint when it was last read or written."""

    path: Path | None = None
    fingerprint: str = ""

    def differs(self, content: bytes) -> bool:
        """Whether a file with this content is another one than that which is known."""
        return fingerprint(content) != self.fingerprint


def _put_in_place(beside: Path, target: Path) -> None:
    """Windows refuses to while another program has the old file open, as virus scanners do for a
    moment."""
    for pause in _PAUSES if os.name == "nt" else ():
        try:
            beside.replace(target)
        except PermissionError:
            time.sleep(pause)
        else:
            return
    beside.replace(target)


def _sync_folder(folder: Path) -> None:
    """Make the disk remember a new name too, where the system and the drive can."""
    if os.name != "posix":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _mode_of(target: Path) -> int | None:
    """The permissions of the file that is replaced; None if there is none. Raises OSError."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    _check_ordinary(mode, target)
    # The folder alone decides whether a file can be replaced; one marked read-only is to stay.
    target.open("r+b").close()
    return stat.S_IMODE(mode)


def _check_ordinary(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "")
    if not stat.S_ISREG(mode):
        raise FileError(message("{file} is not a regular file.", file=path.name))


_UNREADABLE: Mapping[int | None, str] = {
    errno.ENOENT: marked("There is no file {file}."),
    errno.ENOTDIR: marked("There is no file {file}."),
    errno.EISDIR: marked("{file} is a folder, not a file."),
    errno.EACCES: marked("You don’t have permission to read {file}."),
    errno.EPERM: marked("You don’t have permission to read {file}."),
    errno.ENAMETOOLONG: marked("The name {file} is too long."),
    errno.ELOOP: marked("{file} is a link that leads back to itself."),
    errno.EIO: marked("The disk that holds {file} can’t be read."),
}
_UNWRITABLE: Mapping[int | None, str] = {
    errno.ENOENT: marked("The folder {folder} no longer exists. Choose another one for {file}."),
    errno.ENOTDIR: marked("{folder} is not a folder. Choose another place for {file}."),
    errno.EISDIR: marked("{file} is a folder. Choose another name."),
    errno.EEXIST: marked("There is a file where there should be a folder: {path}."),
    errno.EACCES: marked("You don’t have permission to write {file} there. Choose another place."),
    errno.EPERM: marked("You don’t have permission to write {file} there. Choose another place."),
    errno.EROFS: marked("The disk is read-only, so {file} can’t be written. Choose another place."),
    errno.ENOSPC: marked(
        "The disk is full, so {file} was not written. Free some space or choose another place."
    ),
    errno.EDQUOT: marked(
        "Your disk quota is used up, so {file} was not written. Free some space there."
    ),
    errno.EFBIG: marked("This disk can’t hold a file as large as {file}. Choose another place."),
    errno.ENAMETOOLONG: marked("The name {file} is too long. Choose a shorter one."),
    errno.ELOOP: marked("{file} is a link that leads back to itself. Choose another name."),
    errno.EIO: marked("The disk failed while {file} was written. Choose another place."),
}


@contextmanager
def _explained(sentences: Mapping[int | None, str], path: Path) -> Iterator[None]:
    """Turns what the system says of a file into a FileError."""
    try:
        yield
    except FileError:
        raise
    except OSError as error:
        sentence = sentences.get(error.errno, marked("{file}: {reason}."))
        reason = error.strerror or str(error)
        raise FileError(
            message(sentence, file=path.name or path, folder=path.parent, path=path, reason=reason)
        ) from error
    except ValueError as error:
        # A zero byte or half a character, which no name on a disk can have.
        raise FileError(
            message("{file} can’t be the name of a file.", file=repr(path.name))
        ) from error
