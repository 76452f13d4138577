"""The weekly digest: the list of the home page by mail, with the news that somebody wants in it.

Whose week has come is found by comparing, once a minute; each person is looked at once a
week, in a transaction of their own, and gets nothing when nothing waits. A killed worker
leaves no half digest: the letter, the note of the week and the held news change together.
"""

import datetime
import zoneinfo

from django.conf import settings
from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from programs.audit import actions as audit
from programs.home import attention, queries
from programs.home.waiting import Waiting
from programs.notifications import rules
from programs.notifications.actions import queue_letter
from programs.notifications.choices import LetterState
from programs.notifications.models import Letter, Preferences
from programs.people.models import Person

MOST_AT_ONCE = 100
"""So many digests a minute: 6,000 people are told within an hour."""
MOST_LINES = 20
MONDAY = 0


def every_minute(at: datetime.datetime) -> None:
    """Write the digests that are due."""
    for person, day in due(at)[:MOST_AT_ONCE]:
        send_digest(person=person, day=day, at=at)


def due(at: datetime.datetime) -> list[tuple[Person, datetime.date]]:
    """Return whose digest should go now, with the day of their week; one query.

    Asked of the database are only those whose weekday it is somewhere on earth about now.
    """
    weekday = Coalesce("mail_preferences__digest_weekday", Value(MONDAY))
    days = {(at.weekday() + shift) % 7 for shift in (-3, -2, -1, 0, 1)}
    rows = (
        Person.objects.filter(is_active=True)
        .exclude(mail_preferences__isnull=False, mail_preferences__digest_weekday=None)
        .annotate(weekday=weekday, last_on=F("mail_preferences__digest_on"))
        .filter(weekday__in=days)
        .order_by("pk")
    )
    return [
        (person, rules.digest_day(at, zoneinfo.ZoneInfo(person.time_zone), person.weekday))
        for person in rows
        if rules.is_digest_due(at, zoneinfo.ZoneInfo(person.time_zone), weekday=person.weekday, last_on=person.last_on)
    ]


@transaction.atomic
def send_digest(*, person: Person, day: datetime.date, at: datetime.datetime) -> bool:
    """Write one person's digest of a week, once; say whether there was anything to write.

    It is in their language and zone, and comes after their quiet hours. The news held back for
    it are told by it.
    """
    Preferences.objects.get_or_create(person=person)
    preferences = Preferences.objects.select_for_update().get(person=person)
    if preferences.digest_on is not None and preferences.digest_on >= day:
        return False
    preferences.digest_on = day
    preferences.save(update_fields=["digest_on"])
    held = list(Letter.objects.filter(to=person, state=LetterState.HELD).order_by("queued_at", "id"))
    waiting = _waiting_for(person, at)
    if not held and not waiting:
        return False
    letter = queue_letter(
        to=person,
        kind="home/digest",
        context={
            "waiting": waiting[:MOST_LINES],
            "number": len(waiting),
            "news": [one.subject for one in held],
            "link": settings.PUBLIC_URL + "/",
        },
        key=f"digest:{person.pk}:{day.isoformat()}",
        at=at,
    )
    Letter.objects.filter(pk__in=[one.pk for one in held]).update(state=LetterState.FOLDED)
    audit.record("send_digest", preferences, by=None, at=at, waiting=len(waiting), news=len(held))
    return letter is not None


def _waiting_for(person: Person, at: datetime.datetime) -> list[Waiting]:
    with translation.override(person.language), timezone.override(person.zone):
        return attention.waiting_for(person, queries.standing_of(person), at=at, with_own_lists=True)
