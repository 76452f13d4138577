"""What people's calendars are told: one event for each visitor, one for each day to its host."""

import datetime

import icalendar
import pytest

from programs.home import handover
from programs.notifications.choices import LetterState
from programs.notifications.models import Letter
from programs.visits import actions, documents, invitations
from programs.visits.choices import PartStat
from programs.visits.models import CalendarInvitation, DayEvent, Visit
from tests.factories.people import make_person
from tests.factories.visits import make_visit

MINUTE = datetime.timedelta(minutes=1)


def sent():
    """Let every letter go out, as the worker does."""
    Letter.objects.filter(state=LetterState.WAITING).update(state=LetterState.SENT, attempts=1)


def confirm(visit, host, at):
    actions.confirm_visit(visit=visit, by=host, at=at)
    sent()
    return visit


def ask(enrollment, day, now):
    """A request, with the event of its day, as booking leaves them."""
    visit = make_visit(enrollment, day, at=now)
    invitations.note_day(day, at=now)
    return visit


def event_in(letter):
    calendar = icalendar.Calendar.from_ical(bytes(letter.calendar))
    (event,) = calendar.walk("VEVENT")
    return calendar["METHOD"], event


def calendars(since=0):
    """Return (to, method, UID's kind, SEQUENCE) of each calendar part, in order."""
    rows = Letter.objects.filter(pk__gt=since).exclude(calendar_method="").order_by("pk")
    return [
        (row.to.name.split()[0], row.calendar_method, row.event_uid.split("-")[0], row.event_sequence) for row in rows
    ]


def last_letter():
    return Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


@pytest.fixture
def group(enrollment, colleague, day, host, now):
    """Vera and Carl, both confirmed on one day, both told."""
    day.places = 3
    day.save()
    first, second = ask(enrollment, day, now), ask(colleague, day, now)
    confirm(first, host, now)
    confirm(second, host, now + MINUTE)
    return first, second


def test_a_group_is_one_event_for_its_host_and_one_for_each_visitor(group, host):
    told = calendars()

    assert told == [
        ("Vera", "REQUEST", "booking", 1), ("Hugo", "REQUEST", "day", 1),
        ("Carl", "REQUEST", "booking", 1), ("Hugo", "REQUEST", "day", 1),
    ]  # fmt: skip
    assert len({row.event_uid for row in Letter.objects.filter(to=host)}) == 1
    method, event = event_in(Letter.objects.filter(to=host).order_by("pk").last())
    assert (method, event["SUMMARY"]) == ("REQUEST", "2 visitors: Month-end close")
    assert "Vera Visser, Carl Colleague" in event["DESCRIPTION"]


def test_one_leaving_a_group_updates_the_host_and_disturbs_nobody_else(group, host, now):
    first, _ = group
    before = last_letter()

    actions.withdraw_visit(visit=first, by=first.visitor, at=now + 2 * MINUTE)

    assert calendars(before) == [("Vera", "CANCEL", "booking", 2), ("Hugo", "REQUEST", "day", 1)]
    _, event = event_in(Letter.objects.filter(to=host).order_by("pk").last())
    assert event["SUMMARY"] == "Visit by Carl Colleague: Month-end close"
    assert event["DTSTAMP"].dt == now + 2 * MINUTE


def test_the_last_one_leaving_takes_the_day_out_of_the_hosts_calendar(group, now):
    for minute, visit in enumerate(group, start=2):
        actions.withdraw_visit(visit=visit, by=visit.visitor, at=now + minute * MINUTE)

    assert calendars()[-2:] == [("Carl", "CANCEL", "booking", 2), ("Hugo", "CANCEL", "day", 2)]
    assert DayEvent.objects.get().status == "CANCELLED"


def test_somebody_coming_after_all_left_brings_the_same_event_back(group, third, host, now):
    for minute, visit in enumerate(group, start=2):
        actions.withdraw_visit(visit=visit, by=visit.visitor, at=now + minute * MINUTE)
    sent()

    confirm(ask(third, group[0].day, now), host, now + 5 * MINUTE)

    assert calendars()[-1] == ("Hugo", "REQUEST", "day", 4)
    assert len({row.event_uid for row in Letter.objects.filter(to=host).exclude(event_uid="")}) == 1


