"""What a good agenda holds, and that one click mends it."""

import datetime

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from programs.audit.models import Entry
from programs.hosting import actions, agenda, queries
from programs.hosting.agenda import Part, Words
from programs.hosting.choices import BlockKind, Complaint, Mend, Reason
from programs.hosting.models import AgendaBlock
from tests.factories.hosting import make_day, make_offering

BUSY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine takes its time; nothing here depends on it."""

WORDS = Words(task="Real work", informal="Coffee", debrief="Debrief")
GOOD = (Part("welcome", "Who is who", 15), Part("task", "The close", 150), Part("informal", "Lunch", 45),
        Part("debrief", "What we promise", 15))  # fmt: skip
PARTS = st.lists(
    st.builds(Part, st.sampled_from(BlockKind.values), st.sampled_from(["a", "b", "c"]), st.integers(5, 600)),
    max_size=12,
)


def reasons(parts, **more):
    return {refusal.reason for refusal in agenda.complaints_about(parts, **more)}


def write(offering, parts):
    AgendaBlock.objects.bulk_create(
        AgendaBlock(offering=offering, position=at, kind=part.kind, title=part.title, minutes=part.minutes)
        for at, part in enumerate(parts, 1)
    )


def test_complaints_about_a_good_agenda_are_none():
    assert reasons(GOOD, most=225) == set()


@pytest.mark.parametrize(
    ("parts", "most", "found"),
    [
        (GOOD[2:], None, {Complaint.NO_TASK}),
        (GOOD[:2] + GOOD[3:], None, {Complaint.NO_INFORMAL}),
        (GOOD[:3], None, {Complaint.NO_DEBRIEF}),
        ((*GOOD[:3], Part("debrief", "Bye", 10)), None, {Complaint.SHORT_DEBRIEF}),
        ((GOOD[3], *GOOD[:3]), None, {Complaint.EARLY_DEBRIEF}),
        (GOOD, 224, {Complaint.TOO_LONG}),
        ((), 10, set()),
    ],
)
def test_complaints_about_says_what_is_missing(parts, most, found):
    assert reasons(parts, most=most) == found


@BUSY
@given(PARTS)
def test_timed_blocks_follow_each_other_without_overlap(parts):
    start = datetime.datetime(2026, 3, 16, 8, 0, tzinfo=datetime.UTC)

    found = agenda.timed(parts, start)

    ends = [start, *(one.ends_at for one in found)]
    assert [one.starts_at for one in found] == ends[:-1]
    assert ends[-1] - start == datetime.timedelta(minutes=agenda.minutes_of(parts))


@BUSY
@given(PARTS.filter(bool))
def test_mended_agendas_run_out_of_complaints_and_lose_no_block(parts):
    now = tuple(parts)
    for _ in range(10):
        left = [str(one.reason) for one in agenda.complaints_about(now)]
        if not left:
            break
        now = agenda.mended(now, left[0], words=WORDS)

    assert agenda.complaints_about(now) == ()
    kept = [(part.kind, part.title) for part in now]
    for part in parts:
        kept.remove((part.kind, part.title))


@BUSY
@given(PARTS.filter(bool), st.integers(30, 600))
def test_mended_agenda_that_is_too_long_gets_shorter_until_it_fits_or_is_all_short(parts, most):
    now = tuple(parts)
    for _ in range(len(parts) + 1):
        now = agenda.mended(now, Complaint.TOO_LONG, words=WORDS, most=most)

    others = [part for part in now if part.kind != BlockKind.DEBRIEF]
    assert agenda.minutes_of(now) <= max(most, agenda.minutes_of(parts))
    assert agenda.minutes_of(now) <= most or all(part.minutes <= agenda.SHORTEST_BLOCK for part in others)
    assert [(part.kind, part.title) for part in now] == [(part.kind, part.title) for part in parts]


def test_each_complaint_has_one_click_that_mends_it():
    assert set(Mend.values) == set(Complaint.values)


@pytest.mark.django_db
def test_move_offering_refuses_to_publish_an_agenda_longer_than_its_shortest_day(host, finance, now):
    offering = make_offering("Close", department=finance, contact=host, state="draft")
    make_day(offering, datetime.date(2026, 3, 16), start="09:00", end="12:00")
    make_day(offering, datetime.date(2026, 3, 17), start="09:00", end="17:00")
    write(offering, GOOD)

    with pytest.raises(actions.HostingRefused) as refused:
        actions.move_offering(offering=offering, step="publish", by=host, at=now)

    assert refused.value.reasons == {Reason.AGENDA_TOO_LONG}
    assert "225" in str(refused.value)
    assert "180" in str(refused.value)


@pytest.mark.django_db
def test_publishing_warns_of_what_the_agenda_lacks(client, host, finance):
    offering = make_offering("Close", department=finance, contact=host, state="draft")
    write(offering, GOOD[:3])
    client.force_login(host)

    page = client.post(reverse("hosting:move_offering", args=[offering.pk, "publish"]), follow=True)

    offering.refresh_from_db()
    assert offering.state == "published"
    assert "no debrief" in page.content.decode()
    assert "Add a 15-minute debrief" in page.content.decode()


@pytest.mark.django_db
def test_mend_agenda_adds_the_debrief_with_one_click(client, host, finance):
    offering = make_offering("Close", department=finance, contact=host)
    write(offering, GOOD[:3])
    client.force_login(host)

    client.post(reverse("hosting:mend_agenda", args=[offering.pk, "no_debrief"]))
    client.post(reverse("hosting:mend_agenda", args=[offering.pk, "no_debrief"]))

    parts = queries.parts_of(offering)
    assert parts[:3] == GOOD[:3]
    assert [(part.kind, part.minutes) for part in parts[3:]] == [("debrief", 15)]
    assert Entry.objects.filter(deed="mend_agenda").count() == 1


@pytest.mark.django_db
def test_mend_agenda_of_an_unknown_complaint_is_not_there(client, host, offering):
    client.force_login(host)

    answer = client.post(reverse("hosting:mend_agenda", args=[offering.pk, "boring"]))

    assert answer.status_code == 404
