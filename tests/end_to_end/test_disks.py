"""Disks that are full, read-only, gone or forbidden: real ones, in a process of its own."""

import os
import shutil
import subprocess
import sys

import pytest


def may_mount():
    """Whether a small disk can be mounted here, where nobody else sees it."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("unshare"):
        return False
    command = ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("trouble", ["full", "read-only", "gone", "forbidden"])
def test_a_disk_in_trouble_is_said_and_loses_nothing(tmp_path, trouble):
    if not may_mount():
        pytest.skip("Mounting a small disk takes root and a mount namespace, as on Linux.")
    disk = tmp_path / "disk"
    disk.mkdir()
    command = ["unshare", "-m", sys.executable, "-m", "tests.end_to_end.disk_trouble"]
    done = subprocess.run(
        [*command, trouble, str(disk)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
