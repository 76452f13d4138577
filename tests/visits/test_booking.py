"""Booking: one statement, every reason, the same request once."""

import datetime
import uuid

import pytest

from programs.audit.models import Entry
from programs.hosting.models import HostingDay
from programs.visits import actions, queries
from programs.visits.choices import Reason, StepReason, VisitState, WaitingState
from programs.visits.models import Release, Visit
from tests.factories.availability import make_blackout, make_cover, make_duty
from tests.factories.cohorts import make_cohort, make_enrollment
from tests.factories.hosting import make_day
from tests.factories.people import make_person
from tests.factories.visits import make_visit, make_waiting_place


def book(enrollment, day, now, **more):
    return actions.book_visit(enrollment=enrollment, day=day, by=more.pop("by", enrollment.person), at=now, **more)


def test_book_visit_takes_a_place_and_asks_the_host(enrollment, day, now, letters):
    visit = book(enrollment, day, now, question="How do you close in three days?")

    day.refresh_from_db()
    assert (visit.state, visit.on, visit.department, day.taken) == (
        VisitState.REQUESTED, day.on, day.offering.department, 1,
    )  # fmt: skip
    assert [step.state for step in visit.steps.all()] == [VisitState.REQUESTED]
    assert Entry.objects.filter(deed="book_visit", subject_id=str(visit.pk), actor=enrollment.person).count() == 1
    assert letters() == [("asked", "Hugo", "")]


def test_book_visit_expires_after_the_working_days_of_the_programme(enrollment, day, now):
    make_blackout("Holiday", datetime.date(2026, 3, 5), kind="site_holiday")

    visit = book(enrollment, day, now)

    assert visit.expires_on == datetime.date(2026, 3, 10)


def test_book_visit_confirms_at_once_where_the_programme_says_so(program, enrollment, day, now, letters):
    program.confirm_mode = "at_once"
    program.save()

    visit = book(enrollment, day, now)

    assert visit.state == VisitState.CONFIRMED
    assert letters() == [("confirmed", "Vera", "REQUEST"), ("confirmed", "Hugo", "REQUEST")]


def test_book_visit_asks_the_line_manager_where_releases_are_needed(program, enrollment, day, now, letters):
    program.needs_release = True
    program.save()
    enrollment.person.manager = make_person("Mona Manager")
    enrollment.person.save()

    visit = book(enrollment, day, now)

    release = Release.objects.get(visit=visit)
    assert (release.manager.name, release.decides_on) == ("Mona Manager", datetime.date(2026, 3, 5))
    assert letters() == [("release_asked", "Mona", ""), ("asked", "Hugo", "")]


def test_book_visit_with_the_same_key_gives_the_same_visit(enrollment, day, now, letters):
    key = uuid.uuid4()

    visits = {book(enrollment, day, now, key=key).pk for _ in range(3)}

    assert len(visits) == 1
    assert letters() == [("asked", "Hugo", "")]


def test_book_visit_gives_every_reason(enrollment, last_place, colleague, now):
    make_visit(colleague, last_place)
    make_blackout("Month-end", last_place.on)
    make_duty(enrollment.person, last_place.on)

    with pytest.raises(actions.VisitRefused) as refused:
        book(enrollment, last_place, now)

    assert refused.value.reasons == {Reason.FULL, Reason.BLACKOUT, Reason.ON_CALL}
    assert Visit.objects.filter(enrollment=enrollment).count() == 0


def test_book_visit_reads_the_day_afresh(enrollment, last_place, colleague, now):
    stale = HostingDay.objects.select_related("offering__department", "offering__site").get(pk=last_place.pk)
    make_visit(colleague, last_place)

    with pytest.raises(actions.VisitRefused) as refused:
        book(enrollment, stale, now)

    assert refused.value.reasons == {Reason.FULL}


def test_book_visit_takes_no_place_that_is_kept_for_somebody_else(enrollment, last_place, colleague, now):
    until = now + datetime.timedelta(hours=24)
    make_waiting_place(colleague, last_place, state=WaitingState.OFFERED, offered_until=until)

    with pytest.raises(actions.VisitRefused) as refused:
        book(enrollment, last_place, now)
    theirs = book(colleague, last_place, now)

    assert refused.value.reasons == {Reason.FULL}
    assert theirs.day == last_place


