"""The frozen problem says what booking says, and costs the same for few and many."""

import datetime

import pytest

from programs.availability.models import CoverRule, OnCallDuty
from programs.cohorts.models import BlockedDate, CoverageFloor, Exclusion, Skill, VisitorWish
from programs.hosting.models import HostBudget
from programs.matching import model, queries
from programs.matching.model import UNRANKED, Budget, Cover, Floor, Part
from programs.matching.models import MatchingRules
from programs.visits import actions as visit_actions
from programs.visits.choices import VisitOrigin
from tests.factories.cohorts import make_cohort, make_enrollment
from tests.factories.hosting import make_day
from tests.factories.matching import make_placement, make_run
from tests.factories.people import make_person, make_team


@pytest.fixture
def run(small_cohort, lead):
    return make_run(small_cohort, lead, state="draft")


def _pairs(problem):
    return {problem.pair(column) for column in range(problem.size)}


def test_problem_for_has_a_wish_wherever_nothing_is_refused(run, enrollments, days, now):
    inputs = queries.problem_for(run, now)

    assert _pairs(inputs.problem) == {(row.pk, day.pk) for row in enrollments for day in days}
    assert inputs.problem.spacing == 3


def test_problem_for_leaves_out_what_booking_refuses_and_counts_why(run, enrollments, days, finance, now):
    BlockedDate.objects.create(enrollment=enrollments[0], on=days[0].on)
    Exclusion.objects.create(cohort=run.cohort, person=enrollments[0].person, department=finance)

    inputs = queries.problem_for(run, now)

    assert {day for who, day in _pairs(inputs.problem) if who == enrollments[0].pk} == {days[2].pk, days[3].pk}
    assert inputs.refused[enrollments[0].pk] == {"blocked_date": 1, "exclusion": 2}


def test_problem_for_asks_nothing_about_departments_that_somebody_did_not_list(run, small_cohort, days, finance, now):
    alone = make_enrollment(small_cohort, make_person("Person F"), ranked=[finance])
    BlockedDate.objects.create(enrollment=alone, on=days[3].on)

    inputs = queries.problem_for(run, now)

    assert {day for who, day in _pairs(inputs.problem) if who == alone.pk} == {days[0].pk, days[1].pk}
    assert inputs.refused[alone.pk] == {}


def test_problem_for_never_tells_who_is_avoided(run, enrollments, days, hosts, finance, now):
    enrollments[0].avoided.add(hosts[finance])

    inputs = queries.problem_for(run, now)

    assert {day for who, day in _pairs(inputs.problem) if who == enrollments[0].pk} == {days[2].pk, days[3].pk}
    assert inputs.refused[enrollments[0].pk] == {}


def test_problem_for_scores_goals_and_what_departments_ask_for(run, enrollments, days, finance, now):
    sap, closing = Skill.objects.create(name="SAP"), Skill.objects.create(name="Closing the books")
    enrollments[0].learns.set([sap, closing])
    enrollments[1].brings.add(sap)
    days[0].offering.shows.add(closing)
    VisitorWish.objects.create(cohort=run.cohort, department=finance, skill=sap, strength=2)
    VisitorWish.objects.create(cohort=run.cohort, department=finance, person=enrollments[2].person, strength=3)

    problem = queries.problem_for(run, now).problem

    parts = {row.pk: problem.parts[:, problem.columns[row.pk, days[0].pk]].tolist() for row in enrollments}
    assert [parts[row.pk][Part.GOALS] for row in enrollments] == [75, 0, 0, 0]
    assert [parts[row.pk][Part.ASKED] for row in enrollments] == [0, 100, 150, 0]


def test_problem_for_weighs_as_the_cohort_says(run, enrollments, days, now):
    MatchingRules.objects.create(cohort=run.cohort, choice_weight=80, goals_weight=0, asked_weight=0,
                                 newness_weight=20, owed_weight=0, balances_hosts=False)  # fmt: skip

    problem = queries.problem_for(run, now).problem

    best = problem.columns[enrollments[0].pk, days[0].pk]
    assert (problem.score[best], problem.newness[best], problem.balances_hosts) == (1000, 200, False)


