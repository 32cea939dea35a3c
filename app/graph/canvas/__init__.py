"""The canvas: nodes and wires as they are drawn, and the mouse and key input on them."""
