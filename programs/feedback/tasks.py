"""What the feedback room does by itself: ask about visits as soon as they are noted as attended, and remind."""

from datetime import datetime, timedelta

from django.utils import timezone

from programs.feedback import actions, queries, rules
from programs.feedback.models import VisitForm

EVERY = 10
"""Minutes between two looks: attendance is noted on the next working day, and 48 hours are the limit."""
REMINDED_AT_HOUR = 8


def every_minute(at: datetime) -> None:
    """Ask about newly attended visits; once a day, in the morning, remind."""
    local = timezone.localtime(at)
    today = local.date()
    if local.minute % EVERY == 0:
        for visit in queries.visits_to_ask_about(today):
            actions.ask_for_feedback(visit=visit, at=at, today=today)
    if (local.hour, local.minute) == (REMINDED_AT_HOUR, 0):
        waiting = VisitForm.objects.filter(done_on=None, asked_on__gte=today - rules.OPEN_FOR)
        waiting = waiting.filter(asked_on__lte=today - min(rules.REMINDED_AFTER, default=timedelta()))
        for form in waiting.select_related("person", "visit__day__offering", "visit__cohort__program"):
            actions.remind_of_feedback(form=form, at=at, today=today)
