"""What the monkey does on the Train tab."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from app.model.catalogue.presets import PRESETS
from app.train.form.fields import TextField
from tests.monkey.monkey import CONTROL, LEFT, NONE, SHIFT, Monkey

K = Qt.Key
SETTINGS = (
    "0", "1", "3", "2.5", "60", "0.1", "4, 3", "2,2", "1e9", "-1", "much", "", "0,05", "8", "200",
    "33", "1/3",
)  # fmt: skip


def fill_the_form(m: Monkey) -> None:
    fields = m.train_page.form.fields
    names = [n for n, f in fields.items() if isinstance(f, TextField) and f.line.isVisible()]
    if not names:
        return
    name, text = m.dice.choice(names), m.dice.choice(SETTINGS)
    m.note(f"{name} “{text}”")
    m.fill(fields[name].line, text)
    end = m.dice.choice((K.Key_Return, K.Key_Return, K.Key_Tab, None))
    if end is not None:
        m.key(end)


def use_points(m: Monkey) -> None:
    """Click, drag and erase in the picture of the points."""
    board = m.train_page.dashboard.points.board
    start, end = m.some_place(board), m.some_place(board)
    way = m.dice.randrange(5)
    m.note(f"{('click', 'drag', 'double click', 'keys', 'interrupted')[way]}")
    if way == 0:
        QTest.mouseClick(board, LEFT, m.some_keys(), start)
    elif way == 1:
        m.drag_on(board, start, end, m.some_keys())
    elif way == 2:
        QTest.mouseDClick(board, LEFT, NONE, start)
    elif way == 3:
        QTest.mouseClick(board, LEFT, NONE, start)
        for _ in range(m.dice.randrange(1, 9)):
            keys = (K.Key_Right, K.Key_Up, K.Key_Left, K.Key_Return, K.Key_Delete, K.Key_Escape)
            m.key(m.dice.choice(keys))
    else:
        QTest.mousePress(board, LEFT, NONE, start)
        m.key(m.dice.choice((K.Key_Escape, K.Key_Z, K.Key_Delete)), m.dice.choice((NONE, CONTROL)))
        QTest.mouseRelease(board, LEFT, NONE, end)


def own_points(m: Monkey) -> None:
    card = m.train_page.dashboard.points
    buttons = (card.edit, *card.classes.buttons, *card.samples.buttons)
    shown = [button for button in buttons if button.isVisible() and button.isEnabled()]
    if shown:
        m.push(m.dice.choice(shown))


def use_network(m: Monkey) -> None:
    view = m.train_page.dashboard.network.view
    if not view.isVisible():
        return
    if m.dice.random() < 0.3:
        QTest.mouseMove(view, m.some_place(view))
        QTest.mouseClick(view, LEFT, NONE, m.some_place(view))
        return
    view.setFocus()
    for _ in range(m.dice.randrange(1, 4)):
        key = m.dice.choice((
            K.Key_Plus, K.Key_Minus, K.Key_Insert, K.Key_Delete, K.Key_Right, K.Key_Left,
            K.Key_Up, K.Key_Down,
        ))  # fmt: skip
        m.note(key.name)
        m.key(key)


def set_a_parameter(m: Monkey) -> None:
    card = m.train_page.dashboard.network
    table = card.table.table
    if not table.isVisible():
        m.push(m.dice.choice(card.pages.buttons))
        return
    model = card.table.model
    if not model.rowCount():
        return
    cell = model.index(m.dice.randrange(model.rowCount()), m.dice.randrange(3))
    table.scrollTo(cell)
    at = table.visualRect(cell).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=at)
    QTest.mouseDClick(table.viewport(), LEFT, pos=at)
    text = m.dice.choice(("0.5", "-1", "2,5", "x", "", "1e999", "1/3"))
    m.note(f"row {cell.row()}, column {cell.column()} “{text}”")
    m.type(text)
    m.key(m.dice.choice((K.Key_Return, K.Key_Escape, K.Key_Tab)))


def train(m: Monkey) -> None:
    """Begin or pause a run, make a step, go back to the start; then a moment of rest."""
    tools = m.train_page.tools
    key, keys = m.dice.choice((
        (K.Key_Return, CONTROL), (K.Key_Period, CONTROL), (K.Key_Period, CONTROL),
        (K.Key_Backspace, CONTROL), (K.Key_Return, CONTROL | SHIFT),
    ))  # fmt: skip
    if m.dice.random() < 0.4:
        button = m.dice.choice((tools.train, tools.step, tools.reset))
        m.note(f"“{button.text()}”")
        if button.isEnabled():
            m.push(button)
    else:
        m.note(f"{key.name} {keys.name}")
        m.key(key, keys)
    for _ in range(m.dice.randrange(6)):
        m.wait(10)


def preset(m: Monkey) -> None:
    name = m.dice.choice(list(PRESETS))
    m.note(name)
    m.workspace.open_preset(name)


def open_on_canvas(m: Monkey) -> None:
    m.note("the loss")
    m.workspace.actions_table["open_loss"].trigger()


def look_at_the_loss(m: Monkey) -> None:
    plot = m.train_page.dashboard.loss_plot
    port = plot.plot.viewport()
    for _ in range(3):
        QTest.mouseMove(port, m.some_place(port))
    m.drag_on(port, m.some_place(port), m.some_place(port) + QPoint(1, 1))


ACTIONS = {
    fill_the_form: 8, use_points: 8, own_points: 4, use_network: 5, set_a_parameter: 4, train: 7,
    preset: 1, open_on_canvas: 1, look_at_the_loss: 1,
}  # fmt: skip
"""Each with how often it is chosen, against the others."""
