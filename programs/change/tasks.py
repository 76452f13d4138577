"""What the change room does by itself: the monthly pulse, and reminders to sponsors."""

from datetime import datetime

from django.utils import timezone

from programs.change import actions
from programs.change.models import PulsePlan
from programs.core.refusals import RuleBroken

ASKED_AT = (8, 40)
"""When a month's pulse goes out, from its first day on, by the server's clock."""


def every_minute(at: datetime) -> None:
    """Once a day: close pulses that are over, send those that are due, remind sponsors."""
    local = timezone.localtime(at)
    if (local.hour, local.minute) != ASKED_AT:
        return
    actions.close_pulses(at=at)
    for plan in PulsePlan.objects.filter(is_on=True).exclude(refused_on=timezone.localdate(at)):
        try:
            actions.ask_pulse(plan=plan, at=at)
        except RuleBroken as broken:
            actions.note_refused_pulse(plan=plan, because=str(broken), at=at)
    actions.remind_sponsors(at=at)
