"""What is open and how the program is set, shared by all that shows it; no widgets."""
