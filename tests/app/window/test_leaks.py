"""What is over leaves nothing behind."""

import gc
import weakref

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QStyle


def test_a_number_typed_on_a_node_leaves_no_connection_behind(hand, view):
    def type_number():
        hand.click(hand.body("a"))
        hand.type("5")
        hand.key(Qt.Key.Key_Return)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()

    type_number()
    before = weakref.getweakrefcount(view.inline)
    for _ in range(3):
        type_number()
    assert weakref.getweakrefcount(view.inline) == before


def test_a_theme_that_is_left_leaves_no_style_behind(window):
    def styles():
        gc.collect()
        # By its type: to be asked for their class is more than some objects bear.
        return sum(issubclass(type(thing), QStyle) for thing in gc.get_objects())

    def change():
        for theme in ("dark", "light"):
            window.theme.choose(theme)
            # Asked for by all that dress anew, as a line does when what is typed is wrong.
            window.style()

    change()
    before = styles()
    for _ in range(3):
        change()
    assert styles() == before
