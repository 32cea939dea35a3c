"""One class a gesture: it begins at a press, follows the hand, and ends at release or Escape."""
