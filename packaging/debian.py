"""The .deb: the bundle, and what a desktop wants to know of it, where Debian has it."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

from desktop import ENTRIES, packed

HERE = Path(__file__).resolve().parent

MAINTAINER = "The Chalkgrad authors <authors@chalkgrad.example.org>"

# What PyInstaller leaves to the system, as it has to fit the system's drivers and its display.
# Without fontconfig's settings no font is found, and all text is boxes.
DEPENDS = "libc6 (>= {libc}), libgl1, libegl1, libxcb1, fontconfig-config"

CONTROL = """\
Package: chalkgrad
Version: {version}
Architecture: {architecture}
Maintainer: {maintainer}
Installed-Size: {size}
Depends: {depends}
Section: education
Priority: optional
Description: see how backpropagation works
 On numbers small enough to check by hand: drag leaves and ops onto a canvas,
 wire them up, and watch data and gradients follow while you change a number.
"""

CHANGELOG = """\
chalkgrad ({version}) stable; urgency=medium

  * Chalkgrad {version}.

 -- {maintainer}  {date}
"""

COPYRIGHT = """\
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: Chalkgrad
Upstream-Contact: {maintainer}
Comment: Beside its own code the package ships Python, Qt and other libraries.
 /usr/lib/chalkgrad/_internal/licences/README says which, in which versions and
 under which licences, and where their sources are; the texts lie beside it.

Files: *
Copyright: {holder}
License: Expat

Files: usr/lib/chalkgrad/_internal/*
Copyright: the authors whom usr/lib/chalkgrad/_internal/licences names
License: several
 Those that usr/lib/chalkgrad/_internal/licences/README lists for each part.
 .
 Qt, PySide6 and shiboken6 stand under the GNU Lesser General Public License,
 version 3, which is in /usr/share/common-licenses/LGPL-3.

License: Expat
{licence}
"""


def build_package(bundle: Path, version: str, work: Path) -> Path:
    """Make a package of a bundle, beside it, in `work`. Needs dpkg-deb."""
    shutil.rmtree(work, ignore_errors=True)
    lay_out(bundle, work, version)
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    files = sorted(path for path in work.rglob("*") if path.is_file() and not path.is_symlink())
    control = CONTROL.format(
        version=version,
        architecture=architecture,
        maintainer=MAINTAINER,
        size=sum(path.stat().st_size for path in files) // 1024,
        depends=DEPENDS.format(libc=libc_needed(bundle)),
    )
    (work / "DEBIAN").mkdir()
    (work / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    (work / "DEBIAN" / "md5sums").write_text(sums(files, work), encoding="utf-8")
    package = bundle.with_name(f"chalkgrad_{version}_{architecture}.deb")
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "--build", str(work), str(package)],
        check=True, stdout=sys.stderr,
    )  # fmt: skip
    return package


def lay_out(bundle: Path, root: Path, version: str) -> None:
    """The tree that the package unpacks."""
    usr = root / "usr"
    shutil.copytree(
        bundle, usr / "lib" / "chalkgrad", symlinks=True, copy_function=_link,
        ignore=lambda folder, _: ("share", "README.txt") if folder == str(bundle) else (),
    )  # fmt: skip
    shutil.copytree(bundle / "share", usr / "share")
    command = usr / "bin" / "chalkgrad"
    command.parent.mkdir()
    command.symlink_to("../lib/chalkgrad/chalkgrad")
    notices = usr / "share" / "doc" / "chalkgrad"
    notices.mkdir(parents=True)
    (notices / "copyright").write_text(copyright_notice(), encoding="utf-8")
    (notices / "changelog.gz").write_bytes(packed(changelog(version)))
    overrides = usr / "share" / "lintian" / "overrides" / "chalkgrad"
    overrides.parent.mkdir(parents=True)
    shutil.copy(HERE / "lintian-overrides", overrides)


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def copyright_notice() -> str:
    """In the form that Debian's tools read: an indented text, a dot on each empty line of it."""
    lines = (HERE.parent / "LICENSE").read_text(encoding="utf-8").splitlines()
    holder = next(line for line in lines if line.startswith("Copyright"))
    licence = "\n".join(f" {line}" if line else " ." for line in lines)
    holder = holder.removeprefix("Copyright (c) ")
    return COPYRIGHT.format(maintainer=MAINTAINER, holder=holder, licence=licence)


def changelog(version: str) -> str:
    """With the date at which the version was released, as the description for desktops has it."""
    description = next(ENTRIES.glob("*.metainfo.xml")).read_text(encoding="utf-8")
    told = re.search(rf'<release version="{re.escape(version)}" date="([\d-]+)"', description)
    if not told:
        raise SystemExit(f"resources/desktop has no date for version {version}.")
    date = datetime.fromisoformat(told[1]).replace(tzinfo=UTC)
    return CHANGELOG.format(version=version, maintainer=MAINTAINER, date=format_datetime(date))


def sums(files: list[Path], root: Path) -> str:
    """What dpkg checks installed files against."""
    return "".join(
        f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n"
        for path in files
    )


def libc_needed(bundle: Path) -> str:
    """The oldest libc that has all that the bundle's files ask for."""
    minors = {
        int(minor)
        for path in bundle.rglob("*")
        if path.is_file() and not path.is_symlink() and is_elf(path)
        for minor in re.findall(rb"GLIBC_2\.(\d+)\x00", path.read_bytes())
    }
    return f"2.{max(minors)}"


def is_elf(path: Path) -> bool:
    """Whether a file is a program or a library of Linux's."""
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"
