"""Feeds, and what else calendars ask of us."""
