"""The life of a visit after booking: every step, who hears of it, and what it leaves behind."""

import datetime

import pytest

from programs.audit.models import Entry
from programs.hosting.actions import HostingRefused
from programs.hosting.choices import Reason as HostingReason
from programs.hosting.models import HostingDay
from programs.notifications.models import Letter
from programs.visits import actions
from programs.visits.choices import OfferState, Reason, ReleaseState, StepReason, VisitState, WaitingState
from programs.visits.models import VisitStep, WaitingPlace
from tests.factories.hosting import make_day
from tests.factories.people import make_person
from tests.factories.visits import make_counter_offer, make_release, make_visit, make_waiting_place

AFTER = datetime.datetime(2026, 3, 17, 8, 0, tzinfo=datetime.UTC)
"""The working day after the day."""


def taken(day):
    return HostingDay.objects.get(pk=day.pk).taken


@pytest.fixture
def request_(enrollment, day):
    return make_visit(enrollment, day)


@pytest.fixture
def confirmed(enrollment, day):
    return make_visit(enrollment, day, state=VisitState.CONFIRMED)


@pytest.fixture
def invited(request_, host, now):
    """A visit that was confirmed by mail, and the mails went out."""
    actions.confirm_visit(visit=request_, by=host, at=now)
    Letter.objects.update(attempts=1, state="sent")
    return request_


# Answering --------------------------------------------------------------------------------


def test_confirm_visit_invites_both_sides(request_, host, now, letters):
    actions.confirm_visit(visit=request_, by=host, at=now)

    request_.refresh_from_db()
    assert (request_.state, request_.sequence, request_.changed_at) == (VisitState.CONFIRMED, 1, now)
    assert letters() == [("confirmed", "Vera", "REQUEST"), ("confirmed", "Hugo", "REQUEST")]
    assert Entry.objects.get(deed="confirm_visit").facts == {"earlier": "requested", "later": "confirmed"}


def test_confirm_visit_twice_is_refused_and_tells_nobody_again(request_, host, now, letters):
    stale = type(request_).objects.get(pk=request_.pk)
    actions.confirm_visit(visit=request_, by=host, at=now)
    told = letters()

    with pytest.raises(actions.StepRefused) as refused:
        actions.confirm_visit(visit=stale, by=host, at=now)

    assert refused.value.reasons == {StepReason.WRONG_STATE}
    assert letters() == told


@pytest.mark.parametrize("who", ["visitor", "outsider"])
def test_confirm_visit_is_for_hosts_and_leads(request, request_, now, who):
    with pytest.raises(actions.StepRefused):
        actions.confirm_visit(visit=request_, by=request.getfixturevalue(who), at=now)


def test_decline_visit_frees_the_place_and_offers_others(request_, host, later_day, now, letters):
    actions.decline_visit(visit=request_, by=host, at=now, reason="Audit week")

    assert taken(request_.day) == 0
    assert letters() == [("declined", "Vera", "")]
    text = Letter.objects.get().text
    assert "Audit week" in text
    assert f"/visits/days/{later_day.pk}/" in text


def test_decline_visit_needs_a_reason(request_, host, now):
    with pytest.raises(actions.StepRefused) as refused:
        actions.decline_visit(visit=request_, by=host, at=now, reason="  ")

    assert refused.value.reasons == {StepReason.NEEDS_REASON}
    assert taken(request_.day) == 1


# Ending -----------------------------------------------------------------------------------


def test_withdraw_visit_takes_a_request_back(request_, now, letters):
    actions.withdraw_visit(visit=request_, by=request_.visitor, at=now)

    assert (request_.state, taken(request_.day)) == (VisitState.WITHDRAWN, 0)
    assert letters() == [("withdrawn", "Hugo", "")]


def test_withdraw_visit_cancels_both_calendars_with_a_higher_sequence(invited, now, letters):
    requests = list(Letter.objects.exclude(event_uid="").order_by("pk"))

    actions.withdraw_visit(visit=invited, by=invited.visitor, at=now, reason="Ill")

    cancels = list(Letter.objects.filter(pk__gt=requests[-1].pk).order_by("pk"))
    assert invited.state == VisitState.CANCELLED
    assert letters(since=requests[-1].pk) == [("cancelled", "Vera", "CANCEL"), ("cancelled", "Hugo", "CANCEL")]
    assert [row.event_uid for row in cancels] == [row.event_uid for row in requests]
    assert [row.event_sequence for row in cancels] == [row.event_sequence + 1 for row in requests]


