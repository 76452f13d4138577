"""What the plans room does by itself: letters of a message, and milestones that records have reached."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from programs.gateways.tasks import task
from programs.notifications.actions import queue_letter
from programs.plans import queries
from programs.plans.choices import MilestoneKind
from programs.plans.models import Milestone, PlannedMessage

LETTERS_AT_ONCE = 100
READ_AT_MINUTE = 23


@task()
def write_letters(message_id: int, moment: str) -> None:
    """Queue a message's letter to everybody of its audience. Doing it again queues none twice."""
    at = datetime.fromisoformat(moment)
    message = PlannedMessage.objects.select_related("program", "owner").get(pk=message_id)
    people = list(queries.people_of(message.program, message.audience).order_by("pk"))
    for start in range(0, len(people), LETTERS_AT_ONCE):
        with transaction.atomic():
            for person in people[start : start + LETTERS_AT_ONCE]:
                queue_letter(
                    to=person,
                    kind="plans/message",
                    context={"message": message, "link": settings.PUBLIC_URL + reverse("home:index")},
                    key=f"plan:{message.pk}:{person.pk}",
                    at=at,
                    reply_to=message.owner.email,
                )


def every_minute(at: datetime) -> None:
    """Once an hour, look whether records have reached a milestone."""
    from programs.plans import actions  # noqa: PLC0415 - actions enqueue the task above

    if timezone.localtime(at).minute != READ_AT_MINUTE:
        return
    waiting = Milestone.objects.filter(reached_on=None).exclude(kind=MilestoneKind.BY_HAND)
    for milestone in waiting:
        actions.read_records(milestone=milestone, at=at)