def test_a_newcomer_keeps_the_hosts_answer(group, third, host, now):
    CalendarInvitation.objects.filter(person=host).update(answer=PartStat.ACCEPTED)

    confirm(ask(third, group[0].day, now), host, now + 2 * MINUTE)

    _, event = event_in(Letter.objects.filter(to=host).order_by("pk").last())
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert CalendarInvitation.objects.get(person=host).answer == PartStat.ACCEPTED


def test_an_unsent_request_to_the_host_keeps_its_news_and_loses_its_calendar_part(
    enrollment, colleague, day, host, now
):
    for visit in (ask(enrollment, day, now), ask(colleague, day, now)):
        actions.confirm_visit(visit=visit, by=host, at=now)

    first, second = Letter.objects.filter(to=host).order_by("pk")
    assert (first.state, first.calendar_method, first.calendar) == (LetterState.WAITING, "", None)
    assert "Vera" in first.text
    assert second.calendar_method == "REQUEST"


def test_a_moved_visit_keeps_uid_and_organizer_and_both_days_of_the_host_are_put_right(
    enrollment, day, later_day, host, now
):
    confirm(ask(enrollment, day, now), host, now)
    visit = Visit.objects.get()
    _, first = event_in(Letter.objects.filter(to=enrollment.person).order_by("pk").last())
    swap = actions.reschedule_visit(visit=visit, day=later_day, by=visit.visitor, at=now)
    before = last_letter()

    actions.confirm_visit(visit=swap, by=host, at=now + MINUTE)

    assert calendars(before) == [
        ("Vera", "REQUEST", "booking", 2), ("Hugo", "REQUEST", "day", 1), ("Hugo", "CANCEL", "day", 2),
    ]  # fmt: skip
    _, moved = event_in(Letter.objects.filter(to=enrollment.person).order_by("pk").last())
    assert (moved["UID"], moved["ORGANIZER"]) == (first["UID"], first["ORGANIZER"])
    assert moved["DTSTART"].dt.date() == later_day.on
    assert CalendarInvitation.objects.get(person=enrollment.person).visit == swap


def test_a_cancel_after_a_move_names_the_same_event(enrollment, day, later_day, host, now):
    confirm(ask(enrollment, day, now), host, now)
    visit = Visit.objects.get()
    swap = actions.reschedule_visit(visit=visit, day=later_day, by=visit.visitor, at=now)
    confirm(swap, host, now + MINUTE)
    told = Letter.objects.filter(to=enrollment.person, calendar_method="REQUEST").order_by("pk")

    actions.call_off_visit(visit=swap, by=host, at=now + 2 * MINUTE, reason="Ill")

    method, event = event_in(Letter.objects.filter(to=enrollment.person).order_by("pk").last())
    _, first = event_in(told.first())
    assert (method, event["UID"], event["ORGANIZER"]) == ("CANCEL", first["UID"], first["ORGANIZER"])
    assert event["SEQUENCE"] > told.last().event_sequence


def test_attended_and_missed_leave_the_sequence_alone(group, now):
    first, _ = group
    before = first.sequence
    later = first.ends_at + MINUTE

    actions.say_attendance(visit=first, by=first.visitor, at=later, came=True)

    first.refresh_from_db()
    assert (first.state, first.sequence, first.changed_at) == ("attended", before, later)


# What changes besides the visits ------------------------------------------------------------


def renew(now, minutes=10):
    before = last_letter()
    done = actions.renew_invitations(at=now + minutes * MINUTE)
    told = calendars(before)
    sent()
    return done, told


def test_renew_invitations_finds_nothing_when_nothing_has_changed(group, now):
    assert renew(now) == (0, [])


