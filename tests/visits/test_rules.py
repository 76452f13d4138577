"""What may be booked, which steps follow which, and when things are due."""

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programs.visits.choices import Reason, StepReason, VisitState
from programs.visits.rules import (
    STEPS,
    Attendance,
    Case,
    Part,
    Rung,
    Step,
    attendance_of,
    cautions_for,
    expires_on,
    refusals_for,
    rung_on,
    step_refusals,
    waiting_offer_ends_at,
    working_days_after,
)

NOW = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
MONDAY = datetime.date(2026, 3, 2)
FINE = {
    "at": NOW,
    "today": MONDAY,
    "on": datetime.date(2026, 3, 16),
    "starts_at": datetime.datetime(2026, 3, 16, 8, 0, tzinfo=datetime.UTC),
    "places": 2,
    "taken": 0,
    "department": "Finance",
    "site": "Berlin",
    "cohort": "Spring 2026",
    "cohort_starts_on": datetime.date(2026, 3, 1),
    "cohort_ends_on": datetime.date(2026, 6, 30),
    "visits_wanted": 3,
    "notice_days": 2,
}
WRONG = {
    Reason.TOO_EARLY: {"horizon_days": 7},
    Reason.NOT_OFFERED: {"is_offered": False},
    Reason.FULL: {"taken": 2},
    Reason.LEFT: {"has_left": True},
    Reason.NOT_ENROLLED: {"is_enrolled": False},
    Reason.COHORT_CLOSED: {"is_cohort_open": False},
    Reason.OUTSIDE_COHORT: {"cohort_ends_on": datetime.date(2026, 3, 15)},
    Reason.NOT_IN_COHORT: {"hosts_in_cohort": False},
    Reason.OWN_DEPARTMENT: {"is_own_department": True},
    Reason.EXCLUSION: {"is_excluded": True},
    Reason.OUT_OF_REACH: {"is_out_of_reach": True},
    Reason.OUT_OF_ZONE: {"is_out_of_zone": True},
    Reason.ALREADY_THAT_DAY: {"title_that_day": "Quote desk"},
    Reason.DEPARTMENT_VISITED: {"is_department_visited": True},
    Reason.ENOUGH_VISITS: {"visits_held": 3},
    Reason.TOO_CLOSE: {"spacing_days": 5, "nearest_visit_on": datetime.date(2026, 3, 12)},
    Reason.BLACKOUT: {"blackouts": ("Month-end",)},
    Reason.HOLIDAY: {"holidays": (("Berlin", "Easter Monday"),)},
    Reason.BUSY: {"busy": ((datetime.time(9), datetime.time(10)),)},
    Reason.BLOCKED_DATE: {"is_blocked": True},
    Reason.ON_CALL: {"is_on_call": True},
    Reason.HOST_BUDGET: {"is_budget_used": True},
    Reason.HOST_HOURS: {"host_used": "Marta"},
    Reason.NOT_RELEASED: {"release_refused_by": "Mona"},
}
"""What is wrong with a fine case for each reason, in the order in which reasons are told."""


def reasons(**changes):
    return [refusal.reason for refusal in refusals_for(Case(**FINE | changes))]


def test_refusals_for_a_fine_case_is_empty():
    assert refusals_for(Case(**FINE)) == ()


@pytest.mark.parametrize("reason", WRONG, ids=str)
def test_refusals_for_names_each_reason(reason):
    assert reasons(**WRONG[reason]) == [reason]


def test_every_reason_is_decided_here():
    others = {Reason.BEGUN, Reason.PAST_NOTICE, Reason.ALREADY_THERE, Reason.TEAM_COVER}

    assert set(WRONG) | others == set(Reason)


@given(st.sets(st.sampled_from(list(WRONG))))
def test_refusals_for_gives_all_reasons_in_one_order(wanted):
    changes = {}
    for reason in wanted:
        changes |= WRONG[reason]

    found = reasons(**changes)

    assert found == [reason for reason in WRONG if reason in wanted]


@given(st.sets(st.sampled_from(list(WRONG))))
def test_refusals_for_can_all_be_read(wanted):
    changes = {}
    for reason in wanted:
        changes |= WRONG[reason]

    sentences = [str(refusal) for refusal in refusals_for(Case(**FINE | changes))]

    assert all(sentence and "%(" not in sentence for sentence in sentences)


