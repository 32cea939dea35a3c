"""No text that a user sees passes by the door: `say`, `message`, `counted`, `marked`.

Read from the syntax trees of the app; what stands on the screens is looked at in
tests/app/test_pseudo_language.py.
"""

import ast
import re

from tests.test_architecture import TREES

TEMPLATES = {"say": 1, "message": 1, "Message": 1, "marked": 1, "counted": 2}
"""The door: how many templates each of its functions takes, before what stands in their places."""

IN_ENGLISH = {
    "app/model/exports": "scripts and tables that other programs read",
    "app/start/command_line.py": "the command line",
    "app/start/displays.py": "the command line, where no window can be opened",
    "app/start/libraries.py": "the command line, where Qt can't be loaded",
    "app/start/system_check.py": "the command line, before the window",
    "app/start/self_test.py": "a report to whoever builds the bundle",
    "app/errors/hooks.py": "the log and the report of an error, which are sent to us",
}
"""By docs/translation.md the command line, the log and exported code stay in English."""

NOT_SHOWN = {
    "app/documents/association.py": "keys and values of desktop entries and of the registry",
    "app/model/files": "the syntax of files, and the words of the library that reads them",
    "app/ui/command_table.py": "keys, and the names under which the table knows its menus",
    "app/ui/style_sheet.py": "Qt's style sheets",
    "app/ui/rendering.py": "what a picture file says of what made it",
    "app/window/licences.py": "what packages call themselves, and the fields that say so",
}
"""Files whose constants are read by programs; calls that show a text count in them all the same."""

KEPT = {
    "…[*] — Chalkgrad": "a file's name and the program's, with Qt's mark between them",
    "Chalkgrad …": "the program's name and version",
    "leaf number input": "what a piece is found by as well",
    "tanh unit": "what a piece is found by as well",
    "loss mse": "what a piece is found by as well",
    "squared error": "the name of a piece in the program",
    **dict.fromkeys(("Value", "Layer", "Neuron"), "names of micrograd"),
    "NaN": "as every program writes it",
    "zero grad": "the name of a part of an update in the program",
    "The X11 connection": "how Qt begins a sentence",
    "The Wayland connection": "how Qt begins a sentence",
    **dict.fromkeys(("Chalkgrad", "Chalkgrad.Chalkgrad", "Chalkgrad.ini"), "the program's name"),
    **dict.fromkeys(("Fusion", "MacOS", "Qt"), "the name of a style, a folder and a library"),
}
"""Texts that are the same in every language, or never seen."""

SHOWING = {
    "QAction", "QCheckBox", "QLabel", "QMenu", "QMessageBox", "QPushButton", "QStandardItem",
    "QStaticText", "QTableWidgetItem", "addAction", "addButton", "addItem", "addItems", "addMenu",
    "ask", "drawText", "edit", "setAccessibleDescription", "setAccessibleName", "setHtml",
    "setHorizontalHeaderLabels", "setInformativeText", "setLabel", "setLabelText",
    "setPlaceholderText", "setPlainText", "setPrefix", "setSpecialValueText", "setStatusTip",
    "setSuffix", "setText", "setTitle", "setToolTip", "setVerticalHeaderLabels",
    "setWindowTitle", "tell", "_put",
}  # fmt: skip
"""Calls whose texts a user sees: in them a single small word is one too."""
FIRST_ALONE = {"_put"}
"""Of these the text is the first argument; the others are names of fonts and colours."""

SILENT_CALLS = {
    "compile", "fullmatch", "match", "search", "sub",  # expressions that texts are searched with
    "setObjectName", "setProperty", "property", "setStyleSheet",  # names and styles for Qt
    "cast", "TypeVar", "import_module", "getattr", "setattr",  # names in Python
}  # fmt: skip

PHRASE = re.compile(r"[A-Za-z]{2,}[,:;.]? +[A-Za-z]{2,}|^[^A-Za-z]*[A-Z][a-z]+")
WORD = re.compile(r"[A-Za-z]{2,}")
MARKUP = re.compile(r"<[^>]*(>|$)|^[^<]*'>|&\w+;|[\w-]+ ?: ?[^;{}]+;")


