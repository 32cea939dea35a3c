"""The loss over the steps of this run and of earlier ones."""
