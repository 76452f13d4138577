"""What each side will be told when a draft is published, word for word."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from programs.cohorts.choices import ConfirmMode
from programs.cohorts.models import Program
from programs.matching import documents, queries
from programs.matching.actions.publishing import needs_override
from programs.matching.models import MatchingRun, Placement
from programs.notifications.documents import Draft
from programs.people.models import Person
from programs.visits import letters
from programs.visits.choices import VisitState
from programs.visits.models import Release, Visit


@dataclass(frozen=True)
class Told:
    """One letter of a placement: who gets it, when, and its exact text."""

    person: Person
    when: str
    letter: Draft


def publishing(found: MatchingRun, given: Mapping[str, str], at: datetime.datetime) -> dict[str, Any]:
    """Return what each side will be told; `given` may name the placement whose letters are shown."""
    placements = queries.draft_of(found)
    shown = next(
        (one for one in placements if str(one.pk) == given.get("letters")), placements[0] if placements else None
    )
    return {
        "run": found,
        "visits": len(placements),
        "visitors": len({placement.enrollment_id for placement in placements}),
        "hosts": documents.hosts_told(placements),
        "is_confirmed_at_once": found.cohort.program.confirm_mode == ConfirmMode.AT_ONCE,
        "needs_override": needs_override(found),
        "needs_release": found.cohort.program.needs_release,
        "without": list(queries.shortfalls_of(found)),
        "shown": shown,
        "letters": _letters(shown, found.cohort.program, at) if shown else [],
    }


def _letters(placement: Placement, program: Program, at: datetime.datetime) -> Sequence[Told]:
    """Return the letters that booking a placement will send, in their order."""
    visit = _visit_to_be(placement, at)
    visitor, host = visit.visitor, visit.day.offering.contact
    manager = visitor.manager if program.needs_release else None
    found = []
    if manager is not None and manager.is_active:
        today = at.astimezone(visitor.zone).date()
        decides_on = min(today + datetime.timedelta(days=program.release_days), visit.on)
        release = Release(visit=visit, manager=manager, decides_on=decides_on)
        draft = letters.draft("release_asked", visit, to=manager, page="visits:releases", release=release)
        found.append(Told(manager, _("at once"), draft))
    at_once = program.confirm_mode == ConfirmMode.AT_ONCE and not found
    if not at_once:
        found.append(Told(host, _("at once"), letters.draft("asked", visit, to=host, page="visits:answer")))
    confirmed = (
        _("at once, with the calendar invitation") if at_once else _("after the yes, with the calendar invitation")
    )
    return found + [Told(person, confirmed, letters.draft("confirmed", visit, to=person)) for person in (visitor, host)]


def _visit_to_be(placement: Placement, at: datetime.datetime) -> Visit:
    """Return the visit that a placement will become, unsaved."""
    day, enrollment = placement.day, placement.enrollment
    return Visit(
        enrollment=enrollment,
        visitor=enrollment.person,
        cohort=enrollment.cohort,
        day=day,
        department=day.offering.department,
        on=day.on,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        state=VisitState.REQUESTED,
        requested_at=at,
        changed_at=at,
    )
