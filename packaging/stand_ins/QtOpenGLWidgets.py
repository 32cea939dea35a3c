"""Stands in for PySide6.QtOpenGLWidgets in a bundle: pyqtgraph derives classes from this one, and
asks of a view whether it is one of them. None of Chalkgrad's is.
"""

from PySide6.QtWidgets import QWidget


class QOpenGLWidget(QWidget):
    pass
