"""What availability does by itself."""

from datetime import datetime

from programs.availability import reading, refreshing, rereading


def each_pass(at: datetime) -> bool:
    """Read the subscribed calendars that are due."""
    return refreshing.refresh_due(at)


def every_minute(at: datetime) -> None:
    """Throw away previews that nobody decided about, and read change-freeze calendars and rosters again."""
    reading.purge_previews(at)
    rereading.reread_due(at)
