"""What the user does on the Graph tab, as scenes; each says what must have come of it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.model.catalogue.examples import EXAMPLES, load_example
from app.model.graph.graph import Graph
from tests.fuzz.seeds import EXPRESSIONS
from tests.soak.user import User

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier

# QTest's keyboard has no other letters.
TYPED = [text for text in EXPRESSIONS if text and text.isascii()]


def build(user: User) -> None:
    """Two leaves, two ops and a neuron by quick-add, wired by hand, copied and deleted."""
    user.trigger("new")
    for typed in ("2.5", "-3", "mul", "tanh", "neuron"):
        user.view.setFocus()
        user.key(Qt.Key.Key_Space)
        user.type(typed)
        user.key(Qt.Key.Key_Return)
    assert len(user.session.graph.nodes) == 14
    user.trigger("arrange")
    _draw_wires(user)
    user.trigger("select_all")
    user.trigger("copy")
    user.trigger("paste")
    assert len(user.session.graph.nodes) == 28
    user.trigger("delete")
    _undo_all_and_redo(user, Graph())


def _draw_wires(user: User) -> None:
    """Every slot gets a leaf; then one wire is led into nothing, which asks for a node."""
    nodes = user.session.graph.nodes.values()
    leaves = [node.label for node in nodes if node.op is None]
    unwired = [node for node in nodes if None in node.inputs]
    for node in unwired:
        for slot in range(len(node.inputs)):
            user.drag(user.out(user.dice.choice(leaves)), user.into(node.label, slot))
    assert not any(None in node.inputs for node in user.session.graph.nodes.values())
    user.drag(user.into(unwired[0].label, 0), user.empty())
    user.key(Qt.Key.Key_Escape)


def _undo_all_and_redo(user: User, start: Graph) -> None:
    """Back to where the scene began, and forth again."""
    end = user.session.graph
    while user.session.graphs.undo_name:
        user.trigger("undo")
    assert user.session.graph == start
    while user.session.graphs.redo_name:
        user.trigger("redo")
    assert user.session.graph == end


def scrub(user: User) -> None:
    """Numbers dragged, turned by the wheel and typed; nodes moved, renamed and deleted."""
    user.workspace.open_example("cheatsheet")
    for label in "abcf":
        before = user.data(label)
        way = QPoint(user.dice.choice((-90, -40, 40, 90)), 0)
        user.drag(user.number(label), user.number(label) + way, user.dice.choice((SHIFT, CONTROL)))
        assert user.data(label) != before
        user.wheel(user.number(label), user.dice.choice((-120, 120)))
    user.drag(user.body("e"), user.body("e") + QPoint(64, 48))
    user.click(user.body("a"))
    user.type("4")
    user.key(Qt.Key.Key_Return)
    assert user.data("a") == 4.0
    _leave_a_scrub(user)
    user.click(user.title("c"))
    user.trigger("rename")
    user.type("cc")
    user.key(Qt.Key.Key_Return)
    user.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    user.trigger("delete")
    assert user.session.graph.by_label("cc") is None
    _undo_all_and_redo(user, load_example("cheatsheet"))


def _leave_a_scrub(user: User) -> None:
    before = user.session.graph
    user.press(user.number("b"))
    user.move(user.number("b") + QPoint(60, 0))
    assert user.session.graph != before
    user.key(Qt.Key.Key_Escape)
    user.release(user.number("b"))
    assert user.session.graph == before


def type_expressions(user: User) -> None:
    """Right ones, which rebuild the graph, and wrong ones, which say what is wrong."""
    user.trigger("new")
    bar = user.workspace.expression
    wrong = ["L = a +", "2 * * 3"]
    for text in (*user.dice.sample(TYPED, 4), *wrong):
        user.trigger("expression")
        user.fill(bar, text.replace("\n", ";"))
        assert bool(bar.note.text()) == (text in wrong)
        QTest.keyClick(bar, Qt.Key.Key_Escape)
        user.wait(10)
    _undo_all_and_redo(user, Graph())


def step_through(user: User) -> None:
    """The passes by keys, by playing, and by dragging over the strip."""
    user.workspace.open_example(user.dice.choice(list(EXAMPLES)))
    page = user.workspace.graph_page
    for key in (Qt.Key.Key_Home, *[Qt.Key.Key_Right] * 9, Qt.Key.Key_Left):
        QTest.keyClick(page.timeline, key)
    user.trigger("play")
    user.wait(150)
    user.trigger("play")
    strip = page.timeline.strip
    user.drag_on(strip, QPoint(4, 10), QPoint(strip.width() - 4, 10))
    assert page.player.position == page.player.last
    user.trigger("live")


def ask_why(user: User) -> None:
    """Nodes and wires inspected, a leaf nudged, mistakes made and mended, a descent."""
    name = user.dice.choice(list(EXAMPLES))
    user.workspace.open_example(name)
    page, session = user.workspace.graph_page, user.session
    for section in (page.nudge, page.mistakes, page.descent):
        if not section.is_open:
            user.push(section.heading)
    for id_, node in list(session.graph.nodes.items())[:6]:
        session.select([id_])
        user.wait(5)
        if node.op is None:
            slider = page.nudge.slider
            user.drag_on(slider, QPoint(8, 10), QPoint(slider.width() - 8, 10))
    wire = user.dice.choice(list(page.view.graph_scene.wires.values()))
    user.click(page.view.mapFromScene(wire.shape().pointAtPercent(0.25)))
    for mistake, switch in page.mistakes.switches.items():
        user.push(switch)
        assert page.mistake_mode.name == mistake
        user.wait(5)
    user.push(switch)
    assert page.mistake_mode.name is None
    for button in page.descent.buttons.values():
        user.push(button)
        assert page.descent.words.text()
    _undo_all_and_redo(user, load_example(name))


def look_around(user: User) -> None:
    """Zoom, pan, themes, sizes of the window, menus, and the page of shortcuts."""
    user.workspace.open_example("two-layer-net")
    user.trigger("label_wires")
    for theme in ("theme_dark", "theme_light"):
        user.trigger(theme)
        user.wait(20)
    for width, height in ((1000, 600), (1500, 950), (1280, 800)):
        user.window.resize(width, height)
        user.wait(20)
    for turn in (240, -480, 240):
        user.wheel(user.empty(), turn)
    user.drag(user.empty(), user.empty() - QPoint(80, 40), button=Qt.MouseButton.MiddleButton)
    user.trigger("fit")
    user.trigger("label_wires")
    user.open_menu(user.empty())
    user.open_menu(user.body("L"))
    user.trigger("shortcuts")
    user.wait(20)
    user.leave_dialogs()
