"""Where nodes go when nobody placed them: arranged by columns, or the nearest free place."""

from app.model.graph.layout.arrange import arranged, reading_order
from app.model.graph.layout.free_place import free_place
from app.model.graph.layout.sizes import GRID, NODE_HEIGHT, NODE_WIDTH

__all__ = ["GRID", "NODE_HEIGHT", "NODE_WIDTH", "arranged", "free_place", "reading_order"]
