"""Unhandled errors: caught, logged and shown."""
