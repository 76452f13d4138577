"""Changing recurring days: what is split, kept, made and left alone."""

import datetime
import itertools
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from programs.audit.models import Entry
from programs.core.refusals import Refusal
from programs.hosting import actions, recurring, rules
from programs.hosting.actions import HostingRefused
from programs.hosting.choices import LeftOut, Reason
from programs.hosting.models import HostingDay, HostingPattern
from programs.hosting.recurring import Change
from programs.hosting.rules import DayTimes, Fate, Standing, Weekly
from tests.factories.hosting import make_day, take_places

MORNING = DayTimes(datetime.time(9), datetime.time(13))
NOON = DayTimes(datetime.time(11), datetime.time(15))
BERLIN = ZoneInfo("Europe/Berlin")
MARCH = datetime.date(2026, 3, 3)
END = datetime.date(2026, 5, 26)
TUESDAYS = Weekly(1, MARCH, END)
"""Twelve Tuesdays and one, across the clock change of 29 March."""


def date(month, day):
    return datetime.date(2026, month, day)


@pytest.fixture
def row(offering, host, now):
    """Every Tuesday morning from 3 March to 26 May."""
    actions.plan_days(offering=offering, pattern=TUESDAYS, times=MORNING, places=2, closed={}, by=host, at=now)
    return HostingPattern.objects.get()


def edit(row, host, now, pattern=TUESDAYS, *, times=MORNING, places=2, closed=None):
    change = Change(pattern, times, places, closed or {})
    return {one.on: one.fate for one in recurring.edit_pattern(row=row, change=change, by=host, at=now)}


def standing_on(offering):
    return list(
        HostingDay.objects.filter(offering=offering, cancelled_at=None).order_by("on").values_list("on", flat=True)
    )


def day_on(on):
    return HostingDay.objects.get(on=on, cancelled_at=None)


def clock(day):
    return [moment.astimezone(BERLIN).time() for moment in (day.starts_at, day.ends_at)]


# Changing a rule ---------------------------------------------------------------------------


def test_edit_pattern_splits_the_rule_and_leaves_earlier_days_alone(row, offering, host, now):
    april = Weekly(1, date(4, 1), END)

    edit(row, host, now, april, times=NOON)

    old, new = HostingPattern.objects.order_by("from_on")
    assert (old.until_on, new.from_on, new.until_on) == (date(3, 31), date(4, 1), END)
    assert clock(day_on(date(3, 31))) == [datetime.time(9), datetime.time(13)]
    assert clock(day_on(date(4, 7))) == [datetime.time(11), datetime.time(15)]
    assert set(new.days.values_list("on", flat=True)) == {on for on in TUESDAYS.dates() if on >= date(4, 1)}


def test_edit_pattern_keeps_the_wall_clock_through_the_clock_change(row, host, now):
    edit(row, host, now, TUESDAYS, times=NOON)

    assert {tuple(clock(day)) for day in HostingDay.objects.all()} == {(datetime.time(11), datetime.time(15))}
    assert {day.starts_at.hour for day in HostingDay.objects.all()} == {10, 9}


def test_edit_pattern_never_touches_a_day_with_visits(row, offering, cohort, host, now):
    taken = day_on(date(4, 14))
    take_places(taken, cohort, 1)
    wednesdays = Weekly(2, MARCH, END)

    fates = edit(row, host, now, wednesdays, times=NOON, places=5)

    taken.refresh_from_db()
    assert fates[date(4, 14)] is Fate.HAS_VISITS
    assert (taken.cancelled_at, taken.places, clock(taken)) == (None, 2, [datetime.time(9), datetime.time(13)])
    assert standing_on(offering) == sorted([date(4, 14), *wednesdays.dates()])


def test_edit_pattern_leaves_out_what_was_left_out(row, offering, host, now):
    recurring.skip_day(day=day_on(date(4, 7)), by=host, at=now)

    fates = edit(row, host, now, TUESDAYS, times=NOON)

    assert fates[date(4, 7)] is Fate.LEFT_OUT
    assert date(4, 7) not in standing_on(offering)


