"""Programmes, cohorts and enrolments: what is written, refused and told."""

import datetime
from dataclasses import fields, replace

import pytest

from programs.audit.models import Entry
from programs.cohorts import actions, queries
from programs.cohorts.actions import CohortPlan, CohortRefused, ProgramRules
from programs.cohorts.choices import Reason, Stage
from programs.cohorts.models import Cohort, Enrollment, Exclusion, GateOverride, Program
from programs.cohorts.rules import Ranked, Wishes
from programs.notifications.models import Letter
from tests.factories.cohorts import make_cohort, make_enrollment, make_role
from tests.factories.people import make_department, make_person

PLAN = CohortPlan("Spring 2027", datetime.date(2027, 3, 1), datetime.date(2027, 6, 30), None, 4, 7)
WISHES = Wishes(wanted=2, goals="See a close")


def rules_of(program, **changes):
    return replace(ProgramRules(**{f.name: getattr(program, f.name) for f in fields(ProgramRules)}), **changes)


# Programmes ------------------------------------------------------------------------------


def test_create_program_names_its_first_lead(administrator, visitor, now):
    program = actions.create_program(
        name="Day in the life", company="Nordhaven", purpose="", lead=visitor, by=administrator, at=now
    )

    assert [(role.person, role.kind) for role in program.roles.all()] == [(visitor, "lead")]


def test_create_program_refuses_a_name_twice(program, administrator, visitor, now):
    with pytest.raises(CohortRefused) as refused:
        actions.create_program(name=program.name, company="", purpose="", lead=visitor, by=administrator, at=now)

    assert refused.value.reasons == {Reason.NAME_TAKEN}
    assert Program.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"score_threshold": 4}, Reason.THRESHOLDS),
        ({"item_threshold": 9}, Reason.THRESHOLDS),
        ({"score_threshold": 20}, Reason.THRESHOLDS),
        ({"waiting_offer_hours": 12}, Reason.OFFER_HOURS),
    ],
)
def test_edit_program_never_goes_below_the_thresholds(program, lead, now, changes, reason):
    with pytest.raises(CohortRefused) as refused:
        actions.edit_program(program=program, decided=rules_of(program, **changes), by=lead, at=now)

    assert refused.value.reasons == {reason}


def test_edit_program_keeps_what_changed_in_the_log(program, lead, now):
    actions.edit_program(program=program, decided=rules_of(program, item_threshold=12), by=lead, at=now)

    program.refresh_from_db()
    assert program.item_threshold == 12
    assert Entry.objects.get().facts == {"changed": {"item_threshold": 12}}


def test_the_last_lead_stays(program, lead, administrator, now):
    role = program.roles.get()

    with pytest.raises(CohortRefused) as refused:
        actions.end_role(role=role, by=administrator, at=now)

    assert refused.value.reasons == {Reason.LAST_LEAD}
    make_role(program, administrator)
    actions.end_role(role=role, by=administrator, at=now)
    assert [one.person for one in program.roles.all()] == [administrator]


# Cohorts ---------------------------------------------------------------------------------


def test_create_cohort_like_another_carries_exclusions_and_nobody(program, cohort, enrollment, finance, lead, now):
    Exclusion.objects.create(cohort=cohort, person=enrollment.person, department=finance, reason="audit")

    made = actions.create_cohort(program=program, plan=PLAN, departments=[finance], like=cohort, by=lead, at=now)

    assert made.stage == Stage.SETTING_UP
    assert [one.reason for one in made.exclusions.all()] == ["audit"]
    assert not made.enrollments.exists()
    assert list(made.departments.all()) == [finance]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"name": "Spring 2026"}, Reason.NAME_TAKEN),
        ({"ends_on": datetime.date(2027, 1, 1)}, Reason.ENDS_FIRST),
        ({"enrolls_until": datetime.date(2027, 7, 1)}, Reason.CLOSES_LATE),
    ],
)
def test_create_cohort_says_what_is_wrong(program, cohort, lead, now, changes, reason):
    with pytest.raises(CohortRefused) as refused:
        actions.create_cohort(program=program, plan=replace(PLAN, **changes), departments=[], by=lead, at=now)

    assert refused.value.reasons == {reason}


