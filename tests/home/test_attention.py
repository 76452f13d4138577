"""What waits for people who could take part, or were enrolled and haven't said what they want."""

import datetime

import pytest

from programs.home import attention, queries
from tests.factories.availability import make_blackout
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day
from tests.factories.visits import make_visit


def texts(person, now):
    return [(entry.text, entry.url) for entry in attention.waiting_for(person, queries.standing_of(person), at=now)]


@pytest.fixture
def page(cohort):
    return f"/cohorts/{cohort.pk}/enroll/"


def test_a_cohort_that_is_open_waits_for_it_people_only(cohort, visitor, host, page, now):
    assert texts(visitor, now) == [("You can take part in Spring 2026", page)]
    assert texts(host, now) == []


def test_wishes_wait_until_they_are_given(cohort, visitor, finance, page, now):
    enrollment = make_enrollment(cohort, visitor)
    assert texts(visitor, now) == [("Which departments would you like to see?", page)]

    enrollment.ranked.create(department=finance, rank=1)
    assert texts(visitor, now) == []


def test_nothing_waits_when_enrolment_is_closed_or_somebody_withdrew(cohort, visitor, now):
    make_enrollment(cohort, visitor, withdrawn_at=now)
    assert texts(visitor, now) == []

    cohort.enrolls_until = now.date() - datetime.timedelta(days=1)
    cohort.save()
    cohort.enrollments.all().delete()
    assert texts(visitor, now) == []


def test_an_offering_with_days_waits_for_whoever_may_publish_it(offering, day, cohort, lead, host, visitor, now):
    offering.state = "draft"
    offering.save()
    make_day(offering, day.on + datetime.timedelta(days=7))
    entry = ("An offering has days and waits to be published", f"/offerings/{offering.pk}/")

    assert texts(lead, now).count(entry) == 1
    assert texts(host, now) == [entry]
    assert entry not in texts(visitor, now)


def test_visits_on_days_that_were_closed_later_wait_for_the_lead(cohort, enrollment, offering, day, lead, visitor, now):
    make_visit(enrollment, day, state="confirmed")
    make_visit(enrollment, make_day(offering, day.on + datetime.timedelta(days=7)), state="withdrawn")
    before = [text for text, _ in texts(lead, now)]
    make_blackout("Company day", day.on)
    make_blackout("Better not", day.on, is_soft=True)

    entries = attention.waiting_for(lead, queries.standing_of(lead), at=now)
    found = [entry for entry in entries if entry.icon == "no-symbol"]

    assert "1 visit stands on a closed day" not in before
    assert [(entry.text, entry.url) for entry in found] == [
        ("1 visit stands on a closed day", "/calendar/programme/?booked=on&on=2026-03-16")
    ]
    assert "Vera Visser" in found[0].detail
    assert "(Company day)" in found[0].detail
