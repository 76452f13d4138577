import dataclasses
import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.reports import documents, encounters, rules
from programs.reports.encounters import Meeting
from programs.reports.figures import Lasting
from tests.conftest import TODAY
from tests.factories.reports import make_figures

MONDAY = date(2026, 3, 2)


def meetings(*groups):
    """Meetings of (team, department, visitors, week), all of them from people of one small site or another."""
    return [
        Meeting(1000 * at + visitor, team, f"site {at}-{visitor}", department, MONDAY + timedelta(7 * week))
        for at, (team, department, visitors, week) in enumerate(groups)
        for visitor in range(visitors)
    ]


def test_flows_shown_merges_teams_with_few_visitors_in_a_department():
    found = meetings(("ERP", "Finance", 6, 0), ("Web", "Finance", 3, 0), ("Networks", "Finance", 2, 0))

    kind, flows = encounters.flows_shown(found, k=5, alone=["Finance"])

    assert kind == "team"
    assert [(flow.origin, flow.department, flow.visits) for flow in flows] == [
        ("ERP", "Finance", 6),
        ("", "Finance", 5),
    ]


def test_flows_shown_leaves_out_departments_that_do_not_stand_alone():
    found = meetings(("ERP", "Finance", 6, 0), ("ERP", "Legal", 6, 0))

    _kind, flows = encounters.flows_shown(found, k=5, alone=["Finance"])

    assert {flow.department for flow in flows} == {"Finance"}


def test_flows_shown_speaks_of_sites_where_teams_are_too_small():
    found = [Meeting(at, f"team {at}", ("Bremen", "Leeds")[at % 2], "Finance", MONDAY) for at in range(13)]

    kind, flows = encounters.flows_shown(found, k=5, alone=["Finance"])

    assert kind == "site"
    assert [(flow.origin, flow.visits) for flow in flows] == [("Bremen", 7), ("Leeds", 6)]


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), st.sampled_from("XYZ"), st.integers(1, 9)), max_size=12))
def test_flows_shown_never_counts_fewer_than_five_people(groups):
    found = meetings(*((team, department, visitors, 0) for team, department, visitors in groups))
    hosts = {one.department for one in found}
    alone = [host for host in hosts if len({one.visitor for one in found if one.department == host}) >= 5]

    _kind, flows = encounters.flows_shown(found, k=5, alone=alone)

    assert all(flow.visits >= 5 for flow in flows)
    for host in alone:
        assert sum(flow.visits for flow in flows if flow.department == host) == sum(
            one.department == host for one in found
        )


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 8)), max_size=8).map(sorted))
def test_periods_shown_hold_five_people_each_and_lose_no_visit(weeks):
    found = meetings(*(("ERP", "Finance", visitors, week) for week, visitors in weeks))

    periods = encounters.periods_shown(found, k=5)

    assert all(period.visits >= 5 for period in periods)
    assert not periods or sum(period.visits for period in periods) == len(found)
    assert all(one.end < other.start for one, other in itertools.pairwise(periods))
    assert bool(periods) == (len(found) >= 5)


def test_lasting_and_network_of_a_cohort_without_answers_are_nothing(cohort):
    assert encounters.lasting(cohort) == ()
    assert encounters.network(cohort) is None
    assert encounters.quick_wins(cohort) == ()
    assert encounters.waves_between([], None) == ()


@pytest.mark.parametrize(("tries", "minutes"), [(1, 1), (2, 10), (3, 60)])
def test_next_attempt_waits_longer_each_time(now, tries, minutes):
    assert rules.next_attempt(tries, now) == now + timedelta(minutes=minutes)


def test_next_attempt_gives_up_in_the_end(now):
    assert rules.next_attempt(4, now) is None


def test_month_of_names_the_month():
    assert rules.month_of(TODAY) == f"{TODAY.year}-{TODAY.month:02}"


def test_few_contacts_are_told_as_counts_and_never_as_the_finding():
    figures = dataclasses.replace(make_figures(), lasting=(Lasting(30, 82, 97, 0.76, 0.91), Lasting(180, 7, 8, 0.5, 1)))

    chart = next(one for one in documents.report(figures, "0" * 64).charts if one.name == "persistence")

    assert chart.title == "82 of 97 contacts were still there after 30 days"
    assert ">7 of 8<" in chart.wide
    assert "88%" not in chart.wide
