"""What a Linux desktop wants to know of the program, in the places below a `share` folder."""

from __future__ import annotations

import gzip
import shutil
import sys
from pathlib import Path

from icons import write_hicolor
from manual import page

ROOT = Path(__file__).resolve().parent.parent
ENTRIES = ROOT / "resources" / "desktop"

PLACES = {
    "chalkgrad.desktop": "applications",
    "chalkgrad.xml": "mime/packages",
    "org.example.chalkgrad.metainfo.xml": "metainfo",
}


def write_share(folder: Path, version: str) -> None:
    """Menu entry, file type, description, icons and manual page."""
    sys.path.insert(0, str(ROOT))
    from app.start.command_line import described

    for name, place in PLACES.items():
        (folder / place).mkdir(parents=True)
        shutil.copy(ENTRIES / name, folder / place)
    write_hicolor(folder / "icons" / "hicolor")
    manual = folder / "man" / "man1" / "chalkgrad.1.gz"
    manual.parent.mkdir(parents=True)
    manual.write_bytes(packed(page(described(), version)))


def packed(text: str) -> bytes:
    """As gzip packs it, without the time at which it did."""
    return gzip.compress(text.encode(), mtime=0)
