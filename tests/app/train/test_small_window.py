"""In a small window everything of the Train tab can be read and reached."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QSizePolicy, QWidget

from app.model.training.setup import Setup
from app.ui.widgets.two_columns import TwoColumns
from engine.learning.settings import RunSettings
from tests.app.train.conftest import Hand

SIZES = ((900, 560), (1024, 768), (1280, 720))
NETWORKS = ((), (16, 16), (8, 8, 8, 8, 8, 8))


def _columns(hand: Hand, size: tuple[int, int], hidden: tuple[int, ...]) -> TwoColumns:
    """The pictures, with an earlier run to compare."""
    hand.click("step")
    hand.page.session.setups.edit("Set up", Setup(RunSettings(hidden=hidden, activation="sigmoid")))
    hand.click("step")
    hand.page.window().resize(*size)
    (columns,) = hand.page.dashboard.findChildren(TwoColumns)
    # Twice: what stands in two lines by now may bring a scroll bar.
    for _ in range(2):
        QApplication.sendPostedEvents()
    return columns


def _place(part: QWidget, whole: QWidget) -> QRect:
    return QRect(part.mapTo(whole, QPoint()), part.size())


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("hidden", NETWORKS)
def test_no_button_and_no_heading_is_cut_or_covered(
    hand: Hand, size: tuple[int, int], hidden: tuple[int, ...]
) -> None:
    whole = _columns(hand, size, hidden).widget()
    parts = [
        part
        for kind in (QAbstractButton, QLabel)
        for part in whole.findChildren(kind)
        if part.isVisible() and part.text()
    ]
    assert len(parts) > 20
    for part in parts:
        assert whole.rect().contains(_place(part, whole)), part.text()
        # What may be longer than its place says the rest in a tip.
        if part.sizePolicy().horizontalPolicy() != QSizePolicy.Policy.Ignored:
            assert part.width() >= part.minimumSizeHint().width() or part.toolTip(), part.text()
    for one, other in combinations(parts, 2):
        assert not _place(one, whole).intersects(_place(other, whole)), (one.text(), other.text())


def test_what_has_no_room_can_be_scrolled_to(hand: Hand) -> None:
    columns = _columns(hand, (900, 560), (16, 16))
    loss = hand.page.dashboard.network.loss
    assert loss.visibleRegion().isEmpty()
    columns.ensureWidgetVisible(loss)
    assert not loss.visibleRegion().isEmpty()
    assert hand.page.dashboard.sentence.isVisible()
    hand.page.window().resize(1280, 720)
    hand.qtbot.waitUntil(lambda: columns.verticalScrollBar().maximum() == 0)
