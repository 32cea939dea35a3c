"""Every screen in a language of no country: of English only names and expressions are left."""

from itertools import product

import pytest
from PySide6.QtCore import QPoint, QSysInfo, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox

from app.errors.hooks import ErrorHooks, ErrorReport
from app.errors.log import Log
from app.errors.notice import ErrorNotice
from app.graph.canvas.scene import Hit
from app.model.catalogue.examples import EXAMPLES, load_example
from app.model.catalogue.presets import PRESETS
from app.model.files import chalk_file
from app.model.files.chalk_file import Document
from app.model.files.disk import Origin, fingerprint
from app.model.graph.expression_text import from_text
from app.model.graph.graph import Graph
from app.model.training.setup import Setup
from app.train.form.fields import TextField
from app.train.points.import_dialog import PointImport
from app.ui.timers import new_timer
from app.ui.translation import install_language
from app.window.about import LicencesDialog
from engine.checking.mistakes import MISTAKES
from engine.learning.settings import RunSettings
from tests.app.hand import Hand
from tests.app.pseudo_language import NAME, WORD, english_in, painted, texts_of, write_catalogue

LEFT = Qt.MouseButton.LeftButton
FILE = "ñéţ.chalk"
"""A name in which no word can be taken for English."""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory):
    folder = tmp_path_factory.mktemp("translations")
    write_catalogue(folder)
    return folder


@pytest.fixture
def spoken(qapp, catalogue):
    """The language, as the program installs one, before there is a window."""
    install_language(qapp, NAME, catalogue)
    yield NAME
    install_language(qapp, "en")


without_popups = pytest.mark.qt_log_ignore("does not support (raise|grabbing the keyboard)")
"""What the platform offscreen says of a menu that pops up."""


class Reader:
    """Looks at all that is shown, as often as it is told to, and keeps what is in English."""

    def __init__(self, application, workspace, folder):
        self.application = application
        self.workspace = workspace
        self.folder = folder
        self.names = set()
        self.known = set()
        self.found = {}

    def look(self):
        """At every text of every widget, seen or not."""
        self.application.processEvents()
        self._learn_names()
        for where, text in texts_of(self.application):
            self.read(where, text)

    def glance(self):
        """At what is painted in the window."""
        self.application.processEvents()
        self._learn_names()
        for text in painted(self.workspace.window):
            self.read("painted", text)

    def read(self, where, text):
        if text not in self.known:
            self.known.add(text)
            if words := english_in(text.replace(self.folder.name, ""), self.names):
                self.found[text] = f"{where}: {words}"

    def _learn_names(self):
        session = self.workspace.session
        for graph in (session.graph, session.graphs.present):
            self.names |= {node.label for node in graph.nodes.values()}


@pytest.fixture
def reader(qapp, spoken, workspace, tmp_path):
    assert spoken == NAME
    reader = Reader(qapp, workspace, tmp_path)
    yield reader
    reader.look()
    assert not reader.found, "\n".join(map(str, reader.found.items()))


@pytest.fixture
def hand(reader):
    return Hand(reader.workspace)


@pytest.fixture
def train(reader, workspace):
    """The Train tab, after the first updates."""
    workspace.show_tab(1)
    for _ in range(3):
        workspace.train_page.step()
    reader.glance()
    return workspace.train_page


@pytest.fixture
def boxes(monkeypatch, reader):
    """Questions and dialogs for files, each looked at; questions are cancelled."""
    names = []

    def execute(_box):
        reader.look()
        return QMessageBox.StandardButton.Cancel

    def choose(_parent, *texts):
        for text in texts:
            reader.read("dialog for files", str(text))
        return (str(names.pop(0)) if names else ""), ""

    monkeypatch.setattr(QMessageBox, "exec", execute)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    return names


def test_it_finds_a_word_that_stayed_in_english(reader, workspace):
    workspace.window.setStatusTip("left in English")
    reader.look()
    assert reader.found.pop("left in English") == "MainWindow: ['left', 'in', 'English']"
    workspace.window.setStatusTip("")


# The Graph tab


def test_the_window_at_the_first_start(reader):
    reader.look()


def test_an_empty_canvas(reader, hand):
    hand.session.open(Graph())
    reader.look()


def test_every_stop_of_the_examples(reader, hand, workspace):
    player = workspace.graph_page.player
    for name in EXAMPLES:
        hand.session.open(load_example(name))
        player.home()
        for _ in range(min(12, player.last + 1)):
            reader.glance()
            player.step(1)


EVERYTHING = (
    "s = a + b - a*b / 2; p = -(a ** 3) ** b; t = tanh(a) + relu(b) + sigmoid(a); "
    "u = exp(a) * log(a); v = sin(a) - cos(b); w = sqrt(a) + abs(b) + max(a, b) - min(a, 1); "
    "L = s + p * t - u + v * w"
)