def test_problem_for_remembers_who_missed_out_last_time(run, program, enrollments, days, finance, lead, now):
    last = make_cohort(program, name="Spring 2025", stage="running", departments=[finance],
                       starts_on=datetime.date(2025, 3, 1), ends_on=datetime.date(2025, 6, 30))  # fmt: skip
    make_enrollment(last, enrollments[0].person)
    went = make_enrollment(last, enrollments[1].person)
    old = make_day(days[0].offering, datetime.date(2025, 3, 20))
    visit = visit_actions.book_visit(
        enrollment=went, day=old, by=lead, at=now - datetime.timedelta(days=360), origin=VisitOrigin.MATCHED
    )
    type(visit).objects.filter(pk=visit.pk).update(state="attended")

    problem = queries.problem_for(run, now).problem

    assert {who.key for who in problem.visitors if who.is_owed} == {enrollments[0].pk}
    assert problem.parts[Part.OWED, problem.columns[enrollments[0].pk, days[0].pk]] == 50


def test_problem_for_takes_standing_visits_off_a_floor(run, enrollments, days, finance, lead, now):
    CoverageFloor.objects.create(
        cohort=run.cohort, department=finance, from_on=days[0].on, until_on=days[1].on, least=3, is_required=True
    )
    visit_actions.book_visit(enrollment=enrollments[0], day=days[0], by=lead, at=now, origin=VisitOrigin.MATCHED)

    problem = queries.problem_for(run, now).problem

    span = days[0].on.toordinal(), days[1].on.toordinal()
    assert problem.floors == (Floor(finance.pk, *span, 2, is_required=True),)


def test_problem_for_leaves_a_host_what_is_left_of_their_hours(run, enrollments, days, hosts, finance, now):
    HostBudget.objects.create(person=hosts[finance], hours_per_month=9)

    problem = queries.problem_for(run, now).problem

    (budget,) = problem.host_budgets
    assert (budget.host, budget.month, budget.minutes) == (hosts[finance].pk, 2026 * 12 + 2, 540)
    assert all(day.host in {one.pk for one in hosts.values()} for day in problem.days)


def test_problem_for_keeps_within_near_time_zones(run, enrollments, days, now):
    site = days[0].offering.site
    site.time_zone = "America/New_York"
    site.save()
    enrollments[0].reach = "near_zone"
    enrollments[0].save()

    inputs = queries.problem_for(run, now)

    assert {who for who, _ in _pairs(inputs.problem)} == {row.pk for row in enrollments[1:]}
    assert inputs.refused[enrollments[0].pk] == {"out_of_zone": 4}


def test_problem_for_takes_off_what_standing_visits_hold(run, enrollments, days, lead, now):
    visit_actions.book_visit(enrollment=enrollments[0], day=days[0], by=lead, at=now, origin=VisitOrigin.MATCHED)

    problem = queries.problem_for(run, now).problem

    visitor = next(one for one in problem.visitors if one.key == enrollments[0].pk)
    day = next(one for one in problem.days if one.key == days[0].pk)
    assert (visitor.wanted, visitor.is_served, day.places, day.minutes) == (1, True, 1, 0)


def test_problem_for_counts_who_of_a_team_may_still_go(run, enrollments, days, people, now):
    team = people[0].team
    CoverRule.objects.create(team=team, most_away=2)
    OnCallDuty.objects.create(person=people[3], from_on=days[0].on, until_on=days[0].on)

    problem = queries.problem_for(run, now).problem

    assert Cover(team.pk, days[0].on.toordinal(), 1) in problem.covers
    assert Cover(team.pk, days[1].on.toordinal(), 2) in problem.covers
    assert (enrollments[3].pk, days[0].pk) not in _pairs(problem)


def test_problem_for_knows_the_hosting_budget(run, enrollments, days, finance, now):
    finance.hosting_hours_per_month = 6
    finance.save()

    problem = queries.problem_for(run, now).problem

    assert problem.budgets == (Budget(finance.pk, 2026 * 12 + 2, 360),)
    assert {day.minutes for day in problem.days} == {240}


