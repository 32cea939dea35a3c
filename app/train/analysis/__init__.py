"""What is computed of a run for the pictures: outputs, troubles, colors."""
