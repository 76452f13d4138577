"""What happens to visits by itself."""

from datetime import datetime

from programs.visits import actions


def every_minute(at: datetime) -> None:
    """Do what is due: expiries, reminders, kept places, releases, attendance."""
    actions.tick(at=at)