def test_every_node_and_wire_in_the_inspector(reader, hand, workspace):
    view, inspector = workspace.graph_page.view, workspace.graph_page.inspector
    for a, b in ((2.0, -3.0), (-1.0, 0.0)):
        graph = from_text(EVERYTHING, Graph())
        graph = graph.with_data(graph.by_label("a"), a).with_data(graph.by_label("b"), b)
        hand.session.open(graph)
        reader.look()
        for id_ in graph.nodes:
            hand.session.select([id_])
            reader.read("inspector", inspector.text.text())
        for _, wire in graph.wires():
            view.select_wire(wire)
            reader.read("inspector", inspector.text.text())
        hand.session.select(list(graph.nodes)[:3])
        workspace.graph_page.player.end()
        reader.look()


def test_palette_and_quick_add(reader, workspace):
    page = workspace.graph_page
    for typed in ("", "t", "2.5", "q"):
        page.palette_panel.search.setText(typed)
        page.ask(page.view.middle())
        QTest.keyClicks(page.quick_add.focusWidget() or page.quick_add, typed)
        reader.look()
        page.quick_add.hide()


def test_the_nudge(reader, hand, workspace):
    nudge = workspace.graph_page.nudge
    nudge.open()
    for label in "abe":
        hand.session.select([hand.id(label)])
        for step in ("0.1", "x", ""):
            nudge.step.setText(step)
            nudge._typed(step)
            reader.look()
    hand.session.open(from_text("k = abs(a); L = log(a) + sqrt(a)", Graph()))
    for label in "ak":
        hand.session.select([hand.id(label)])
        reader.look()
    workspace.graph_page.player.home()
    reader.look()


def test_the_mistakes(reader, hand, workspace):
    page = workspace.graph_page
    page.mistakes.open()
    for name, example in product(MISTAKES, ("cheatsheet", "order")):
        hand.session.open(load_example(example))
        page.mistake_mode.make(name)
        reader.glance()
        page.mistake_mode.set_passes(2)
        page.player.home()
        reader.look()
        page.player.go_live()
        page.mistake_mode.set_passes(1)


def test_the_descent(reader, workspace):
    descent = workspace.graph_page.descent
    descent.open()
    for rate in ("0.05", "1e9", "0", "x", "-1"):
        descent.rate.setText(rate)
        for steps in (1, 100):
            descent.buttons[steps].click()
            reader.look()


def test_the_names_of_edits(reader, hand, workspace):
    def edited():
        reader.look()
        hand.session.select([])

    hand.drag(hand.body("e"), hand.body("e") + QPoint(60, 40))
    edited()
    hand.drag(hand.number("a"), hand.number("a") + QPoint(60, 0))
    edited()
    for labels, command in (
        ("a", "trainable"), ("a", "trainable"), ("e", "make_output"), ("ab", "duplicate"),
        ("a", "copy"), ("b", "paste"), ("c", "cut"), ("f", "delete"), ("a", "arrange"),
    ):  # fmt: skip
        hand.session.select([hand.id(label) for label in labels])
        hand.trigger(command)
        edited()
    for _ in range(4):
        hand.trigger("undo")
        reader.look()
    hand.session.open(load_example("cheatsheet"))
    hand.click(hand.body("a"))
    hand.click(hand.body("L"), Qt.KeyboardModifier.ControlModifier)
    hand.trigger("wire")
    reader.look()
    workspace.graph_page.commands.add("neuron")
    edited()
    hand.drag(hand.out("a"), hand.out("a") + QPoint(300, 120))
    reader.look()


TYPED = (
    "", "1", "a b", "a ==", "a = ", "2a", "a[1]", "'a'", "a < b", "max(a)", "foo(a)", "sin = 2",
    "if = 2", "a = 1; a = 2", "b = c; c = 1", "(a", "a)", "a ^ b", "a(b)", "1e999", "a\u200bb",
    "x$", "max(a, b, c)", "(" * 300 + "a", "a and b", "(a, b)", "a.b", "e = e", "1_0",
    "pow(a, b)", "a;b",
)  # fmt: skip


def test_what_is_said_of_a_wrong_expression(reader, workspace):
    bar = workspace.expression
    reader.names |= {"and", "foo", "pow", "if"}
    for text in TYPED:
        bar.setText(text)
        bar.textEdited.emit(text)
        QTest.keyClick(bar, Qt.Key.Key_Return)
        reader.read("expression", bar.note.text())
        bar.cancel()