def test_cautions_for_warn_and_refuse_nothing():
    warned = Case(**FINE, soft_blackouts=("Quarter-end",), tentative=((datetime.time(9), datetime.time(10)),))

    assert refusals_for(warned) == ()
    assert [str(caution) for caution in cautions_for(warned)] == [
        "Better not on this day: Quarter-end.",
        "Your calendar has something tentative from 09:00 to 10:00.",
    ]


@pytest.mark.parametrize(("days_before", "expected"), [(14, []), (15, [Reason.TOO_EARLY])])
def test_refusals_for_counts_the_horizon_in_days_of_the_site(days_before, expected):
    today = FINE["on"] - datetime.timedelta(days=days_before)

    assert reasons(today=today, horizon_days=14) == expected


def test_refusals_for_a_day_that_has_begun_says_nothing_of_notice():
    assert reasons(at=FINE["starts_at"], today=FINE["on"]) == [Reason.BEGUN]


@pytest.mark.parametrize(("days_before", "expected"), [(1, [Reason.PAST_NOTICE]), (2, []), (0, [Reason.PAST_NOTICE])])
def test_refusals_for_counts_notice_in_days_of_the_site(days_before, expected):
    today = FINE["on"] - datetime.timedelta(days=days_before)

    assert reasons(today=today) == expected


def test_refusals_for_hosts_and_leads_know_no_notice():
    assert reasons(today=FINE["on"], notice_days=None) == []


def test_refusals_for_a_visit_one_has_says_only_that():
    assert reasons(is_already_there=True, taken=2, visits_held=3, title_that_day="x", is_department_visited=True) == [
        Reason.ALREADY_THERE
    ]


def test_refusals_for_names_who_is_away():
    (refusal,) = refusals_for(Case(**FINE | {"is_cover_reached": True, "team_away": ("Ann", "Bob")}))

    assert str(refusal) == "Too many of your team are away on this day: Ann, Bob."


@pytest.mark.parametrize(("gap", "expected"), [(4, [Reason.TOO_CLOSE]), (5, []), (-4, [Reason.TOO_CLOSE]), (-5, [])])
def test_refusals_for_keeps_visits_apart_on_both_sides(gap, expected):
    nearest = FINE["on"] + datetime.timedelta(days=gap)

    assert reasons(spacing_days=5, nearest_visit_on=nearest) == expected


# Steps ------------------------------------------------------------------------------------

STEP = {
    "state": VisitState.CONFIRMED,
    "to": VisitState.CANCELLED,
    "part": Part.VISITOR,
    "at": NOW,
    "today": MONDAY,
    "on": FINE["on"],
    "starts_at": FINE["starts_at"],
    "ends_at": FINE["starts_at"] + datetime.timedelta(hours=4),
    "notice_days": 2,
}


def step_reasons(**changes):
    return [refusal.reason for refusal in step_refusals(Step(**STEP | changes))]


@given(st.sampled_from(list(VisitState)), st.sampled_from(list(VisitState)), st.sampled_from([*Part, None]))
def test_step_refusals_follow_the_life_cycle(state, to, part):
    allowed = part in STEPS.get(state, {}).get(to, set())

    refused = StepReason.WRONG_STATE in step_reasons(state=state, to=to, part=part)

    assert refused is not allowed


def test_steps_never_merge_withdrawn_cancelled_and_missed():
    assert VisitState.WITHDRAWN not in STEPS[VisitState.CONFIRMED]
    assert VisitState.CANCELLED not in STEPS[VisitState.REQUESTED]
    assert VisitState.MISSED not in STEPS[VisitState.REQUESTED]


@pytest.mark.parametrize(
    ("part", "expected"), [(Part.VISITOR, [StepReason.LATE]), (Part.HOST, []), (Part.LEAD, []), (Part.SYSTEM, [])]
)
def test_step_refusals_bind_only_visitors_to_notice(part, expected):
    assert step_reasons(part=part, today=FINE["on"] - datetime.timedelta(days=1)) == expected


