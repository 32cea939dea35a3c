"""What `packaging/build.py` has built of these sources, for the tests that use it."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DIST = ROOT / "dist"
FOLDER = DIST / "Chalkgrad.app" / "Contents" if sys.platform == "darwin" else DIST / "chalkgrad"
PROGRAM = {
    "darwin": FOLDER / "MacOS" / "chalkgrad",
    "win32": FOLDER / "chalkgrad.exe",
}.get(sys.platform, FOLDER / "chalkgrad")


def of_these_sources(path: Path) -> Path:
    """`path`, if it was built and nothing has changed since; the test is skipped if not."""
    sources = [
        source
        for room in ("app", "engine", "resources", "packaging")
        for source in (ROOT / room).rglob("*")
        if source.is_file() and "__pycache__" not in source.parts
    ]
    newest = max(source.stat().st_mtime for source in sources)
    if not path.exists() or path.stat().st_mtime < newest:
        pytest.skip(
            "There is no bundle of these sources in dist: "
            "pip install .[bundle] && python packaging/build.py"
        )
    return path
