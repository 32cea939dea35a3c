"""Graphs and runs as scripts and tables."""