def test_edit_pattern_keeps_a_moved_day_and_does_not_fill_its_old_date(row, offering, host, now):
    recurring.move_day(day=day_on(date(4, 7)), on=date(4, 9), times=MORNING, by=host, at=now)

    fates = edit(row, host, now, TUESDAYS, times=NOON)

    assert fates[date(4, 9)] is Fate.MOVED_BY_HAND
    assert date(4, 7) not in fates
    assert clock(day_on(date(4, 9))) == [datetime.time(9), datetime.time(13)]


def test_edit_pattern_and_back_again_gives_the_first_days(row, offering, host, now):
    before = standing_on(offering)

    edit(row, host, now, Weekly(3, MARCH, END))
    edit(HostingPattern.objects.latest("pk"), host, now, TUESDAYS)

    assert standing_on(offering) == before


def test_edit_pattern_leaves_out_holidays_and_blackouts(row, offering, host, now):
    closed = {date(4, 7): Refusal(LeftOut.HOLIDAY, {"title": "Easter Tuesday"})}

    fates = edit(row, host, now, TUESDAYS, closed=closed)

    assert fates[date(4, 7)] is Fate.ENDED
    assert date(4, 7) not in standing_on(offering)


def test_a_change_starts_on_a_date_of_the_rule_so_that_a_fortnight_stays_one(offering, host, now):
    fortnightly = Weekly(1, MARCH, END, 2)
    actions.plan_days(offering=offering, pattern=fortnightly, times=MORNING, places=2, closed={}, by=host, at=now)
    row = HostingPattern.objects.get()
    before = standing_on(offering)
    first = recurring.next_date(row, date(3, 4))

    edit(row, host, now, Weekly(1, first, END, 2), times=NOON)

    assert first == date(3, 17)
    assert standing_on(offering) == before


def test_edit_pattern_shortens_and_lengthens(row, offering, host, now):
    edit(row, host, now, Weekly(1, MARCH, date(3, 31)))
    shorter = standing_on(offering)
    edit(row, host, now, Weekly(1, MARCH, date(6, 30)))

    assert shorter[-1] == date(3, 31)
    assert standing_on(offering)[-1] == date(6, 30)


@pytest.mark.parametrize(
    ("pattern", "times", "places", "reason"),
    [
        (Weekly(1, END, MARCH), MORNING, 2, Reason.NO_DATES),
        (Weekly(1, MARCH, MARCH + datetime.timedelta(days=400)), MORNING, 2, Reason.TOO_LONG),
        (TUESDAYS, DayTimes(datetime.time(9), None), 2, Reason.TIMES),
        (TUESDAYS, DayTimes(datetime.time(9), datetime.time(8)), 2, Reason.ENDS_FIRST),
        (TUESDAYS, MORNING, 0, Reason.BELOW_GROUP),
    ],
)
def test_edit_pattern_says_what_is_wrong_and_changes_nothing(row, offering, host, now, pattern, times, places, reason):
    before = list(HostingDay.objects.order_by("pk").values())

    with pytest.raises(HostingRefused) as refused:
        edit(row, host, now, pattern, times=times, places=places)

    assert reason in refused.value.reasons
    assert list(HostingDay.objects.order_by("pk").values()) == before


def test_plan_days_on_the_last_friday_of_each_month(offering, host, now):
    pattern = Weekly(4, MARCH, END, nth=5)

    actions.plan_days(offering=offering, pattern=pattern, times=MORNING, places=1, closed={}, by=host, at=now)

    assert standing_on(offering) == [date(3, 27), date(4, 24)]


dates_of_spring = st.dates(MARCH, END)


