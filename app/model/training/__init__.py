"""What a training run is made from, and edits of it."""
