"""What each role finds on the home page."""

import datetime

import pytest

from programs.home import attention, desks, queries
from programs.home.sources import afterwards
from programs.relationships.models import Listing, Tie
from programs.visits.models import Visit
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.factories.people import make_department, make_person
from tests.house.world import build_world


@pytest.fixture
def world(db):
    return build_world()


def _department_with_a_day(cohort, name, on, **fields):
    department = make_department(name)
    cohort.departments.add(department)
    offering = make_offering(f"A day in {name}", department=department, contact=make_person(f"Host of {name}"))
    return make_day(offering, on, **fields)


def _visit(enrollment, day, at, *, state="requested", department=None):
    return Visit.objects.create(
        enrollment=enrollment,
        visitor=enrollment.person,
        cohort=enrollment.cohort,
        day=day,
        department=department or day.offering.department,
        on=day.on,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        state=state,
        requested_at=at,
        changed_at=at,
    )


# Visitors ----------------------------------------------------------------------------------


def test_visitor_desk_of_somebody_in_no_cohort_is_nothing(outsider, now):
    assert desks.visitor_desk(outsider, at=now) is None


def test_visitor_desk_shows_the_soonest_visit_first(world):
    desk = desks.visitor_desk(world.visitor, at=world.now)

    assert desk.next_visit == world.visit
    assert desk.coming_up == [world.confirmed_visit]


def test_visitor_desk_stamps_only_departments_that_were_visited(world):
    desk = desks.visitor_desk(world.visitor, at=world.now)

    got = {stamp.department for stamp in desk.passport if stamp.is_got}
    assert got == {world.treasury}
    assert desk.done == 1


def test_visitor_desk_keeps_the_stamps_of_earlier_cohorts(world):
    Visit.objects.filter(pk=world.attended_visit.pk).update(
        enrollment=world.other_enrollment, cohort=world.other_cohort
    )

    desk = desks.visitor_desk(world.visitor, at=world.now)

    assert desk.done == 1


def test_visitor_desk_knows_when_all_the_visits_wanted_are_made_or_planned(world):
    before = desks.visitor_desk(world.visitor, at=world.now)
    world.enrollment.wanted = 3
    world.enrollment.save()
    after = desks.visitor_desk(world.visitor, at=world.now)

    assert not before.has_enough
    assert after.has_enough
    assert after.picks == []


def test_picks_are_one_day_of_each_department_wished_for_first(enrollment, now, cohort, finance):
    soon = now.date() + datetime.timedelta(days=8)
    claims = _department_with_a_day(cohort, "Claims", soon)
    make_day(claims.offering, soon + datetime.timedelta(days=1))
    legal = _department_with_a_day(cohort, "Legal", soon + datetime.timedelta(days=7))
    enrollment.ranked.create(department=legal.offering.department, rank=1)

    picks = desks.picks_for(enrollment, known=(), at=now)

    assert picks == [legal, claims]


def test_picks_leave_out_full_and_cancelled_days_and_known_departments(enrollment, now, cohort):
    soon = now.date() + datetime.timedelta(days=8)
    full = _department_with_a_day(cohort, "Claims", soon, places=1)
    _visit(make_enrollment(cohort, make_person("Viktor Other")), full, now)
    cancelled = _department_with_a_day(cohort, "Legal", soon)
    type(cancelled).objects.filter(pk=cancelled.pk).update(cancelled_at=now)
    known = _department_with_a_day(cohort, "Sales", soon + datetime.timedelta(days=1))
    _visit(enrollment, known, now)

    picks = desks.picks_for(enrollment, known=(), at=now)

    assert picks == []


def test_picks_show_departments_of_an_earlier_cohort_last(enrollment, now, cohort):
    soon = now.date() + datetime.timedelta(days=8)
    claims = _department_with_a_day(cohort, "Claims", soon)
    legal = _department_with_a_day(cohort, "Legal", soon + datetime.timedelta(days=7))

    picks = desks.picks_for(enrollment, known={claims.offering.department_id}, at=now)

    assert picks == [legal, claims]


# Hosts and line managers ---------------------------------------------------------------------


def test_requests_to_a_host_start_with_the_first_to_run_out(world):
    later = _visit(world.other_enrollment, world.later_day, world.now)
    Visit.objects.filter(pk=later.pk).update(expires_on=world.today + datetime.timedelta(days=1))

    assert desks.requests_to(world.host, at=world.now) == [later, world.visit]
    assert desks.requests_to(world.deputy, at=world.now) == [later, world.visit]
    assert desks.requests_to(world.visitor, at=world.now) == []


