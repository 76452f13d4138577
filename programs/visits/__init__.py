"""Visits and their life cycle, waiting lists, releases, attendance."""