def test_what_is_said_of_a_wrong_number_or_name(reader, hand):
    for label, typed in (("a", "q"), ("a", "1e999"), ("a", " ")):
        hand.session.select([hand.id(label)])
        hand.trigger("edit_number")
        hand.type(typed)
        hand.key(Qt.Key.Key_Return)
        reader.look()
        hand.key(Qt.Key.Key_Escape)
    for typed in ("1", "q q", "tanh", "b"):
        hand.session.select([hand.id("a")])
        hand.trigger("rename")
        hand.type(typed)
        hand.key(Qt.Key.Key_Return)
        reader.look()
        hand.key(Qt.Key.Key_Escape)
    hand.double_click(hand.place("e", QPoint(90, 50).toPointF()))
    QGuiApplication.clipboard().setText("é")
    hand.trigger("paste")
    reader.look()
    hand.drag(hand.out("L"), hand.into("e", 0))
    reader.look()


# The Train tab


def test_the_presets(reader, train):
    for name in PRESETS:
        train.apply_preset(name)
        reader.glance()
        for _ in range(10):
            train.step()
        reader.glance()


def test_an_update_part_by_part(reader, train):
    for _ in range(7):
        train.next_part()
        reader.look()


def test_every_page_of_the_network_and_what_is_said_under_the_mouse(reader, train):
    card = train.dashboard.network
    view, board = card.view, train.dashboard.points.board
    for x in range(0, view.width(), 40):
        QTest.mouseMove(view, QPoint(x, view.height() // 2))
        QTest.mouseMove(board, QPoint(x % board.width(), x % board.height()))
        reader.glance()
    for page in range(3):
        card.pages.choose(page)
        reader.look()
    for typed in ("5", "1e300", "é"):
        card.table.model.setData(card.table.model.index(0, 1), typed)
        reader.look()
    card.pages.choose(0)
    card.numbers.choose(1)
    card.choose_point(3)
    reader.look()


def test_the_network_is_changed_in_its_picture(reader, train):
    bars = train.dashboard.network
    layers, sizes = bars.activations, bars.sizes
    for button in (layers.adders[1], sizes.more[0], sizes.fewer[0], layers.removers[0]):
        button.click()
        reader.look()


def test_what_is_said_of_a_wrong_entry(reader, train):
    for name, field in train.form.fields.items():
        if isinstance(field, TextField):
            held = field.text
            for typed in ("é", "1e99", "", "16,,16", "9"):
                field.text = typed
                train.form.commit()
                reader.read(name, field.note.text())
                reader.read(name, train.problem)
            field.text = held
            train.form.commit()
        else:
            for index in range(field.box.count()):
                field.box.setCurrentIndex(index)
                field.changed.emit()
                field.left.emit()
                reader.read(name, train.dashboard.sentence.text())
        reader.glance()


@without_popups
def test_earlier_runs_and_their_menu(reader, train, workspace):
    setups = workspace.session.setups
    for settings in (
        RunSettings(loss="squared error"), RunSettings(optimiser="adam", target=0.1),
        RunSettings(dataset="circles", batch=10), RunSettings(hidden=(), initial="he"),
    ):  # fmt: skip
        setups.edit("é", Setup(settings))
        for _ in range(5):
            train.step()
        reader.look()
    plot = train.dashboard.loss_plot
    runs = plot.runs
    runs._show_menu(runs.rows.visualItemRect(runs.rows.item(0)).center())
    reader.look()
    plot.smooth.setChecked(True)
    plot.log.setChecked(True)
    plot._point(2.0)
    reader.look()
    train._apply_earlier_settings(Setup())
    reader.look()


def test_own_points(reader, train, tmp_path):
    card = train.dashboard.points
    for curve in (False, True):
        if curve:
            train.apply_preset("curve" if "curve" in PRESETS else list(PRESETS)[-1])
        card.edit.click()
        reader.look()
        tools = card.samples if curve else card.classes
        for tool in range(len(tools.buttons)):
            tools.buttons[tool].click()
            QTest.mouseClick(card.board, LEFT, pos=QPoint(30, 30))
            reader.look()
    card.clear_action.trigger()
    reader.look()
    table = tmp_path / "é.csv"
    for content in ("", "\0", "1\n2\n"):
        table.write_text(content, encoding="utf-8")
        train.import_points(table)
        reader.look()
    train.import_points(tmp_path / "ö.csv")


def test_the_import_of_points(reader, train, tmp_path):
    table = tmp_path / "é.csv"
    table.write_bytes("x,y,ç\n0,0,ä\n1,1,ö\n0.5,q,ö\n1,9e99,ä\n0,1,ö\n,1,ö\n".encode())
    timer = new_timer(train, 10)

    def read_it():
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, PointImport):
            timer.stop()
            reader.look()
            dialog.form.label.setCurrentIndex(0)
            reader.look()
            dialog.ok.click()

    timer.timeout.connect(read_it)
    timer.start()
    train.import_points(table)


def test_neurons_and_the_loss_on_the_canvas(reader, train, workspace):
    for layer, index in ((0, 1), (2, 0)):
        train.open_neuron(layer, index)
        reader.look()
        workspace.show_tab(1)
    train.open_loss()


# Menus and dialogs


@without_popups
def test_the_menus(reader, workspace):
    for action in workspace.window.menuBar().actions():
        action.menu().aboutToShow.emit()
    reader.look()
    view = workspace.graph_page.view
    for part in ("node", "wire", "empty"):
        view.menu_requested.emit(Hit(part), view.mapToGlobal(QPoint(5, 5)))
        reader.look()
        for menu in workspace.window.findChildren(QMenu, options=Qt.FindDirectChildrenOnly):
            menu.hide()


def test_about_and_shortcuts(reader, hand):
    hand.trigger("shortcuts")
    reader.look()
    hand.trigger("about")
    # What the system calls itself.
    reader.names |= {*WORD.findall(QSysInfo.prettyProductName())}
    reader.look()


def test_the_licences_but_for_their_texts(reader, workspace):
    dialog = LicencesDialog(workspace.window)
    reader.names |= {word for each in dialog._licences for word in WORD.findall(each.name)}
    dialog.text.clear()
    dialog.text.document().clear()
    dialog.show()
    reader.look()
    dialog.close()


BROKEN = (
    b"", b"{", b"[]", b"\xff", b'{"format": "x"}', b'{"format": "chalkgrad", "version": 99}',
    b'{"format": "chalkgrad", "version": 1, "graph": {"nodes": [], "output": 3}}',
    b'{"format": "chalkgrad", "version": 1, "graph": {"nodes": [{"id": 0}], "output": null}}',
    b'{"format": "chalkgrad", "version": 1, "graph": 3}',
    b'{"format": "chalkgrad", "version": 2, "graph": {"nodes": []}, "training": {}}',
)  # fmt: skip


def test_files_that_cant_be_opened_or_saved(reader, hand, workspace, boxes, tmp_path):
    # Places and keys of the file, as JSON has them.
    reader.names |= {"graph", "nodes", "id", "op", "output", "training", "version", "format"}
    path = tmp_path / FILE
    for content in BROKEN:
        path.write_bytes(content)
        workspace.open(path)
        workspace.run_documents.apply_model(path)
    workspace.open(tmp_path / "ö.chalk")
    workspace.open(tmp_path)
    boxes += [tmp_path / "ö" / FILE, tmp_path]
    hand.trigger("save_as")
    hand.trigger("save_as")


def test_every_question(hand, workspace, boxes, tmp_path):
    hand.session.select([hand.id("a")])
    hand.trigger("delete")
    path = tmp_path / FILE
    chalk_file.save(path, Document(load_example("order")))
    for command in ("new", "open", "save", "save_as", "export", "reset_settings"):
        boxes[:] = [path]
        hand.trigger(command)
    workspace.documents.agreed_to_discard("é")
    workspace.expression.setText("é é")
    workspace.expression.textEdited.emit("é é")
    workspace.documents.may_leave()
    for tab in (0, 1):
        workspace.show_tab(tab)
        boxes[:] = [tmp_path / "é.q"]
        hand.trigger("export")
        boxes.clear()
        hand.trigger("import_points")
        hand.trigger("open_model")


@pytest.mark.usefixtures("boxes")
def test_every_notice(reader, hand, workspace, safety, tmp_path, qtbot):
    def turn_to():
        with qtbot.waitSignal(safety.file_watcher.looked):
            safety.file_watcher.look()

    path = tmp_path / FILE
    content = chalk_file.save(path, Document(load_example("order")))
    changed = Document(load_example("order").with_data(1, 77.0), Setup())
    hand.session.open(load_example("order"), Origin(path, fingerprint(content)))
    chalk_file.save(path, changed)
    turn_to()
    reader.look()
    hand.session.select([1])
    hand.trigger("delete")
    path.write_bytes(b"{")
    turn_to()
    reader.look()
    hooks = ErrorHooks(Log(tmp_path / "logs"))
    notice = ErrorNotice(hooks, workspace.notices)
    for times in (1, 2):
        workspace.notices.drop("error")
        hooks.happened.emit(ErrorReport("é", f"é{times}"), times)
        qtbot.waitUntil(lambda: "error" in workspace.notices)
        reader.look()
    assert notice.report
    workspace.associating.toggle()
    reader.look()
