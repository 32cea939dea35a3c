"""Everything that is checked: format, lint, types and tests. Run `python -m tests`."""

import os
import subprocess
import sys

CHECKS = (
    ("ruff", "format", "--check", "."),
    ("ruff", "check", "."),
    ("mypy",),
    ("pytest", "-n", "auto"),
)


def main() -> int:
    """Run every check, also after one has failed; the exit status says whether all passed."""
    environment = {"QT_QPA_PLATFORM": "offscreen"} | os.environ
    failed = []
    for check in CHECKS:
        print(f"— {' '.join(check)}", flush=True)
        if subprocess.run([sys.executable, "-m", *check], env=environment, check=False).returncode:
            failed.append(" ".join(check))
    for name in failed:
        print(f"failed: {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