def test_step_refusals_let_a_request_go_until_the_day_begins():
    withdrawal = {"state": VisitState.REQUESTED, "to": VisitState.WITHDRAWN}

    assert step_reasons(today=FINE["on"], **withdrawal) == []
    assert step_reasons(at=FINE["starts_at"], today=FINE["on"], **withdrawal) == [Reason.BEGUN]


@pytest.mark.parametrize("part", [Part.HOST, Part.LEAD])
def test_step_refusals_want_a_reason_from_hosts(part):
    assert step_reasons(part=part, has_reason=False) == [StepReason.NEEDS_REASON]


def test_step_refusals_wait_for_the_end_of_the_day():
    assert step_reasons(to=VisitState.ATTENDED, at=STEP["ends_at"] - datetime.timedelta(minutes=1)) == [
        StepReason.NOT_YET
    ]
    assert step_reasons(to=VisitState.ATTENDED, at=STEP["ends_at"]) == []


@pytest.mark.parametrize(
    ("host", "visitor", "is_waiting_over", "expected"),
    [
        (None, None, True, Attendance.OPEN),
        (True, None, False, Attendance.ATTENDED),
        (None, True, False, Attendance.ATTENDED),
        (False, None, False, Attendance.OPEN),
        (None, False, True, Attendance.MISSED),
        (False, False, False, Attendance.MISSED),
        (True, False, True, Attendance.CONFLICT),
        (False, True, False, Attendance.CONFLICT),
    ],
)
def test_attendance_of_two_answers(host, visitor, is_waiting_over, expected):
    assert attendance_of(host=host, visitor=visitor, is_waiting_over=is_waiting_over) is expected


# Days -------------------------------------------------------------------------------------

dates = st.dates(datetime.date(2020, 1, 1), datetime.date(2030, 12, 31))


@given(dates, st.integers(1, 30), st.sets(dates))
def test_working_days_after_counts_each_working_day_once(on, days, holidays):
    last = working_days_after(on, days, holidays)
    between = [on + datetime.timedelta(days=n) for n in range(1, (last - on).days + 1)]

    assert sum(day.weekday() < 5 and day not in holidays for day in between) == days
    assert last.weekday() < 5
    assert last not in holidays


def test_expires_on_skips_the_weekend_and_a_holiday():
    friday = datetime.date(2026, 4, 3)
    holidays = {friday, datetime.date(2026, 4, 6)}

    last = expires_on(
        requested_on=datetime.date(2026, 4, 1), day_on=datetime.date(2026, 5, 1), working_days=3, free_dates=holidays
    )

    assert last == datetime.date(2026, 4, 8)


@given(dates, st.integers(0, 40), st.integers(1, 20))
def test_expires_on_is_never_later_than_the_day(requested_on, ahead, working_days):
    day_on = requested_on + datetime.timedelta(days=ahead)

    assert expires_on(requested_on=requested_on, day_on=day_on, working_days=working_days) <= day_on


def test_rung_on_climbs_from_two_reminders_to_the_lead():
    week = [MONDAY + datetime.timedelta(days=n) for n in range(8)]

    rungs = [rung_on(day, requested_on=MONDAY, expires_on=MONDAY + datetime.timedelta(days=7)) for day in week]

    assert rungs == [None, None, Rung.REMINDER, Rung.SECOND_REMINDER, Rung.DEPUTY, None, None, Rung.LEAD]


@given(dates, st.integers(0, 20))
def test_rung_on_never_repeats_and_never_goes_back(requested_on, ahead):
    last = requested_on + datetime.timedelta(days=ahead)
    order = list(Rung)

    climbed = [
        rung
        for n in range(ahead + 5)
        if (rung := rung_on(requested_on + datetime.timedelta(days=n), requested_on=requested_on, expires_on=last))
    ]

    assert all(order.index(one) < order.index(two) for one, two in pairwise(climbed))


def test_waiting_offer_ends_before_the_days_of_notice():
    starts_at = NOW + datetime.timedelta(days=3)

    until = waiting_offer_ends_at(at=NOW, hours=48, starts_at=starts_at, notice_days=2)

    assert until == NOW + datetime.timedelta(days=1)
    assert waiting_offer_ends_at(at=starts_at, hours=24, starts_at=starts_at, notice_days=2) is None