def test_withdraw_visit_is_too_late_within_the_notice_but_not_for_the_host(confirmed, host, now):
    late = confirmed.starts_at - datetime.timedelta(hours=30)

    with pytest.raises(actions.StepRefused) as refused:
        actions.withdraw_visit(visit=confirmed, by=confirmed.visitor, at=late)
    actions.call_off_visit(visit=confirmed, by=host, at=late, reason="Ill")

    assert refused.value.reasons == {StepReason.LATE}
    assert confirmed.state == VisitState.CANCELLED


def test_call_off_day_ends_every_visit_and_tells_everyone_why(enrollment, colleague, day, host, now, letters):
    make_visit(enrollment, day, state=VisitState.CONFIRMED)
    make_visit(colleague, day)

    ended = actions.call_off_day(day=day, by=host, at=now, reason="The auditors come")

    assert (ended, taken(day)) == (2, 0)
    assert HostingDay.objects.get(pk=day.pk).cancelled_at == now
    assert sorted(letters()) == [("cancelled", "Hugo", ""), ("cancelled", "Vera", ""), ("declined", "Carl", "")]
    assert all("The auditors come" in letter.text for letter in Letter.objects.all())
    assert set(VisitStep.objects.exclude(reason="").values_list("state", flat=True)) == {"cancelled", "declined"}


def test_call_off_day_twice_is_refused(day, host, now):
    actions.call_off_day(day=day, by=host, at=now, reason="Ill")

    with pytest.raises(HostingRefused) as refused:
        actions.call_off_day(day=day, by=host, at=now, reason="Ill")

    assert refused.value.reasons == {HostingReason.CALLED_OFF}


def test_cancel_visits_of_leaver_ends_what_is_to_come(invited, sales_day, enrollment, administrator, now, letters):
    request = make_visit(enrollment, sales_day)
    waiting = make_waiting_place(enrollment, sales_day)
    person = enrollment.person
    person.is_active = False
    person.save()
    last = Letter.objects.order_by("pk").last().pk

    ended = actions.cancel_visits_of_leaver(person=person, by=administrator, at=now)

    invited.refresh_from_db()
    request.refresh_from_db()
    waiting.refresh_from_db()
    assert (ended, invited.state, request.state, waiting.state) == (2, "cancelled", "withdrawn", "left")
    assert letters(since=last) == [
        ("cancelled", "Vera", "CANCEL"), ("cancelled", "Hugo", "CANCEL"), ("withdrawn", "Sara", ""),
    ]  # fmt: skip


def test_nothing_is_sent_about_past_events(confirmed, host, letters):
    actions.say_attendance(visit=confirmed, by=host, at=AFTER, came=True)
    actions.mark_debriefed(visit=confirmed, by=host, at=AFTER)

    assert confirmed.state == VisitState.DEBRIEFED
    assert letters() == []


# Counter-offers ---------------------------------------------------------------------------


def test_offer_other_day_keeps_the_first_place(request_, later_day, host, now, letters):
    actions.offer_other_day(visit=request_, day=later_day, by=host, at=now, message="We close that week.")

    assert (taken(request_.day), taken(later_day)) == (1, 0)
    assert letters() == [("counter_offer", "Vera", "")]
    assert "We close that week." in Letter.objects.get().text


def test_accept_counter_offer_moves_the_visit_at_once(request_, later_day, host, now, letters):
    offer = make_counter_offer(request_, later_day, by=host)

    moved = actions.accept_counter_offer(offer=offer, by=request_.visitor, at=now)

    request_.refresh_from_db()
    assert (moved.state, moved.day, moved.is_swap, request_.state) == ("confirmed", later_day, False, "withdrawn")
    assert (taken(request_.day), taken(later_day)) == (0, 1)
    assert letters() == [("moved", "Vera", "REQUEST"), ("moved", "Hugo", "REQUEST")]


def test_accept_counter_offer_of_a_full_day_changes_nothing(request_, last_place, colleague, host, now):
    offer = make_counter_offer(request_, last_place, by=host)
    make_visit(colleague, last_place)

    with pytest.raises(actions.VisitRefused) as refused:
        actions.accept_counter_offer(offer=offer, by=request_.visitor, at=now)

    offer.refresh_from_db()
    assert refused.value.reasons == {Reason.FULL}
    assert offer.state == OfferState.OPEN


