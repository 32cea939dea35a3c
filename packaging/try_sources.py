"""The README's commands where there is nothing yet: `python packaging/try_sources.py [NAME …]`.

Each row of MACHINES is a minimal Debian tree, and a way to come by the sources. In it the packages
that the README names are installed, the program is started by the README's line and uses itself,
and the line that tests is run, as they stand there. Needs root, debootstrap and Xvfb; all rows
together take about an hour.
"""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from try_in_debian import ROOT, mirror_of, screen

README = (ROOT / "README.md").read_text(encoding="utf-8")
WANTED = ["ca-certificates", "git", "locales", "python3", "python3-venv"]
LOWEST, NEWEST = (f"bash .ci/versions {resolution}" for resolution in ("lowest-direct", "highest"))
CERTIFICATES = "/etc/ssl/certs/ca-certificates.crt"
FOLDER = "chalkgrad"
USER = "learner"
GONE = "gone.py"
"""A module that a pull deletes between two installations."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A tree of `suite`, in which `user` has the sources in a folder of the home."""

    name: str
    suite: str
    user: str
    get_sources: Callable[[Path], object]
    """Puts them into a folder that is not there yet."""
    test_line: str
    prepare: str = ""
    """A command of the user's before the line that tests."""


def line(pattern: str) -> str:
    """The line of the README that a pattern finds."""
    found = re.search(pattern, README, re.MULTILINE)
    assert found, f"The README has no line {pattern}"
    return found.group(0)


INSTALL = line(r"^sudo apt install .*$").removeprefix("sudo ")
RUN = line(r"^python3 -m venv .*/chalkgrad$")
TEST = line(r"^python3 -m venv .* -m tests$")
# What may lie in the folder of somebody who uses the program.
CLUTTER = "python3 -m venv venv && venv/bin/pip install -q . && echo mine > my-net.chalk"


def by_clone(folder: Path) -> None:
    """As Git for Windows does it by default: with line ends converted."""
    options = ["--quiet", "--config", "core.autocrlf=true"]
    subprocess.run(["git", "clone", *options, str(ROOT), str(folder)], check=True)


def by_zip(folder: Path) -> None:
    archive = folder.with_suffix(".zip")
    command = ["git", "archive", "--format=zip", f"--prefix={folder.name}/", f"--output={archive}"]
    subprocess.run([*command, "HEAD"], cwd=ROOT, check=True)
    shutil.unpack_archive(archive, folder.parent)


def by_sdist(folder: Path) -> None:
    """From a clone, and not from the folder that this lies in."""
    with TemporaryDirectory() as place:
        by_clone(Path(place, "clone"))
        command = ["-m", "build", "--sdist", "--outdir", place, str(Path(place, "clone"))]
        subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, check=True)
        [archive] = Path(place).glob("*.tar.gz")
        shutil.unpack_archive(archive, place)
        shutil.move(Path(place, archive.name.removesuffix(".tar.gz")), folder)


MACHINES = (
    Machine("clone", "bookworm", USER, by_clone, TEST),
    Machine("zip", "trixie", "root", by_zip, TEST, CLUTTER),
    Machine("lowest", "bookworm", USER, by_sdist, LOWEST),
    Machine("newest", "sid", USER, by_zip, NEWEST),
)


def main(names: list[str]) -> int:
    """0 if all went well on every machine that was named; all of them if none was."""
    rows = [machine for machine in MACHINES if not names or machine.name in names]
    failed = [machine.name for machine in rows if not tried(machine)]
    print(f"failed: {', '.join(failed)}" if failed else "all went well")
    return bool(failed)


def tried(machine: Machine) -> bool:
    start = time.perf_counter()
    print(f"— {machine.name}: {machine.suite}, as {machine.user}", flush=True)
    with TemporaryDirectory() as folder:
        tree = Path(folder, "debian")
        make_tree(tree, machine.suite)
        with mounted(tree), screen() as display:
            well = all(step(tree, machine, display) for step in STEPS)
    minutes = (time.perf_counter() - start) / 60
    print(f"— {machine.name}: {'well' if well else 'failed'}, {minutes:.0f} minutes", flush=True)
    return well