def test_problem_for_ranks_and_scores_what_is_listed(run, enrollments, days, now):
    problem = queries.problem_for(run, now).problem

    best = problem.columns[enrollments[0].pk, days[0].pk]
    second = problem.columns[enrollments[0].pk, days[2].pk]
    assert (problem.rank[best], problem.rank[second]) == (1, 2)
    assert (problem.score[best], problem.score[second], problem.newness[best]) == (650, 400, 150)


def test_problem_for_sends_people_to_unlisted_departments_only_to_place_the_most(
    small_cohort, lead, days, finance, people, now
):
    listed = make_enrollment(small_cohort, people[0], ranked=[finance])
    fit = queries.problem_for(make_run(small_cohort, lead, state="draft"), now).problem
    most = queries.problem_for(make_run(small_cohort, lead, state="draft", preset="most_placed"), now).problem

    assert _pairs(fit) == {(listed.pk, days[0].pk), (listed.pk, days[1].pk)}
    assert _pairs(most) == {(listed.pk, day.pk) for day in days}
    assert most.rank[most.columns[listed.pk, days[2].pk]] == UNRANKED
    assert (fit.counts_first, most.counts_first) == (False, True)


def test_problem_for_carries_locks_and_forbidden_pairs(run, enrollments, days, lead, now):
    draft = make_run(run.cohort, lead)
    make_placement(draft, enrollments[0], days[0], is_locked=True)
    make_placement(draft, enrollments[1], days[2])
    run.based_on, run.forbidden = draft, [[enrollments[2].pk, days[1].pk]]

    problem = queries.problem_for(run, now).problem

    assert problem.locks == ((enrollments[0].pk, days[0].pk),)
    assert problem.kept == ((enrollments[0].pk, days[0].pk), (enrollments[1].pk, days[2].pk))
    assert (enrollments[2].pk, days[1].pk) not in _pairs(problem)


def test_problem_for_costs_the_same_for_few_and_many(
    run,
    enrollments,
    days,
    finance,
    logistics,
    it_department,
    now,
    django_assert_max_num_queries,
    django_assert_num_queries,
):
    CoverRule.objects.create(team=enrollments[0].person.team, most_away=2)
    with django_assert_max_num_queries(40) as few:
        queries.problem_for(run, now)
    for number in range(6):
        team = make_team(f"Team {number}", it_department)
        person = make_person(f"More {number}", department=it_department, team=team)
        make_enrollment(run.cohort, person, ranked=[logistics, finance])
        make_day(days[0].offering, days[0].on + datetime.timedelta(days=30 + number))
        make_day(days[2].offering, days[0].on + datetime.timedelta(days=30 + number))

    with django_assert_num_queries(len(few)):
        queries.problem_for(run, now)


def test_inputs_are_canonical(run, enrollments, days, now):
    one, other = queries.problem_for(run, now).as_json(), queries.problem_for(run, now).as_json()

    assert model.fingerprint(one) == model.fingerprint(other)


def test_a_cohort_of_nobody_is_a_problem_of_nothing(program, lead, now):
    problem = queries.problem_for(make_run(make_cohort(program, name="Empty"), lead, state="draft"), now).problem

    assert (problem.size, problem.visitors, problem.days) == (0, (), ())


def test_draft_of_is_the_same_as_the_placements_in_three_queries(run, enrollments, days, django_assert_num_queries):
    for enrollment in enrollments:
        for day in days[::2]:
            make_placement(run, enrollment, day)

    with django_assert_num_queries(3):
        found = queries.draft_of(run)
        shown = [
            (row.pk, row.enrollment.person.team, row.enrollment.person.site, row.day.offering.department,
             row.day.offering.site, row.day.offering.contact, row.visit)
            for row in found
        ]  # fmt: skip

    assert [row[0] for row in shown] == [row.pk for row in queries.placements_of(run)]
    assert shown == [
        (row.pk, row.enrollment.person.team, row.enrollment.person.site, row.day.offering.department,
         row.day.offering.site, row.day.offering.contact, row.visit)
        for row in queries.placements_of(run)
    ]  # fmt: skip
