"""What the libraries below us must not do, and what we must not ask of them."""

import ast
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QObject

APP = Path(__file__).resolve().parent.parent / "app"


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_calls_that_return_nothing_take_no_reference_from_none():
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(2_000):
        thing.setObjectName("x")
    assert sys.getrefcount(None) > before - 500


def test_no_property_of_qt_is_set_by_a_keyword():
    # PySide finds the setter by the upper case of its first letter, and in a Turkish locale that
    # of `i` is İ: QTimer(interval=5) raises AttributeError there.
    by_keyword = []
    for path in APP.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        classes = {
            alias.asname or alias.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6")
            for alias in node.names
        }
        by_keyword += [
            f"{path.relative_to(APP)}:{node.lineno} {ast.unparse(node)}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in classes
            and node.keywords
        ]
    assert not by_keyword
