"""Exchange: rooms of one Django app (see docs/architecture.md)."""
