"""Stands in for PySide6.QtOpenGL in a bundle: pyqtgraph imports it, and uses it only for views that
OpenGL draws. Chalkgrad has none, and this is the largest of PySide6's modules.
"""