def test_book_visit_lets_a_lead_book_within_the_notice(enrollment, lead, offering, now):
    tomorrow = make_day(offering, datetime.date(2026, 3, 3))

    with pytest.raises(actions.VisitRefused) as refused:
        book(enrollment, tomorrow, now)
    visit = book(enrollment, tomorrow, now, by=lead)

    assert refused.value.reasons == {Reason.PAST_NOTICE}
    assert visit.visitor == enrollment.person


@pytest.mark.parametrize(
    ("stage", "by_lead", "is_refused"),
    [("running", False, False), ("matching", False, True), ("matching", True, False), ("enrolling", True, True)],
)
def test_book_visit_needs_an_open_cohort(cohort, enrollment, lead, day, now, stage, by_lead, is_refused):
    cohort.stage = stage
    cohort.save()
    enrollment.refresh_from_db()

    found = queries.opening_for(enrollment, day, at=now, for_visitor=not by_lead)

    assert ({refusal.reason for refusal in found} == {Reason.COHORT_CLOSED}) is is_refused


def test_a_group_visit_is_several_visits_and_one_leaving_disturbs_nobody(enrollment, colleague, day, now):
    mine, theirs = book(enrollment, day, now), book(colleague, day, now)

    actions.withdraw_visit(visit=mine, by=mine.visitor, at=now)

    day.refresh_from_db()
    theirs.refresh_from_db()
    assert (theirs.state, theirs.sequence, day.taken) == (VisitState.REQUESTED, 0, 1)


# Openings ---------------------------------------------------------------------------------


def reasons(enrollment, day, now, **more):
    return {refusal.reason for refusal in queries.opening_for(enrollment, day, at=now, **more)}


def test_openings_know_who_of_the_team_is_away(enrollment, cohort, day, now):
    team = enrollment.person.team
    tom, tina = (make_person(name, department=team.department, team=team) for name in ("Tom Team", "Tina Team"))
    make_cover(team, most_away=2)
    make_duty(tom, day.on)
    before = reasons(enrollment, day, now)
    make_visit(make_enrollment(cohort, tina), day)

    (refusal,) = queries.opening_for(enrollment, day, at=now)

    assert before == set()
    assert refusal.reason == Reason.TEAM_COVER
    assert "Tina Team, Tom Team" in str(refusal)


def test_openings_count_the_hosting_budget_by_day_and_month(enrollment, colleague, day, offering, now):
    finance = offering.department
    finance.hosting_hours_per_month = 4
    finance.save()
    other = make_day(offering, datetime.date(2026, 3, 25))
    next_month = make_day(offering, datetime.date(2026, 4, 1))
    make_visit(colleague, day)

    found = [reasons(enrollment, HostingDay.objects.get(pk=one.pk), now) for one in (day, other, next_month)]

    assert found == [set(), {Reason.HOST_BUDGET}, set()]


def test_openings_ignore_a_visit_that_is_to_be_replaced(enrollment, day, later_day, now):
    visit = make_visit(enrollment, day)

    assert reasons(enrollment, later_day, now) == {Reason.DEPARTMENT_VISITED}
    assert reasons(enrollment, later_day, now, ignoring=[visit]) == set()


def test_openings_know_another_cohort_of_the_same_person(program, enrollment, day, finance, now):
    other = make_enrollment(make_cohort(program, name="Reverse 2026", departments=[finance]), enrollment.person)
    make_visit(enrollment, day)

    assert reasons(other, day, now) == {Reason.ALREADY_THERE}


def test_openings_cost_the_same_for_one_and_for_many(
    cohort, enrollment, it_department, offering, now, django_assert_num_queries
):
    people = [enrollment]
    days = [make_day(offering, datetime.date(2026, 3, 16))]
    make_cover(enrollment.person.team, most_away=3)
    with django_assert_num_queries(13) as few:
        queries.openings(people, days, at=now)
    for number in range(6):
        person = make_person(f"Person {number}", department=it_department, team=enrollment.person.team)
        people.append(make_enrollment(cohort, person))
        days.append(make_day(offering, datetime.date(2026, 4, 1 + number)))
        make_visit(people[-1], days[-1])

    with django_assert_num_queries(len(few.captured_queries)):
        found = queries.openings(people, days, at=now)

    assert len(found) == 49