@given(
    weekday=st.integers(0, 6),
    every=st.integers(1, 3),
    visited=st.sets(st.sampled_from(TUESDAYS.dates())),
    skipped=st.sets(st.sampled_from(TUESDAYS.dates())),
    moved=st.dictionaries(st.sampled_from(TUESDAYS.dates()), dates_of_spring, max_size=3),
    first=dates_of_spring,
)
def test_replan_keeps_its_promises(weekday, every, visited, skipped, moved, first):
    def span(on, times=MORNING):
        return times.on(on, BERLIN)

    standing = []
    for key, rule_on in enumerate(TUESDAYS.dates()):
        on = moved.get(rule_on, rule_on)
        if rule_on >= first and rule_on not in skipped and all(other.on != on for other in standing):
            standing.append(Standing(key, rule_on, on, span(on), 2, taken=int(rule_on in visited)))
    pattern = Weekly(weekday, first, END, every)

    found = rules.replan(
        pattern, NOON, BERLIN, places=2, standing=standing, skipped=skipped, closed={}, taken=[],
        after=datetime.datetime(2026, 3, 1, tzinfo=datetime.UTC),
    )  # fmt: skip

    fates = {one.standing.key: one for one in found if one.standing}
    assert set(fates) == {day.key for day in standing}
    for day in standing:
        stays = {Fate.HAS_VISITS} if day.taken else {Fate.MOVED_BY_HAND} if day.is_moved else set()
        assert (fates[day.key].fate in stays) == bool(stays)
        assert not stays or fates[day.key].span == day.span
    to_be = [one for one in found if one.fate not in {Fate.ENDED, Fate.LEFT_OUT}]
    new = [one for one in to_be if one.fate in {Fate.MADE, Fate.CHANGED, Fate.SAME}]
    assert {one.on for one in new} <= set(pattern.dates()) - skipped
    spans = sorted((one.span for one in to_be), key=lambda one: one.starts_at)
    assert not any(one.meets(other) for one, other in itertools.pairwise(spans))


# Single dates ------------------------------------------------------------------------------


def test_move_day_keeps_the_places_and_remembers_where_it_was(row, host, now):
    moved = recurring.move_day(day=day_on(date(4, 7)), on=date(4, 9), times=NOON, by=host, at=now)

    moved.refresh_from_db()
    assert (moved.on, moved.moved_from_on, moved.places) == (date(4, 9), date(4, 7), 2)
    assert clock(moved) == [datetime.time(11), datetime.time(15)]
    assert Entry.objects.latest("id").deed == "move_day"


@pytest.mark.parametrize(
    ("on", "reason"),
    [(date(4, 14), Reason.ALREADY), (date(3, 1), Reason.IN_THE_PAST), (date(4, 6), Reason.HOLIDAY)],
)
def test_move_day_says_what_is_wrong(row, host, now, on, reason):
    with pytest.raises(HostingRefused) as refused:
        recurring.move_day(day=day_on(date(4, 7)), on=on, times=MORNING, by=host, at=now)

    assert refused.value.reasons == {reason}


def test_move_day_leaves_a_day_with_visits_where_it_is(row, cohort, host, now):
    taken = day_on(date(4, 7))
    take_places(taken, cohort, 1)

    with pytest.raises(HostingRefused) as refused:
        recurring.move_day(day=taken, on=date(4, 9), times=MORNING, by=host, at=now)

    assert refused.value.reasons == {Reason.VISITS_STAY}


def test_skip_and_restore_are_each_others_undo(row, offering, host, now):
    before = standing_on(offering)
    day = day_on(date(4, 7))

    recurring.skip_day(day=day, by=host, at=now)
    skipped = standing_on(offering)
    recurring.restore_day(day=day, by=host, at=now)

    assert date(4, 7) not in skipped
    assert standing_on(offering) == before


def test_skip_day_refuses_where_visits_stand(row, cohort, host, now):
    taken = day_on(date(4, 7))
    take_places(taken, cohort, 1)

    with pytest.raises(HostingRefused) as refused:
        recurring.skip_day(day=taken, by=host, at=now)

    assert refused.value.reasons == {Reason.HAS_VISITS}


def test_restore_day_refuses_where_another_day_stands_meanwhile(row, offering, host, now):
    day = day_on(date(4, 7))
    recurring.skip_day(day=day, by=host, at=now)
    make_day(offering, date(4, 7), start="12:00", end="16:00")

    with pytest.raises(HostingRefused) as refused:
        recurring.restore_day(day=day, by=host, at=now)

    assert refused.value.reasons == {Reason.ALREADY}


def test_add_day_asks_once_more_on_a_public_holiday(offering, host, now):
    values = {"offering": offering, "on": date(4, 6), "times": MORNING, "places": 1, "note": "", "by": host, "at": now}

    with pytest.raises(HostingRefused) as refused:
        actions.add_day(**values)
    day = actions.add_day(**values, opens_on_holiday=True)

    assert refused.value.reasons == {Reason.HOLIDAY}
    assert day.opens_on_holiday


