"""Builds what runs without Python, for the system it is built on: `python packaging/build.py`.

In `dist` then lie a folder (an .app on macOS), an archive of it, and on Linux a .deb.
"""

from __future__ import annotations

import os
import platform
import runpy
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from debian import build_package

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / "build" / "bundle"
DIST = ROOT / "dist"

LINUX = sys.platform.startswith("linux")
SYSTEM = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
ARCHIVE = {"windows": "zip", "macos": "gztar", "linux": "xztar"}[SYSTEM]
BUNDLE = DIST / ("Chalkgrad.app" if SYSTEM == "macos" else "chalkgrad")
ICON = {"windows": ("chalkgrad.ico", 256), "macos": ("chalkgrad.icns", 1024)}.get(SYSTEM)

MOST_PACKED = 55e6
MOST_UNPACKED = 185e6
"""In bytes, on Linux."""


def main() -> int:
    start = time.perf_counter()
    WORK.mkdir(parents=True, exist_ok=True)
    if ICON:
        draw_icon(WORK / ICON[0], ICON[1])
    version = runpy.run_path(str(ROOT / "app" / "version.py"))["VERSION"]
    build_folder()
    # Nearly all of the time is spent on compression, outside Python, so both go on at once.
    with ThreadPoolExecutor() as pool:
        works = [pool.submit(pack, version)]
        if shutil.which("dpkg-deb"):
            works.append(pool.submit(build_package, BUNDLE, version, WORK / "deb"))
    packed = [work.result() for work in works]
    for path in (BUNDLE, *packed):
        print(f"{size(path) / 1e6:6.1f} MB  {path.relative_to(ROOT)}")
    print(f"built in {time.perf_counter() - start:.0f} s")
    return 1 if LINUX and too_large(packed) else 0


def draw_icon(target: Path, side: int) -> None:
    """The program's icon as the system wants it: Qt writes those formats."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication, QIcon

    application = QGuiApplication([])
    picture = QIcon(str(ROOT / "resources" / "icons" / "chalkgrad.svg")).pixmap(side, side)
    if not picture.save(str(target)):
        raise SystemExit(f"Qt can't write {target.name}.")
    application.quit()


def build_folder() -> None:
    shutil.rmtree(BUNDLE, ignore_errors=True)
    places = ["--distpath", str(DIST), "--workpath", str(WORK)]
    options = ["--noconfirm", "--log-level", "WARN", *places]
    spec = str(HERE / "chalkgrad.spec")
    command = [sys.executable, "-m", "PyInstaller", *options, spec]
    # Modules that are stored as they are load a tenth faster, and pack smaller in an archive.
    environment = os.environ | {"PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0"}
    if subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode:
        raise SystemExit("PyInstaller failed; the reason stands above.")


def pack(version: str) -> Path:
    """The archive of the folder, with the system and the kind of processor in its name."""
    name = f"chalkgrad-{version}-{SYSTEM}-{platform.machine().lower()}"
    return Path(shutil.make_archive(str(DIST / name), ARCHIVE, DIST, BUNDLE.name))


def size(path: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    paths = path.rglob("*") if path.is_dir() else [path]
    return sum(path.lstat().st_size for path in paths if not path.is_dir())


def too_large(packed: Iterable[Path]) -> bool:
    bounds = dict.fromkeys(packed, MOST_PACKED) | {BUNDLE: MOST_UNPACKED}
    over = [path for path, most in bounds.items() if size(path) > most]
    for path in over:
        print(f"{path.name} is larger than {bounds[path] / 1e6:.0f} MB", file=sys.stderr)
    return bool(over)


if __name__ == "__main__":
    sys.exit(main())
