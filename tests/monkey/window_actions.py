"""What the monkey does anywhere in the window: keys, menus, whatever widget it finds, files."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QScrollBar,
    QWidget,
)

from tests.monkey.canvas_actions import type_something
from tests.monkey.files import TABLES
from tests.monkey.monkey import ALT, CONTROL, LEFT, NONE, SHIFT, Monkey

K = Qt.Key
KEYS = (
    *((key, NONE) for key in (
        K.Key_Escape, K.Key_Return, K.Key_Tab, K.Key_Backtab, K.Key_Space, K.Key_Delete,
        K.Key_Backspace, K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Down, K.Key_Home, K.Key_End,
        K.Key_PageUp, K.Key_PageDown, K.Key_F2, K.Key_F6, K.Key_A, K.Key_D, K.Key_F, K.Key_L,
        K.Key_O, K.Key_P, K.Key_T, K.Key_W, K.Key_5, K.Key_Minus, K.Key_Plus, K.Key_Insert,
        K.Key_Right, K.Key_Right, K.Key_Left,
    )),
    *((key, SHIFT) for key in (K.Key_F6, K.Key_Up, K.Key_Down, K.Key_Left, K.Key_Tab)),
    *((key, ALT) for key in (K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Down)),
    *((key, CONTROL) for key in (
        K.Key_A, K.Key_C, K.Key_X, K.Key_V, K.Key_D, K.Key_E, K.Key_K, K.Key_L, K.Key_R, K.Key_Y,
        K.Key_Z, K.Key_0, K.Key_1, K.Key_2, K.Key_9, K.Key_Plus, K.Key_Minus, K.Key_Space,
        K.Key_Backspace, K.Key_Delete, K.Key_Left, K.Key_Right, K.Key_Up, K.Key_Down,
        K.Key_Return, K.Key_Period, K.Key_Slash, K.Key_Home, K.Key_Tab, K.Key_F6,
    )),
    *((key, CONTROL | SHIFT) for key in (K.Key_Z, K.Key_L, K.Key_Return, K.Key_I, K.Key_O)),
)  # fmt: skip
"""Nothing among them that opens another document: that ends the history."""
EXPRESSIONS = (
    "L = (a*b + c) * f", "y = tanh(w*x + b)", "e = a*b; L = e*e + tanh(a) + max(e, a)",
    "a = 3; L = max(a, b) ** 2", "s = sqrt(x) + a*b",
    "x = 0; z = log(x)", "x = 0; y = 0.5; p = x ** y", "x = 0; L = a*b + sqrt(x)",
    "a = Value(2.0)", "A = pi * r ** 2",
    "L = a +", "2 * * 3", "a.b", "L = __import__('os')", "((((a))))", "", "1", "a", "a*a + a/a",
    "L = exp(1000)", "L = 1e300 * a * 1e300", "e = a; e = b", "o = relu(-x) + abs(x - 1)",
    "L = sigmoid(sin(a) - cos(b)) / c", "q = 1/3 - a", "n = min(a, min(b, c))",
)  # fmt: skip


def press_key(m: Monkey) -> None:
    key, keys = m.dice.choice(KEYS)
    target = type(m.focus()).__name__
    m.note(f"{keys.name} {key.name} on {target}")
    m.key(key, keys)


def press_keys(m: Monkey) -> None:
    """Steps, one after the other, as of one who holds a key or goes round."""
    key = m.dice.choice((
        (K.Key_Right, NONE), (K.Key_Left, NONE), (K.Key_PageDown, NONE), (K.Key_Down, NONE),
        (K.Key_Tab, NONE), (K.Key_F6, NONE), (K.Key_Up, NONE), (K.Key_Right, ALT),
        (K.Key_Right, CONTROL), (K.Key_Backtab, NONE),
    ))  # fmt: skip
    m.note(f"{key[0].name} {key[1].name}")
    for _ in range(m.dice.randrange(2, 9)):
        m.key(*key)


def undo(m: Monkey) -> None:
    times = m.dice.randrange(1, 4)
    m.note(f"{times} times")
    for _ in range(times):
        m.undo()


def redo(m: Monkey) -> None:
    for _ in range(m.dice.randrange(1, 7)):
        m.undo(redo=True)


def begin(m: Monkey) -> None:
    """Something to work on, where the canvas is empty."""
    m.key(K.Key_K, CONTROL)
    m.fill(m.workspace.expression, m.dice.choice(EXPRESSIONS[:6]))
    m.key(K.Key_Return)


def expression(m: Monkey) -> None:
    text = m.dice.choice(EXPRESSIONS)
    m.note(f"“{text}”")
    bar = m.workspace.expression
    m.key(K.Key_K, CONTROL)
    m.fill(bar, text)
    end = m.dice.choice((K.Key_Return, K.Key_Return, K.Key_Return, K.Key_Escape, None))
    if end is not None:
        m.key(end)


def _usable(m: Monkey, kinds: tuple[type[QWidget], ...]) -> list[QWidget]:
    """What can be seen of the widgets of these kinds, and used."""
    window = m.window
    seen = [w for w in window.findChildren(QWidget) if isinstance(w, kinds) and w.isVisible()]
    shown = (w for w in seen if w.isEnabled() and not w.visibleRegion().isEmpty())
    return [w for w in shown if not isinstance(w, QScrollBar)]


def push_a_button(m: Monkey) -> None:
    buttons = _usable(m, (QAbstractButton,))
    button = m.dice.choice(buttons)
    m.note(f"“{button.text() or button.accessibleName()}”")
    m.push(button)
    if QApplication.activePopupWidget():
        m.use_menu()


def use_a_slider(m: Monkey) -> None:
    sliders = _usable(m, (QAbstractSlider,))
    sliders = [slider for slider in sliders if type(slider).__name__.endswith("Slider")]
    if sliders:
        slider = m.dice.choice(sliders)
        m.note(slider.accessibleName())
        m.drag_on(slider, m.some_place(slider), m.some_place(slider))
        if m.dice.random() < 0.3:
            m.key(m.dice.choice((K.Key_Left, K.Key_Right, K.Key_Home, K.Key_End)))


def use_a_list(m: Monkey) -> None:
    boxes = _usable(m, (QComboBox,))
    if boxes:
        box = m.dice.choice(boxes)
        m.note(box.accessibleName())
        QTest.mouseClick(box, LEFT)
        m.settle()
        for _ in range(m.dice.randrange(4)):
            m.key(m.dice.choice((K.Key_Down, K.Key_Down, K.Key_Up)))
        m.key(m.dice.choice((K.Key_Return, K.Key_Return, K.Key_Escape)))


def use_a_line(m: Monkey) -> None:
    lines = _usable(m, (QLineEdit,))
    if lines:
        line = m.dice.choice(lines)
        m.note(line.accessibleName())
        QTest.mouseClick(line, LEFT)
        if m.dice.random() < 0.6:
            m.key(K.Key_A, CONTROL)
        type_something(m)


def poke(m: Monkey) -> None:
    """A click, a drag or a turn of the wheel on whatever lies at some place of the window."""
    at = m.some_place(m.window)
    widget = m.window.childAt(at)
    if widget is None or m.window.menuBar() is widget:
        return
    inside, keys = widget.mapFrom(m.window, at), m.some_keys()
    m.note(f"{type(widget).__name__} at {at.x()}, {at.y()}")
    way = m.dice.randrange(4)
    if way == 0:
        QTest.mouseClick(widget, LEFT, keys, inside)
    elif way == 1:
        QTest.mouseDClick(widget, LEFT, keys, inside)
    elif way == 2:
        m.drag_on(widget, inside, m.some_place(widget), keys)
    else:
        turn = QPoint(0, m.dice.choice((-120, 120)))
        none, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
        where = QPointF(inside), QPointF(m.window.mapToGlobal(at))
        event = QWheelEvent(*where, QPoint(), turn, none, keys, phase, False)
        QApplication.sendEvent(widget, event)


def open_a_menu(m: Monkey) -> None:
    bar = m.window.menuBar()
    titles = bar.actions()
    title = titles[m.dice.randrange(1, len(titles))]
    m.note(title.text())
    QTest.mouseClick(bar, LEFT, pos=bar.actionGeometry(title).center())
    m.settle()
    m.use_menu()


def paste_from_elsewhere(m: Monkey) -> None:
    text = m.dice.choice((*TABLES.values(), "hello", "a*b", '{"format": "chalkgrad"}', "2.5"))
    mime = QMimeData()
    mime.setText(text)
    QGuiApplication.clipboard().setMimeData(mime)
    m.note(f"“{text[:20]}”")
    m.key(K.Key_V, CONTROL)


def resize(m: Monkey) -> None:
    size = m.dice.choice(((900, 560), (1024, 768), (1440, 900), (1280, 720), (1800, 1000)))
    m.note(f"{size}")
    m.window.setGeometry(QRect(QPoint(), m.window.size().scaled(*size, Qt.AspectRatioMode(0))))


def _command(m: Monkey, name: str) -> None:
    action = m.workspace.actions_table[name]
    m.note(name)
    if action.isEnabled():
        action.trigger()


def save(m: Monkey) -> None:
    _command(m, m.dice.choice(("save", "save_as", "export", "export")))


def bring_in(m: Monkey) -> None:
    """A table of points, or a model: good ones, and such as are refused."""
    _command(m, m.dice.choice(("import_points", "import_points", "open_model")))


def open_a_file(m: Monkey) -> None:
    """Another graph, or one that is refused; the menus that open one."""
    if m.dice.random() < 0.5:
        _command(m, m.dice.choice(("open", "open", "new")))
        return
    bar = m.window.menuBar()
    QTest.mouseClick(bar, LEFT, pos=bar.actionGeometry(bar.actions()[0]).center())
    m.settle()
    m.use_menu()


def look_otherwise(m: Monkey) -> None:
    _command(m, m.dice.choice(("theme_dark", "theme_light", "label_wires", "motion")))


ANYWHERE = {
    press_key: 10, press_keys: 3, undo: 4, redo: 3, push_a_button: 7, use_a_slider: 2,
    use_a_list: 2, use_a_line: 3, poke: 5, open_a_menu: 4, paste_from_elsewhere: 1, resize: 1,
    save: 1, bring_in: 1, look_otherwise: 1,
}  # fmt: skip
"""Each with how often it is chosen, against the others."""
ON_GRAPH = {expression: 4}
OPENING = {open_a_file: 1}
"""These end the history."""
