"""Tables of points: read from text of many kinds, what their columns stand for, and the points."""

from app.model.files.point_table.doubts import Doubt, doubts
from app.model.files.point_table.points import ImportedPoints, fitted, guess, taken
from app.model.files.point_table.reading import LARGEST_TABLE, Watch, read_table
from app.model.files.point_table.roles import ColumnChoice, with_label
from app.model.files.point_table.table import MOST_CLASSES, PointTable

__all__ = [
    "LARGEST_TABLE",
    "MOST_CLASSES",
    "ColumnChoice",
    "Doubt",
    "ImportedPoints",
    "PointTable",
    "Watch",
    "doubts",
    "fitted",
    "guess",
    "read_table",
    "taken",
    "with_label",
]
