"""The only doors to iCalendar, PDF, mail, sealing and spreadsheets."""
