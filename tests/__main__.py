"""Everything that is checked: format, lint, types and tests. Run `python -m tests`.

With `--fast` only the tests that need no window: those of the engine and the model. The slow ones
are left out, PyTorch too, and what is tried on random examples is tried on a tenth of them.
"""

import os
import subprocess
import sys

CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("pytest", "-n", "auto"),
)
FAST = (
    "-m", "not slow", "--hypothesis-profile=fast",
    "--ignore=tests/engine/core/test_against_torch.py",
    "tests/engine", "tests/app/model", "tests/test_architecture.py",
)  # fmt: skip
# Whoever sets them changes how Python, Qt or the program behaves, and may hide a fault from us:
# with PYTHONUNBUFFERED a full disk is met elsewhere, with PYTHONOPTIMIZE no test asserts anything.
FOREIGN = ("CHALKGRAD_", "PYTHON", "QT_")


def main(arguments: list[str]) -> int:
    """Run every check, also after one has failed; the exit status says whether all passed."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)
    }
    environment["QT_QPA_PLATFORM"] = os.environ.get("QT_QPA_PLATFORM", "offscreen")
    [*others, tests] = CHECKS
    failed = []
    for check in (*others, (*tests, *FAST) if "--fast" in arguments else tests):
        print(f"— {' '.join(check)}", flush=True)
        if subprocess.run([sys.executable, "-m", *check], env=environment, check=False).returncode:
            failed.append(" ".join(check))
    for name in failed:
        print(f"failed: {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
