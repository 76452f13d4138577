"""Who may see and change programmes, cohorts and enrolments."""

import datetime

import pytest

from programs.cohorts import access
from programs.cohorts.choices import Stage
from tests.factories.cohorts import make_cohort, make_program, make_role

TODAY = datetime.date(2026, 3, 2)


def test_roles_are_scoped_to_one_programme(lead, sponsor, program):
    other = make_program("Shop floor weeks")

    assert access.is_lead(lead, program)
    assert not access.is_lead(lead, other)
    assert not access.is_lead(sponsor, program)
    assert access.is_sponsor(sponsor, program)


def test_a_leaver_leads_nothing(lead, program):
    lead.is_active = False

    assert not access.is_lead(lead, program)
    assert not access.programs_led_by(lead).exists()


def test_administrators_see_programmes_but_no_enrolments(administrator, program, enrollment):
    assert program in access.programs_visible_to(administrator)
    assert not access.enrollments_visible_to(administrator).exists()


def test_enrolments_are_between_the_person_and_the_lead(enrollment, visitor, lead, sponsor, host):
    seen = {person.name for person in (visitor, lead, sponsor, host) if access.enrollments_visible_to(person).exists()}

    assert seen == {"Vera Visser", "Lena Lead"}


@pytest.mark.parametrize(
    ("stage", "expected"),
    [("setting_up", 0), ("discovery", 0), ("enrolling", 1), ("running", 1), ("closing", 0), ("archived", 0)],
)
def test_cohorts_open_to_it_people_while_wishes_are_taken(program, visitor, stage, expected):
    make_cohort(program, stage=stage)

    assert access.cohorts_open_to(visitor, TODAY).count() == expected


def test_cohorts_open_to_nobody_after_the_closing_date(program, visitor):
    make_cohort(program, stage="enrolling", enrolls_until=TODAY)

    assert access.cohorts_open_to(visitor, TODAY).count() == 1
    assert access.cohorts_open_to(visitor, TODAY + datetime.timedelta(days=1)).count() == 0


def test_business_people_enrol_only_when_a_lead_has_enrolled_them(cohort, host):
    assert not access.may_enroll(host, cohort, TODAY)

    cohort.enrollments.create(person=host, enrolled_at="2026-02-02T09:00:00Z")

    assert access.may_enroll(host, cohort, TODAY)


def test_an_archived_cohort_is_changed_by_nobody(lead, cohort):
    assert access.may_change_cohort(lead, cohort)

    cohort.stage = Stage.ARCHIVED

    assert not access.may_change_cohort(lead, cohort)


def test_a_lead_of_two_programmes_sees_each_once(lead, program):
    other = make_program("Shop floor weeks")
    make_role(other, lead)
    make_role(other, lead, kind="sponsor")

    assert access.programs_visible_to(lead).count() == 2
    assert access.programs_led_by(lead).count() == 2
