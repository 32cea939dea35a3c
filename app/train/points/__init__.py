"""The points: their picture, editing them by mouse and keys, and files of them."""
