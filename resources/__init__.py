"""Data that the program ships: icons, examples, pictures."""

from pathlib import Path


def path(*parts: str) -> Path:
    """Where a resource lies, from a checkout, an installed package and a bundle alike."""
    return Path(__file__).resolve().parent.joinpath(*parts)
