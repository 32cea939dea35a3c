"""How large a card is, where its ports are, and how far apart things stand, in scene units."""

from __future__ import annotations

NODE_WIDTH, NODE_HEIGHT = 152, 92
OUTPUT_PORT = NODE_HEIGHT / 2
"""How far below a card's top its output is, on the right edge."""
INPUT_PORTS = {1: (NODE_HEIGHT / 2,), 2: (28.0, 64.0)}
"""The same for the inputs of an op, by how many it has, on the left edge."""
GRID = 8
"""Every card stands on a multiple of it."""

CLEARANCE = 12
"""The least room between a card and a wire that passes it."""
ROW_PITCH = 112
"""From one card to the next below it, with no wire between them."""
LANE_PITCH = 16
"""From one passing wire to the next."""
LANE_ROOM = (ROW_PITCH + GRID) // 2
"""From a passing wire to the middle of a card next to it: a whole number of grid steps between
the cards on either side of any number of wires."""
