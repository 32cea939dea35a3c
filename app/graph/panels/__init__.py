"""What stands around the canvas: palette, quick-add, expression bar and the like."""
