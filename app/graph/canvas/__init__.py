"""The canvas: nodes and wires as they are drawn, and what the hand does with them."""
