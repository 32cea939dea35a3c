"""The program's icon in the sizes and the forms that systems want, drawn from the one picture."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

PICTURE = Path(__file__).resolve().parent.parent / "resources" / "icons" / "chalkgrad.svg"

LINUX_SIDES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
ICO_SIDES = (16, 20, 24, 32, 40, 48, 64, 128, 256)
# The kind of an entry, its side in pixels, and whether it is a PNG: macOS doesn't take the two
# smallest so. The second line is for screens with twice the pixels.
ICNS_KINDS = (
    *((b"ic04", 16), (b"ic05", 32), (b"ic07", 128), (b"ic08", 256), (b"ic09", 512)),
    *((b"ic11", 32), (b"ic12", 64), (b"ic13", 256), (b"ic14", 512), (b"ic10", 1024)),
)
OF_PLAIN_PIXELS = (b"ic04", b"ic05")


def drawn(side: int) -> QImage:
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(str(PICTURE)).render(painter)
    painter.end()
    return image


def png(side: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawn(side).save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico() -> bytes:
    """Windows's form: a table of places, and a PNG for each side."""
    pictures = {side: png(side) for side in ICO_SIDES}
    place = 6 + 16 * len(pictures)
    table = [struct.pack("<HHH", 0, 1, len(pictures))]
    for side, picture in pictures.items():
        # A byte holds the side; 0 stands for 256.
        sides = (side % 256, side % 256)
        table.append(struct.pack("<BBBBHHII", *sides, 0, 0, 1, 32, len(picture), place))
        place += len(picture)
    return b"".join([*table, *pictures.values()])


def icns() -> bytes:
    """macOS's form: kind, length and content of each entry."""
    entries = [
        (kind, argb(drawn(side)) if kind in OF_PLAIN_PIXELS else png(side))
        for kind, side in ICNS_KINDS
    ]
    body = b"".join(kind + struct.pack(">I", len(data) + 8) + data for kind, data in entries)
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def argb(image: QImage) -> bytes:
    """The channels alpha, red, green, blue, one after the other. Each is in runs of at most 128
    bytes, with their number less one before them; none is compressed."""
    pixels = bytes(image.constBits())
    channels = (pixels[place::4] for place in (3, 2, 1, 0))
    runs = (channel[at : at + 128] for channel in channels for at in range(0, len(channel), 128))
    return b"ARGB" + b"".join(bytes([len(run) - 1]) + run for run in runs)


def write_hicolor(folder: Path) -> None:
    """The theme that every desktop falls back to: the picture itself, and it in the usual sizes."""
    pictures: Mapping[str, bytes] = {
        "scalable/apps/chalkgrad.svg": PICTURE.read_bytes(),
        **{f"{side}x{side}/apps/chalkgrad.png": png(side) for side in LINUX_SIDES},
    }
    for place, content in pictures.items():
        target = folder / place
        target.parent.mkdir(parents=True)
        target.write_bytes(content)
