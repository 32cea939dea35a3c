"""Tries the package where there is nothing else: `python packaging/try_in_debian.py`.

A minimal Debian tree is made, with what the package depends on and without Python; there the
program runs its self-test, offscreen and, with Xvfb, in a window. Where no tree can be made, the
bundle is tried with an empty environment. Needs root, debootstrap, and `packaging/build.py` first.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
EXAMPLE = ROOT / "resources" / "examples" / "division.chalk"
MOST_SECONDS = 300

# Nothing of this machine comes along; without a locale of its own Qt would complain of it.
NOTHING = {"LC_ALL": "C.UTF-8", "HOME": "/tmp", "PATH": "/nowhere", "PYTHONPATH": ""}


def main() -> int:
    with TemporaryDirectory() as folder:
        tree = Path(folder, "debian")
        try:
            if problem := make_tree(tree):
                print(f"{problem}. The bundle is tried with an empty environment instead.")
                return use([], DIST / "chalkgrad" / "chalkgrad", EXAMPLE, Path(folder, "results"))
            return use_in(tree)
        finally:
            let_go(tree)


def use_in(tree: Path) -> int:
    pythons = [path for path in tree.glob("usr/bin/python*") if path.exists()]
    assert not pythons, f"The tree was to have no Python: {pythons}"
    shutil.copy(EXAMPLE, tree / "tmp")
    into = [str(shutil.which("chroot")), str(tree)]
    return use(into, Path("/usr/bin/chalkgrad"), Path("/tmp", EXAMPLE.name), Path("/tmp/results"))


def make_tree(tree: Path) -> str:
    """Make a tree with the package installed; why not, if it can't be had here."""
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        return "A minimal Debian tree needs root and debootstrap"
    suite = platform.freedesktop_os_release().get("VERSION_CODENAME", "")
    mirror = mirror_of(suite)
    if not mirror:
        return f"apt knows no mirror for {suite or 'this system'}"
    package = next(DIST.glob("*.deb"))
    names = dependencies(package)
    if not bootstrapped(tree, suite, mirror, names):
        return "debootstrap can't make a tree here"
    shutil.copy(package, tree / "tmp")
    # This fails if anything that the package depends on is not there.
    install = ["chroot", str(tree), "dpkg", "--install", f"/tmp/{package.name}"]
    subprocess.run(install, stdout=subprocess.DEVNULL, check=True)
    print(f"A minimal {suite} with {', '.join(names)}")
    return ""


def dependencies(package: Path) -> list[str]:
    """The names of the packages that a package depends on, without their versions."""
    depends = told("dpkg-deb", "--field", str(package), "Depends")
    return [dependency.split()[0] for dependency in depends.split(", ")]


def bootstrapped(tree: Path, suite: str, mirror: str, names: list[str]) -> bool:
    options = ["--variant=minbase", f"--include={','.join(names)}"]
    command = ["debootstrap", *options, suite, str(tree), mirror]
    try:
        made = subprocess.run(command, capture_output=True, timeout=MOST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return False
    return made.returncode == 0


def mirror_of(suite: str) -> str:
    """Where apt has been told to find a suite; empty if nowhere."""
    if not shutil.which("apt-get"):
        return ""
    for line in told("apt-get", "indextargets", "--format", "$(CODENAME) $(REPO_URI)").splitlines():
        codename, _, address = line.partition(" ")
        if codename == suite:
            return address
    return ""


def told(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def use(into: list[str], program: Path, file: Path, results: Path) -> int:
    """Run the self-test by every platform plug-in that can be had; 0 if all went well."""
    status = self_test([*into, str(program), str(file)], results, {"QT_QPA_PLATFORM": "offscreen"})
    if not shutil.which("Xvfb"):
        print("xcb: not tried, there is no Xvfb")
        return status
    with screen() as display:
        in_window = self_test([*into, str(program), str(file)], results, {"DISPLAY": display})
    return status or in_window


def self_test(command: list[str], results: Path, more: Mapping[str, str]) -> int:
    variables = NOTHING | {"CHALKGRAD_SELF_TEST": str(results)} | more
    done = subprocess.run(
        command, env=variables, cwd="/", capture_output=True, text=True, timeout=200, check=False
    )
    how = more.get("QT_QPA_PLATFORM", "xcb")
    print(f"{how}: exit status {done.returncode} {done.stderr}".rstrip())
    return done.returncode


@contextmanager
def screen() -> Iterator[str]:
    """A screen that nobody sees, for as long as it is wanted; its name."""
    command = ["Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1600x1000x24"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()


def let_go(tree: Path) -> None:
    """What debootstrap may have left mounted must not be deleted with the tree."""
    for place in ("proc", "sys"):
        if os.path.ismount(tree / place):
            subprocess.run(["umount", str(tree / place)], check=True)


if __name__ == "__main__":
    sys.exit(main())
