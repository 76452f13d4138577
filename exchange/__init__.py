"""Settings and entry points of an Exchange installation."""
