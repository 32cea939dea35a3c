"""Drafts, offers to restore them, and files that change on the disk."""
