"""Which letters may wait, until when, and when a week's digest is due. Plain Python."""

import datetime
import zoneinfo
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from programs.notifications.choices import Delivery, Topic

TOPIC_OF_ROOM: Mapping[str, Topic] = {
    "commitments": Topic.PROMISES,
    "journals": Topic.CONTACTS,
    "relationships": Topic.CONTACTS,
    "surveys": Topic.SURVEYS,
    "objectives": Topic.OBJECTIVES,
    "feedback": Topic.SURVEYS,
    "change": Topic.CHANGE,
    "concerns": Topic.CHANGE,
    "plans": Topic.CHANGE,
    "home": Topic.DIGEST,
}
"""Letters of all other rooms are about visits, calendars, sign-in or something that runs out: they always go."""

DIGEST_HOUR = datetime.time(8)
DIGEST_PATIENCE = datetime.timedelta(hours=48)
"""A digest that could not go out in this time is not sent any more: the next one says the same."""
ALL_DAYS = frozenset(range(7))


@dataclass(frozen=True)
class Quiet:
    """When somebody wants no mail that can wait: from one time of day to another, and on whole days.

    Times are those of their own wall clock; the stretch may pass midnight, and is none when
    both are equal or missing. Days are 0 (Monday) to 6.
    """

    zone: zoneinfo.ZoneInfo
    starts: datetime.time | None = None
    ends: datetime.time | None = None
    days: frozenset[int] = frozenset()

    def covers(self, at: datetime.datetime) -> bool:
        """Say whether a moment is quiet."""
        local = at.astimezone(self.zone)
        return local.weekday() in self.days or self._covers_time(local.time())

    def _covers_time(self, time: datetime.time) -> bool:
        if self.starts is None or self.ends is None or self.starts == self.ends:
            return False
        if self.starts < self.ends:
            return self.starts <= time < self.ends
        return time >= self.starts or time < self.ends


def topic_of(kind: str, *, has_calendar: bool) -> Topic | None:
    """Return the topic of a letter that its reader may put off; None for one that always goes."""
    return None if has_calendar else TOPIC_OF_ROOM.get(kind.partition("/")[0])


def delivery_of(topic: Topic | None, chosen: Mapping[str, str], *, has_digest: bool) -> Delivery:
    """Return how a letter reaches its reader. What would wait for a digest that never comes goes at once."""
    if topic is None:
        return Delivery.AT_ONCE
    delivery = Delivery(chosen.get(topic, Delivery.AT_ONCE))
    return Delivery.AT_ONCE if delivery == Delivery.DIGEST and not has_digest else delivery


def earliest(at: datetime.datetime, quiet: Quiet) -> datetime.datetime:
    """Return the first moment from `at` on that isn't quiet; `at` itself when every day is quiet.

    Each step goes to the end of what is quiet there: the next local midnight, or the end of
    the hours. Where clocks change, the moment is the one at which the wall clock first shows
    that time again.
    """
    if quiet.days >= ALL_DAYS:
        return at
    moment = at
    while quiet.covers(moment):
        local = moment.astimezone(quiet.zone)
        midnight = datetime.datetime.combine(local.date() + datetime.timedelta(days=1), datetime.time())
        ends = [midnight]
        if local.weekday() not in quiet.days and quiet.ends is not None:
            ends += [datetime.datetime.combine(local.date(), quiet.ends)]
        found = [_at_wall_clock(wall, quiet.zone, after=moment) for wall in ends]
        moment = min(one for one in found if one is not None)
    return moment


def _at_wall_clock(
    wall: datetime.datetime, zone: zoneinfo.ZoneInfo, *, after: datetime.datetime
) -> datetime.datetime | None:
    """Return when the wall clock shows a time, later than `after`; None when that has passed.

    A time that is skipped is the moment of the skip, one that comes twice the next of the two.
    """
    moments = sorted({wall.replace(tzinfo=zone, fold=fold).astimezone(datetime.UTC) for fold in (0, 1)})
    return next((moment.astimezone(after.tzinfo) for moment in moments if moment > after), None)


def digest_day(at: datetime.datetime, zone: zoneinfo.ZoneInfo, weekday: int) -> datetime.date:
    """Return the day of the latest digest that should have gone: that weekday, at eight in the morning."""
    local = at.astimezone(zone)
    back = (local.weekday() - weekday) % 7
    if back == 0 and local.time() < DIGEST_HOUR:
        back = 7
    return local.date() - datetime.timedelta(days=back)


def is_digest_due(
    at: datetime.datetime, zone: zoneinfo.ZoneInfo, *, weekday: int | None, last_on: datetime.date | None
) -> bool:
    """Say whether a week's digest should go now: once for each week, and not days late."""
    if weekday is None:
        return False
    day = digest_day(at, zone, weekday)
    due_at = datetime.datetime.combine(day, DIGEST_HOUR, zone)
    return (last_on is None or last_on < day) and at - due_at < DIGEST_PATIENCE


def days_in(text: str) -> frozenset[int]:
    """Return the weekdays in a text of digits; whatever is none is left out."""
    return frozenset(int(digit) for digit in text if digit in "0123456")


def text_of(days: Collection[int]) -> str:
    """Return weekdays as a text of digits."""
    return "".join(str(day) for day in sorted(days))
