"""Change-freeze calendars and rosters: what becomes of each row, and that it is all or nothing."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from programs.availability import importing, queries
from programs.availability.actions import AvailabilityRefused
from programs.availability.choices import Reason, RowProblem
from programs.availability.importing import Described, PlannedRow
from programs.availability.models import Blackout, ImportedCalendar, OnCallDuty
from programs.gateways.busy.choices import FileReason
from programs.visits import queries as visit_queries
from programs.visits.choices import Caution
from programs.visits.choices import Reason as VisitReason
from tests.factories.availability import make_blackout, make_duty, make_imported
from tests.factories.hosting import make_day
from tests.factories.people import make_department, make_person, make_team

ROSTER = Described("roster", "Platform on call")
FREEZE = Described("freeze", "Release freeze")


def event(summary, start, end, *more):
    kind = ";VALUE=DATE" if len(start) == 8 else ""
    lines = [f"SUMMARY:{summary}", f"DTSTART{kind}:{start}", f"DTEND{kind}:{end}", *more]
    return "BEGIN:VEVENT\r\n" + "".join(f"{line}\r\n" for line in lines) + "END:VEVENT\r\n"


def calendar(*events):
    return ("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + "".join(events) + "END:VCALENDAR\r\n").encode()


def planned(described, content, by, now):
    return importing.plan_for(described=described, content=content, by=by, at=now)


def keep(described, content, by, now, *, row=None, leaves_out=False):
    plan = planned(described, content, by, now)
    return importing.keep_calendar(calendar=row, described=described, plan=plan, leaves_out=leaves_out, by=by, at=now)


def date(month, day):
    return datetime.date(2026, month, day)


# Change freezes ------------------------------------------------------------------------------


def test_a_freeze_closes_whole_dates_and_hours(lead, now):
    content = calendar(
        event("Quarter-end", "20260330", "20260402"),
        event("Cut-over", "20260410T160000Z", "20260413T040000Z"),
        event("Called off", "20260501", "20260502", "STATUS:CANCELLED"),
        event("Shown as free", "20260504", "20260505", "TRANSP:TRANSPARENT"),
    )

    keep(FREEZE, content, lead, now)

    rows = Blackout.objects.order_by("from_on")
    assert list(rows.values_list("title", "from_on", "until_on", "kind")) == [
        ("Quarter-end", date(3, 30), date(4, 1), "change_freeze"),
        ("Cut-over", date(4, 10), date(4, 13), "change_freeze"),
        ("Shown as free", date(5, 4), date(5, 4), "change_freeze"),
    ]
    assert rows[1].ends_at == datetime.datetime(2026, 4, 13, 4, tzinfo=datetime.UTC)


def test_a_recurring_freeze_closes_each_of_its_dates(lead, now):
    content = calendar(event("Patch Friday", "20260306", "20260307", "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4"))

    keep(FREEZE, content, lead, now)

    found = [row.from_on for row in Blackout.objects.order_by("from_on")]
    assert found == [date(3, 6), date(3, 20), date(4, 3), date(4, 17)]


def test_a_freeze_speaks_through_the_one_function(enrollment, offering, finance, lead, now):
    hit, missed = make_day(offering, date(4, 10), start="13:00", end="19:00"), make_day(offering, date(4, 9))
    described = Described("freeze", "Release freeze", department=finance)
    content = calendar(event("Cut-over", "20260410T160000Z", "20260413T040000Z"))
    row = keep(described, content, lead, now)
    hard = [visit_queries.opening_for(enrollment, day, at=now) for day in (hit, missed)]

    keep(Described("freeze", "Release freeze", department=finance, is_soft=True), content, lead, now, row=row)

    soft = visit_queries.answers([enrollment], [hit], at=now)[enrollment.pk, hit.pk]
    assert [[refusal.reason for refusal in found] for found in hard] == [[VisitReason.BLACKOUT], []]
    assert soft.refusals == ()
    assert [caution.reason for caution in soft.cautions] == [Caution.SOFT_BLACKOUT]


def test_a_newer_file_replaces_its_own_dates_only(lead, now):
    make_blackout("By hand", date(5, 1))
    row = keep(FREEZE, calendar(event("Old", "20260330", "20260331")), lead, now)

    keep(FREEZE, calendar(event("New", "20260406", "20260407")), lead, now, row=row)

    assert set(Blackout.objects.values_list("title", flat=True)) == {"By hand", "New"}
    assert ImportedCalendar.objects.count() == 1


def test_drop_calendar_takes_its_dates_with_it(lead, now):
    make_blackout("By hand", date(5, 1))
    row = keep(FREEZE, calendar(event("Old", "20260330", "20260331")), lead, now)

    importing.drop_calendar(calendar=row, by=lead, at=now)

    assert list(Blackout.objects.values_list("title", flat=True)) == ["By hand"]


# Rosters -------------------------------------------------------------------------------------


@pytest.fixture
def manager(visitor, it_department):
    """Mona, who looks after Vera's team and puts its people on call."""
    person = make_person("Mona Manager", department=it_department)
    visitor.manager = person
    visitor.save()
    return person


