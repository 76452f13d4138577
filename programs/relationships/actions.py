"""Saying how well one knows others: after a visit, later, and in a roster."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from programs.audit import actions as audit
from programs.cohorts.models import Cohort, Enrollment
from programs.core.refusals import Refusal, RuleBroken
from programs.hosting.models import Offering
from programs.people.models import Department, Person
from programs.relationships.choices import Part, RosterRefusal, RosterState, Strength, TieSource
from programs.relationships.models import Listing, Roster, RosterPlace, RosterRow, Tie
from programs.visits.models import Visit


class RosterRefused(RuleBroken):
    """A roster could not be made, opened or answered so."""


@transaction.atomic
def check_in(
    *, visit: Visit, answers: Mapping[Person, tuple[Strength, Strength]], by: Person, at: datetime
) -> list[Tie]:
    """Keep what `by` says about each person met: strength before the visit and now.

    Answering again replaces the earlier answer. The log keeps that it was answered, not what.
    """
    ties = [
        Tie.objects.update_or_create(
            visit=visit,
            person=by,
            other=other,
            source=TieSource.VISIT,
            defaults={"before": before, "now": now, "on": timezone.localdate(at)},
        )[0]
        for other, (before, now) in answers.items()
    ]
    audit.record("check_in", visit, by=by, at=at, answers=len(ties))
    return ties


@transaction.atomic
def check_in_later(
    *, visit: Visit, after_days: int, answers: Mapping[Person, Strength], by: Person, at: datetime
) -> list[Tie]:
    """Keep how well `by` knows each person met some time after the visit. Answering again replaces."""
    ties = [
        Tie.objects.update_or_create(
            visit=visit,
            person=by,
            other=other,
            source=TieSource.CHECK_IN,
            after_days=after_days,
            defaults={"now": now, "on": timezone.localdate(at)},
        )[0]
        for other, now in answers.items()
    ]
    audit.record("check_in_later", visit, by=by, at=at, after_days=after_days, answers=len(ties))
    return ties


@transaction.atomic
def choose_listing(*, is_listed: bool, introduces: bool, by: Person, at: datetime) -> Listing:
    """Keep whether others may name `by`, and whether they introduce colleagues. Takes effect at once."""
    row, _is_new = Listing.objects.update_or_create(
        person=by, defaults={"is_listed": is_listed, "introduces": introduces and is_listed}
    )
    audit.record("choose_listing", row, by=by, at=at)
    return row


@transaction.atomic
def draft_roster(*, cohort: Cohort, name: str, closes_on: date, comparison: int, by: Person, at: datetime) -> Roster:
    """Prepare a roster. Nobody is asked before it is opened."""
    seed = int(hashlib.sha256(f"{cohort.pk}".encode()).hexdigest()[:7], 16)
    roster = Roster.objects.create(cohort=cohort, name=name, closes_on=closes_on, comparison=comparison, seed=seed)
    audit.record("draft_roster", roster, by=by, at=at)
    return roster


@transaction.atomic
def open_roster(*, roster: Roster, by: Person, at: datetime) -> Roster:
    """Freeze who is asked and open the roster. Raises RosterRefused."""
    roster = Roster.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=roster.pk)
    Cohort.objects.select_for_update().get(pk=roster.cohort_id)
    places = _places(roster)
    refusals = []
    if roster.state != RosterState.DRAFT:
        refusals.append(Refusal(RosterRefusal.NOT_DRAFT, {"roster": roster.name}))
    if Roster.objects.filter(cohort=roster.cohort, state=RosterState.OPEN).exclude(pk=roster.pk).exists():
        refusals.append(Refusal(RosterRefusal.ANOTHER_OPEN))
    if roster.closes_on < timezone.localdate(at):
        refusals.append(Refusal(RosterRefusal.LAST_DAY_PAST))
    if not any(place.part != Part.COMPARISON for place in places):
        refusals.append(Refusal(RosterRefusal.NOBODY_TO_ASK))
    if refusals:
        raise RosterRefused(refusals)
    RosterPlace.objects.bulk_create(places)
    roster.state, roster.opened_at = RosterState.OPEN, at
    roster.save()
    audit.record("open_roster", roster, by=by, at=at, people=len(places))
    return roster


def _places(roster: Roster) -> list[RosterPlace]:
    """Return everyone who is asked: visitors, hosts, and people for comparison, each once."""
    visitors = Enrollment.objects.filter(cohort=roster.cohort, withdrawn_at=None).values_list("person_id", flat=True)
    offerings = Offering.objects.filter(department__cohorts=roster.cohort, state="published")
    hosts = {pk for pair in offerings.values_list("contact_id", "deputy_id") for pk in pair if pk}
    parts = dict.fromkeys(sorted(hosts), Part.HOST) | dict.fromkeys(sorted(visitors), Part.VISITOR)
    active = Person.objects.filter(is_active=True)
    parts |= dict.fromkeys(_comparison(roster, taken=set(parts)), Part.COMPARISON)
    there = set(active.filter(pk__in=parts).values_list("pk", flat=True))
    return [RosterPlace(roster=roster, person_id=pk, part=part) for pk, part in sorted(parts.items()) if pk in there]


def _comparison(roster: Roster, *, taken: set[int]) -> list[int]:
    """Return who is asked for comparison: those of the first round, filled up by the seeded draw."""
    people = Person.objects.filter(is_active=True, department__is_it=True).exclude(pk__in=taken)
    pool = sorted(people.values_list("pk", flat=True))
    random.Random(roster.seed).shuffle(pool)  # noqa: S311 - a draw that can be repeated, not a secret
    earlier = RosterPlace.objects.filter(roster__cohort=roster.cohort, part=Part.COMPARISON)
    asked = set(earlier.values_list("person_id", flat=True))
    return sorted(pool, key=lambda pk: pk not in asked)[: roster.comparison]


@transaction.atomic
def answer_roster(
    *, place: RosterPlace, rows: Mapping[Department, Sequence[tuple[Person, Strength]]], by: Person, at: datetime
) -> RosterPlace:
    """Keep whom `by` could contact in each answered department; an empty sequence is "nobody yet".

    Answering again while the roster is open replaces the earlier answer. The log keeps
    that it was answered, never who was named. Raises RosterRefused.
    """
    place = _open_place(place, by)
    today = timezone.localdate(at)
    place.rows.all().delete()
    for department, names in rows.items():
        row = RosterRow.objects.create(place=place, department=department)
        Tie.objects.bulk_create(
            Tie(row=row, person=by, other=other, now=strength, source=TieSource.ROSTER, on=today)
            for other, strength in names
        )
    place.consented_on, place.done_on, place.declined_on = today, today, None
    place.save()
    audit.record("answer_roster", place.roster, by=by, at=at)
    return place


@transaction.atomic
def decline_roster(*, place: RosterPlace, by: Person, at: datetime) -> RosterPlace:
    """Leave a roster out, and forget what was answered before. Nobody is told."""
    place = _open_place(place, by)
    place.rows.all().delete()
    place.consented_on, place.done_on, place.declined_on = None, None, timezone.localdate(at)
    place.save()
    return place


def _open_place(place: RosterPlace, by: Person) -> RosterPlace:
    """Lock a person's own place in an open roster."""
    place = RosterPlace.objects.select_for_update(of=("self",)).select_related("roster").get(pk=place.pk, person=by)
    if place.roster.state != RosterState.OPEN:
        raise RosterRefused([Refusal(RosterRefusal.NOT_OPEN, {"roster": place.roster.name})])
    return place


@transaction.atomic
def close_roster(*, roster: Roster, by: Person | None, at: datetime) -> Roster:
    """End a roster; its counts may be read from now on. Raises RosterRefused."""
    roster = Roster.objects.select_for_update().get(pk=roster.pk)
    if roster.state != RosterState.OPEN:
        raise RosterRefused([Refusal(RosterRefusal.NOT_OPEN, {"roster": roster.name})])
    roster.state, roster.closed_at = RosterState.CLOSED, at
    roster.save()
    audit.record("close_roster", roster, by=by, at=at)
    return roster