def test_refuse_counter_offer_leaves_the_request_with_the_host(request_, later_day, host, now, letters):
    offer = make_counter_offer(request_, later_day, by=host)

    actions.refuse_counter_offer(offer=offer, by=request_.visitor, at=now)

    request_.refresh_from_db()
    assert request_.state == VisitState.REQUESTED
    assert letters() == [("counter_offer_refused", "Hugo", "")]


def test_a_counter_offer_lapses_with_the_request(request_, later_day, host, now):
    offer = make_counter_offer(request_, later_day, by=host)
    actions.withdraw_visit(visit=request_, by=request_.visitor, at=now)

    offer.refresh_from_db()
    with pytest.raises(actions.StepRefused) as refused:
        actions.accept_counter_offer(offer=offer, by=request_.visitor, at=now)

    assert offer.state == OfferState.LAPSED
    assert refused.value.reasons == {StepReason.NO_OFFER}


@pytest.mark.parametrize(
    ("day_name", "reason"), [("day", StepReason.SAME_DAY), ("sales_day", StepReason.OTHER_DEPARTMENT)]
)
def test_offer_other_day_stays_within_the_department(request, request_, host, now, day_name, reason):
    with pytest.raises(actions.StepRefused) as refused:
        actions.offer_other_day(visit=request_, day=request.getfixturevalue(day_name), by=host, at=now)

    assert refused.value.reasons == {reason}


# Waiting lists ----------------------------------------------------------------------------


@pytest.fixture
def line(enrollment, colleague, third, last_place, now):
    """Vera has the last place; Carl and Thea wait, in this order."""
    visit = make_visit(enrollment, last_place)
    for person in (colleague, third):
        actions.join_waiting_list(enrollment=person, day=last_place, by=person.person, at=now)
    return visit


def states_of(day):
    rows = WaitingPlace.objects.filter(day=day).order_by("joined_at", "pk")
    return [(row.enrollment.person.name.split()[0], row.state) for row in rows]


def test_join_waiting_list_is_for_full_days_and_once(line, colleague, day, last_place, now):
    with pytest.raises(actions.StepRefused) as free:
        actions.join_waiting_list(enrollment=colleague, day=day, by=colleague.person, at=now)
    with pytest.raises(actions.StepRefused) as twice:
        actions.join_waiting_list(enrollment=colleague, day=last_place, by=colleague.person, at=now)

    assert free.value.reasons == {StepReason.NOT_FULL}
    assert twice.value.reasons == {StepReason.ALREADY_WAITING}


def test_a_freed_place_is_offered_to_the_next_in_line(line, last_place, now, letters):
    actions.withdraw_visit(visit=line, by=line.visitor, at=now)

    place = WaitingPlace.objects.get(state=WaitingState.OFFERED)
    assert states_of(last_place) == [("Carl", "offered"), ("Thea", "waiting")]
    assert place.offered_until == now + datetime.timedelta(hours=24)
    assert letters() == [("withdrawn", "Hugo", ""), ("waiting_offer", "Carl", "")]


def test_tick_offers_places_that_a_host_adds(line, last_place, host, now):
    HostingDay.objects.filter(pk=last_place.pk).update(places=2)

    done = [actions.tick(at=now)["offered"] for _ in range(2)]

    assert done == [1, 0]
    assert states_of(last_place) == [("Carl", "offered"), ("Thea", "waiting")]


def test_accept_waiting_offer_takes_the_place(line, last_place, colleague, now):
    actions.withdraw_visit(visit=line, by=line.visitor, at=now)
    place = WaitingPlace.objects.get(enrollment=colleague)

    visit = actions.accept_waiting_offer(place=place, by=colleague.person, at=now)
    again = actions.accept_waiting_offer(place=place, by=colleague.person, at=now)

    assert (visit.origin, visit.state, taken(last_place), again) == ("waiting_list", "requested", 1, visit)
    assert states_of(last_place) == [("Carl", "taken"), ("Thea", "waiting")]


