"""Examples and presets that the program ships."""
