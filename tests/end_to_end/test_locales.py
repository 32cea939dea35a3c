"""The program where letters and numbers are written in another way."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

LOCALES = ("C", "tr_TR.UTF-8", "de_DE.UTF-8", "ar_EG.UTF-8")


@pytest.fixture(scope="module")
def locales(tmp_path_factory):
    """Where the C library finds these locales: a system has those of its users alone."""
    if not shutil.which("localedef") or not Path("/usr/share/i18n/locales").exists():
        pytest.skip("Debian's package locales is not installed.")
    folder = tmp_path_factory.mktemp("locales")
    for name in LOCALES[1:]:
        language, _, letters = name.partition(".")
        command = ["localedef", "--quiet", "-i", language, "-f", letters, str(folder / name)]
        # A status of 1 is a warning.
        assert subprocess.run(command, check=False).returncode in (0, 1)
    return folder


@pytest.mark.parametrize("name", LOCALES)
def test_work_is_trained_drafted_and_restored_in_any_locale(tmp_path, locales, name):
    variables = {"LC_ALL": name, "LOCPATH": str(locales), "QT_QPA_PLATFORM": "offscreen"}

    def session(what):
        done = subprocess.run(
            [sys.executable, "-m", "tests.end_to_end.locale_session", what, str(tmp_path)],
            cwd=ROOT, env=os.environ | variables, capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.decode("utf-8").splitlines()

    upper = "upper case of i: İ" if name.startswith("tr") else "upper case of i: I"
    assert session("work") == [upper, "a = 7.5"]
    offer = "Chalkgrad ended before an untitled graph was saved"
    assert session("restore") == [upper, offer, "a = 7.5"]