def test_an_offer_that_lapses_goes_to_the_next_and_never_comes_back(line, last_place, colleague, now):
    actions.withdraw_visit(visit=line, by=line.visitor, at=now)

    done = actions.tick(at=now + datetime.timedelta(hours=24))
    actions.tick(at=now + datetime.timedelta(hours=49))
    with pytest.raises(actions.StepRefused) as refused:
        actions.accept_waiting_offer(place=WaitingPlace.objects.get(enrollment=colleague), by=colleague.person, at=now)

    assert done["lapsed"] == 1
    assert states_of(last_place) == [("Carl", "lapsed"), ("Thea", "lapsed")]
    assert refused.value.reasons == {StepReason.NO_OFFER}


def test_decline_waiting_offer_passes_it_on(line, last_place, colleague, now):
    actions.withdraw_visit(visit=line, by=line.visitor, at=now)

    actions.decline_waiting_offer(place=WaitingPlace.objects.get(enrollment=colleague), by=colleague.person, at=now)

    assert states_of(last_place) == [("Carl", "left"), ("Thea", "offered")]


def test_a_freed_place_skips_who_cannot_come(line, last_place, colleague, now):
    colleague.blocked_dates.create(on=last_place.on)

    actions.withdraw_visit(visit=line, by=line.visitor, at=now)

    assert states_of(last_place) == [("Carl", "waiting"), ("Thea", "offered")]


def test_no_place_is_offered_within_the_notice(line, last_place, host):
    late = last_place.starts_at - datetime.timedelta(hours=30)

    actions.decline_visit(visit=line, by=host, at=late, reason="Ill")

    assert states_of(last_place) == [("Carl", "waiting"), ("Thea", "waiting")]


# Releases ---------------------------------------------------------------------------------


@pytest.fixture
def release(program, request_, visitor, now):
    program.needs_release = True
    program.save()
    visitor.manager = make_person("Mona Manager")
    visitor.save()
    return make_release(request_, manager=visitor.manager, decides_on=datetime.date(2026, 3, 5))


def test_confirm_visit_waits_for_the_release(release, request_, host, now):
    with pytest.raises(actions.StepRefused) as refused:
        actions.confirm_visit(visit=request_, by=host, at=now)
    actions.grant_release(release=release, by=release.manager, at=now, cover=make_person("Cora Cover"))
    actions.confirm_visit(visit=request_, by=host, at=now)

    release.refresh_from_db()
    assert refused.value.reasons == {Reason.NOT_RELEASED}
    assert (release.state, release.cover.name, request_.state) == ("granted", "Cora Cover", "confirmed")


def test_grant_release_confirms_where_nobody_else_is_asked(program, release, request_, now, letters):
    program.confirm_mode = "at_once"
    program.save()

    actions.grant_release(release=release, by=release.manager, at=now)

    request_.refresh_from_db()
    assert request_.state == VisitState.CONFIRMED
    assert letters() == [("confirmed", "Vera", "REQUEST"), ("confirmed", "Hugo", "REQUEST")]


def test_refuse_release_ends_the_visit_and_keeps_the_day_closed(release, request_, enrollment, now, letters):
    actions.refuse_release(release=release, by=release.manager, at=now, reason="Release weekend")

    request_.refresh_from_db()
    with pytest.raises(actions.VisitRefused) as refused:
        actions.book_visit(enrollment=enrollment, day=request_.day, by=enrollment.person, at=now)
    assert (request_.state, taken(request_.day)) == (VisitState.DECLINED, 0)
    assert letters() == [("declined", "Vera", ""), ("withdrawn", "Hugo", "")]
    assert refused.value.reasons == {Reason.NOT_RELEASED}


def test_a_release_decides_itself_once(release, request_, now):
    day_before = actions.tick(at=now + datetime.timedelta(days=2))["released"]
    on_the_day = actions.tick(at=now + datetime.timedelta(days=3))["released"]
    again = actions.tick(at=now + datetime.timedelta(days=3, minutes=1))["released"]

    release.refresh_from_db()
    assert (day_before, on_the_day, again, release.state) == (0, 1, 0, ReleaseState.BY_POLICY)


# Time -------------------------------------------------------------------------------------


