"""Widgets that Qt lacks, and small helpers for those it has."""
