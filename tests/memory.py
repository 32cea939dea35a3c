"""How much memory this process takes, as far as the system tells."""

from __future__ import annotations

import sys
from pathlib import Path

try:
    import resource
except ImportError:  # Windows has no such module.
    resource = None

_STATUS = Path("/proc/self/status")


def resident() -> float | None:
    """Megabytes in use at this moment; None where the system does not tell."""
    return _linux("VmRSS")


def peak() -> float | None:
    """Megabytes in use at most so far; None where the system does not tell."""
    if sys.platform == "darwin" and resource is not None:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0**2
    # Not what getrusage says here: that counts what the parent took before this program began.
    return _linux("VmHWM")


def _linux(name: str) -> float | None:
    if not _STATUS.exists():
        return None
    lines = _STATUS.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


def limit(gigabytes: int) -> None:
    """From now on who asks for more address space fails, where the system can do that."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (gigabytes << 30, resource.RLIM_INFINITY))
