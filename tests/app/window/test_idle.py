"""A window that nobody touches does nothing: no timer goes on ticking."""

from PySide6.QtCore import QTimer


def ticking(window):
    return [timer for timer in window.findChildren(QTimer) if timer.isActive()]


def test_an_idle_window_comes_to_rest(window, qtbot):
    qtbot.waitUntil(lambda: not ticking(window))


def test_it_comes_to_rest_after_training_too(window, workspace, qtbot):
    workspace.show_tab(1)
    trainer = workspace.train_page.prepare()
    workspace.train_page.train_or_pause()
    qtbot.waitUntil(lambda: trainer.run.step > 0)
    assert ticking(window)
    workspace.show_tab(0)
    qtbot.waitUntil(lambda: not ticking(window))
