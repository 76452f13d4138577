"""The rules of a cohort, its floors, and what one person's other wishes would change."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.audit.models import Entry
from programs.cohorts.models import BlockedDate, CoverageFloor, RankedDepartment
from programs.matching import pages, tasks
from programs.matching.models import MatchingRules
from programs.people.models import Person
from tests.factories.cohorts import make_enrollment
from tests.factories.matching import make_placement, make_run
from tests.factories.people import make_person, make_team

pytestmark = pytest.mark.django_db

WEIGHTS = {"choice_weight": 40, "goals_weight": 0, "asked_weight": 0, "newness_weight": 60, "owed_weight": 0}


@pytest.fixture(autouse=True)
def _noon(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def page(client, lead):
    client.force_login(lead)
    return client


@pytest.fixture
def draft(small_cohort, enrollments, days, lead, now):
    """A really solved run."""
    return _solved(make_run(small_cohort, lead, state="draft"))


def _solved(run):
    tasks.solve_run.enqueue(run.pk)
    run.refresh_from_db()
    return run


def _text(answer):
    return " ".join(answer.content.decode().split())


# Rules ----------------------------------------------------------------------------------------


def test_rules_saves_weights_and_keeps_a_record(page, small_cohort, enrollments, days):
    page.post(reverse("matching:rules", args=[small_cohort.pk]), WEIGHTS | {"only_listed": "on", "save": "1"})

    saved = MatchingRules.objects.get(cohort=small_cohort)
    assert {name: getattr(saved, name) for name in WEIGHTS} == WEIGHTS
    assert (saved.only_listed, saved.balances_hosts) == (True, False)
    assert Entry.objects.get(deed="set_rules").facts["values"]["newness_weight"] == 60


def test_rules_tried_out_show_their_effect_on_one_person_and_keep_nothing(page, small_cohort, enrollments, days):
    address = reverse("matching:rules", args=[small_cohort.pk])
    before = page.get(address).context["sample"]

    after = page.post(address, WEIGHTS | {"person": enrollments[1].pk, "only_listed": "on", "try": "1"}).context[
        "sample"
    ]

    assert not MatchingRules.objects.exists()
    assert (before.enrollment, after.enrollment) == (enrollments[0], enrollments[1])
    assert [(one.choice, one.wish.newness, one.wish.score) for one in after.options] == [
        (400, 600, 1000),
        (200, 600, 800),
    ]
    assert [one.rank for one in after.options] == [1, 2]
    assert (after.possible, after.days) == (4, 4)


@pytest.mark.parametrize(
    "wrong", [{"choice_weight": 0}, {"newness_weight": 101}, {"goals_weight": ""}, {"person": "x"}]
)
def test_rules_keeps_what_was_typed_when_it_is_wrong(page, small_cohort, enrollments, days, wrong):
    answer = page.post(reverse("matching:rules", args=[small_cohort.pk]), WEIGHTS | {"save": "1"} | wrong)

    assert answer.status_code == 200
    assert "errorlist" in _text(answer)
    assert not MatchingRules.objects.exists()


def test_rules_says_what_rules_days_out_for_the_person(page, small_cohort, enrollments, days):
    BlockedDate.objects.create(enrollment=enrollments[0], on=days[0].on)

    text = _text(page.get(reverse("matching:rules", args=[small_cohort.pk])))

    assert "3 of 4 days are possible" in text
    assert "date blocked by the person (1)" in text


def test_rules_stands_a_cohort_of_nobody_and_nothing(page, small_cohort):
    assert page.get(reverse("matching:rules", args=[small_cohort.pk])).status_code == 200


def test_rules_costs_the_same_for_few_and_many(page, small_cohort, enrollments, days, django_assert_num_queries):
    address = reverse("matching:rules", args=[small_cohort.pk])
    with CaptureQueriesContext(connection) as few:
        page.get(address)
    for number in range(5):
        make_enrollment(small_cohort, make_person(f"Zoe {number}"), wanted=1)
        _floor(small_cohort, days[0], least=number + 1)

    with django_assert_num_queries(len(few)):
        page.get(address)


# Floors ---------------------------------------------------------------------------------------


def _floor(cohort, day, **fields):
    fields = {"from_on": cohort.starts_on, "until_on": cohort.ends_on} | fields
    return CoverageFloor.objects.create(cohort=cohort, department=day.offering.department, **fields)


def test_add_floor_and_remove_it(page, small_cohort, finance, days):
    given = {"department": finance.pk, "from_on": "2026-03-01", "until_on": "2026-03-31", "least": 2}
    page.post(reverse("matching:add_floor", args=[small_cohort.pk]), given | {"is_required": "on"})
    floor = CoverageFloor.objects.get()
    shown = _text(page.get(reverse("matching:rules", args=[small_cohort.pk])))

    page.post(reverse("matching:remove_floor", args=[floor.pk]))

    assert (floor.department, floor.least, floor.is_required) == (finance, 2, True)
    assert "at least 2 visits" in shown
    assert not CoverageFloor.objects.exists()
    assert list(Entry.objects.filter(deed__contains="floor").values_list("deed", flat=True)) == [
        "remove_floor",
        "add_floor",
    ]


@pytest.mark.parametrize("wrong", [{"until_on": "2026-02-01"}, {"least": 0}, {"department": 0}, {"from_on": "x"}])
def test_add_floor_keeps_its_page_on_bad_input(page, small_cohort, finance, wrong):
    given = {"department": finance.pk, "from_on": "2026-03-01", "until_on": "2026-03-31", "least": 2}

    answer = page.post(reverse("matching:add_floor", args=[small_cohort.pk]), given | wrong)

    assert answer.status_code == 200
    assert "errorlist" in _text(answer)
    assert not CoverageFloor.objects.exists()


def test_a_required_floor_above_supply_ends_in_words_with_a_next_step(page, small_cohort, enrollments, days, lead):
    _floor(small_cohort, days[0], least=9, is_required=True)
    run = _solved(make_run(small_cohort, lead, state="draft"))

    text = _text(page.get(reverse("matching:run", args=[run.pk])))

    assert run.state == "infeasible"
    assert "At least 9 visits" in text
    assert "4 are possible at most" in text
    assert reverse("matching:rules", args=[small_cohort.pk]) + "#floors" in text


# Simulating one person ------------------------------------------------------------------------


def test_simulate_shows_what_other_wishes_would_change_and_keeps_nothing(page, draft, enrollments, days, logistics):
    address = reverse("matching:simulate", args=[draft.pk, enrollments[0].pk])
    before = set(draft.placements.values_list("enrollment", "day", "is_locked"))
    assert page.get(address).context["form"].initial["choice_1"] == days[0].offering.department_id

    outcome = page.post(address, {"wanted": 1, "choice_1": logistics.pk}).context["outcome"]

    assert len(outcome.now) == 2
    assert [day.offering.department for day in outcome.then] == [logistics]
    assert set(draft.placements.values_list("enrollment", "day", "is_locked")) == before
    assert list(RankedDepartment.objects.filter(enrollment=enrollments[0]).values_list("rank", flat=True)) == [1, 2]


def test_simulate_shows_what_a_free_calendar_would_bring(page, small_cohort, enrollments, days, lead):
    for day in days:
        BlockedDate.objects.create(enrollment=enrollments[0], on=day.on)
    run = _solved(make_run(small_cohort, lead, state="draft"))
    address = reverse("matching:simulate", args=[run.pk, enrollments[0].pk])
    wishes = {"wanted": 2, "choice_1": days[0].offering.department_id, "choice_2": days[2].offering.department_id}

    as_it_is = page.post(address, wishes).context["outcome"]
    if_free = page.post(address, wishes | {"is_free": "on"}).context["outcome"]

    assert (as_it_is.then, as_it_is.possible) == ([], 0)
    assert (len(if_free.then), if_free.possible) == (2, 4)
    assert BlockedDate.objects.filter(enrollment=enrollments[0]).count() == 4


def test_simulate_says_when_the_locks_leave_no_room(page, draft, enrollments, days):
    draft.placements.all().delete()
    for row in enrollments[:3]:
        make_placement(draft, row, days[0], is_locked=True)

    answer = page.post(reverse("matching:simulate", args=[draft.pk, enrollments[3].pk]), {"wanted": 1})

    assert "the locks of the draft leave no room for this" in _text(answer)


@pytest.mark.parametrize("wrong", [{"wanted": 0}, {"wanted": "x"}, {"choice_1": 0}])
def test_simulate_keeps_its_page_on_bad_input(page, draft, enrollments, wrong):
    answer = page.post(reverse("matching:simulate", args=[draft.pk, enrollments[0].pk]), {"wanted": 1} | wrong)

    assert answer.status_code == 200
    assert answer.context["outcome"] is None


# Fairness -------------------------------------------------------------------------------------


def _rows_of(groups, title):
    return {row.name: row.people for row in dict(groups)[title]}


def test_fairness_hides_small_groups_by_the_one_rule(page, draft, small_cohort, lead, it_department, now):
    teams = [make_team(name, it_department) for name in ("Small", "Smaller")]
    for team, count in zip(teams, (3, 2), strict=True):
        for number in range(count):
            person = make_person(f"{team.name} {number}", department=it_department, team=team)
            make_enrollment(small_cohort, person, wanted=1)
    for number in range(2):
        person = make_person(f"Fifth {number}", department=it_department, team=Person.objects.get(name="Person A").team)
        make_enrollment(small_cohort, person, wanted=1)
    run = _solved(make_run(small_cohort, lead, state="draft"))

    context = page.get(reverse("matching:run", args=[run.pk]), {"view": "fairness"}).context

    assert _rows_of(context["groups"], "Team") == {"Platform": 6, "Smaller groups together": 5}


def test_fairness_shows_grade_and_working_pattern_only_where_they_are_kept(page, draft):
    address = reverse("matching:run", args=[draft.pk]) + "?view=fairness"
    before = dict(page.get(address).context["groups"])

    Person.objects.filter(name__startswith="Person").update(grade="E2", working_pattern="Part time")
    after = dict(page.get(address).context["groups"])

    assert not {"Grade", "Working pattern"} & set(before)
    assert {"Grade", "Working pattern"} <= set(after)
    assert [(row.name, row.people) for row in after["Grade"]] == [("Everybody", None)]


def test_fairness_compares_hosts_with_their_fair_share_and_their_hours(
    page, small_cohort, enrollments, days, finance, lead
):
    finance.hosting_hours_per_month = 10
    finance.save()
    run = _solved(make_run(small_cohort, lead, state="draft"))

    loads = {
        load.name: load
        for load in page.get(reverse("matching:run", args=[run.pk]), {"view": "fairness"}).context["hosts"]
    }

    assert (loads["Finance"].visits, loads["Finance"].places, loads["Finance"].share) == (4, 4, 4.0)
    assert (loads["Finance"].hours, loads["Finance"].budget) == (8.0, 10.0)
    assert loads["Logistics"].budget is None


def test_fairness_names_blocking_pairs_and_who_gets_only_low_choices(draft, enrollments, days, now):
    draft.placements.filter(enrollment=enrollments[0]).delete()
    placements = list(draft.placements.all())

    found = pages.run(draft, {"view": "fairness"}, now)

    assert len(placements) == 6
    assert [person for person, _ in found["blocking"]] == [enrollments[0].person]
    assert found["low"] == []


def test_fairness_stands_runs_without_inputs(page, small_cohort, lead):
    run = make_run(small_cohort, lead, finished_at=datetime.datetime(2026, 3, 2, tzinfo=datetime.UTC))

    text = _text(page.get(reverse("matching:run", args=[run.pk]), {"view": "fairness"}))

    assert "Not known for this run." in text