def test_a_roster_finds_people_by_address_and_name(visitor, manager, it_department, now):
    tom = make_person("Tom Team", department=it_department, team=visitor.team)
    content = calendar(
        event("On call: Vera Visser", "20260309", "20260316"),
        event("Platform", "20260316", "20260323", f"ATTENDEE;CN=Tom:mailto:{tom.email.upper()}"),
    )

    keep(ROSTER, content, manager, now)

    assert list(OnCallDuty.objects.values_list("person", "from_on", "until_on")) == [
        (visitor.pk, date(3, 9), date(3, 15)),
        (tom.pk, date(3, 16), date(3, 22)),
    ]
    assert date(3, 18) in queries.on_call_dates([tom.pk], date(3, 1), date(3, 31))[tom.pk]


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("20260309T080000Z", "20260316T080000Z", (date(3, 9), date(3, 15))),
        ("20260309T160000Z", "20260310T070000Z", (date(3, 9), date(3, 9))),
        ("20260309T110000Z", "20260310T110000Z", (date(3, 9), date(3, 10))),
    ],
)
def test_a_handover_at_nine_ends_a_duty_the_day_before(visitor, manager, now, start, end, expected):
    (row,) = planned(ROSTER, calendar(event("Vera Visser", start, end)), manager, now).rows

    assert (row.from_on, row.until_on) == expected


def test_a_roster_is_kept_whole_or_not_at_all(visitor, manager, outsider, now):
    make_duty(visitor, date(5, 1))
    content = calendar(
        event("Vera Visser", "20260309", "20260316"),
        event("Otto Outsider", "20260316", "20260323"),
        "BEGIN:VEVENT\r\nSUMMARY:No start\r\nEND:VEVENT\r\n",
    )

    with pytest.raises(AvailabilityRefused) as refused:
        keep(ROSTER, content, manager, now)
    before = OnCallDuty.objects.count()
    row = keep(ROSTER, content, manager, now, leaves_out=True)

    assert refused.value.reasons == {Reason.ROWS_LEFT_OUT}
    assert before == 1
    assert OnCallDuty.objects.filter(roster=row).count() == 1
    assert row.counts["left_out_in_all"] == 2
    assert row.counts["left_out"][0][1:] == ["Otto Outsider", RowProblem.NOBODY]


def test_two_people_of_one_name_have_to_be_told_apart(visitor, manager, it_department, now):
    make_person("Vera Visser", department=it_department, team=visitor.team, email="vera2@example.com")

    (row,) = planned(ROSTER, calendar(event("Vera Visser", "20260309", "20260316")), manager, now).rows

    assert row.problem == RowProblem.SEVERAL


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", FileReason.EMPTY),
        (b"<html>", FileReason.WEB_PAGE),
        (b"\x00\x01", FileReason.NO_CALENDAR),
        (calendar(), Reason.NO_ROWS),
        (calendar(event("Long ago", "20010101", "20010102")), Reason.NO_ROWS),
        (calendar(*[event("Vera Visser", "20260101", "20260102", "RRULE:FREQ=DAILY")] * 4), Reason.TOO_MANY_DATES),
    ],
)
def test_bad_files_are_refused_in_words(visitor, manager, now, content, reason):
    with pytest.raises(AvailabilityRefused) as refused:
        planned(ROSTER, content, manager, now)

    assert refused.value.reasons == {reason}


# A plan in a form ----------------------------------------------------------------------------


def test_a_sealed_plan_comes_back_the_same(visitor, manager, now):
    content = calendar(
        event("Vera Visser", "20260309", "20260316"), event("Nobody", "20260309T080000Z", "20260310T080000Z")
    )
    plan = planned(ROSTER, content, manager, now)

    assert importing.opened(importing.sealed(plan, manager), manager) == plan


