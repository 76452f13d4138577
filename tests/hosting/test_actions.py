"""Offerings and days: what is written, what is refused, what is on record."""

import datetime
from dataclasses import replace

import pytest

from programs.audit.models import Entry
from programs.core.refusals import Refusal
from programs.hosting import actions
from programs.hosting.actions import Block, HostingRefused, Shown
from programs.hosting.choices import LeftOut, Reason
from programs.hosting.models import HostingDay, Offering
from programs.hosting.rules import DayTimes, Weekly
from tests.factories.hosting import make_day, make_offering, take_places
from tests.factories.people import make_person, make_site

MORNING = DayTimes(datetime.time(9), datetime.time(13))
BLOCKS = [Block("welcome", "Welcome", 15), Block("task", "Close the month", 120)]
FIRST = datetime.date(2026, 3, 16)


@pytest.fixture
def shown(host):
    return Shown(
        title="Month-end close",
        summary="Sit beside the team.",
        kind="observe",
        site=host.site,
        place="Desk 4",
        contact=host,
        deputy=None,
        prerequisites="",
        excluded="",
        data_class="internal",
        places=2,
        minimum_group=1,
    )


def deeds():
    return list(Entry.objects.order_by("id").values_list("deed", flat=True))


# Offerings -----------------------------------------------------------------------------


def test_create_offering_keeps_the_agenda_in_order(finance, shown, host, now):
    offering = actions.create_offering(department=finance, shown=shown, blocks=BLOCKS, by=host, at=now)

    assert offering.state == "draft"
    assert list(offering.blocks.values_list("position", "title")) == [(1, "Welcome"), (2, "Close the month")]
    assert deeds() == ["create_offering"]


def test_create_offering_refuses_a_title_twice_and_leaves_nothing(offering, shown, host, now):
    with pytest.raises(HostingRefused) as refused:
        actions.create_offering(department=offering.department, shown=shown, blocks=BLOCKS, by=host, at=now)

    assert refused.value.reasons == {Reason.TITLE_TAKEN}
    assert Offering.objects.count() == 1
    assert deeds() == []


def test_create_offering_says_everything_that_is_wrong(finance, shown, host, now):
    host.is_active = False

    with pytest.raises(HostingRefused) as refused:
        actions.create_offering(
            department=finance, shown=replace(shown, deputy=host, minimum_group=3), blocks=BLOCKS, by=host, at=now
        )

    assert refused.value.reasons == {Reason.CONTACT_LEFT, Reason.SAME_DEPUTY, Reason.BELOW_GROUP}


def test_edit_offering_names_what_changed_and_replaces_the_agenda(offering, shown, host, now):
    actions.edit_offering(offering=offering, shown=replace(shown, place="Desk 5"), blocks=BLOCKS[1:], by=host, at=now)

    offering.refresh_from_db()
    assert (offering.place, offering.state) == ("Desk 5", "published")
    assert [block.title for block in offering.blocks.all()] == ["Close the month"]
    assert set(Entry.objects.get().facts["changed"]) == {"place", "summary"}


def test_edit_offering_by_who_may_not_review_makes_it_a_draft_again(offering, shown, host, finance, now):
    finance.lead = make_person("Doris Department", department=finance)
    finance.save()
    Offering.objects.update(state="reviewed")

    actions.edit_offering(offering=offering, shown=shown, blocks=BLOCKS, by=finance.lead, at=now)
    assert Offering.objects.get().state == "reviewed"

    actions.edit_offering(offering=offering, shown=shown, blocks=BLOCKS, by=host, at=now)
    assert Offering.objects.get().state == "draft"


@pytest.mark.parametrize(
    ("state", "step", "expected"),
    [
        ("draft", "review", "reviewed"),
        ("draft", "publish", "published"),
        ("reviewed", "publish", "published"),
        ("published", "withdraw", "withdrawn"),
        ("withdrawn", "reopen", "draft"),
    ],
)
def test_move_offering_takes_the_step(finance, shown, host, now, state, step, expected):
    offering = actions.create_offering(department=finance, shown=shown, blocks=BLOCKS, by=host, at=now)
    Offering.objects.update(state=state)

    moved = actions.move_offering(offering=offering, step=step, by=host, at=now)

    assert moved.state == expected
    assert deeds()[-1] == f"{step}_offering"


@pytest.mark.parametrize(
    ("state", "step"), [("published", "review"), ("published", "publish"), ("withdrawn", "publish")]
)
def test_move_offering_refuses_a_step_that_doesnt_fit(offering, host, now, state, step):
    Offering.objects.update(state=state)

    with pytest.raises(HostingRefused) as refused:
        actions.move_offering(offering=offering, step=step, by=host, at=now)

    assert refused.value.reasons == {Reason.WRONG_STATE}


def test_move_offering_publishes_nothing_without_agenda_and_contact(finance, host, now):
    offering = make_offering("Cash desk", department=finance, contact=host, state="draft")
    host.is_active = False
    host.save()

    with pytest.raises(HostingRefused) as refused:
        actions.move_offering(offering=offering, step="publish", by=host, at=now)

    assert refused.value.reasons == {Reason.NO_AGENDA, Reason.CONTACT_LEFT}


# Days ------------------------------------------------------------------------------------


def plan(offering, host, now, *, times=MORNING, closed=None, places=2, **pattern):
    rule = Weekly(**{"weekday": 0, "from_on": FIRST, "until_on": datetime.date(2026, 4, 6)} | pattern)
    return actions.plan_days(
        offering=offering, pattern=rule, times=times, places=places, closed=closed or {}, by=host, at=now
    )