def make_tree(tree: Path, suite: str) -> None:
    """A minimal Debian that reaches what this machine reaches."""
    mirror = mirror_of(platform.freedesktop_os_release()["VERSION_CODENAME"])
    include = f"--include={','.join(WANTED)}"
    subprocess.run(
        ["debootstrap", "--variant=minbase", include, suite, str(tree), mirror],
        stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    for path in ("/etc/resolv.conf", CERTIFICATES):
        shutil.copy(path, tree / path.removeprefix("/"))
    # A mirror may lag behind.
    settings = tree / "etc" / "apt" / "apt.conf.d" / "90valid"
    settings.write_text('Acquire::Check-Valid-Until "false";\n', encoding="utf-8")
    subprocess.run(["chroot", str(tree), "useradd", "--create-home", USER], check=True)


@contextmanager
def mounted(tree: Path) -> Iterator[None]:
    subprocess.run(["mount", "-t", "proc", "proc", str(tree / "proc")], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(tree / "proc")], check=True)


def install_packages(tree: Path, _machine: Machine, _display: str) -> bool:
    quiet = "export DEBIAN_FRONTEND=noninteractive; apt-get update -qq && "
    return run(tree, "root", "/", quiet + INSTALL.replace("install", "install -qq -y", 1))


def install_and_start(tree: Path, machine: Machine, display: str) -> bool:
    """Twice: what is deleted in between, as by a pull, is not installed the second time."""
    home = home_of(machine.user)
    folder = tree / home.removeprefix("/") / FOLDER
    machine.get_sources(folder)
    (folder / "app" / GONE).write_text('"""Deleted soon."""\n', encoding="utf-8")
    if machine.user != "root":
        run(tree, "root", "/", f"chown -R {machine.user}: {home}/{FOLDER}")
    start = f"export DISPLAY={display} CHALKGRAD_SELF_TEST=/tmp/results; {RUN}"
    well = run(tree, machine.user, f"{home}/{FOLDER}", start)
    (folder / "app" / GONE).unlink()
    well = well and run(tree, machine.user, f"{home}/{FOLDER}", start)
    left = list(folder.glob(f".venv/lib/*/site-packages/app/{GONE}"))
    if left:
        print(f"A module that was deleted is installed: {left[0].relative_to(tree)}")
    return well and not left


def test(tree: Path, machine: Machine, _display: str) -> bool:
    place = f"{home_of(machine.user)}/{FOLDER}"
    if machine.prepare and not run(tree, machine.user, place, machine.prepare):
        return False
    # A tree has no font, and some tests look at texts.
    run(tree, "root", "/", "apt-get install -qq -y fonts-dejavu-core >/dev/null")
    return run(tree, machine.user, place, machine.test_line)


STEPS = (install_packages, install_and_start, test)


def home_of(user: str) -> str:
    return "/root" if user == "root" else f"/home/{user}"


def run(tree: Path, user: str, folder: str, command: str) -> bool:
    """Run a command in the tree, in a shell that knows nothing of this machine's variables."""
    print(f"$ {command}", flush=True)
    variables = {
        "HOME": home_of(user), "LANG": "C.UTF-8", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        # pip and uv trust whom this machine trusts.
        "PIP_CERT": CERTIFICATES, "SSL_CERT_FILE": CERTIFICATES,
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }  # fmt: skip
    shell = ["chroot", f"--userspec={user}:{user}", str(tree), "bash", "-c"]
    words = f"cd {folder} && {command}"
    done = subprocess.run([*shell, words], env=variables, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        print(f"exit status {done.returncode}", flush=True)
    return not done.returncode


if __name__ == "__main__":
    if os.geteuid():
        raise SystemExit("Trees are made by root: sudo python packaging/try_sources.py")
    sys.exit(main(sys.argv[1:]))
