"""Blackouts, cover, duties and calendars: what is written, refused and kept."""

import datetime
from dataclasses import replace

import pytest

from programs.audit.models import Entry
from programs.availability import actions, queries
from programs.availability.actions import AvailabilityRefused, Closing
from programs.availability.choices import Reason
from programs.availability.models import Blackout, CoverRule, OnCallDuty
from tests.factories.availability import make_duty

DAY = datetime.date(2026, 3, 16)
CLOSING = Closing("Year-end close", "month_end", DAY, DAY + datetime.timedelta(days=2))


# Blackouts -------------------------------------------------------------------------------


def test_add_blackout_closes_dates_for_a_department(finance, lead, now):
    actions.add_blackout(closing=replace(CLOSING, department=finance), by=lead, at=now)

    assert set(queries.closed_dates(DAY, DAY + datetime.timedelta(days=9), department_id=finance.pk)) == {
        DAY,
        DAY + datetime.timedelta(days=1),
        DAY + datetime.timedelta(days=2),
    }
    assert Entry.objects.get().deed == "add_blackout"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"until_on": DAY - datetime.timedelta(days=1)}, Reason.ENDS_FIRST),
        ({"until_on": DAY + datetime.timedelta(days=800)}, Reason.TOO_LONG),
        ({"site": "site", "department": "department"}, Reason.ONE_SCOPE),
    ],
)
def test_add_blackout_says_what_is_wrong(finance, host, lead, now, changes, reason):
    rows = {"site": host.site, "department": finance}
    closing = replace(CLOSING, **{name: rows.get(name, value) for name, value in changes.items()})

    with pytest.raises(AvailabilityRefused) as refused:
        actions.add_blackout(closing=closing, by=lead, at=now)

    assert refused.value.reasons == {reason}
    assert not Blackout.objects.exists()


def test_edit_and_lift_blackout_are_on_record(finance, lead, now):
    row = actions.add_blackout(closing=CLOSING, by=lead, at=now)
    actions.edit_blackout(blackout=row, closing=replace(CLOSING, department=finance), by=lead, at=now)
    actions.lift_blackout(blackout=row, by=lead, at=now)

    assert not Blackout.objects.exists()
    assert list(Entry.objects.order_by("id").values_list("deed", flat=True)) == [
        "add_blackout",
        "edit_blackout",
        "lift_blackout",
    ]


# Teams -----------------------------------------------------------------------------------


def test_set_cover_replaces_and_ends_the_rule(visitor, lead, now):
    values = {"team": visitor.team, "by": lead, "at": now}
    actions.set_cover(most_away=2, most_away_percent=None, **values)
    actions.set_cover(most_away=None, most_away_percent=25, **values)
    assert (CoverRule.objects.get().most_away, CoverRule.objects.get().most_away_percent) == (None, 25)

    actions.set_cover(most_away=None, most_away_percent=None, **values)
    assert not CoverRule.objects.exists()


@pytest.mark.parametrize(
    ("people", "per_cent", "reason"),
    [(1, 10, Reason.ONE_LIMIT), (None, 101, Reason.PER_CENT), (None, -1, Reason.PER_CENT)],
)
def test_set_cover_says_what_is_wrong(visitor, lead, now, people, per_cent, reason):
    with pytest.raises(AvailabilityRefused) as refused:
        actions.set_cover(team=visitor.team, most_away=people, most_away_percent=per_cent, by=lead, at=now)

    assert refused.value.reasons == {reason}


def test_add_duty_refuses_leavers_and_turned_dates(visitor, lead, now):
    visitor.is_active = False

    with pytest.raises(AvailabilityRefused) as refused:
        actions.add_duty(person=visitor, from_on=DAY, until_on=DAY - datetime.timedelta(days=1), by=lead, at=now)

    assert refused.value.reasons == {Reason.LEFT, Reason.ENDS_FIRST}


def test_end_duty_is_on_record(visitor, lead, now):
    actions.end_duty(duty=make_duty(visitor, DAY), by=lead, at=now)

    assert not OnCallDuty.objects.exists()
    assert Entry.objects.get().deed == "end_duty"
