"""The picture of the house, checked from the syntax trees: which room may import which."""

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = [
    Path("main.py"),
    *sorted(
        path.relative_to(ROOT)
        for folder in ("app", "engine", "resources")
        for path in (ROOT / folder).rglob("*.py")
    ),
]

STANDARD = set(sys.stdlib_module_names)
FEATURES = ("app.graph.canvas", "app.graph.panels", "app.train")
# What costs the start too much is imported where it is first needed, and says so there.
LATE = {"pyqtgraph", "numpy", "PySide6", "fast_sugiyama"}
LATE_ROOMS = (
    "app.train", "app.graph.panels.plots", "app.graph.canvas.export_picture",
    "app.model.exports.graph_scripts", "app.recovery.safety",
    "app.graph.commands", "app.window.build", "app.window.about", "app.start.requested_files",
    "app.start.self_test", "app.documents.export", "app.ui.dialogs",
)  # fmt: skip
NETWORKS = (
    "socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "socketserver",
    "xmlrpc", "PySide6.QtNetwork", "PySide6.QtWebSockets",
)  # fmt: skip


def room(path):
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imports(path):
    """Every module that a file imports, each with the node that does it."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            yield node.module, node
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)


def within(module, *packages):
    return any(module == package or module.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_imports_only_what_its_room_may(path):
    here = room(path)
    for module, node in imports(path):
        top = module.partition(".")[0]
        at = f"{path}:{node.lineno} imports {module}"
        if within(here, "engine"):
            assert top == "engine" or top in STANDARD, at
        if within(here, "app.model"):
            allowed = {"app", "engine", "resources", "msgspec", "fast_sugiyama"} | STANDARD
            assert top in allowed, at
            if top == "app":
                assert within(module, "app", "app.model"), at
                assert module == "app" or within(module, "app.model"), at
        for feature in FEATURES:
            if within(here, feature):
                others = [other for other in FEATURES if other != feature]
                assert not within(module, *others), at
        if here not in (
            "app.start.application",
            "app.window.build",
            "app.window.workspace",
            "app.start.self_test",
            "main",
        ):
            assert not within(module, "app.window.frame"), at


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_file_can_reach_a_network(path):
    for module, node in imports(path):
        assert not within(module, *NETWORKS), f"{path}:{node.lineno} imports {module}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_stand_at_the_top_but_for_heavy_libraries(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [node.module] if isinstance(node, ast.ImportFrom) else []
                names += [alias.name for alias in node.names]
                # The command line starts Qt only where a window or a picture is wanted.
                late = path in (
                    Path("app/start/command_line.py"),
                    Path("app/start/system_check.py"),
                )
                heavy = names[0].partition(".")[0] in LATE or within(names[0], *LATE_ROOMS)
                assert late or heavy, f"{path}:{node.lineno} hides an import of {names[0]}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_says_in_its_first_line_what_lives_in_it(path):
    words = ast.get_docstring(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    assert words, path
    assert len(words.splitlines()[0]) > 10, path
