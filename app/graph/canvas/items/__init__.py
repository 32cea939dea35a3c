"""The items of the canvas: nodes, wires, and all of them seen from afar."""
