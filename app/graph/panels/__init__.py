"""What stands around the canvas: palette, expression bar, timeline and the like."""