# Pages ---------------------------------------------------------------------------------------


@pytest.fixture
def coming(offering, host):
    """Four Mondays that are to come by the real clock, which pages read."""
    at = timezone.now()
    first = timezone.localdate() + datetime.timedelta(days=28 - timezone.localdate().weekday())
    pattern = Weekly(0, first, first + datetime.timedelta(days=21))
    actions.plan_days(offering=offering, pattern=pattern, times=MORNING, places=2, closed={}, by=host, at=at)
    return HostingPattern.objects.get()


def posted(coming, **changes):
    data = {
        "weekday": 0, "every_weeks": "1", "start": "11:00", "end": "15:00", "places": 2,
        "from_on": coming.from_on.isoformat(), "until_on": coming.until_on.isoformat(),
    }  # fmt: skip
    return data | changes


def test_a_host_sees_what_becomes_of_each_date_before_anything_is_written(client, host, coming, cohort):
    client.force_login(host)
    take_places(coming.days.first(), cohort, 1)
    before = list(HostingDay.objects.order_by("pk").values())

    page = client.post(reverse("hosting:edit_pattern", args=[coming.pk]), posted(coming)).content.decode()

    assert "Visits stand on it: it stays as it is." in page
    assert page.count("changed") >= 3
    assert list(HostingDay.objects.order_by("pk").values()) == before


def test_a_host_changes_a_rule(client, host, coming):
    client.force_login(host)

    client.post(reverse("hosting:edit_pattern", args=[coming.pk]), posted(coming, save="1"))

    assert {clock(day)[0] for day in HostingDay.objects.all()} == {datetime.time(11)}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"start": "11:00", "end": ""}, "Give both a start and an end"),
        ({"until_on": "2001-01-01"}, "No day is left"),
        ({"every_weeks": "9"}, "not one of the available choices"),
        ({"from_on": "soon"}, "Enter a valid date"),
        ({"places": "0"}, "greater than or equal to 1"),
    ],
)
def test_bad_changes_are_explained_and_nothing_typed_is_lost(client, host, coming, changes, message):
    client.force_login(host)

    answer = client.post(reverse("hosting:edit_pattern", args=[coming.pk]), posted(coming, save="1", **changes))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert message in page
    assert all(str(value) in page for value in changes.values())
    assert {clock(day)[0] for day in HostingDay.objects.all()} == {datetime.time(9)}


def test_a_host_moves_leaves_out_and_puts_back(client, host, coming):
    client.force_login(host)
    day = coming.days.first()
    data = {"on": (day.on + datetime.timedelta(days=2)).isoformat(), "start": "10:00", "end": "12:00"}
    data |= {"opens_on_holiday": "on"}

    client.post(reverse("hosting:move_day", args=[day.pk]), data)
    client.post(reverse("hosting:skip_day", args=[day.pk]))
    day.refresh_from_db()
    skipped, on = day.cancelled_at, day.on
    client.post(reverse("hosting:restore_day", args=[day.pk]))

    day.refresh_from_db()
    assert on.isoformat() == data["on"]
    assert skipped
    assert day.cancelled_at is None


@pytest.mark.parametrize("data", [{"on": ""}, {"on": "soon"}, {"on": "2001-01-01", "start": "09:00", "end": "10:00"}])
def test_a_bad_move_is_explained(client, host, coming, data):
    client.force_login(host)
    day = coming.days.first()

    answer = client.post(reverse("hosting:move_day", args=[day.pk]), data)

    assert answer.status_code == 200
    assert answer.context["form"].errors


def test_a_date_of_the_calendar_leads_to_a_day_on_it(client, host, offering, coming):
    client.force_login(host)
    month = f"{coming.from_on:%Y-%m}"

    page = client.get(reverse("hosting:offering", args=[offering.pk]), {"month": month}).content.decode()
    form = client.get(reverse("hosting:add_day", args=[offering.pk]), {"on": coming.until_on.isoformat()})

    assert f"?on={month}-" in page
    assert f'value="{coming.until_on.isoformat()}"' in form.content.decode()
