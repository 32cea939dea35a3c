"""Networks, data, losses, optimisers, and the run that trains."""
