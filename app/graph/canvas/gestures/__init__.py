"""One class a gesture: it begins at a press, follows the mouse, and ends at release or Escape."""
