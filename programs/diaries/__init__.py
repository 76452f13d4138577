"""Calendars to look at: month, week and list of one's visits, of one's hosting, of a programme."""
