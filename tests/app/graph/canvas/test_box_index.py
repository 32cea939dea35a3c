"""Crowd finds the rectangles that another one would touch, as looking at each of them does."""

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QRectF

from app.graph.canvas.box_index import BoxIndex

sides = st.integers(-400, 400)
boxes = st.builds(QRectF, sides, sides, st.integers(1, 300), st.integers(1, 300))


@given(st.lists(boxes, max_size=8), boxes)
def test_a_box_touches_one_of_the_crowd_or_none(others, box):
    assert BoxIndex(others).touches(box) == any(box.intersects(other) for other in others)


def test_who_was_added_later_is_in_the_crowd_too():
    crowd = BoxIndex()
    assert not crowd.touches(QRectF(0, 0, 9, 9))
    crowd.add(QRectF(5, 5, 9, 9))
    assert crowd.touches(QRectF(0, 0, 9, 9))
    assert not crowd.touches(QRectF(0, 0, 4, 4))
