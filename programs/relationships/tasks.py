"""What the relationships room does by itself: letters of rosters, closing them, and later check-ins."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from programs.gateways.tasks import task
from programs.notifications.actions import queue_letter
from programs.people.models import Person
from programs.relationships import actions, queries
from programs.relationships.choices import RosterState, TieSource
from programs.relationships.models import Roster, RosterPlace, Tie

REMIND_BEFORE_DAYS = 3
LOOK_BACK_AT_HOUR = 8
"""When people are asked to look back, in the hour of the server's zone."""


@task()
def send_roster_letters(roster_id: int, kind: str, moment: str) -> None:
    """Queue one letter to everyone who hasn't answered or declined. Doing it again queues none twice."""
    at = datetime.fromisoformat(moment)
    places = RosterPlace.objects.filter(
        roster_id=roster_id, roster__state=RosterState.OPEN, done_on=None, declined_on=None
    )
    for place in places.select_related("person", "roster"):
        link = settings.PUBLIC_URL + reverse("relationships:answer", args=[place.roster_id])
        context = {"roster": place.roster, "link": link}
        queue_letter(
            to=place.person, kind=f"relationships/{kind}", context=context, key=f"roster:{place.pk}:{kind}", at=at
        )


def every_minute(at: datetime) -> None:
    """Remind before a roster's last day, close it after, and ask people to look back once a day."""
    today = timezone.localdate(at)
    for roster in Roster.objects.filter(state=RosterState.OPEN):
        if roster.closes_on < today:
            actions.close_roster(roster=roster, by=None, at=at)
        elif (roster.closes_on - today).days <= REMIND_BEFORE_DAYS and timezone.localtime(at).minute == 0:
            send_roster_letters.enqueue(roster.pk, "roster_reminded", at.isoformat())
    local = timezone.localtime(at)
    if (local.hour, local.minute) == (LOOK_BACK_AT_HOUR, 0):
        ask_to_look_back.enqueue(at.isoformat())


@task()
def ask_to_look_back(moment: str) -> None:
    """Queue a letter to everyone with a later check-in due: one for each visit and time."""
    at = datetime.fromisoformat(moment)
    people = Person.objects.filter(is_active=True, pk__in=Tie.objects.filter(source=TieSource.VISIT).values("person"))
    for person in people.order_by("pk"):
        with transaction.atomic():
            for visit, days in queries.later_check_ins_due(person, timezone.localdate(at)):
                link = settings.PUBLIC_URL + reverse("relationships:later", args=[visit.pk, days])
                queue_letter(
                    to=person,
                    kind="relationships/look_back",
                    context={"visit": visit, "days": days, "link": link},
                    key=f"look-back:{visit.pk}:{person.pk}:{days}",
                    at=at,
                )
