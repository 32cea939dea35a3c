"""What opens over the canvas to ask for a node, and closes again."""
