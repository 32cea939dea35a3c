"""The graph as a value: edits, evaluation, layout, names and text."""
