"""What the briefings room does by itself."""

from datetime import datetime

from programs.briefings import letters


def every_minute(at: datetime) -> None:
    """Send the packs of the next days, and remind whoever has not agreed yet; each is told once."""
    letters.send_packs(at=at)
