"""One update, part by part."""