def test_a_sealed_plan_is_nobody_elses(visitor, manager, lead, now):
    text = importing.sealed(
        planned(ROSTER, calendar(event("Vera Visser", "20260309", "20260316")), manager, now), manager
    )

    for given in (text, text[:-3] + "abc", ""):
        with pytest.raises(AvailabilityRefused) as refused:
            importing.opened(given, lead)
        assert refused.value.reasons == {Reason.READ_AGAIN}


def test_a_person_who_left_ones_care_meanwhile_is_not_put_on_call(visitor, manager, outsider, now):
    row = PlannedRow(1, "Otto", date(3, 9), date(3, 9), person_id=outsider.pk, person=outsider.name)

    kept = importing.keep_calendar(
        calendar=None, described=ROSTER, plan=importing.Plan((row,)), leaves_out=False, by=manager, at=now
    )

    assert not kept.duties.exists()


# Pages ---------------------------------------------------------------------------------------


@pytest.fixture
def coming():
    return timezone.localdate() + datetime.timedelta(days=20)


def upload(content):
    return SimpleUploadedFile("roster.ics", content, content_type="text/calendar")


def test_a_manager_reads_a_roster_looks_at_it_and_keeps_it(client, visitor, manager, coming):
    client.force_login(manager)
    url = reverse("availability:import_calendar", args=["roster"])
    content = calendar(
        event("Vera Visser", f"{coming:%Y%m%d}", f"{coming + datetime.timedelta(days=7):%Y%m%d}"),
        event("Pager", f"{coming:%Y%m%d}", f"{coming + datetime.timedelta(days=1):%Y%m%d}"),
    )
    given = {"name": "Platform on call", "team": visitor.team_id}

    looked = client.post(url, given | {"file": upload(content)})
    shown, written = looked.content.decode(), OnCallDuty.objects.count()
    again = given | {"plan": looked.context["sealed"]}
    refused = client.post(url, again).content.decode()
    client.post(url, again | {"leaves_out": "on"})

    assert written == 0
    assert "Vera Visser" in shown
    assert "Pager" in shown
    assert "Nobody whom you look after" in shown
    assert "1 rows can&#x27;t be kept" in refused
    assert OnCallDuty.objects.get().person == visitor
    assert "Pager" in client.get(reverse("availability:imported")).content.decode()


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Choose a file."),
        ({"file": b"<html>"}, "This is a web page"),
        ({"file": b""}, "The submitted file is empty"),
        ({"plan": "forged"}, "Choose the file once more."),
        ({"name": "", "plan": "x"}, "This field is required"),
        ({"team": "0", "plan": "x"}, "not one of the available choices"),
        ({"team": "", "plan": "x"}, "Say for which department or team."),
    ],
)
def test_bad_imports_are_explained_and_keep_what_was_typed(client, visitor, manager, data, message):
    client.force_login(manager)
    given = {"name": "Kept name", "team": visitor.team_id} | data
    if "file" in given:
        given["file"] = upload(given["file"])

    answer = client.post(reverse("availability:import_calendar", args=["roster"]), given)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert message in page
    assert not given["name"] or "Kept name" in page
    assert not ImportedCalendar.objects.exists()


def test_a_name_is_there_once(client, lead, coming):
    client.force_login(lead)
    make_imported("Release freeze")
    url = reverse("availability:import_calendar", args=["freeze"])
    content = calendar(event("Freeze", f"{coming:%Y%m%d}", f"{coming + datetime.timedelta(days=1):%Y%m%d}"))

    looked = client.post(url, {"name": "Release freeze", "file": upload(content)})
    page = client.post(url, {"name": "Release freeze", "plan": looked.context["sealed"]}).content.decode()

    assert "There is another calendar with this name." in page


def test_nobody_reads_a_calendar_for_teams_of_others(client, visitor, manager, it_department):
    other = make_team("Networks", it_department)
    make_imported("Networks on call", kind="roster", team=other)
    make_imported("Finance freeze", department=make_department("Finance"))
    client.force_login(manager)

    answers = [
        client.get(reverse("availability:read_again", args=[row.pk])).status_code
        for row in ImportedCalendar.objects.all()
    ]

    assert answers == [404, 404]