def test_tick_climbs_the_ladder_then_ends_the_request(enrollment, day, offering, lead, now, letters):
    offering.deputy = make_person("Dora Deputy")
    offering.save()
    visit = actions.book_visit(enrollment=enrollment, day=day, by=enrollment.person, at=now)
    first = Letter.objects.get().pk

    for hours in range(1, 24 * 8):
        actions.tick(at=now + datetime.timedelta(hours=hours))

    visit.refresh_from_db()
    assert letters(since=first) == [
        ("reminder", "Hugo", ""),
        ("reminder", "Hugo", ""),
        ("escalated", "Dora", ""),
        ("escalated", "Lena", ""),
        ("expired", "Vera", ""),
        ("expired", "Hugo", ""),
    ]
    assert (visit.state, taken(day)) == (VisitState.EXPIRED, 0)
    assert visit.changed_at.astimezone(day.offering.site.zone).date() == datetime.date(2026, 3, 10)


def test_tick_ends_a_request_when_its_day_begins_and_tells_nobody(request_, letters):
    done = actions.tick(at=request_.starts_at)

    request_.refresh_from_db()
    assert (done["expired"], request_.state, letters()) == (1, VisitState.EXPIRED, [])


def test_tick_is_quiet_while_the_visitor_has_the_next_word(request_, later_day, host, now, letters):
    request_.expires_on = datetime.date(2026, 3, 6)
    request_.save()
    make_counter_offer(request_, later_day, by=host)

    for days in range(4):
        actions.tick(at=now + datetime.timedelta(days=days))

    assert letters() == []


def test_tick_asks_both_sides_on_the_next_working_day_once(enrollment, offering, letters):
    friday = make_day(offering, datetime.date(2026, 3, 13))
    make_visit(enrollment, friday, state=VisitState.CONFIRMED)

    for hours in range(0, 24 * 3, 6):
        actions.tick(at=friday.ends_at + datetime.timedelta(hours=hours))

    assert letters() == [("attendance", "Vera", ""), ("attendance", "Hugo", "")]
    asked_at = Letter.objects.first().queued_at
    assert asked_at.astimezone(offering.site.zone).date() == datetime.date(2026, 3, 16)


def test_tick_lets_one_no_stand_after_three_working_days(confirmed, host):
    actions.say_attendance(visit=confirmed, by=host, at=AFTER, came=False)
    before = type(confirmed).objects.get(pk=confirmed.pk).state

    actions.tick(at=AFTER + datetime.timedelta(days=2))

    confirmed.refresh_from_db()
    assert (before, confirmed.state) == (VisitState.CONFIRMED, VisitState.MISSED)


def test_one_broken_row_does_not_stop_the_others(enrollment, colleague, day, last_place, now, caplog):
    """Vera's time zone can't be read, so that her letter fails; Carl's request expires all the same."""
    broken, fine = make_visit(enrollment, day), make_visit(colleague, last_place)
    type(broken).objects.filter(pk=broken.pk).update(expires_on=datetime.date(2026, 3, 1))
    type(fine).objects.filter(pk=fine.pk).update(expires_on=datetime.date(2026, 3, 1))
    type(enrollment.person).objects.filter(pk=enrollment.person_id).update(time_zone="Mars/Olympus")

    done = actions.tick(at=now)

    fine.refresh_from_db()
    broken.refresh_from_db()
    assert (done["expired"], fine.state, broken.state) == (1, VisitState.EXPIRED, VisitState.REQUESTED)
    assert "failed" in caplog.text


# Attendance -------------------------------------------------------------------------------


def test_say_attendance_needs_only_one_yes(confirmed):
    actions.say_attendance(visit=confirmed, by=confirmed.visitor, at=AFTER, came=True)

    assert confirmed.state == VisitState.ATTENDED


def test_say_attendance_asks_the_lead_when_both_differ(confirmed, host, lead, letters):
    actions.say_attendance(visit=confirmed, by=host, at=AFTER, came=True)
    actions.say_attendance(visit=confirmed, by=confirmed.visitor, at=AFTER, came=False)
    told = letters()

    actions.settle_attendance(visit=confirmed, by=lead, at=AFTER, came=False)

    assert told == [("attendance_conflict", "Lena", "")]
    assert confirmed.state == VisitState.MISSED
    assert taken(confirmed.day) == 0


def test_say_attendance_waits_for_the_end_of_the_day(confirmed, host):
    with pytest.raises(actions.StepRefused) as refused:
        actions.say_attendance(visit=confirmed, by=host, at=confirmed.starts_at, came=True)

    assert refused.value.reasons == {StepReason.NOT_YET}


def test_settle_attendance_is_for_undecided_visits(request_, lead):
    with pytest.raises(actions.StepRefused):
        actions.settle_attendance(visit=request_, by=lead, at=AFTER, came=True)
