"""What the solver found is on a page where a lead needs it: unmet wishes, lots, conflicts, the record."""

import csv
import datetime
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programs.audit.models import Entry
from programs.cohorts.models import CoverageFloor
from programs.matching import actions, pages, tasks
from programs.matching.models import DraftEdit, MatchingRun, Placement
from programs.notifications.models import Letter
from programs.visits.models import Visit
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day, make_offering
from tests.factories.matching import make_placement, make_run
from tests.factories.people import make_team
from tests.matching.conftest import MARCH

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(monkeypatch, now):
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def page(client, lead):
    client.force_login(lead)
    return client


def _solved(run):
    tasks.solve_run.enqueue(run.pk)
    run.refresh_from_db()
    return run


@pytest.fixture
def draft(small_cohort, enrollments, days, lead):
    """A really solved run in which everybody gets both departments."""
    return _solved(make_run(small_cohort, lead, state="draft"))


@pytest.fixture
def scarce(small_cohort, people, finance, logistics, hosts, lead):
    """Three of one team rank Finance first, which has one day with one place; Logistics has room for all."""
    one = make_day(make_offering("Close", department=finance, contact=hosts[finance], places=1), MARCH[0])
    make_day(make_offering("Night", department=logistics, contact=hosts[logistics], places=4), MARCH[4])
    rows = [make_enrollment(small_cohort, person, wanted=1, ranked=[finance, logistics]) for person in people[:3]]
    run = _solved(make_run(small_cohort, lead, state="draft"))
    return run, rows, one


@pytest.fixture
def drawn(small_cohort, people, finance, hosts, lead):
    """Three of one team with the same claim to the only place there is."""
    make_day(make_offering("Close", department=finance, contact=hosts[finance], places=1), MARCH[0])
    rows = [make_enrollment(small_cohort, person, wanted=1, ranked=[finance]) for person in people[:3]]
    return _solved(make_run(small_cohort, lead, state="draft")), rows


def _text(answer):
    return " ".join(answer.content.decode().split())


def _view(page, run, view):
    return page.get(reverse("matching:run", args=[run.pk]), {"view": view})


# Wishes that are not met -------------------------------------------------------------------------


def test_wishes_say_who_would_rather_go_where_and_what_would_help(page, scarce):
    run, rows, one = scarce

    answer = _view(page, run, "wishes")
    placed = Placement.objects.get(run=run, day=one).enrollment_id

    unmet = {row.enrollment_id: row for row in answer.context["unmet"]}
    assert set(unmet) == {row.pk for row in rows} - {placed}
    assert all((row.rank, row.causes) == (1, ["all places taken (1)"]) for row in unmet.values())
    assert "One more place at “Close” (Finance) on 16 March 2026" in _text(answer)
    assert "2 wishes of 2 people, 2 of them first choices." in _text(answer)


def test_wishes_lead_to_a_message_about_a_better_visit(page, scarce, hosts, finance):
    run, _rows, _one = scarce
    (change,) = _view(page, run, "wishes").context["better"]
    address = reverse("matching:ask_host", args=[run.pk, change.number])

    drafted = page.get(address).context["form"].initial
    page.post(address, drafted)

    assert "gives 1 person a better visit" in drafted["text"]
    assert Letter.objects.get(kind="matching/host_asked").to == hosts[finance]
    assert "was asked on" in _text(_view(page, run, "wishes"))


def test_wishes_say_when_none_is_open(page, draft):
    assert "No wish is left open" in _text(_view(page, draft, "wishes"))


