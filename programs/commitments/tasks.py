"""What the commitments room does by itself."""

from datetime import datetime

from programs.commitments import actions


def every_minute(at: datetime) -> None:
    """Remind owners of promises that are nearly due, due, or overdue, and climb the ladder of overdue frictions."""
    actions.remind_owners(at=at)
    actions.climb_ladder(at=at)
