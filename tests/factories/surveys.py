"""Questionnaires, waves and raw answers."""

import datetime
import random

from programs.people.models import Person
from programs.surveys import actions, answering
from programs.surveys.instruments import DISCOVERY
from programs.surveys.models import Invitation
from tests.factories.people import make_department

OPENED_AT = datetime.datetime(2026, 2, 2, 9, 0, tzinfo=datetime.UTC)
CLOSES_ON = datetime.date(2026, 2, 20)
RATED = [item.construct for item in DISCOVERY.items if item.scale in {"agreement", "frequency"}]


def make_instrument(questionnaire=DISCOVERY):
    return actions.install_instrument(questionnaire=questionnaire, by=None, at=OPENED_AT)


def make_wave(program, by, *, kind="baseline", closes_on=CLOSES_ON, departments=(), **fields):
    """A draft of the Discovery survey."""
    fields.setdefault("instrument", make_instrument())
    return actions.draft_wave(
        program=program, kind=kind, closes_on=closes_on, departments=departments, by=by, at=OPENED_AT, **fields
    )


def make_open_wave(program, by, *, at=OPENED_AT, **fields):
    return actions.open_wave(wave=make_wave(program, by, **fields), by=by, at=at, today=at.date())


def make_people(department, n, *, start=0):
    """Many people at once, without sign-in."""
    key = department.name.lower().replace(" ", "-").replace("&", "and")
    return Person.objects.bulk_create(
        Person(email=f"{key}.{number}@example.com", name=f"{department.name} {number}", department=department)
        for number in range(start, start + n)
    )


def make_company(*, it=120, business=400, departments=9):
    """IT and business people in departments of about the same size."""
    people = make_people(make_department("Information Technology", is_it=True), it)
    names = [
        "Finance",
        "Sales",
        "Operations",
        "Logistics",
        "Legal",
        "Marketing",
        "Quality",
        "Procurement",
        "Customer Care",
    ]
    for place in range(departments):
        size = business // departments + (place < business % departments)
        people += make_people(make_department(names[place]), size)
    return people


def some_answers(rng, **given):
    """One person's answers: drawn around one view, so that the items hang together."""
    view = rng.gauss(0, 0.8)
    drawn = {}
    for construct in RATED:
        sign = -1 if construct == "D3r" else 1
        drawn[construct] = min(5, max(1, round(3.1 + sign * view + rng.gauss(0, 0.9))))
    return drawn | given


def discovery_answers(people, *, seed=7):
    """The baseline whose figures are those of the Discovery: 90 of 120 in IT and 176 of 400 in the
    business agree on D1, 224 of 400 on D3r.
    """
    rng = random.Random(seed)
    rows = []
    for side, agree_d1, agree_d3 in ((True, 0.75, 0.30), (False, 0.44, 0.56)):
        members = [person for person in people if person.department.is_it == side]
        rng.shuffle(members)
        cut1, cut3 = round(agree_d1 * len(members)), round(agree_d3 * len(members))
        for place, person in enumerate(members):
            d1 = rng.choice((4, 5)) if place < cut1 else rng.choice((1, 2, 3))
            d3 = rng.choice((4, 5)) if len(members) - place <= cut3 else rng.choice((1, 2, 3))
            rows.append((person, some_answers(rng, D1=d1, D3r=d3)))
    return rows


def record(wave, rows, *, on=CLOSES_ON):
    """Take raw answers in bulk, as the demo does."""
    return answering.record_responses(wave=wave, answers=rows, on=on)


def close(wave, by, *, at=None):
    at = at or datetime.datetime.combine(wave.closes_on, datetime.time(18), datetime.UTC)
    return actions.close_wave(wave=wave, by=by, at=at)


def invitation_of(wave, person):
    return Invitation.objects.select_related("wave").get(wave=wave, person=person)
