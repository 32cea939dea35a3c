"""What of a run can be exported, and the sheets that are drawn for it."""
