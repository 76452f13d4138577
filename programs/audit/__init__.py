"""Who did what, when, and for whom: an append-only log."""