def test_plan_days_makes_wall_clock_days_over_the_spring_change(offering, host, now):
    days = plan(offering, host, now)

    assert [day.on.isoformat() for day in days] == ["2026-03-16", "2026-03-23", "2026-03-30", "2026-04-06"]
    assert [day.starts_at.hour for day in HostingDay.objects.order_by("on")] == [8, 8, 7, 7]
    assert {day.pattern.weekday for day in days} == {0}
    assert Entry.objects.get().facts["days"] == 4


def test_plan_days_uses_the_zone_of_the_site(offering, host, now):
    offering.site = make_site("Tokyo", time_zone="Asia/Tokyo", country="JP")
    offering.save()

    day = plan(offering, host, now, until_on=FIRST)[0]

    assert (day.on, day.starts_at) == (FIRST, datetime.datetime(2026, 3, 16, 0, tzinfo=datetime.UTC))


def test_plan_days_leaves_out_closed_dates_and_days_that_are_there(offering, host, now, day):
    holiday = {datetime.date(2026, 4, 6): Refusal(LeftOut.HOLIDAY, {"title": "Easter Monday"})}

    days = plan(offering, host, now, closed=holiday)

    assert [one.on.isoformat() for one in days] == ["2026-03-23", "2026-03-30"]


def test_plan_days_refuses_when_no_date_is_left(offering, host, now, day):
    with pytest.raises(HostingRefused) as refused:
        plan(offering, host, now, until_on=FIRST)

    assert refused.value.reasons == {Reason.NO_DATES}
    assert HostingDay.objects.count() == 1


def test_plan_days_makes_whole_days(offering, host, now):
    day = plan(offering, host, now, times=DayTimes(), until_on=FIRST)[0]

    assert day.is_whole_day
    assert day.ends_at - day.starts_at == datetime.timedelta(hours=24)


def add(offering, host, now, on=FIRST, times=MORNING, places=2):
    return actions.add_day(offering=offering, on=on, times=times, places=places, note="", by=host, at=now)


@pytest.mark.parametrize(
    ("on", "times", "places", "reason"),
    [
        (FIRST, MORNING, 2, Reason.ALREADY),
        (datetime.date(2026, 3, 2), MORNING, 2, Reason.IN_THE_PAST),
        (FIRST, DayTimes(datetime.time(9)), 2, Reason.TIMES),
        (FIRST, DayTimes(datetime.time(9), datetime.time(8)), 2, Reason.ENDS_FIRST),
        (datetime.date(2026, 3, 29), DayTimes(datetime.time(2, 30), datetime.time(3)), 2, Reason.CLOCK_CHANGE),
        (datetime.date(2026, 3, 20), MORNING, 0, Reason.BELOW_GROUP),
    ],
)
def test_add_day_says_what_is_wrong(offering, host, now, day, on, times, places, reason):
    with pytest.raises(HostingRefused) as refused:
        add(offering, host, now, on, times, places)

    assert refused.value.reasons == {reason}
    assert HostingDay.objects.count() == 1


def test_add_day_back_to_back_is_fine(offering, host, now, day):
    afternoon = add(offering, host, now, times=DayTimes(datetime.time(13), datetime.time(17)))

    assert afternoon.starts_at == day.ends_at


def test_change_day_never_goes_below_what_is_taken(offering, host, now, day, cohort):
    take_places(day, cohort, 2)

    with pytest.raises(HostingRefused) as refused:
        actions.change_day(day=day, places=1, note="", by=host, at=now)

    assert str(refused.value) == "2 places are taken, so there can't be fewer."
    assert actions.change_day(day=day, places=5, note="Ring twice", by=host, at=now).places_left == 3


def test_call_off_day_refuses_while_visits_stand(host, now, day, cohort):
    take_places(day, cohort)

    with pytest.raises(HostingRefused) as refused:
        actions.call_off_day(day=day, by=host, at=now, reason="")

    assert refused.value.reasons == {Reason.HAS_VISITS, Reason.NEEDS_REASON}
    day.refresh_from_db()
    assert day.cancelled_at is None


def test_call_off_day_makes_room_for_a_new_day_at_that_time(offering, host, now, day):
    actions.call_off_day(day=day, by=host, at=now, reason="The auditors come")

    again = add(offering, host, now)

    assert again.starts_at == day.starts_at
    assert deeds() == ["call_off_day", "add_day"]


@pytest.mark.parametrize("change", [{"cancelled_at": "2026-03-01T08:00:00Z"}, {}], ids=["called off", "over"])
def test_days_that_are_gone_dont_change(host, now, day, change):
    HostingDay.objects.update(**change)
    later = now if change else now + datetime.timedelta(days=30)

    with pytest.raises(HostingRefused):
        actions.change_day(day=day, places=5, note="", by=host, at=later)
    with pytest.raises(HostingRefused):
        actions.call_off_day(day=day, by=host, at=later, reason="Too late")


def test_end_pattern_keeps_days_with_visits(offering, host, now, cohort):
    days = plan(offering, host, now)
    take_places(days[1], cohort)

    off, kept = actions.end_pattern(pattern=days[0].pattern, by=host, at=now, reason="New shift plan")

    assert (off, kept) == (3, 1)
    assert list(HostingDay.objects.filter(cancelled_at=None)) == [days[1]]
    assert make_day(offering, FIRST).pk