@pytest.mark.parametrize("view", ["wishes", "draw"])
def test_results_cost_the_same_for_few_and_many(
    page, small_cohort, people, finance, hosts, lead, django_assert_num_queries, view
):
    """The longer list has people of other teams, other days and more of everything."""
    days = [
        make_day(make_offering(f"Close {number}", department=finance, contact=hosts[finance], places=1), MARCH[number])
        for number in range(3)
    ]
    row = make_enrollment(small_cohort, people[0], wanted=1, ranked=[finance])
    lot = {"day": days[0].pk, "winner": row.pk, "entrants": [[row.pk, 9]]}
    wish = {"visitor": row.pk, "department": finance.pk, "rank": 1, "options": 1, "changes": []}
    few = make_run(
        small_cohort,
        lead,
        result={
            "lots": [lot],
            "unmet": [wish | {"obstacles": [["full", [days[0].pk], 1], ["cover", [1, 739_000], 1]]}],
        },
    )
    others = [make_enrollment(small_cohort, person, wanted=1, ranked=[finance]) for person in people[1:]]
    blocked = [["full", [day.pk], 1] for day in days] + [
        ["cover", [make_team("Z", people[0].department).pk, 739_000], 1]
    ]
    many = make_run(
        small_cohort,
        lead,
        result={
            "lots": [lot | {"day": day.pk, "entrants": [[one.pk, one.pk] for one in others]} for day in days],
            "unmet": [wish | {"visitor": one.pk, "obstacles": blocked} for one in others],
        },
    )
    with CaptureQueriesContext(connection) as counted:
        _view(page, few, view)

    with django_assert_num_queries(len(counted)):
        _view(page, many, view)


# One person ------------------------------------------------------------------------------------


def test_person_shows_reasons_the_alternative_and_what_would_help(page, scarce):
    run, rows, one = scarce
    placed = Placement.objects.get(run=run, day=one)
    others = [row for row in rows if row.pk != placed.enrollment_id]

    winner = _text(page.get(reverse("matching:person", args=[run.pk, placed.enrollment_id])))
    losers = [_text(page.get(reverse("matching:person", args=[run.pk, row.pk]))) for row in others]

    assert "Choice 1 on the list." in winner
    assert "of 1,000 points less to both sides, while nobody else moves." in winner
    assert all("“Close” (Finance) on 16 March 2026 is full" in loser for loser in losers)
    assert sum("gives 1 person a better visit" in loser for loser in losers) == 1