def test_alternatives_begin_with_the_department_then_follow_the_ranking(enrollment, day, later_day, sales_day, now):
    found = queries.alternatives(enrollment, day, at=now)

    assert [(other.day, other.is_same_department) for other in found] == [(later_day, True), (sales_day, False)]


# Rescheduling -----------------------------------------------------------------------------


def test_reschedule_keeps_the_visit_until_the_new_day_is_confirmed(enrollment, day, later_day, host, now, letters):
    visit = make_visit(enrollment, day, state=VisitState.CONFIRMED)

    swap = actions.reschedule_visit(visit=visit, day=later_day, by=visit.visitor, at=now)

    visit.refresh_from_db()
    assert (visit.state, swap.state, swap.is_swap, swap.replaces) == ("confirmed", "requested", True, visit)
    assert [HostingDay.objects.get(pk=one.pk).taken for one in (day, later_day)] == [1, 1]
    assert letters() == [("asked", "Hugo", "")]


def test_a_confirmed_reschedule_takes_over_place_and_calendar(enrollment, day, later_day, host, now, letters):
    visit = make_visit(enrollment, day, state=VisitState.CONFIRMED)
    uid = visit.uid
    swap = actions.reschedule_visit(visit=visit, day=later_day, by=visit.visitor, at=now)

    actions.confirm_visit(visit=swap, by=host, at=now)

    visit.refresh_from_db()
    swap.refresh_from_db()
    assert (visit.state, swap.state, swap.is_swap, swap.uid) == ("cancelled", "confirmed", False, uid)
    assert swap.sequence == 1
    assert [HostingDay.objects.get(pk=one.pk).taken for one in (day, later_day)] == [0, 1]
    assert letters()[1:] == [("moved", "Vera", "REQUEST"), ("moved", "Hugo", "REQUEST")]


def test_a_declined_reschedule_leaves_the_visit_alone(enrollment, day, later_day, host, now):
    visit = make_visit(enrollment, day, state=VisitState.CONFIRMED)
    swap = actions.reschedule_visit(visit=visit, day=later_day, by=visit.visitor, at=now)

    actions.decline_visit(visit=swap, by=host, at=now, reason="Audit week")

    visit.refresh_from_db()
    assert (visit.state, visit.sequence) == ("confirmed", 0)


def test_a_reschedule_outlives_the_visit_it_was_to_replace(enrollment, day, later_day, host, now):
    visit = make_visit(enrollment, day, state=VisitState.CONFIRMED)
    swap = actions.reschedule_visit(visit=visit, day=later_day, by=visit.visitor, at=now)

    actions.call_off_visit(visit=visit, by=host, at=now, reason="Ill")

    swap.refresh_from_db()
    assert (swap.state, swap.is_swap) == ("requested", False)


def test_reschedule_is_refused_within_the_notice_and_twice(enrollment, day, later_day, sales_day, now):
    visit = make_visit(enrollment, day, state=VisitState.CONFIRMED)
    late = day.starts_at - datetime.timedelta(hours=20)

    with pytest.raises(actions.StepRefused) as too_late:
        actions.reschedule_visit(visit=visit, day=later_day, by=visit.visitor, at=late)
    actions.reschedule_visit(visit=visit, day=later_day, by=visit.visitor, at=now)
    with pytest.raises(actions.StepRefused) as twice:
        actions.reschedule_visit(visit=visit, day=sales_day, by=visit.visitor, at=now)
    with pytest.raises(actions.StepRefused) as same:
        actions.reschedule_visit(visit=visit, day=day, by=visit.visitor, at=now)

    assert too_late.value.reasons == {StepReason.LATE}
    assert twice.value.reasons == {StepReason.ALREADY_MOVING}
    assert same.value.reasons == {StepReason.SAME_DAY}
