"""What hosts do with recurring days: change the rule from a date on, leave a date out, move one, put one back.

Days with visits are never touched here: they keep their date and times until their visits
have been moved or called off, which is the visits room's.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from programs.audit import actions as audit
from programs.core.refusals import Refusal
from programs.hosting import actions, rules
from programs.hosting.actions import HostingRefused
from programs.hosting.choices import Reason
from programs.hosting.models import HostingDay, HostingPattern
from programs.hosting.rules import DayTimes, Fate, Replanned, Span, Standing, Weekly
from programs.people.models import Person


@dataclass(frozen=True)
class Change:
    """How a rule is from `pattern.from_on` on; the closed dates are those of `hosting.queries.closed_dates_of`."""

    pattern: Weekly
    times: DayTimes
    places: int
    closed: Mapping[date, Refusal]


def next_date(row: HostingPattern, today: date) -> date:
    """Return the first date after today that the rule names: a change from there on keeps its rhythm."""
    dates = Weekly(row.weekday, row.from_on, row.until_on, row.every_weeks, row.nth).dates()
    return next((on for on in dates if on > today), max(row.from_on, today + timedelta(days=1)))


def replanned(*, row: HostingPattern, change: Change, at: datetime) -> tuple[Replanned, ...]:
    """Return what `edit_pattern` would do to each date, without writing. Raises HostingRefused."""
    offering = row.offering
    refusals = list(rules.pattern_refusals(change.pattern, change.times))
    actions.refuse(refusals + list(rules.places_refusals(change.places, taken=0, minimum_group=offering.minimum_group)))
    own = row.days.filter(starts_at__gt=at).order_by("on")
    mine = [day for day in own if _rule_date(day) >= change.pattern.from_on]
    keys = {day.pk for day in mine}
    others = HostingDay.objects.filter(offering=offering, cancelled_at=None).exclude(pk__in=keys)
    return rules.replan(
        change.pattern,
        change.times,
        offering.site.zone,
        places=change.places,
        standing=[
            Standing(day.pk, _rule_date(day), day.on, Span(day.starts_at, day.ends_at), day.places, day.taken)
            for day in mine
            if day.cancelled_at is None
        ],
        skipped={_rule_date(day) for day in mine if day.cancelled_at},
        closed=change.closed,
        taken=[Span(start, end) for start, end in others.values_list("starts_at", "ends_at")],
        after=at,
    )


def _rule_date(day: HostingDay) -> date:
    return day.moved_from_on or day.on


@transaction.atomic
def edit_pattern(*, row: HostingPattern, change: Change, by: Person, at: datetime) -> tuple[Replanned, ...]:
    """Change a rule from a date on, and return what became of each date. Raises HostingRefused.

    Where the date lies within the rule it is split in two: what was before stays. Days with
    visits, days that were moved and dates that were left out stay as they are.
    """
    row = HostingPattern.objects.select_for_update(of=("self",)).select_related("offering__site").get(pk=row.pk)
    list(row.days.select_for_update().values_list("pk", flat=True))
    found = replanned(row=row, change=change, at=at)
    if not any(one.fate in {Fate.MADE, Fate.CHANGED, Fate.SAME} for one in found):
        actions.refuse([Refusal(Reason.NO_DATES)])
    new = _split(row, change, at)
    ended = [one.standing.key for one in found if one.fate is Fate.ENDED and one.standing]
    HostingDay.objects.filter(pk__in=ended).update(cancelled_at=at, pattern=None)
    for one in found:
        if one.fate is Fate.CHANGED and one.standing and one.span:
            HostingDay.objects.filter(pk=one.standing.key).update(
                starts_at=one.span.starts_at,
                ends_at=one.span.ends_at,
                is_whole_day=change.times.is_whole_day,
                places=change.places,
            )
    actions.make_days(new, {one.on: one.span for one in found if one.fate is Fate.MADE and one.span}, change.times)
    counts = {fate.value: sum(one.fate is fate for one in found) for fate in Fate}
    audit.record("edit_pattern", new, by=by, at=at, from_on=change.pattern.from_on.isoformat(), dates=counts)
    return found


def _split(row: HostingPattern, change: Change, at: datetime) -> HostingPattern:
    """Return the row that holds from the change on, with the days that are its."""
    values = actions.values_of(change.pattern, change.times, change.places)
    begins = change.pattern.from_on
    if begins <= row.from_on:
        for name, value in values.items():
            setattr(row, name, value)
        row.save()
        return row
    new = HostingPattern.objects.create(offering=row.offering, **values)
    later = [day.pk for day in row.days.filter(starts_at__gt=at) if _rule_date(day) >= begins]
    HostingDay.objects.filter(pk__in=later).update(pattern=new)
    row.until_on = min(row.until_on, begins - timedelta(days=1))
    row.save(update_fields=["until_on"])
    return new


# Single dates ----------------------------------------------------------------------------


@transaction.atomic
def move_day(
    *, day: HostingDay, on: date, times: DayTimes, by: Person, at: datetime, opens_on_holiday: bool = False
) -> HostingDay:
    """Move a day to another date or time; its rule doesn't fill the old date again. Raises HostingRefused.

    A day with visits stays where it is.
    """
    day = actions.locked(day)
    site = day.offering.site
    refusals = [*rules.time_refusals(times), *actions.day_refusals(day, at)]
    if day.taken:
        refusals.append(Refusal(Reason.VISITS_STAY))
    refusals += actions.holiday_refusals(day.offering, on, is_open=opens_on_holiday or day.opens_on_holiday)
    actions.refuse(refusals)
    span = times.on(on, site.zone)
    if span is None:
        raise HostingRefused([Refusal(Reason.CLOCK_CHANGE, {"on": on})])
    _refuse_span(day, span, at)
    was = day.on
    if day.pattern_id and on != was:
        day.moved_from_on = day.moved_from_on or was
    day.on, day.starts_at, day.ends_at, day.is_whole_day = on, span.starts_at, span.ends_at, times.is_whole_day
    day.opens_on_holiday = opens_on_holiday or day.opens_on_holiday
    day.save(update_fields=["on", "starts_at", "ends_at", "is_whole_day", "moved_from_on", "opens_on_holiday"])
    audit.record("move_day", day, by=by, at=at, was=was.isoformat(), on=on.isoformat())
    return day


@transaction.atomic
def skip_day(*, day: HostingDay, by: Person, at: datetime) -> HostingDay:
    """Leave a date out on which nobody comes; its rule doesn't fill it again. Raises HostingRefused."""
    day = actions.locked(day)
    refusals = actions.day_refusals(day, at)
    if day.taken:
        refusals.append(Refusal(Reason.HAS_VISITS, {"taken": day.taken}))
    actions.refuse(refusals)
    day.cancelled_at = at
    day.save(update_fields=["cancelled_at"])
    audit.record("skip_day", day, by=by, at=at, on=day.on.isoformat())
    return day


