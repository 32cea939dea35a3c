"""What explains a graph: the timeline, inspection, nudges, descent, mistakes."""
