"""What the commitments room does by itself."""

from datetime import datetime

from programs.commitments import actions


def every_minute(at: datetime) -> None:
    """Remind owners of promises that are nearly due, due, or overdue; each is told once."""
    actions.remind_owners(at=at)
