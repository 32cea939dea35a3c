"""What comes with a checkout, and only that: what else lies in the folder is nobody's business."""

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

GIVEN = {"app", "engine", "main.py", "pyproject.toml", "README.md", "resources", "tests"}
TOOLS = {
    ".ci", ".gitattributes", ".github", ".gitignore", ".pre-commit-config.yaml", "CHANGELOG.md",
    "CONTRIBUTING.md", "LICENSE", "constraints.txt", "docs", "packaging",
}  # fmt: skip

needs_git = pytest.mark.skipif(
    not (ROOT / ".git").exists(), reason="These sources did not come by git."
)


def git(*arguments, folder=ROOT):
    # Sources that somebody else's account unpacked are read all the same.
    safe = ["-c", f"safe.directory={ROOT}", "-c", f"safe.directory={ROOT / '.git'}"]
    return subprocess.run(
        ["git", *safe, *arguments], cwd=folder, capture_output=True, text=True, check=True
    ).stdout


@needs_git
def test_the_top_level_is_as_given():
    here = {path.partition("/")[0] for path in git("ls-files").splitlines()}
    assert here >= GIVEN
    assert here <= GIVEN | TOOLS


@needs_git
def test_a_checkout_that_converts_line_ends_has_the_same_bytes(tmp_path):
    copy = tmp_path / "copy"
    # As Git for Windows does it by default.
    git("clone", "--quiet", "--config", "core.autocrlf=true", str(ROOT), str(copy))
    binary = (".png", ".mo")
    converted = [
        path
        for path in git("ls-files", folder=copy).splitlines()
        if (copy / path).suffix not in binary and b"\r\n" in (copy / path).read_bytes()
    ]
    assert not converted
