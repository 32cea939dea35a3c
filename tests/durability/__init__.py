"""What is left of a program that is killed at any moment."""
