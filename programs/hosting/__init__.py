"""Offerings, recurring days, hosting days and their places."""
