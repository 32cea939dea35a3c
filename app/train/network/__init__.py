"""The network: its picture, its parameters, and edits of its layers."""
