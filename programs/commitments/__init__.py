"""Promises made at debriefs, and what slows hosts down."""
