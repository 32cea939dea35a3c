"""Files in and out: graphs, models, points, drafts."""