def called(node):
    """The name of what a call calls."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", ""))


def files(folder="app"):
    for path, tree in TREES.items():
        if path.parts[0] in (folder, "main.py"):
            yield path.as_posix(), tree


def within(path, table):
    return any(path == place or path.startswith(f"{place}/") for place in table)


class Texts(ast.NodeVisitor):
    """The texts of a file that pass by the door, each with its line."""

    def __init__(self, path, tree):
        self.path = path
        self.found = []
        self.shown = False
        """Whether the call that is looked into shows its texts."""
        self.visit(tree)

    def visit_Expr(self, node):
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Raise(self, node):
        """Of errors that a user is told of the reason is a Message; others are our mistakes."""

    def visit_Assert(self, node):
        pass

    def visit_AnnAssign(self, node):
        if node.value:
            self.visit(node.value)

    def visit_Assign(self, node):
        if ast.unparse(node.targets[0]) != "__all__" and "Literal[" not in ast.unparse(node.value):
            self.visit(node.value)

    def visit_arguments(self, node):
        for default in (*node.defaults, *filter(None, node.kw_defaults)):
            self.visit(default)

    def visit_Compare(self, node):
        """What is compared is no text but a name."""

    def visit_Subscript(self, node):
        self.visit(node.value)

    def visit_Dict(self, node):
        for part in (*node.keys, *node.values):
            if part in node.values or isinstance(part, ast.JoinedStr):
                self.visit(part)

    def visit_Call(self, node):
        name = called(node)
        if name in SILENT_CALLS:
            return
        outer = self.shown
        arguments = node.args[TEMPLATES.get(name, 0) :]
        self.shown = name in SHOWING or (name in TEMPLATES and not within(self.path, NOT_SHOWN))
        for argument in arguments[:1] if name in FIRST_ALONE else arguments:
            self.visit(argument)
        self.shown = self.shown and name in TEMPLATES
        for argument in node.keywords:
            self.visit(argument)
        self.shown = outer
        self.visit(node.func)

    def visit_JoinedStr(self, node):
        parts = (part.value if isinstance(part, ast.Constant) else "…" for part in node.values)
        self.take(node, "".join(parts))
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                self.visit(part.value)

    def visit_Constant(self, node):
        if isinstance(node.value, str):
            self.take(node, node.value)

    def take(self, node, text):
        known = text in KEPT or within(self.path, IN_ENGLISH)
        silent = not self.shown and within(self.path, NOT_SHOWN)
        words = WORD if self.shown else PHRASE
        if not (known or silent) and words.search(MARKUP.sub(" ", text)):
            self.found.append(f"{self.path}:{node.lineno}: {text}")


def test_all_words_come_through_the_door():
    assert not [found for path, tree in files() for found in Texts(path, tree).found]


CASES = {"lower", "upper", "capitalize", "title", "casefold", "swapcase"}

CHANGED_CASE = {
    "path.suffix": "the ending of a file",
    "paths[0].suffix": "the ending of a file",
    "name": "what is searched in",
    "cell": "a cell of a table, to be compared",
    "text.strip()": "what was typed, to be compared",
    "say(absent)": "what it is compared with",
}


def test_no_text_changes_its_case():
    """A German noun keeps its capital, and Turkish has an i of its own."""
    found = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in files()
        for node in ast.walk(tree)
        if called(node) in CASES and not node.args and not within(path, IN_ENGLISH)
        if ast.unparse(node.func.value) not in CHANGED_CASE
    ]
    assert not found


WRITTEN_OUT = {
    "super().__init__(str(reason))": "what the log says of an error that nobody caught",
    "error.strerror or str(error)": "what the system says, in its own language",
    "_refuse_shape(str(error))": "what a library says, for which we have sentences of our own",
    "_BYTE.search(str(error))": "what a library says, which is searched for a number",
    "return str(error)": "what the system says in place of a licence that can't be read",
    "return str(Message(words.template, places, words.many))": "where a translation fails",
}
"""Statements that write something out by `str`."""

NO_MESSAGES = {
    "_file", "folder", "inputs", "line", "parent", "path", "start", "steps", "times", "value",
    "version",
}  # fmt: skip
"""Numbers, texts that a user typed, and places on the disk: by the last part of their name."""


def test_no_message_is_written_out_by_str():
    """`str` writes it in English, `say` in the user's language."""
    found = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in files()
        if not within(path, IN_ENGLISH)
        for line in ast.walk(tree)
        if isinstance(line, ast.Expr | ast.Assign | ast.Return | ast.Raise)
        if not any(kept in ast.unparse(line) for kept in WRITTEN_OUT)
        for node in ast.walk(line)
        if called(node) == "str" and isinstance(node.args[0], ast.Name | ast.Attribute)
        if ast.unparse(node.args[0]).rpartition(".")[2] not in NO_MESSAGES
    ]
    assert not found


def test_no_sentence_is_made_of_pieces():
    """In another language the pieces stand in another order."""
    found = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for path, tree in files()
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Add)
        if any(called(side) in TEMPLATES for side in ast.iter_child_nodes(node))
    ]
    assert not found


def test_an_apostrophe_is_a_curved_one():
    found = [
        f"{path}:{template.lineno}: {template.value}"
        for folder in ("app", "engine")
        for path, tree in files(folder)
        for node in ast.walk(tree)
        if called(node) in TEMPLATES
        for template in node.args[: TEMPLATES[called(node)]]
        if re.search(r"\w'\w", str(getattr(template, "value", "")))
    ]
    assert not found


def test_no_template_stands_in_an_f_string():
    """There the collection for translators does not look before Python 3.12."""
    found = [
        f"{path}:{node.lineno}: {ast.unparse(node)}"
        for folder in ("app", "engine")
        for path, tree in files(folder)
        for text in ast.walk(tree)
        if isinstance(text, ast.JoinedStr)
        for node in ast.walk(text)
        if called(node) in TEMPLATES and isinstance(node.args[0], ast.Constant)
    ]
    assert not found
