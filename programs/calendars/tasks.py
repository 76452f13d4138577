"""What the calendars room does by itself."""

from datetime import datetime

from programs.visits import actions as visit_actions


def every_minute(at: datetime) -> None:
    """Tell people's calendars what has changed about their coming visits."""
    visit_actions.renew_invitations(at=at)
