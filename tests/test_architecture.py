"""The layers of the program, checked from the syntax trees: which file may import which."""

import ast
import subprocess
import sys
from collections import Counter
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("app", "engine", "resources")

LAYERS = (
    ("engine.core", "resources"),
    ("engine.checking", "engine.language", "engine.learning"),
    ("engine",),
    ("app.model",),
    ("app.state", "app.ui"),
    ("app.errors",),
    ("app.graph", "app.train", "app.present"),
    ("app.documents",),
    ("app.recovery",),
    ("app.window",),
    ("app.start",),
    ("main",),
)
"""From the ground up. A file imports from its own package and from lower layers: never from a
higher one, and never from another package of its own layer.
"""
FOR_ALL = ("app", "app.version")
SEPARATE = {"app.graph.canvas": "app.graph.panels", "app.graph.panels": "app.graph.canvas"}
"""The page connects them."""
MOST_FILES = 14
"""In a folder, beside its __init__.py."""

STANDARD = set(sys.stdlib_module_names)
LIBRARIES = {
    "engine": STANDARD | {"engine"},
    "app.model": STANDARD | {"app", "engine", "resources", "msgspec", "fast_sugiyama"},
}
"""What a package may import at most: the engine runs without any library, the model without Qt."""
# What costs the start too much is imported where it is first needed, and says so there.
LATE = {"pyqtgraph", "numpy", "PySide6", "fast_sugiyama"}
LATE_MODULES = (
    "app.train", "app.graph.commands", "app.graph.panels.plots", "app.graph.canvas.export_picture",
    "app.model.exports.graph_scripts", "app.recovery.safety", "app.window.build",
    "app.window.about", "app.start.requested_files", "app.start.self_test", "app.documents.export",
    "app.ui.dialogs",
)  # fmt: skip
# The command line starts Qt only where a window or a picture is wanted; the self-test is there at
# the start that the benchmark measures.
LATE_FILES = (
    "app.start.command_line", "app.start.system_check", "app.start.self_test", "app.errors.tell",
)  # fmt: skip
NETWORKS = (
    "socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "asyncio", "socketserver",
    "xmlrpc", "PySide6.QtNetwork", "PySide6.QtWebSockets",
)  # fmt: skip


def sources():
    """The modules that git has; all that lie in our folders, where these files came without it."""
    if (ROOT / ".git").exists():
        # Sources that somebody else's account unpacked are read all the same.
        command = ["git", "-c", f"safe.directory={ROOT}", "ls-files", "*.py"]
        names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        paths = [Path(name) for name in names.splitlines() if (ROOT / name).exists()]
    else:
        found = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py"))
        paths = [Path("main.py"), *sorted(path.relative_to(ROOT) for path in found)]
    return [path for path in paths if path.parts[0] in (*FOLDERS, "main.py")]


def module(path):
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


FILES = sources()
TREES = {path: ast.parse((ROOT / path).read_text(encoding="utf-8")) for path in FILES}
MODULES = {module(path): path for path in FILES}


@cache
def imports(tree):
    """Every module that is imported, for the type checker alone too, each with the node that
    does it: `from a import b` imports b where that is a module, and else a.
    """
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name, node) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno} imports relatively"
            for alias in node.names:
                name = f"{node.module}.{alias.name}"
                found.append((name if name in MODULES else node.module, node))
    return found


def within(module, *packages):
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def layer(module):
    """How high a module of ours stands, and its package there."""
    found = [
        (package, height)
        for height, packages in enumerate(LAYERS)
        for package in packages
        if within(module, package)
    ]
    assert found, f"{module} belongs to no layer"
    package, height = max(found, key=lambda each: len(each[0]))
    return height, package


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_lead_down_and_never_sideways(path):
    here = module(path)
    if here in FOR_ALL:
        return
    height, package = layer(here)
    for name, node in imports(TREES[path]):
        if name in MODULES and name not in FOR_ALL:
            below, other = layer(name)
            at = f"{path}:{node.lineno} imports {name}"
            assert below < height or other == package, at
            for room, apart in SEPARATE.items():
                assert not (within(here, room) and within(name, apart)), at


@pytest.mark.parametrize("path", FILES, ids=str)
def test_engine_and_model_use_no_other_library(path):
    for package, allowed in LIBRARIES.items():
        if within(module(path), package):
            for name, node in imports(TREES[path]):
                assert name.partition(".")[0] in allowed, f"{path}:{node.lineno} imports {name}"


def test_no_files_import_each_other_in_a_circle():
    graph = {
        here: {name for name, _ in imports(TREES[path]) if name in MODULES} - {here}
        for here, path in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_app_has_two_files_of_its_own_and_no_folder_has_many():
    counted = Counter(path.parent for path in FILES if path.name != "__init__.py")
    assert {path.name for path in FILES if path.parent == Path("app")} == {
        "__init__.py",
        "version.py",
    }
    assert {str(folder): count for folder, count in counted.items() if count > MOST_FILES} == {}


def test_no_two_classes_share_a_name():
    places = {}
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name.lstrip("_"), []).append(str(path))
    assert {name: files for name, files in places.items() if len(files) > 1} == {}


@pytest.mark.parametrize("path", FILES, ids=str)
def test_no_file_can_reach_a_network(path):
    for name, node in imports(TREES[path]):
        at = f"{path}:{node.lineno} imports {name}"
        assert not within(name, *NETWORKS), at
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                assert not within(f"{node.module}.{alias.name}", *NETWORKS), at


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_stand_at_the_top_but_for_heavy_libraries(path):
    if module(path) in LATE_FILES:
        return
    for function in ast.walk(TREES[path]):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            for name, node in imports(function):
                late = name.partition(".")[0] in LATE or within(name, *LATE_MODULES)
                assert late, f"{path}:{node.lineno} hides an import of {name}"


@pytest.mark.parametrize("path", FILES, ids=str)
def test_a_file_says_in_its_first_line_what_lives_in_it(path):
    words = ast.get_docstring(TREES[path])
    assert words, path
    assert len(words.splitlines()[0]) > 10, path
