"""Shared goals of IT and a department: objectives, measures, readings, and the strategy they serve."""