def test_edit_cohort_records_who_joined_and_left(cohort, finance, lead, now):
    sales = make_department("Sales")

    actions.edit_cohort(cohort=cohort, plan=PLAN, departments=[sales], by=lead, at=now)

    facts = Entry.objects.get().facts
    assert (facts["joined"], facts["left"]) == ([sales.pk], [finance.pk])


def move(cohort, lead, now, to, missing=(), reason=""):
    return actions.move_cohort(cohort=cohort, to=to, missing=missing, override_reason=reason, by=lead, at=now)


def test_move_cohort_goes_on_when_nothing_is_missing(cohort, lead, now):
    assert move(cohort, lead, now, Stage.CLOSING).stage == Stage.CLOSING
    assert not GateOverride.objects.exists()


def test_move_cohort_needs_a_reason_when_something_is_missing(cohort, lead, now):
    with pytest.raises(CohortRefused) as refused:
        move(cohort, lead, now, Stage.CLOSING, ["end wave"], "  ")
    assert refused.value.reasons == {Reason.MISSING}

    move(cohort, lead, now, Stage.CLOSING, ["end wave"], "The site closes in July")

    override = GateOverride.objects.get()
    assert (override.stage, override.missing, override.reason) == ("closing", ["end wave"], "The site closes in July")


def test_move_cohort_goes_back_without_a_reason(cohort, lead, now):
    assert move(cohort, lead, now, Stage.MATCHING, ["whatever"]).stage == Stage.MATCHING
    assert not GateOverride.objects.exists()


@pytest.mark.parametrize("to", [Stage.ARCHIVED, Stage.DISCOVERY, Stage.RUNNING])
def test_move_cohort_goes_one_stage_at_a_time(cohort, lead, now, to):
    with pytest.raises(CohortRefused) as refused:
        move(cohort, lead, now, to)

    assert refused.value.reasons == {Reason.WRONG_STAGE}


def test_an_archived_cohort_is_read_only(program, finance, lead, visitor, now):
    cohort = make_cohort(program, stage="archived", departments=[finance])
    enrollment = make_enrollment(cohort, visitor)
    exclusion = Exclusion.objects.create(cohort=cohort, person=visitor, department=finance)
    attempts = [
        lambda: actions.edit_cohort(cohort=cohort, plan=PLAN, departments=[], by=lead, at=now),
        lambda: move(cohort, lead, now, Stage.CLOSING),
        lambda: actions.enroll(cohort=cohort, person=visitor, wishes=WISHES, by=visitor, at=now),
        lambda: actions.enroll_people(cohort=cohort, people=[lead], by=lead, at=now),
        lambda: actions.withdraw_enrollment(enrollment=enrollment, by=visitor, at=now),
        lambda: actions.exclude_person(cohort=cohort, person=lead, department=finance, reason="", by=lead, at=now),
        lambda: actions.lift_exclusion(exclusion=exclusion, by=lead, at=now),
    ]

    for attempt in attempts:
        with pytest.raises(CohortRefused) as refused:
            attempt()
        assert refused.value.reasons == {Reason.ARCHIVED}

    assert Cohort.objects.get().name == "Spring 2026"
    assert not Entry.objects.exists()


# Enrolments ------------------------------------------------------------------------------


def test_enroll_keeps_every_wish(cohort, visitor, host, finance, now):
    wishes = replace(
        WISHES,
        ranked=(Ranked(1, finance.pk),),
        blocked=frozenset({datetime.date(2026, 3, 20)}),
        avoided=frozenset({host.pk}),
    )

    enrollment = actions.enroll(cohort=cohort, person=visitor, wishes=wishes, by=visitor, at=now)

    assert queries.wishes_of(enrollment) == wishes
    assert enrollment.enrolled_at == now


