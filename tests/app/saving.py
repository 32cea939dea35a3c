"""Saving without the questions that the window asks."""

from pathlib import Path

from app.model.files import chalk_file
from app.model.files.disk import Origin, fingerprint
from app.state.session import Session


def save(session: Session, path: Path) -> None:
    content = chalk_file.save(path, session.document)
    session.mark_saved(session.present, Origin(path, fingerprint(content)))
