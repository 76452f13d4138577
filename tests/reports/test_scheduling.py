from datetime import timedelta

import pytest

from programs.audit.models import Entry
from programs.cohorts.models import ProgramRole
from programs.notifications.models import Letter
from programs.reports import scheduling
from programs.reports.choices import ReportRefusal, Rhythm, ScheduleEnd
from programs.reports.models import Document, Schedule, Snapshot
from tests.factories.surveys import close, make_open_wave

MONTH = timedelta(days=31)


def plan(cohort, to, by, now, **fields):
    asked = {"edition": "board", "rhythm": Rhythm.MONTHLY} | fields
    return scheduling.schedule_report(cohort=cohort, to=to, by=by, at=now, **asked)


def letters_of(person):
    return Letter.objects.filter(to=person, kind="reports/scheduled")


def test_schedule_report_is_for_the_lead_and_for_readers(cohort, lead, sponsor, outsider, now):
    with pytest.raises(scheduling.actions.ReportRefused) as by_sponsor:
        plan(cohort, sponsor, sponsor, now)
    with pytest.raises(scheduling.actions.ReportRefused) as to_outsider:
        plan(cohort, outsider, lead, now)

    assert by_sponsor.value.reasons == {ReportRefusal.NOT_LEAD}
    assert to_outsider.value.reasons == {ReportRefusal.NOT_READER}


def test_schedule_report_twice_makes_one(cohort, lead, sponsor, now):
    assert plan(cohort, sponsor, lead, now) == plan(cohort, sponsor, lead, now)


def test_a_monthly_report_comes_once_in_the_next_month_with_a_link_and_no_figure(cohort, lead, sponsor, now):
    plan(cohort, sponsor, lead, now)

    same_month = scheduling.send_due(at=now)
    sent = [scheduling.send_due(at=now + MONTH + timedelta(minutes=at)) for at in range(3)]

    assert (same_month, sent) == (0, [1, 0, 0])
    snapshot, letter = Snapshot.objects.get(), letters_of(sponsor).get()
    assert f"/reports/{snapshot.pk}/editions/board/" in letter.text
    assert "%" not in letter.text
    assert Document.objects.get().asked_by == sponsor
    assert snapshot.made_by == lead


def test_two_readers_of_a_day_share_one_snapshot(cohort, lead, sponsor, now):
    plan(cohort, sponsor, lead, now)
    plan(cohort, lead, lead, now)

    scheduling.send_due(at=now + MONTH)

    assert Snapshot.objects.count() == 1
    assert letters_of(lead).count() == letters_of(sponsor).count() == 1


def test_a_report_at_release_waits_for_the_next_release(cohort, program, lead, sponsor, visitor, now):
    plan(cohort, sponsor, lead, now, rhythm=Rhythm.RELEASE)
    before = scheduling.send_due(at=now + MONTH)
    close(make_open_wave(program, lead), lead)

    after = [scheduling.send_due(at=now + MONTH) for _time in range(2)]

    assert (before, after) == (0, [1, 0])
    assert letters_of(sponsor).count() == 1


@pytest.mark.parametrize(("who", "why"), [("lead", ScheduleEnd.OWNER), ("sponsor", ScheduleEnd.READER)])
def test_a_schedule_ends_when_its_owner_or_reader_has_lost_the_right(cohort, lead, sponsor, now, who, why):
    made = plan(cohort, sponsor, lead, now)
    ProgramRole.objects.filter(person={"lead": lead, "sponsor": sponsor}[who]).delete()

    sent = scheduling.send_due(at=now + MONTH)

    made.refresh_from_db()
    assert (sent, made.ended_because) == (0, why)
    assert not letters_of(sponsor).exists()
    assert Entry.objects.filter(deed="end_schedule", subject_id=str(made.pk)).count() == 1


def test_a_schedule_ends_with_its_cohort(cohort, lead, sponsor, now):
    made = plan(cohort, sponsor, lead, now)
    cohort.stage = "archived"
    cohort.save()

    scheduling.send_due(at=now + MONTH)

    made.refresh_from_db()
    assert made.ended_because == ScheduleEnd.ARCHIVED


def test_a_lead_schedules_and_a_reader_stops_it(client, cohort, lead, sponsor):
    client.force_login(lead)
    asked = {"to": sponsor.pk, "edition": "board", "rhythm": "monthly"}
    set_up = client.post(f"/reports/cohorts/{cohort.pk}/by-mail/", asked)
    page = client.get(set_up.url).content.decode()
    client.force_login(sponsor)
    standing = Schedule.objects.get()

    stopped = client.post(f"/reports/by-mail/{standing.pk}/end/")

    assert "Sven Sponsor" in page
    assert stopped.status_code == 302
    standing.refresh_from_db()
    assert standing.ended_because == ScheduleEnd.ASKED


def test_schedule_page_offers_leads_and_sponsors_only(client, cohort, lead, sponsor, outsider):
    client.force_login(lead)

    page = client.get(f"/reports/cohorts/{cohort.pk}/by-mail/").content.decode()
    refused = client.post(
        f"/reports/cohorts/{cohort.pk}/by-mail/", {"to": outsider.pk, "edition": "board", "rhythm": "monthly"}
    )

    assert "Sven Sponsor" in page
    assert "Otto" not in page.split("<form")[-1]
    assert refused.status_code == 200
    assert not Schedule.objects.exists()