def test_the_log_says_nothing_about_who_is_avoided(cohort, visitor, host, now):
    wishes = replace(WISHES, goals="secret goal", avoided=frozenset({host.pk}))

    actions.enroll(cohort=cohort, person=visitor, wishes=wishes, by=visitor, at=now)

    assert Entry.objects.get().facts == {"wanted": 2, "departments": []}


def test_enroll_again_changes_wishes_and_takes_back_a_withdrawal(cohort, visitor, now):
    later = now + datetime.timedelta(days=1)
    first = actions.enroll(cohort=cohort, person=visitor, wishes=WISHES, by=visitor, at=now)
    actions.withdraw_enrollment(enrollment=first, by=visitor, at=now)

    again = actions.enroll(cohort=cohort, person=visitor, wishes=replace(WISHES, wanted=5), by=visitor, at=later)

    assert (again.pk, again.wanted, again.withdrawn_at, again.enrolled_at) == (first.pk, 5, None, later)
    deeds = Entry.objects.order_by("id").values_list("deed", flat=True)
    assert list(deeds) == ["enroll", "withdraw_enrollment", "enroll"]


def test_enroll_says_everything_that_is_wrong(cohort, visitor, it_department, now):
    cohort.departments.add(it_department)
    cohort.enrolls_until = datetime.date(2026, 3, 1)
    cohort.save()
    sales = make_department("Sales")
    wishes = Wishes(
        wanted=13,
        ranked=(Ranked(1, sales.pk), Ranked(2, it_department.pk)),
        blocked=frozenset({datetime.date(2026, 2, 1)}),
        avoided=frozenset({visitor.pk}),
    )

    with pytest.raises(CohortRefused) as refused:
        actions.enroll(cohort=cohort, person=visitor, wishes=wishes, by=visitor, at=now)

    assert refused.value.reasons == {
        Reason.CLOSED,
        Reason.WANTED,
        Reason.NOT_HOSTING,
        Reason.OWN_DEPARTMENT,
        Reason.DATES_OUTSIDE,
        Reason.AVOIDS_SELF,
    }
    assert not Enrollment.objects.exists()


def test_withdraw_twice_is_refused(enrollment, visitor, now):
    actions.withdraw_enrollment(enrollment=enrollment, by=visitor, at=now)

    with pytest.raises(CohortRefused) as refused:
        actions.withdraw_enrollment(enrollment=enrollment, by=visitor, at=now)

    assert refused.value.reasons == {Reason.ALREADY_WITHDRAWN}


def test_enroll_people_invites_each_new_one_once(cohort, visitor, lead, it_department, now):
    gone = make_person("Gina Gone", department=it_department)
    make_enrollment(cohort, gone, withdrawn_at=now)
    left = make_person("Lara Left", department=it_department, is_active=False)

    made = actions.enroll_people(cohort=cohort, people=[visitor, gone, left], by=lead, at=now)

    assert [one.person for one in made] == [visitor]
    letter = Letter.objects.get()
    assert (letter.to, letter.subject) == (visitor, "You are in: Spring 2026")
    assert f"/cohorts/{cohort.pk}/enroll/" in letter.text
    assert Enrollment.objects.get(person=gone).withdrawn_at

    with pytest.raises(CohortRefused) as refused:
        actions.enroll_people(cohort=cohort, people=[visitor, gone], by=lead, at=now)
    assert refused.value.reasons == {Reason.NOBODY}


def test_exclude_person_twice_is_refused_and_lifting_is_on_record(cohort, visitor, finance, lead, now):
    values = {"cohort": cohort, "person": visitor, "department": finance, "by": lead, "at": now}
    exclusion = actions.exclude_person(reason="audit", **values)

    with pytest.raises(CohortRefused) as refused:
        actions.exclude_person(reason="again", **values)
    actions.lift_exclusion(exclusion=exclusion, by=lead, at=now)

    assert refused.value.reasons == {Reason.EXCLUDED_ALREADY}
    assert not Exclusion.objects.exists()
    assert Entry.objects.count() == 2
