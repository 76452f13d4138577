"""Quarterly reviews of IT and a department: called, prepared on one page, held, decided."""