@transaction.atomic
def restore_day(*, day: HostingDay, by: Person, at: datetime) -> HostingDay:
    """Put a day back that was left out or called off and has not begun. Raises HostingRefused."""
    day = actions.locked(day)
    refusals: list[Refusal] = []
    if day.cancelled_at is None:
        refusals.append(Refusal(Reason.NOT_CALLED_OFF))
    actions.refuse(refusals)
    _refuse_span(day, Span(day.starts_at, day.ends_at), at)
    day.cancelled_at = None
    day.save(update_fields=["cancelled_at"])
    audit.record("restore_day", day, by=by, at=at, on=day.on.isoformat())
    return day


def _refuse_span(day: HostingDay, span: Span, at: datetime) -> None:
    """Refuse a time that is over, or at which the offering has another day."""
    refusals: list[Refusal] = []
    if span.starts_at <= at:
        refusals.append(Refusal(Reason.IN_THE_PAST))
    others: Sequence[tuple[datetime, datetime]] = list(
        HostingDay.objects.filter(offering=day.offering_id, cancelled_at=None)
        .exclude(pk=day.pk)
        .values_list("starts_at", "ends_at")
    )
    if any(span.meets(Span(*other)) for other in others):
        refusals.append(Refusal(Reason.ALREADY, {"on": day.on}))
    actions.refuse(refusals)
