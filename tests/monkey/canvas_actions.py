"""What the monkey does on the canvas."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.model.graph.pieces import PIECE_TYPE, pieces
from tests.monkey.monkey import ALT, CONTROL, LEFT, NONE, SHIFT, Monkey

MIDDLE = Qt.MouseButton.MiddleButton
RIGHT = Qt.MouseButton.RightButton
NUMBERS = (
    "0", "1", "-2", "2.5", "0,5", "1/3", ".5", "1e-3", "7e2", "-0", "1e400", "1e-400", "1_5",
    "abc", "1,000", "--2", "3 4", "",
)  # fmt: skip
NAMES = ("x", "w1", "loss", "a", "b", "tanh", "2x", "a b", "", "L", "very_long_" * 5, "e")
PIECES = (
    "mul",
    "add",
    "tanh",
    "relu",
    "leaf",
    "3",
    "-0.5",
    "neuron",
    "pow",
    "log",
    "sq",
    "zzz",
    "",
)


def click(m: Monkey) -> None:
    at = m.place_in_view() if m.dice.random() < 0.3 else _on_a_node(m)
    keys = m.some_keys()
    m.note(f"{at.x()}, {at.y()} {keys.name}")
    m.click(at, keys, m.dice.choice((LEFT, LEFT, LEFT, LEFT, RIGHT, MIDDLE)))


def _on_a_node(m: Monkey) -> QPoint:
    id_ = m.some_node()
    return m.place_in_view() if id_ is None else m.part_of(id_)


def click_wire(m: Monkey) -> None:
    wires = list(m.view.graph_scene.wires.values())
    if wires:
        along = m.dice.uniform(0.1, 0.9)
        at = m.view.mapFromScene(m.dice.choice(wires).shape().pointAtPercent(along))
        if m.sees(at):
            m.click(at)
            keys = (
                (Qt.Key.Key_Delete, NONE), (Qt.Key.Key_Z, CONTROL), (Qt.Key.Key_Left, CONTROL),
                (Qt.Key.Key_Right, CONTROL), (Qt.Key.Key_Delete, NONE),
            )  # fmt: skip
            for key in m.dice.sample(keys, m.dice.randrange(3)):
                m.note(key[0].name)
                m.key(*key)


def double_click(m: Monkey) -> None:
    at = m.place_in_view() if m.dice.random() < 0.3 else _on_a_node(m)
    m.note(f"{at.x()}, {at.y()}")
    m.double_click(at)
    if m.dice.random() < 0.7:
        type_something(m)


def drag_something(m: Monkey) -> None:
    """A node, a number, a wire, a box, by what lies where it begins."""
    start = _on_a_node(m) if m.dice.random() < 0.7 else m.place_in_view()
    end = m.place_in_view() if m.dice.random() < 0.5 else _on_a_node(m)
    m.note(f"{start.x()}, {start.y()} to {end.x()}, {end.y()}")
    m.drag(start, end, m.some_keys(), m.dice.choice((LEFT, LEFT, LEFT, LEFT, MIDDLE)))


def nudge_by_drag(m: Monkey) -> None:
    """A short way: a scrub of a number, or a node put a little aside."""
    start = _on_a_node(m)
    m.drag(start, start + QPoint(m.dice.randint(-60, 60), m.dice.randint(-30, 30)), m.some_keys())


def wire(m: Monkey) -> None:
    """From an output to an input, mostly one that is free, or the other way round."""
    source, nodes = m.some_node(), m.session.graph.nodes
    if source is None:
        return
    slots = [(id_, slot) for id_, n in nodes.items() for slot in range(len(n.inputs))]
    free = [(id_, slot) for id_, slot in slots if nodes[id_].inputs[slot] is None]
    target, slot = m.dice.choice(free or slots or [(source, -1)])
    if m.dice.random() < 0.2:
        target, slot = m.dice.choice(list(nodes)), -1
    ends = [m.out(source), m.into(target, slot) if slot >= 0 else m.body(target)]
    if m.dice.random() < 0.2:
        ends.reverse()
    if m.dice.random() < 0.15:
        ends[1] = m.place_in_view()
    m.note(f"{source} into {target}")
    if all(map(m.sees, ends)):
        m.drag(*ends)


def rewire(m: Monkey) -> None:
    """Take the end of a wire that is there, and lead it elsewhere."""
    ends = [m.into(*end) for _, end in m.session.graph.wires()]
    ends = [end for end in ends if m.sees(end)]
    if ends:
        m.drag(m.dice.choice(ends), _on_a_node(m) if m.dice.random() < 0.6 else m.place_in_view())


def interrupted(m: Monkey) -> None:
    """A gesture in the middle of which something else is done."""
    start, end = _on_a_node(m), m.place_in_view()
    m.press(start, m.some_keys())
    m.move(start + (end - start) * 0.5)
    key, keys = m.dice.choice((
        (Qt.Key.Key_Escape, NONE), (Qt.Key.Key_Delete, NONE), (Qt.Key.Key_Z, CONTROL),
        (Qt.Key.Key_2, CONTROL), (Qt.Key.Key_Right, NONE), (Qt.Key.Key_V, CONTROL),
        (Qt.Key.Key_A, CONTROL), (Qt.Key.Key_S, CONTROL), (Qt.Key.Key_W, NONE),
        (Qt.Key.Key_Space, NONE), (Qt.Key.Key_F2, NONE), (Qt.Key.Key_5, NONE),
        (Qt.Key.Key_L, CONTROL), (Qt.Key.Key_K, CONTROL), (Qt.Key.Key_F6, NONE),
    ))  # fmt: skip
    m.note(f"{start.x()}, {start.y()}, then {key.name} {keys.name}")
    m.key(key, keys)
    if m.tab == 0:
        m.move(end)
        m.release(end)
    m.leave_popups()


def wheel(m: Monkey) -> None:
    """Notches of a mouse, or a scroll by two fingers over several events."""
    at = _on_a_node(m) if m.dice.random() < 0.6 else m.place_in_view()
    if m.dice.random() < 0.6:
        turn = QPoint(0, m.dice.choice((-240, -120, 120, 240)))
        _scroll(m, at, turn, Qt.ScrollPhase.NoScrollPhase)
        return
    phase = Qt.ScrollPhase
    for step in (phase.ScrollBegin, *[phase.ScrollUpdate] * 4, phase.ScrollEnd):
        _scroll(m, at, QPoint(m.dice.randint(-40, 40), m.dice.randint(-40, 40)), step)
        at += QPoint(m.dice.randint(-20, 20), m.dice.randint(-20, 20))


def turn_numbers(m: Monkey) -> None:
    """Notches over selected leaves, one after the other, or steps by Alt: each is one entry."""
    for _ in range(2):
        leaf = m.some_leaf()
        if leaf is None or not m.sees(m.body(leaf)):
            return
        m.click(m.body(leaf))
        for _ in range(m.dice.randrange(1, 3)):
            # The click may have ended what was typed, which made another graph.
            if m.dice.random() < 0.6 and leaf in m.session.graph.nodes:
                _scroll(m, m.number(leaf), QPoint(0, 120), Qt.ScrollPhase.NoScrollPhase)
            else:
                m.key(Qt.Key.Key_Right, ALT)


def _scroll(m: Monkey, at: QPoint, turn: QPoint, phase: Qt.ScrollPhase) -> None:
    port = m.view.viewport()
    pixels = QPoint() if phase == Qt.ScrollPhase.NoScrollPhase else turn
    where = QPointF(at), QPointF(port.mapToGlobal(at))
    held = Qt.MouseButton.NoButton, m.some_keys(), phase, False
    QApplication.sendEvent(port, QWheelEvent(*where, pixels, turn, *held))


def pan_by_space(m: Monkey) -> None:
    QTest.keyPress(m.focus(), Qt.Key.Key_Space)
    m.drag(m.place_in_view(), m.place_in_view())
    QTest.keyRelease(m.focus(), Qt.Key.Key_Space)


def type_something(m: Monkey) -> None:
    """Into whatever has the keyboard, with one of many ends, or with none."""
    text = m.dice.choice((*NUMBERS, *NAMES))
    m.note(f"types “{text}”")
    m.type(text)
    ends = (Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, None)
    end = m.dice.choice(ends)
    if end is not None:
        m.key(end)


def edit_leaf(m: Monkey) -> None:
    """Select a leaf and type its number, by F2 or at once."""
    leaf = m.some_leaf()
    if leaf is None or not m.sees(m.body(leaf)):
        return
    m.click(m.body(leaf))
    if m.dice.random() < 0.5:
        m.key(Qt.Key.Key_F2)
    type_something(m)


def rename(m: Monkey) -> None:
    id_ = m.some_node()
    if id_ is None or not m.sees(m.body(id_)):
        return
    m.click(m.body(id_))
    m.key(Qt.Key.Key_R, CONTROL)
    m.key(Qt.Key.Key_A, CONTROL)
    type_something(m)


def quick_add(m: Monkey) -> None:
    m.view.setFocus()
    m.key(m.dice.choice((Qt.Key.Key_Space, Qt.Key.Key_A)))
    text = m.dice.choice(PIECES)
    m.note(f"“{text}”")
    m.type(text)
    for _ in range(m.dice.randrange(4)):
        m.key(m.dice.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))
    m.key(Qt.Key.Key_Return if m.dice.random() < 0.8 else Qt.Key.Key_Escape)


def wire_by_key(m: Monkey) -> None:
    """W on what is selected, then a name or arrows."""
    m.view.setFocus()
    m.key(Qt.Key.Key_W)
    if m.dice.random() < 0.3:
        m.type(m.dice.choice(("L", "e", "d", "zz")))
    for _ in range(m.dice.randrange(4)):
        m.key(m.dice.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))
    m.key(m.dice.choice((Qt.Key.Key_Return, Qt.Key.Key_Return, Qt.Key.Key_Escape)))


def drop_piece(m: Monkey) -> None:
    """What arrives on the canvas when a row of the palette is dragged there."""
    at = _on_a_node(m) if m.dice.random() < 0.3 else m.place_in_view()
    name = m.dice.choice(list(pieces()))
    m.note(f"{name} at {at.x()}, {at.y()}")
    mime = QMimeData()
    mime.setData(PIECE_TYPE, name.encode())
    copy, held = Qt.DropAction.CopyAction, (mime, LEFT, NONE)
    QApplication.sendEvent(m.view.viewport(), QDragEnterEvent(at, copy, *held))
    QApplication.sendEvent(m.view.viewport(), QDropEvent(QPointF(at), copy, *held))


def context_menu(m: Monkey) -> None:
    reason = QContextMenuEvent.Reason
    at = _on_a_node(m) if m.dice.random() < 0.7 else m.place_in_view()
    kind = m.dice.choice((reason.Mouse, reason.Mouse, reason.Keyboard))
    port = m.view.viewport()
    QApplication.sendEvent(port, QContextMenuEvent(kind, at, port.mapToGlobal(at)))
    m.use_menu()


def select_some(m: Monkey) -> None:
    """Nodes one after the other with Ctrl, or all, then something with them."""
    m.key(Qt.Key.Key_Escape)
    for _ in range(m.dice.randrange(1, 4)):
        m.click(_on_a_node(m), CONTROL)
    key, keys = m.dice.choice((
        (Qt.Key.Key_W, NONE), (Qt.Key.Key_C, CONTROL), (Qt.Key.Key_X, CONTROL),
        (Qt.Key.Key_D, CONTROL), (Qt.Key.Key_Delete, NONE), (Qt.Key.Key_Left, ALT),
        (Qt.Key.Key_Down, ALT | SHIFT), (Qt.Key.Key_O, NONE), (Qt.Key.Key_O, NONE),
        (Qt.Key.Key_T, NONE),
        (Qt.Key.Key_Backspace, NONE), (Qt.Key.Key_Right, CONTROL), (Qt.Key.Key_Left, CONTROL),
    ))  # fmt: skip
    m.note(f"{key.name} {keys.name}")
    m.key(key, keys)


ACTIONS = {
    click: 5, click_wire: 2, double_click: 3, drag_something: 6, nudge_by_drag: 6, wire: 6,
    rewire: 3, interrupted: 4, wheel: 4, pan_by_space: 1, type_something: 3, edit_leaf: 5,
    rename: 3, quick_add: 5, wire_by_key: 3, drop_piece: 3, context_menu: 3,
    turn_numbers: 2, select_some: 4,
}  # fmt: skip
"""Each with how often it is chosen, against the others."""
