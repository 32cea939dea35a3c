"""The Graph tab: the canvas and the panels around it."""
