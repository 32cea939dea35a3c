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

import icons
from debian import build_package, is_elf, libc_needed
from desktop import write_share
from identity import ICNS

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
WORK = ROOT / "build" / "bundle"
DIST = ROOT / "dist"

LINUX = sys.platform.startswith("linux")
SYSTEM = {"win32": "windows", "darwin": "macos"}.get(sys.platform, "linux")
ARCHIVE = {"windows": "zip", "macos": "gztar", "linux": "xztar"}[SYSTEM]
BUNDLE = DIST / ("Chalkgrad.app" if SYSTEM == "macos" else "chalkgrad")
NOTE = HERE / "notes" / f"{SYSTEM}.txt"

MOST_PACKED = 43e6
MOST_UNPACKED = 168e6
"""In bytes, on Linux."""


def main() -> int:
    start = time.perf_counter()
    WORK.mkdir(parents=True, exist_ok=True)
    write_icon()
    version = runpy.run_path(str(ROOT / "app" / "version.py"))["VERSION"]
    build_folder()
    furnish(BUNDLE, version)
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


def write_icon() -> None:
    """The icon of the program itself, where the system wants one; the spec looks for it."""
    forms = {"windows": ("chalkgrad.ico", icons.ico), "macos": (ICNS, icons.icns)}
    if SYSTEM in forms:
        name, form = forms[SYSTEM]
        (WORK / name).write_bytes(form())


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


def furnish(bundle: Path, version: str) -> None:
    """Put beside the program what it is to be told with, and on Linux what a desktop wants."""
    if LINUX:
        write_share(bundle / "share", version)
        for path in bundle.rglob("*"):
            if path.is_file() and not path.is_symlink() and path != bundle / "chalkgrad":
                path.chmod(0o644)
                strip(path)
    if NOTE.exists():
        libc = libc_needed(bundle) if LINUX else ""
        text = NOTE.read_text(encoding="utf-8").format(version=version, libc=libc)
        (bundle / "README.txt").write_text(text, encoding="utf-8")


def strip(file: Path) -> None:
    """Take from a library its symbols, and from Python's the folders of a machine that it was built
    on. Those that auditwheel has put beside numpy don't survive it."""
    if not is_elf(file) or file.parent.name == "numpy.libs":
        return
    subprocess.run(["strip", "--strip-unneeded", str(file)], check=True)
    is_pythons = file.parent.name == "lib-dynload" or file.name.startswith("libpython")
    if is_pythons and shutil.which("chrpath"):
        remove = ["chrpath", "--delete", str(file)]
        subprocess.run(remove, check=True, stdout=subprocess.DEVNULL)


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
