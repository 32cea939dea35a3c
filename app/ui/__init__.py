"""Widgets and helpers of the screen that know neither graph nor network."""
