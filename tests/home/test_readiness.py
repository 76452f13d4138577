"""What a cohort needs before its next stage."""

import datetime

import pytest
from django.utils import timezone

from programs.cohorts.choices import Stage
from programs.home.choices import Check
from programs.home.readiness import CHECKS, readiness_of
from programs.surveys.models import Instrument, Wave
from tests.factories.cohorts import make_cohort, make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.house.world import build_world


def _wave(cohort, kind="baseline", state="draft"):
    instrument = Instrument.objects.get_or_create(key="exchange", defaults={"title": "Exchange"})[0]
    return Wave.objects.create(
        program=cohort.program, instrument=instrument, kind=kind, state=state, closes_on=cohort.starts_on
    )


def _at(cohort, stage):
    cohort.stage = stage
    cohort.save()
    return cohort


def test_readiness_looks_at_every_stage_but_the_first():
    assert set(CHECKS) == set(Stage) - {Stage.SETTING_UP}


def test_readiness_of_an_archived_cohort_is_over(cohort, now):
    found = readiness_of(_at(cohort, Stage.ARCHIVED), on=now.date())

    assert found.next_stage is None
    assert found.findings == ()


def test_a_new_cohort_lacks_everything_and_each_lack_is_named(program, now):
    bare = make_cohort(program, name="Bare", stage=Stage.SETTING_UP)

    found = readiness_of(bare, on=now.date())

    assert found.next_stage == Stage.DISCOVERY
    assert found.missing == [Check.HOSTS_CHOSEN, Check.BASELINE_DRAFTED]


def test_discovery_needs_hosts_with_a_lead_and_a_baseline(cohort, finance, host, now):
    _at(cohort, Stage.SETTING_UP)
    _wave(cohort)

    before = readiness_of(cohort, on=now.date())
    finance.lead = host
    finance.save()
    after = readiness_of(cohort, on=now.date())

    assert before.missing == [Check.HOSTS_LED]
    assert before.findings[1].detail == "Finance"
    assert after.missing == []


def test_enrolling_needs_a_baseline_that_was_sent_and_published_offerings(cohort, finance, host, now):
    _at(cohort, Stage.DISCOVERY)
    wave = _wave(cohort)
    offering = make_offering("Month-end close", department=finance, contact=host, state="draft")

    before = readiness_of(cohort, on=now.date())
    wave.state = "open"
    wave.save()
    offering.state = "published"
    offering.save()
    after = readiness_of(cohort, on=now.date())

    assert before.missing == [Check.BASELINE_OPENED, Check.OFFERINGS_PUBLISHED]
    assert after.missing == []


def test_matching_needs_places_for_the_visits_still_wanted(cohort, visitor, day, now):
    _at(cohort, Stage.ENROLLING)
    enrollment = make_enrollment(cohort, visitor, wanted=3)

    before = readiness_of(cohort, on=now.date())
    enrollment.wanted = 2
    enrollment.save()
    after = readiness_of(cohort, on=now.date())

    assert before.missing == [Check.PLACES_ENOUGH]
    assert before.findings[2].detail == "2 free places for 3 visits still wanted"
    assert after.missing == []


def test_matching_needs_days_that_are_still_to_come(cohort, visitor, offering, now):
    _at(cohort, Stage.ENROLLING)
    make_enrollment(cohort, visitor, wanted=1)
    make_day(offering, cohort.starts_on)

    found = readiness_of(cohort, on=now.date())

    assert Check.DAYS_OFFERED in found.missing


def test_running_needs_a_closed_baseline_and_a_published_plan(cohort, now):
    _at(cohort, Stage.MATCHING)
    _wave(cohort, state="open")

    found = readiness_of(cohort, on=now.date())

    assert found.missing == [Check.BASELINE_CLOSED, Check.RUN_PUBLISHED]


def test_a_baseline_of_another_cohort_does_not_count(cohort, program, now):
    _at(cohort, Stage.MATCHING)
    wave = _wave(cohort, state="closed")
    wave.cohort = make_cohort(program, name="Another")
    wave.save()

    found = readiness_of(cohort, on=now.date())

    assert Check.BASELINE_CLOSED in found.missing


@pytest.fixture
def world(db):
    return build_world()


def test_closing_needs_answers_and_the_last_day(world):
    found = readiness_of(world.cohort, on=world.today)

    assert Check.LAST_DAY_OVER in found.missing
    assert Check.REQUESTS_ANSWERED in found.missing
    assert Check.ATTENDANCE_KNOWN not in found.missing


def test_archiving_needs_a_later_wave_and_a_report(cohort, now):
    _at(cohort, Stage.CLOSING)

    before = readiness_of(cohort, on=now.date())
    _wave(cohort, kind="end", state="closed")
    after = readiness_of(cohort, on=now.date())

    assert before.missing == [Check.LATER_WAVE_CLOSED, Check.REPORT_MADE]
    assert after.missing == [Check.REPORT_MADE]


@pytest.fixture
def going_on(cohort):
    """A running cohort whose last day is still to come for a view, which reads the clock."""
    cohort.ends_on = timezone.localdate() + datetime.timedelta(days=30)
    cohort.save()
    return cohort


def test_moving_on_without_what_is_missing_needs_a_reason(client, lead, going_on):
    client.force_login(lead)

    answer = client.post(f"/readiness/{going_on.pk}/", {"to": "closing", "reason": " "})

    going_on.refresh_from_db()
    assert answer.status_code == 200
    assert going_on.stage == Stage.RUNNING
    assert 'role="alert"' in answer.content.decode()


def test_moving_on_all_the_same_keeps_the_reason_and_what_was_missing(client, lead, going_on):
    client.force_login(lead)

    answer = client.post(f"/readiness/{going_on.pk}/", {"to": "closing", "reason": "The plant closes early."})

    going_on.refresh_from_db()
    override = going_on.overrides.get()
    assert answer.status_code == 302
    assert going_on.stage == Stage.CLOSING
    assert (override.reason, override.by) == ("The plant closes early.", lead)
    assert override.missing == ["The last visit day is over"]


def test_going_back_needs_no_reason(client, lead, cohort):
    client.force_login(lead)

    client.post(f"/readiness/{cohort.pk}/", {"to": "matching"})

    cohort.refresh_from_db()
    assert cohort.stage == Stage.MATCHING
    assert not cohort.overrides.exists()


def test_a_stage_cannot_be_skipped(client, lead, cohort):
    client.force_login(lead)

    answer = client.post(f"/readiness/{cohort.pk}/", {"to": "archived", "reason": "Enough."})

    cohort.refresh_from_db()
    assert answer.status_code == 200
    assert cohort.stage == Stage.RUNNING


def test_the_readiness_page_names_what_is_missing(client, lead, cohort):
    client.force_login(lead)

    page = client.get(f"/readiness/{cohort.pk}/").content.decode()

    assert "The last visit day is over" in page
    assert "30 June 2026" in page
