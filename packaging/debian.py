"""The .deb: program, icon, desktop entry and file type in the places that Debian has for them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
RESOURCES = HERE.parent / "resources"

# What PyInstaller leaves to the system, as it has to fit the system's drivers and its display.
# Without fontconfig's settings no font is found, and all text is boxes.
DEPENDS = "libc6 (>= {libc}), libgl1, libegl1, libxcb1, fontconfig-config"

CONTROL = """\
Package: chalkgrad
Version: {version}
Architecture: {architecture}
Maintainer: The Chalkgrad authors
Installed-Size: {size}
Depends: {depends}
Section: education
Priority: optional
Description: see how backpropagation works
 On numbers small enough to check by hand: drag leaves and ops onto a canvas,
 wire them up, and watch data and gradients follow while you change a number.
"""

COPYRIGHT = """\
Chalkgrad stands under the MIT licence:

{licence}
What it ships beside its own code, and the licences of that, are in
/usr/lib/chalkgrad/_internal/licences.
"""


def build_package(bundle: Path, version: str, work: Path) -> Path:
    """Make a package of a bundle, beside it, in `work`. Needs dpkg-deb."""
    shutil.rmtree(work, ignore_errors=True)
    lay_out(bundle, work)
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    control = work / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(
        CONTROL.format(
            version=version,
            architecture=architecture,
            size=sum(path.lstat().st_size for path in work.rglob("*")) // 1024,
            depends=DEPENDS.format(libc=libc_needed(bundle)),
        ),
        encoding="utf-8",
    )
    package = bundle.with_name(f"chalkgrad_{version}_{architecture}.deb")
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "--build", str(work), str(package)],
        check=True, stdout=sys.stderr,
    )  # fmt: skip
    return package


def lay_out(bundle: Path, root: Path) -> None:
    """The tree that the package unpacks."""
    usr = root / "usr"
    shutil.copytree(bundle, usr / "lib" / "chalkgrad", symlinks=True, copy_function=_link)
    command = usr / "bin" / "chalkgrad"
    command.parent.mkdir()
    command.symlink_to("../lib/chalkgrad/chalkgrad")
    for source, place in (
        ("desktop/chalkgrad.desktop", "applications/chalkgrad.desktop"),
        ("desktop/chalkgrad.xml", "mime/packages/chalkgrad.xml"),
        ("icons/chalkgrad.svg", "icons/hicolor/scalable/apps/chalkgrad.svg"),
    ):
        target = usr / "share" / place
        target.parent.mkdir(parents=True)
        shutil.copy(RESOURCES / source, target)
    notice = usr / "share" / "doc" / "chalkgrad" / "copyright"
    notice.parent.mkdir(parents=True)
    licence = (HERE.parent / "LICENSE").read_text(encoding="utf-8")
    notice.write_text(COPYRIGHT.format(licence=licence), encoding="utf-8")


def _link(source: str, target: str) -> None:
    Path(target).hardlink_to(source)


def libc_needed(bundle: Path) -> str:
    """The oldest libc that has all that the bundle's files ask for."""
    minors = {
        int(minor)
        for path in bundle.rglob("*")
        if path.is_file() and not path.is_symlink()
        for minor in re.findall(rb"GLIBC_2\.(\d+)\x00", _if_program(path))
    }
    return f"2.{max(minors)}"


def _if_program(path: Path) -> bytes:
    content = path.read_bytes()
    return content if content.startswith(b"\x7fELF") else b""