def test_another_room_raises_the_sequence_and_asks_for_a_new_answer(group, offering, host, now):
    CalendarInvitation.objects.update(answer=PartStat.ACCEPTED)
    offering.place = "Room 4.02"
    offering.save()

    done, told = renew(now)

    assert (done, told) == (
        3, [("Vera", "REQUEST", "booking", 2), ("Carl", "REQUEST", "booking", 2), ("Hugo", "REQUEST", "day", 2)],
    )  # fmt: skip
    _, event = event_in(Letter.objects.order_by("pk").last())
    assert "Room 4.02" in event["LOCATION"]
    assert event["ATTENDEE"].params["PARTSTAT"] == "NEEDS-ACTION"
    assert set(CalendarInvitation.objects.values_list("answer", flat=True)) == {PartStat.NEEDS_ACTION}
    assert renew(now, minutes=11) == (0, [])


def test_another_title_keeps_sequence_and_answer_and_has_a_newer_stamp(group, offering, now):
    CalendarInvitation.objects.update(answer=PartStat.ACCEPTED)
    _, before = event_in(Letter.objects.filter(to__name="Vera Visser").order_by("pk").last())
    offering.title = "Year-end close"
    offering.save()

    _, told = renew(now)

    assert told == [("Vera", "REQUEST", "booking", 1), ("Carl", "REQUEST", "booking", 1), ("Hugo", "REQUEST", "day", 1)]
    _, after = event_in(Letter.objects.filter(to__name="Vera Visser").order_by("pk").last())
    assert after["SEQUENCE"] == before["SEQUENCE"]
    assert after["DTSTAMP"].dt > before["DTSTAMP"].dt
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt
    assert after["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"


def test_another_time_zone_of_the_site_is_told(group, offering, now):
    offering.site.time_zone = "America/New_York"
    offering.site.save()

    done, _ = renew(now)

    assert done == 3
    assert "TZID=America/New_York" in bytes(Letter.objects.order_by("pk").last().calendar).decode()


def test_another_contact_gets_the_day_and_the_old_one_loses_it(group, offering, host, now):
    offering.contact = make_person("Nora New", department=offering.department)
    offering.save()

    _, told = renew(now)

    assert [one for one in told if one[2] == "day"] == [("Hugo", "CANCEL", "day", 1), ("Nora", "REQUEST", "day", 1)]
    assert renew(now, minutes=11)[1] == []


def test_a_host_who_leaves_loses_the_day_and_the_deputy_gets_it(group, offering, host, now):
    offering.deputy = make_person("Dora Deputy", department=offering.department)
    offering.save()
    host.is_active, host.left_on = False, now.date()
    host.save()
    handover.hand_over(host, by=None, at=now)

    _, told = renew(now)

    assert [one for one in told if one[2] == "day"] == [("Hugo", "CANCEL", "day", 1), ("Dora", "REQUEST", "day", 1)]


def test_a_visitor_who_leaves_is_taken_out_of_their_own_and_the_hosts_calendar(group, now):
    first, _ = group
    before = last_letter()
    first.visitor.is_active, first.visitor.left_on = False, now.date()
    first.visitor.save()

    handover.hand_over(first.visitor, by=None, at=now + 3 * MINUTE)

    assert calendars(before) == [("Vera", "CANCEL", "booking", 2), ("Hugo", "REQUEST", "day", 1)]


def test_renewing_is_quiet_about_days_that_are_over(group, offering, now):
    offering.place = "Room 4.02"
    offering.save()

    assert actions.renew_invitations(at=group[0].ends_at) == 0


def test_each_invitation_is_in_the_language_of_its_reader(enrollment, day, host, now):
    host.language = "de"
    host.save()

    confirm(ask(enrollment, day, now), host, now)

    _, event = event_in(Letter.objects.get(to=host))
    assert event["SUMMARY"] == "Besuch von Vera Visser: Month-end close"
    assert renew(now) == (0, [])


def test_the_event_of_a_day_has_the_same_identity_before_it_is_stored(enrollment, day):
    before = documents.day_entry(day, []).uid
    make_visit(enrollment, day)

    event = invitations.note_day(day, at=day.starts_at)

    assert before == f"day-{event.uid}@localhost.localdomain"
