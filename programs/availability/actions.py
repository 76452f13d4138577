"""What people say about when they, their teams and places can't."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from programs.audit import actions as audit
from programs.availability import rules
from programs.availability.choices import Reason, Repeat
from programs.availability.models import Blackout, CoverRule, OnCallDuty
from programs.availability.rules import Recurrence
from programs.core.refusals import Refusal, RuleBroken
from programs.people.models import Department, Person, Site, Team


class AvailabilityRefused(RuleBroken):
    """Something can't be done with a blackout, a cover rule, a duty or a calendar."""


@dataclass(frozen=True)
class Closing:
    """What a blackout says: which dates between two, for which hours, how firmly, and one scope at most."""

    title: str
    kind: str
    from_on: date
    until_on: date
    site: Site | None = None
    department: Department | None = None
    team: Team | None = None
    repeats: str = Repeat.NEVER
    number: int = 1
    weekday: int | None = None
    start_time: time | None = None
    end_time: time | None = None
    is_soft: bool = False

    def refusals(self) -> tuple[Refusal, ...]:
        """Return what is wrong with it."""
        scopes = [self.site, self.department, self.team]
        found = list(rules.date_refusals(self.from_on, self.until_on))
        if not found:
            recurrence = Recurrence(self.from_on, self.repeats, self.number, self.weekday)
            found += rules.recurrence_refusals(recurrence, self.until_on, start=self.start_time, end=self.end_time)
        if sum(scope is not None for scope in scopes) > 1:
            found.append(Refusal(Reason.ONE_SCOPE))
        return tuple(found)


# Blackouts -------------------------------------------------------------------------------


@transaction.atomic
def add_blackout(*, closing: Closing, by: Person, at: datetime) -> Blackout:
    """Close dates. Raises AvailabilityRefused. Visits that stand on them are left to the visits room."""
    return _write(Blackout(), closing, "add_blackout", by=by, at=at)


@transaction.atomic
def edit_blackout(*, blackout: Blackout, closing: Closing, by: Person, at: datetime) -> Blackout:
    """Change a blackout. Raises AvailabilityRefused."""
    blackout = Blackout.objects.select_for_update(of=("self",)).get(pk=blackout.pk)
    return _write(blackout, closing, "edit_blackout", by=by, at=at)


def _write(blackout: Blackout, closing: Closing, deed: str, *, by: Person, at: datetime) -> Blackout:
    _refuse(closing.refusals())
    for name, value in vars(closing).items():
        setattr(blackout, name, value)
    blackout.save()
    audit.record(
        deed, blackout, by=by, at=at, from_on=closing.from_on.isoformat(), until_on=closing.until_on.isoformat()
    )
    return blackout


@transaction.atomic
def lift_blackout(*, blackout: Blackout, by: Person, at: datetime) -> None:
    """Open the dates again."""
    audit.record("lift_blackout", blackout, by=by, at=at, title=blackout.title)
    blackout.delete()


# Teams -----------------------------------------------------------------------------------


@transaction.atomic
def set_cover(
    *, team: Team, most_away: int | None, most_away_percent: int | None, by: Person, at: datetime
) -> CoverRule | None:
    """Say how many of a team may be away; with neither number there is no rule. Raises AvailabilityRefused."""
    if most_away is not None and most_away_percent is not None:
        _refuse([Refusal(Reason.ONE_LIMIT)])
    if most_away_percent is not None and not 0 <= most_away_percent <= 100:
        _refuse([Refusal(Reason.PER_CENT)])
    audit.record("set_cover", team, by=by, at=at, most_away=most_away, most_away_percent=most_away_percent)
    if most_away is None and most_away_percent is None:
        CoverRule.objects.filter(team=team).delete()
        return None
    limits = {"most_away": most_away, "most_away_percent": most_away_percent}
    return CoverRule.objects.update_or_create(team=team, defaults=limits)[0]


@transaction.atomic
def add_duty(*, person: Person, from_on: date, until_on: date, by: Person, at: datetime) -> OnCallDuty:
    """Put somebody on call. Raises AvailabilityRefused."""
    refusals = list(rules.date_refusals(from_on, until_on))
    if not person.is_active:
        refusals.append(Refusal(Reason.LEFT, {"name": person.name}))
    _refuse(refusals)
    duty = OnCallDuty.objects.create(person=person, from_on=from_on, until_on=until_on)
    audit.record("add_duty", duty, by=by, at=at, person=person.pk, from_on=from_on.isoformat())
    return duty


@transaction.atomic
def end_duty(*, duty: OnCallDuty, by: Person, at: datetime) -> None:
    """Take somebody off call."""
    audit.record("end_duty", duty, by=by, at=at, person=duty.person_id, from_on=duty.from_on.isoformat())
    duty.delete()


def _refuse(refusals: Sequence[Refusal]) -> None:
    if refusals:
        raise AvailabilityRefused(refusals)
