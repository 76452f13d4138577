"""Briefing packs: what a visitor reads before the day, what both sides call things, and what they agree on."""