def test_visits_of_reports_are_those_ahead(world):
    assert desks.visits_of_reports(world.line_manager, at=world.now) == [world.visit, world.confirmed_visit]
    assert desks.visits_of_reports(world.lead, at=world.now) == []


# Leads ---------------------------------------------------------------------------------------


def test_progress_counts_people_once_and_visits_each(world):
    progress = desks.progress_of(world.cohort)

    assert (progress.enrolled, progress.took_part, progress.share) == (2, 1, 50)
    assert (progress.completed, progress.ahead, progress.waiting) == (1, 1, 2)


def test_progress_of_an_empty_cohort_is_nought_and_not_an_error(cohort):
    progress = desks.progress_of(cohort)

    assert (progress.enrolled, progress.share, progress.answer_days) == (0, 0, None)


def test_steps_end_where_the_cohort_stands(cohort):
    steps = desks.steps_of(cohort)

    assert [step.is_now for step in steps] == [False] * 4 + [True] + [False] * 2
    assert [step.is_done for step in steps] == [True] * 4 + [False] * 3


def test_program_desks_are_those_of_ones_own_programs(world):
    assert [(desk.program, desk.is_lead) for desk in desks.program_desks(world.lead)] == [(world.program, True)]
    assert [(desk.program, desk.is_lead) for desk in desks.program_desks(world.sponsor)] == [(world.program, False)]
    assert desks.program_desks(world.outsider) == []


def test_a_program_desk_lists_only_reports_of_its_program(world):
    (desk,) = desks.program_desks(world.sponsor)
    (other,) = desks.program_desks(world.other_lead)

    assert desk.reports == [world.snapshot]
    assert other.reports == []


def test_departments_led_count_days_visits_and_frictions_once_each(world):
    found = {row.name: row for row in desks.departments_led(world.department_lead, at=world.now)}

    assert found["Finance"].days_ahead == 2
    assert found["Finance"].visits_ahead == 1


def _waiting(world, person, *, at=None):
    return attention.waiting_for(person, queries.standing_of(person), at=at or world.now)


# Attention -----------------------------------------------------------------------------------


def test_waiting_for_is_oldest_first_and_every_entry_leads_somewhere(world):
    for person in (world.visitor, world.host, world.lead, world.line_manager):
        waiting = _waiting(world, person)

        assert [entry.since for entry in waiting] == sorted(entry.since for entry in waiting)
        assert all(entry.url and entry.action and entry.text for entry in waiting)


def test_waiting_for_an_outsider_is_nothing(world):
    assert _waiting(world, world.outsider) == []


def test_waiting_for_asks_for_the_reflection_after_a_visit(world):
    world.reflection.delete()

    texts = [entry.text for entry in _waiting(world, world.visitor)]

    assert "Write down what you saw" in texts


def test_waiting_for_does_not_ask_about_a_visit_that_is_long_past(world):
    world.reflection.delete()
    after = world.now + datetime.timedelta(days=afterwards.MEMORY_DAYS)

    texts = [entry.text for entry in _waiting(world, world.visitor, at=after)]

    assert "Write down what you saw" not in texts


def test_waiting_for_names_the_next_best_introduction_last(world):
    colleague = make_person("Cora Colleague", department=world.visitor.department)
    Listing.objects.create(person=colleague, introduces=True)
    world.cohort.departments.add(department := make_department("Purchasing"))
    Tie.objects.create(
        person=colleague, other=make_person("Paul Purchase", department=department), visit=world.attended_visit,
        before=0, now=3, on=world.today,
    )  # fmt: skip

    found = _waiting(world, world.visitor)

    assert found[-1].text == "Cora Colleague can introduce you in Purchasing"
    assert "Paul" not in str(found)


def test_the_home_page_costs_the_same_for_one_row_and_for_many(client, world, django_assert_max_num_queries):
    client.force_login(world.host)
    with django_assert_max_num_queries(60) as few:
        client.get("/")
    for number in range(4):
        day = make_day(world.other_offering, world.today - datetime.timedelta(days=20 + number))
        day.offering.contact = world.host
        day.offering.save()
        _visit(world.other_enrollment, day, world.now, state="attended", department=make_department(f"D{number}"))

    with django_assert_max_num_queries(60) as many:
        client.get("/")

    assert len(many) == len(few)
