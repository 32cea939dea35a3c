"""From the command line to the running application."""
