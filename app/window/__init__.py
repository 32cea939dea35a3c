"""The main window: its frame, what is in it, its actions and menus."""
