"""Chalkgrad uses no network: the whole program is run where nothing of the kind is possible."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import resources
from app.start.application import RESULTS
from app.start.self_test import PAINTED

ROOT = Path(__file__).resolve().parent.parent.parent
FILE = str(resources.path("examples", "division.chalk"))

WATCHED = """
import sys
def forbid(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        raise RuntimeError(f"{event} {arguments}")
sys.addaudithook(forbid)
from app.start.command_line import main
sys.exit(main(sys.argv[1:]))
"""


def self_test(folder, *command):
    environment = os.environ | {
        "QT_QPA_PLATFORM": "offscreen", "HOME": str(folder), RESULTS: str(folder / "results"),
    }  # fmt: skip
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=200, check=False
    )


def test_it_does_all_its_work_with_sockets_forbidden(tmp_path):
    done = self_test(tmp_path, sys.executable, "-c", WATCHED, FILE)
    assert (done.returncode, done.stderr) == (0, "")
    assert (tmp_path / "results" / PAINTED).exists()


def test_the_watcher_would_have_seen_it(tmp_path):
    program = WATCHED.replace("from app", "import socket; socket.socket()\nfrom app")
    assert "socket.__new__" in self_test(tmp_path, sys.executable, "-c", program).stderr


def test_it_works_on_a_machine_without_any_network(tmp_path):
    unshare = shutil.which("unshare")
    alone = [unshare, "-n", "true"]
    if not unshare or subprocess.run(alone, capture_output=True, check=False).returncode:
        pytest.skip("A network namespace takes root, on Linux.")
    done = self_test(tmp_path, unshare, "-n", sys.executable, "main.py", FILE)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_system_is_never_asked_for_a_network_socket(tmp_path):
    strace = shutil.which("strace")
    if not strace or subprocess.run([strace, "true"], capture_output=True, check=False).returncode:
        pytest.skip("There is no strace, or it may not be used.")
    calls = tmp_path / "calls"
    traced = [strace, "-f", "-qq", "-e", "trace=socket,connect,sendto", "-o", str(calls)]
    done = self_test(tmp_path, *traced, sys.executable, "main.py", FILE)
    assert (done.returncode, done.stderr) == (0, "")
    text = calls.read_text(encoding="utf-8")
    # A socket on this machine, as to a screen, is none.
    families = set(re.findall(r"\b(?:AF|PF)_\w+", text))
    assert families <= {"AF_UNIX"}, text
