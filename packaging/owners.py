"""Whose a file of the bundle is: without an answer its licence is not known either."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from importlib.metadata import distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

OURS = "Chalkgrad"
PYTHON = "Python"
DEBIAN = "debian/"
"""Before the name of one of Debian's packages; the other names are those of Python's packages."""
WINDOWS = "Microsoft's C and C++ runtime"


def owners(sources: Iterable[Path]) -> dict[Path, str]:
    """The owner of each file; the build ends here where there is one that has none."""
    packages = _files_of_packages()
    left = set(sources)
    found = {}
    for source in left:
        real = source.resolve()
        if owner := packages.get(str(real)) or _by_place(real):
            found[source] = owner
    found |= _of_debian(left - found.keys())
    # Debian's own Python lies in /usr with everything else, and is told by its package, above.
    prefix = Path(sys.base_prefix).resolve()
    if prefix != Path("/usr"):
        found |= {s: PYTHON for s in left - found.keys() if s.resolve().is_relative_to(prefix)}
    if unknown := sorted(map(str, left - found.keys())):
        raise SystemExit("Nobody knows under which licence these stand:\n" + "\n".join(unknown))
    return found


def _by_place(real: Path) -> str:
    places = {
        sysconfig.get_path("stdlib"): PYTHON,
        sysconfig.get_path("platstdlib"): PYTHON,
        os.environ.get("SYSTEMROOT", ""): WINDOWS,
        str(ROOT): OURS,
    }
    for folder, owner in places.items():
        inside = folder and real.is_relative_to(Path(folder).resolve())
        # An environment may lie in the folder of the sources, and belongs to its packages.
        if inside and "site-packages" not in real.parts:
            return owner
    return ""


def _files_of_packages() -> dict[str, str]:
    """Which of Python's packages brought a file, by its path."""
    files = {}
    for package in distributions():
        base = Path(str(package.locate_file(""))).resolve()
        for file in package.files or ():
            files[os.path.normpath(base / file)] = package.metadata["Name"]
    return files


def _of_debian(sources: Iterable[Path]) -> dict[Path, str]:
    """The packages of Debian that brought these files, of those that any did."""
    if not shutil.which("dpkg-query"):
        return {}
    # /lib is a link to /usr/lib, and dpkg knows a file by either.
    names = {}
    for source in sources:
        real = str(source.resolve())
        names |= {real: source, real.removeprefix("/usr"): source}
    command = ["dpkg-query", "--search", *names]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = {}
    for line in told.splitlines():
        package, _, name = line.rpartition(": ")
        if name in names:
            found[names[name]] = DEBIAN + package.split(":")[0]
    return found