def test_person_solves_what_would_happen_without_a_placement(page, scarce):
    run, rows, one = scarce
    placed = Placement.objects.get(run=run, day=one)
    address = reverse("matching:person", args=[run.pk, placed.enrollment_id])

    without = page.get(address, {"without": placed.pk}).context["without"]

    assert without.day.offering.title == "Night"
    assert {person.pk for person in without.others} < {row.person_id for row in rows} - {placed.enrollment.person_id}
    assert len(without.others) == 1  # somebody else takes the place that falls free
    assert set(run.placements.values_list("pk", flat=True)) == set(Placement.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("without", ["", "x", "999999"])
def test_person_survives_a_placement_that_is_not_theirs(page, scarce, without):
    run, rows, _one = scarce

    answer = page.get(reverse("matching:person", args=[run.pk, rows[0].pk]), {"without": without})

    assert (answer.status_code, answer.context["without"]) == (200, None)


def test_person_is_linked_from_the_draft(page, draft, enrollments):
    text = _text(page.get(reverse("matching:run", args=[draft.pk])))

    assert all(reverse("matching:person", args=[draft.pk, row.pk]) in text for row in enrollments)


def test_person_never_says_whom_somebody_would_rather_avoid(page, small_cohort, people, finance, hosts, lead):
    """A visitor who avoids the only host looks like one for whom no day fits."""
    make_day(make_offering("Close", department=finance, contact=hosts[finance], places=1), MARCH[0])
    row = make_enrollment(small_cohort, people[0], wanted=1, ranked=[finance])
    row.avoided.add(hosts[finance])
    run = _solved(make_run(small_cohort, lead, state="draft"))

    shown = page.get(reverse("matching:person", args=[run.pk, row.pk]))
    pages_of_run = [_view(page, run, view) for view in ("people", "wishes", "draw", "fairness")]
    kept = page.get(reverse("matching:record", args=[run.pk]), {"as": "json"})

    said = " ".join(_text(answer) for answer in (shown, *pages_of_run, kept))
    assert hosts[finance].name not in said
    assert "avoid" not in said.lower()
    assert "No open day fits the list." in _text(shown)


# The draw --------------------------------------------------------------------------------------


def test_draw_shows_who_had_an_equal_claim_and_who_drew_what(page, drawn):
    run, rows = drawn

    (lot,) = _view(page, run, "draw").context["page"]

    winner = Placement.objects.get(run=run).enrollment_id
    assert {one.enrollment_id for one in lot.entrants} == {row.pk for row in rows}
    assert [one.enrollment_id for one in lot.entrants if one.has_won] == [winner]
    assert lot.entrants[0].has_won
    assert [one.number for one in lot.entrants] == sorted((one.number for one in lot.entrants), reverse=True)


def test_draw_comes_as_a_file(page, drawn, people):
    run, _rows = drawn
    people[0].name = "=cmd()"
    people[0].save()

    answer = page.get(reverse("matching:export_lots", args=[run.pk]))

    header, *lines = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert header[-2:] == ["Number drawn", "Got the place"]
    assert {line[4] for line in lines} == {"'=cmd()", "Person B", "Person C"}
    assert [line[-1] for line in lines] == ["yes", "no", "no"]


def test_draw_says_when_nothing_was_decided_by_lot(page, draft):
    assert "Nothing was decided by lot" in _text(_view(page, draft, "draw"))


# No plan ---------------------------------------------------------------------------------------


@pytest.fixture
def clash(page, draft, enrollments, days, lead):
    """Three people are locked on a day with two places, and the run is solved again."""
    for row in enrollments[:3]:
        Placement.objects.filter(run=draft, enrollment=row).delete()
        make_placement(draft, row, days[0], is_locked=True)
    return _solved(make_run(draft.cohort, lead, state="draft", based_on=draft))


def test_conflict_says_what_the_locks_clash_on_and_offers_to_unlock(page, clash, draft, enrollments, days):
    text = _text(page.get(reverse("matching:run", args=[clash.pk])))
    lock = Placement.objects.get(run=draft, enrollment=enrollments[0], day=days[0])

    page.post(reverse("matching:lock", args=[lock.pk]))

    lock.refresh_from_db()
    assert "“Month-end close” (Finance) on 16 March 2026 is full" in text
    assert reverse("matching:lock", args=[lock.pk]) in text
    assert not lock.is_locked


def test_conflict_is_solved_again_from_the_draft_before(
    page, clash, draft, enrollments, days, django_capture_on_commit_callbacks
):
    """The run without a plan has no placements: the locks that are left are those of the draft."""
    lock = Placement.objects.get(run=draft, enrollment=enrollments[0], day=days[0])
    page.post(reverse("matching:lock", args=[lock.pk]))

    with django_capture_on_commit_callbacks(execute=True):
        page.post(reverse("matching:again", args=[clash.pk]))

    again = MatchingRun.objects.latest("pk")
    assert (again.state, again.based_on_id) == ("solved", draft.pk)
    assert set(again.placements.filter(is_locked=True).values_list("enrollment_id", flat=True)) == {
        row.pk for row in enrollments[1:3]
    }


def test_conflict_says_why_a_lock_is_not_possible_any_more(page, draft, enrollments, days, lead):
    enrollments[0].blocked_dates.create(on=days[0].on)
    Placement.objects.filter(run=draft, enrollment=enrollments[0]).delete()
    make_placement(draft, enrollments[0], days[0], is_locked=True)
    run = _solved(make_run(draft.cohort, lead, state="draft", based_on=draft))

    text = _text(page.get(reverse("matching:run", args=[run.pk])))

    assert run.state == "infeasible"
    assert str(next(iter(pages.run(run, {}, timezone.now())["conflict"])).refusals[0]) in text


def test_conflict_keeps_quiet_about_a_lock_on_somebody_who_is_avoided(page, draft, enrollments, days, lead, hosts):
    host = days[0].offering.contact
    Placement.objects.filter(run=draft, enrollment=enrollments[0]).delete()
    make_placement(draft, enrollments[0], days[0], is_locked=True)
    enrollments[0].avoided.add(host)
    run = _solved(make_run(draft.cohort, lead, state="draft", based_on=draft))

    text = _text(page.get(reverse("matching:run", args=[run.pk])))

    assert "This day is no longer among those possible for this person." in text
    assert host.name not in text
    assert "avoid" not in text.lower()


def test_conflict_of_a_floor_says_how_many_visits_are_possible(page, small_cohort, enrollments, days, finance, lead):
    CoverageFloor.objects.create(
        cohort=small_cohort, department=finance, from_on=MARCH[0], until_on=MARCH[1], least=9, is_required=True
    )
    run = _solved(make_run(small_cohort, lead, state="draft"))

    text = _text(page.get(reverse("matching:run", args=[run.pk])))

    assert "At least 9 visits from 16 March 2026 to 17 March 2026 are required, and 4 are possible at most." in text
    assert reverse("matching:rules", args=[small_cohort.pk]) + "#floors" in text


# The record --------------------------------------------------------------------------------------


def test_record_holds_everything_that_was_decided_on(page, drawn, lead, now):
    run, _rows = drawn
    placement = Placement.objects.get(run=run)
    actions.lock_placement(placement=placement, by=lead, at=now)
    edit = DraftEdit.objects.get()
    page.post(reverse("matching:explain", args=[edit.pk]), {"why": "Her project depends on it"})

    kept = pages.record_of(run)

    assert (kept.seed, kept.inputs_sha256, kept.versions) == (run.seed, run.inputs_sha256, run.versions)
    assert (kept.weights[0].label, kept.weights[0].weight) == ("Place on the visitor's list", 50)
    assert {one.label: one.is_on for one in kept.switches} == {
        "Only departments on the visitor's list": True,
        "Balance visits between hosts": True,
    }
    assert kept.levels[0].title == "People with a first visit"
    assert all(level.is_proven and level.gap == 0 for level in kept.levels)
    assert (kept.visitors, kept.days, kept.places, kept.wishes) == (3, 1, 1, 3)
    assert kept.ranks == ((0, 2), (1, 1))
    assert (kept.blocking_pairs, kept.inequality, kept.is_cut_short) == (0, 0.0, False)
    assert [(load.department, load.visits, load.share) for load in kept.loads] == [("Finance", 1, 1.0)]
    assert [len(lot.entrants) for lot in kept.lots] == [3]
    assert [(one.kind, one.by, one.why) for one in kept.edits] == [("Locked", lead.name, "Her project depends on it")]
    assert Entry.objects.filter(deed="explain_edit").count() == 1


def test_record_keeps_the_rules_that_the_run_froze(drawn, lead, now, small_cohort):
    run, _rows = drawn
    weights = {"choice_weight": 1, "goals_weight": 2, "asked_weight": 3, "newness_weight": 4, "owed_weight": 5}

    actions.set_rules(cohort=small_cohort, weights=weights, only_listed=False, balances_hosts=False, by=lead, at=now)

    assert [one.weight for one in pages.record_of(run).weights] == [50, 15, 15, 15, 5]


@pytest.mark.parametrize("state", ["draft", "solving", "failed", "infeasible", "discarded"])
def test_record_opens_in_every_state(page, small_cohort, lead, state):
    run = make_run(small_cohort, lead, state=state, failure="crashed" if state == "failed" else "")

    answer = page.get(reverse("matching:record", args=[run.pk]))

    assert answer.status_code == 200
    assert answer.context["record"].outcome.visits == 0


def test_record_is_the_same_as_data(page, drawn):
    run, _rows = drawn

    data = json.loads(page.get(reverse("matching:record", args=[run.pk]), {"as": "json"}).content)

    assert data["inputs_sha256"] == run.inputs_sha256
    assert data["levels"][0]["gap"] == 0
    assert [entrant[2] for entrant in data["lots"][0]["entrants"]] == [True, False, False]


def test_record_costs_the_same_for_few_and_many(page, draft, enrollments, days, lead, now, django_assert_num_queries):
    few = make_run(draft.cohort, lead, inputs=draft.inputs)
    actions.lock_placement(placement=make_placement(few, enrollments[0], days[0]), by=lead, at=now)
    for placement in draft.placements.all():
        actions.lock_placement(placement=placement, by=lead, at=now)
    with CaptureQueriesContext(connection) as counted:
        page.get(reverse("matching:record", args=[few.pk]))

    with django_assert_num_queries(len(counted)):
        page.get(reverse("matching:record", args=[draft.pk]))


def test_edits_keep_the_reason_given_with_a_move(page, draft, days):
    placement = draft.placements.filter(day=days[0]).first()
    other = draft.placements.filter(day=days[1]).exclude(enrollment=placement.enrollment_id).first()
    page.post(reverse("matching:take_out", args=[other.pk]))

    page.post(reverse("matching:move", args=[placement.pk]), {"day": days[1].pk, "why": "Shares a lift"})

    assert "“Shares a lift”" in _text(_view(page, draft, "edits"))


def test_explain_refuses_what_is_too_long(page, draft, lead, now):
    actions.lock_placement(placement=draft.placements.first(), by=lead, at=now)
    edit = DraftEdit.objects.get()

    answer = page.post(reverse("matching:explain", args=[edit.pk]), {"why": "x" * 251}, follow=True)

    edit.refresh_from_db()
    assert edit.why == ""
    assert "at most 250 characters" in _text(answer)


# Whatever goes in: a plain message and a next step ----------------------------------------------


def test_nobody_enrolled_is_said_with_a_way_to_the_enrolments(page, small_cohort, days):
    data = {"cohort": small_cohort.pk, "preset": "best_fit", "time_limit": 10, "seed": 5}

    text = _text(page.post(reverse("matching:index"), data))

    assert "Nobody is enrolled yet. Invite people to enrol first." in text
    assert reverse("cohorts:enrollments", args=[small_cohort.pk]) in text


def test_no_hosting_day_is_said_with_a_way_to_the_offerings(page, small_cohort, enrollments):
    data = {"cohort": small_cohort.pk, "preset": "best_fit", "time_limit": 10, "seed": 5}

    text = _text(page.post(reverse("matching:index"), data))

    assert "No hosting days are open in this cohort." in text
    assert reverse("hosting:index") + "?of=all" in text


def test_a_run_whose_visitors_have_all_gone_is_an_empty_draft_that_says_so(page, small_cohort, days, lead):
    run = _solved(make_run(small_cohort, lead, state="draft"))

    text = _text(page.get(reverse("matching:run", args=[run.pk])))

    assert run.state == "solved"
    assert "Nobody can be placed on any day." in text
    assert reverse("hosting:index") in text


def test_a_preferred_floor_above_supply_is_missed_and_said(page, small_cohort, enrollments, days, finance, lead):
    CoverageFloor.objects.create(cohort=small_cohort, department=finance, from_on=MARCH[0], until_on=MARCH[1], least=9)
    run = _solved(make_run(small_cohort, lead, state="draft"))

    text = _text(page.get(reverse("matching:run", args=[run.pk])))

    assert "Finance gets 4 of the 9 visits asked for from 16 March 2026 to 17 March 2026." in text
    assert reverse("matching:rules", args=[small_cohort.pk]) + "#floors" in text


def test_a_person_without_wishes_is_placed_and_named_in_a_count(page, small_cohort, people, days, lead):
    row = make_enrollment(small_cohort, people[0], wanted=1)
    run = _solved(make_run(small_cohort, lead, state="draft"))

    text = _text(page.get(reverse("matching:run", args=[run.pk])))
    own = _text(page.get(reverse("matching:person", args=[run.pk, row.pk])))

    assert "1 person has listed no department" in text
    assert reverse("cohorts:enrollments", args=[small_cohort.pk]) in text
    assert "Not listed" in own


def test_a_search_whose_process_is_gone_starts_again_from_its_page(
    page, small_cohort, enrollments, days, lead, now, django_capture_on_commit_callbacks
):
    """What the dead process says afterwards, should it come back, is not heard."""
    run = make_run(small_cohort, lead, state="draft")
    _, attempt = actions.begin_attempt(run_id=run.pk, at=now - datetime.timedelta(minutes=5))
    run.refresh_from_db()
    before = run.inputs_sha256

    with django_capture_on_commit_callbacks(execute=True):
        page.post(reverse("matching:restart", args=[run.pk]))
    actions.finish_run(run_id=run.pk, attempt=attempt, result={"status": "infeasible"}, at=now)

    run.refresh_from_db()
    assert (run.state, run.inputs_sha256) == ("solved", before)
    assert not Visit.objects.exists()
