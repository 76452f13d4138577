"""Bulk facts about people and dates, in a constant number of queries."""

import datetime

import pytest

from programs.availability import queries
from programs.availability.choices import BusyKind
from tests.factories.availability import make_blackout, make_busy, make_cover, make_duty
from tests.factories.people import make_person, make_team

DAY = datetime.date(2026, 3, 16)
WEEK = DAY + datetime.timedelta(days=6)


def at(hour, day=DAY):
    return datetime.datetime.combine(day, datetime.time(hour), datetime.UTC)


def test_busy_times_are_merged_per_person(visitor, outsider):
    make_busy(visitor, at(9), at(10))
    make_busy(visitor, at(10), at(12), source="Private")
    make_busy(visitor, at(15), at(16), kind="tentative")

    busy = queries.busy_times([visitor.pk, outsider.pk], at(0), at(23))

    assert [(one.starts_at, one.ends_at, one.is_firm) for one in busy[visitor.pk]] == [
        (at(9), at(12), True),
        (at(15), at(16), False),
    ]
    assert busy[outsider.pk] == ()


def test_busy_times_leave_out_what_only_touches_the_span(visitor):
    make_busy(visitor, at(9), at(10))

    assert queries.busy_times([visitor.pk], at(10), at(12)) == {visitor.pk: ()}


def test_away_names_who_is_on_call_or_out_of_office(visitor, it_department):
    olaf = make_person("Olaf Out", department=it_department, team=visitor.team)
    make_duty(visitor, DAY, DAY + datetime.timedelta(days=20))
    make_busy(olaf, at(6), at(18), kind="out_of_office")
    make_busy(olaf, at(6, WEEK), at(18, WEEK), kind="busy")

    away = queries.away([visitor.team_id], DAY, WEEK)

    assert away[visitor.team_id, DAY] == {visitor.pk: "Vera Visser", olaf.pk: "Olaf Out"}
    assert away[visitor.team_id, WEEK] == {visitor.pk: "Vera Visser"}
    assert len(away) == 7


def test_on_call_dates_stay_within_the_dates_asked_for(visitor):
    make_duty(visitor, DAY - datetime.timedelta(days=3), DAY + datetime.timedelta(days=1))

    assert queries.on_call_dates([visitor.pk], DAY, WEEK) == {
        visitor.pk: frozenset({DAY, DAY + datetime.timedelta(days=1)})
    }


def test_covers_counts_active_people_only(visitor, it_department):
    make_person("Lara Left", department=it_department, team=visitor.team, is_active=False)
    make_cover(visitor.team, most_away_percent=50)

    cover = queries.covers([visitor.team_id])[visitor.team_id]

    assert (cover.size, cover.most_away, cover.people) == (1, 1, frozenset({visitor.pk}))


def test_closed_dates_leave_out_teams_and_other_places(finance, visitor):
    make_blackout("Month-end", DAY, DAY + datetime.timedelta(days=1), department=finance)
    make_blackout("Platform move", WEEK, team=visitor.team)
    make_blackout("Elsewhere", WEEK, site=visitor.site)

    closed = queries.closed_dates(DAY, WEEK, site_id=-1, department_id=finance.pk)

    assert closed == {DAY: "Month-end", DAY + datetime.timedelta(days=1): "Month-end"}


@pytest.mark.parametrize(
    ("ask", "expected"),
    [
        (lambda people, teams: queries.busy_times(people, at(0), at(23)), 1),
        (lambda people, teams: queries.on_call_dates(people, DAY, WEEK), 1),
        (lambda people, teams: queries.covers(teams), 2),
        (lambda people, teams: queries.away(teams, DAY, WEEK), 2),
        (lambda people, teams: queries.blackouts_between(DAY, WEEK), 1),
    ],
)
def test_bulk_queries_cost_the_same_for_many(it_department, django_assert_num_queries, ask, expected):
    people, teams = [], []
    for number in range(8):
        team = make_team(f"Team {number}", it_department)
        person = make_person(f"Person {number}", department=it_department, team=team)
        make_busy(person, at(9), at(17), kind=BusyKind.OUT_OF_OFFICE)
        make_duty(person, DAY)
        make_cover(team)
        make_blackout(f"Freeze {number}", DAY, team=team)
        people.append(person.pk)
        teams.append(team.pk)

    with django_assert_num_queries(expected):
        ask(people, teams)
