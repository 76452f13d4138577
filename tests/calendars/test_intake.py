"""Mail that comes in. Everything goes through `process`, as it came over the wire."""

import datetime
import mailbox
import time
from dataclasses import dataclass, replace

import pytest
from django.core.management import call_command
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from programs.audit.models import Entry
from programs.calendars import intake
from programs.calendars.choices import Verdict
from programs.calendars.models import ReceivedMail
from programs.gateways.mail import bounce_address, organizer_address
from programs.notifications import delivery
from programs.notifications.choices import LetterState
from programs.notifications.models import Letter
from programs.visits import actions, documents, invitations
from programs.visits.models import CalendarInvitation, Proposal, Visit
from tests.calendars import replies
from tests.calendars.replies import PROGRAMS, google, outlook
from tests.factories.cohorts import make_enrollment
from tests.factories.hosting import make_day
from tests.factories.people import make_person
from tests.factories.visits import make_visit
from tests.gateways.smtp import MailServer

MINUTE = datetime.timedelta(minutes=1)
HOUR = datetime.timedelta(hours=1)
NESTED = b"Content-Type: multipart/mixed; boundary=a\r\n\r\n"


@dataclass(frozen=True)
class Invite:
    """What a calendar program knows of an invitation when it answers."""

    uid: str
    organizer: str
    attendee: str
    sender: str
    to: str
    sequence: int = 1
    stamp: str = "20260302T101500Z"
    headers: str = ""


@pytest.fixture
def visit(enrollment, day, host, now):
    """Vera's visit to Hugo, confirmed; both invitations have gone out."""
    asked = make_visit(enrollment, day, at=now)
    invitations.note_day(day, at=now)
    actions.confirm_visit(visit=asked, by=host, at=now)
    Letter.objects.update(state=LetterState.SENT, attempts=1)
    return asked


@pytest.fixture
def invite(visit):
    """Vera's invitation as her calendar program has it."""
    organizer = organizer_address("visits", visit.uid)
    vera = visit.visitor.email
    return Invite(documents.calendar_uid(visit), organizer, vera, vera, organizer)


@pytest.fixture
def host_invite(visit, host):
    event = visit.day.event
    organizer = organizer_address("days", event.uid)
    return Invite(f"day-{event.uid}@localhost.localdomain", organizer, host.email, host.email, organizer)


def take(raw, now, **more):
    return intake.process(raw, at=now + HOUR, **more).verdict


def answer_of(person):
    return CalendarInvitation.objects.get(person=person).answer


def news(since=0):
    rows = Letter.objects.filter(pk__gt=since).order_by("pk")
    return [(row.kind.removeprefix("visits/"), row.to.name.split()[0], row.calendar_method) for row in rows]


def last_letter():
    return Letter.objects.order_by("-pk").values_list("pk", flat=True).first()


@pytest.mark.parametrize("partstat", ["ACCEPTED", "TENTATIVE", "DECLINED"])
@pytest.mark.parametrize("writes", PROGRAMS)
def test_process_keeps_the_answer_of_every_program(visit, invite, now, writes, partstat):
    verdict = take(writes(invite, partstat=partstat, text="Bin im Urlaub\\, sorry"), now)

    row = CalendarInvitation.objects.get(person=visit.visitor)
    assert (verdict, row.answer, row.is_claimed) == (Verdict.ANSWERED, partstat, False)
    assert row.comment.startswith("Bin im Urlaub")
    assert row.answered_at == now + HOUR
    visit.refresh_from_db()
    assert (visit.state, visit.sequence) == ("confirmed", 1)


def test_process_takes_a_hosts_answer_to_the_day(visit, host_invite, host, now):
    assert take(outlook(host_invite), now) == Verdict.ANSWERED
    assert (answer_of(host), answer_of(visit.visitor)) == ("ACCEPTED", "NEEDS-ACTION")


def test_a_decline_flags_the_visit_and_tells_the_other_side_and_nobody_else(visit, invite, now):
    before = last_letter()

    take(google(invite, partstat="DECLINED", text="Ill"), now)

    assert news(before) == [("calendar_declined", "Hugo", "")]
    assert "Ill" in Letter.objects.get(pk__gt=before).text
    visit.refresh_from_db()
    assert visit.state == "confirmed"
    assert Entry.objects.get(deed="note_calendar_answer").actor == visit.visitor


def test_a_hosts_decline_goes_to_the_leads(visit, host_invite, lead, now):
    before = last_letter()

    take(outlook(host_invite, partstat="DECLINED"), now)

    assert news(before) == [("calendar_declined", "Lena", "")]


def test_an_accepted_invitation_tells_nobody(visit, invite, now):
    before = last_letter()

    take(google(invite), now)

    assert news(before) == []


def test_process_takes_the_same_bytes_once(invite, now):
    raw = google(invite, partstat="DECLINED")

    first, again = (intake.process(raw, at=now + HOUR) for _ in range(2))

    assert (first.is_new, again.is_new, again.verdict) == (True, False, Verdict.ANSWERED)
    assert ReceivedMail.objects.count() == 1
    assert Letter.objects.filter(kind="visits/calendar_declined").count() == 1


def test_the_later_of_two_answers_counts_whatever_comes_first(visit, invite, now):
    later, earlier = replace(invite, stamp="20260302T103000Z"), invite

    verdicts = [take(google(later, partstat="DECLINED"), now), take(google(earlier, partstat="ACCEPTED"), now)]

    assert verdicts == [Verdict.ANSWERED, Verdict.STALE]
    assert answer_of(visit.visitor) == "DECLINED"


def test_an_answer_to_what_was_before_the_move_is_stale(visit, invite, offering, now):
    offering.place = "Another room"
    offering.save()
    actions.renew_invitations(at=now + MINUTE)

    assert take(outlook(invite), now) == Verdict.STALE
    assert take(outlook(replace(invite, sequence=2)), now) == Verdict.ANSWERED


def test_an_accept_after_a_decline_counts_and_a_move_asks_anew(visit, invite, later_day, host, now):
    take(google(invite, partstat="DECLINED"), now)
    swap = actions.reschedule_visit(visit=visit, day=later_day, by=visit.visitor, at=now + HOUR)

    actions.confirm_visit(visit=swap, by=host, at=now + 2 * HOUR)

    assert answer_of(visit.visitor) == "NEEDS-ACTION"
    moved = replace(invite, sequence=2, stamp="20260302T120000Z")
    assert intake.process(google(moved), at=now + 3 * HOUR).verdict == Verdict.ANSWERED


def test_a_missing_sequence_counts_as_none(visit, invite, now):
    raw = google(invite).replace(b"SEQUENCE:1\r\n", b"")

    assert take(raw, now) == Verdict.STALE


@pytest.mark.parametrize("state", ["cancelled", "past"])
def test_an_answer_to_what_is_over_changes_nothing(visit, invite, host, now, state):
    at = now + HOUR
    if state == "cancelled":
        actions.call_off_visit(visit=visit, by=host, at=now, reason="Ill")
    else:
        at = visit.ends_at

    assert intake.process(google(invite, partstat="DECLINED"), at=at).verdict == Verdict.CLOSED
    assert answer_of(visit.visitor) == "NEEDS-ACTION"


# Who it comes from ----------------------------------------------------------------------------


def test_an_answer_to_the_plain_address_is_only_claimed(visit, invite, now):
    before = last_letter()

    verdict = take(google(replace(invite, to="visits@localhost.localdomain"), partstat="DECLINED"), now)

    row = CalendarInvitation.objects.get(person=visit.visitor)
    assert (verdict, row.answer, row.is_claimed) == (Verdict.CLAIMED, "DECLINED", True)
    assert news(before) == []


def test_a_claimed_answer_counts_once_the_person_has_clicked(visit, invite, now):
    take(google(replace(invite, to="visits@localhost.localdomain"), partstat="DECLINED"), now)
    before = last_letter()

    actions.confirm_answer(
        invitation=CalendarInvitation.objects.get(person=visit.visitor), by=visit.visitor, at=now, is_right=True
    )

    assert news(before) == [("calendar_declined", "Hugo", "")]
    assert not CalendarInvitation.objects.filter(is_claimed=True).exists()


@pytest.mark.parametrize(
    ("authority", "header", "verdict"),
    [
        ("mx.example.com", "mx.example.com; dmarc=pass header.from=example.com", Verdict.ANSWERED),
        ("mx.example.com", "mx.example.com; dmarc=fail header.from=example.com", Verdict.CLAIMED),
        ("mx.example.com", "evil.example.org; dmarc=pass header.from=example.com", Verdict.CLAIMED),
        ("", "mx.example.com; dmarc=pass header.from=example.com", Verdict.CLAIMED),
    ],
)
def test_our_own_mail_servers_word_on_the_sender_is_taken(invite, now, settings, authority, header, verdict):
    settings.MAIL_AUTHORITY = authority
    raw = google(replace(invite, to="visits@localhost.localdomain", headers=f"Authentication-Results: {header}\r\n"))

    assert take(raw, now) == verdict


def test_a_forged_second_result_below_our_own_is_not_believed(invite, now, settings):
    settings.MAIL_AUTHORITY = "mx.example.com"
    lines = "".join(f"Authentication-Results: mx.example.com; dmarc={word}\r\n" for word in ("fail", "pass"))

    assert take(google(replace(invite, to="v@localhost.localdomain", headers=lines)), now) == Verdict.CLAIMED


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({"attendee": "mallory@example.com", "sender": "mallory@example.com"}, Verdict.STRANGER),
        ({"uid": "booking-00000000-0000-4000-8000-000000000000@localhost.localdomain"}, Verdict.STRANGER),
        ({"uid": "someone-elses@example.com", "to": "visits@localhost.localdomain"}, Verdict.UNKNOWN),
    ],
)
def test_what_does_not_fit_is_kept_for_a_person_and_changes_nothing(visit, invite, now, change, verdict):
    raw = google(replace(invite, **change), partstat="DECLINED")

    assert take(raw, now) == verdict
    row = ReceivedMail.objects.get()
    assert (bytes(row.raw), row.sender) == (raw, change.get("sender", invite.sender))
    assert answer_of(visit.visitor) == "NEEDS-ACTION"


def test_an_answer_to_one_visit_sent_to_the_address_of_another_is_a_strangers(
    visit, invite, cohort, later_day, host, now
):
    other = make_visit(make_enrollment(cohort, make_person("Mallory Mean")), later_day, at=now)
    actions.confirm_visit(visit=other, by=host, at=now)
    theirs = organizer_address("visits", other.uid)

    assert take(google(replace(invite, to=theirs), partstat="DECLINED"), now) == Verdict.STRANGER


def test_a_guest_who_was_not_invited_is_never_added(invite, now):
    take(google(replace(invite, attendee="crasher@example.com", sender="crasher@example.com")), now)

    assert not CalendarInvitation.objects.filter(address="crasher@example.com").exists()


def test_an_alias_of_the_person_who_wrote_is_taken(visit, invite, now):
    assert take(outlook(replace(invite, attendee="v.visser@corp.example.com")), now) == Verdict.ANSWERED
    assert answer_of(visit.visitor) == "ACCEPTED"


def test_a_machines_answer_is_not_obeyed(visit, invite, now):
    raw = google(replace(invite, headers="Auto-Submitted: auto-replied\r\n"), partstat="DECLINED")

    assert take(raw.replace(b"Auto-Submitted: auto-generated\r\n", b""), now) == Verdict.AUTOMATIC
    assert answer_of(visit.visitor) == "NEEDS-ACTION"


def test_an_answer_to_one_of_a_series_is_for_a_person(invite, now):
    raw = google(invite).replace(b"SEQUENCE:1", b"RECURRENCE-ID:20260316T080000Z\r\nSEQUENCE:1")

    assert take(raw, now) == Verdict.UNREADABLE


# Other times, refresh, bounces ----------------------------------------------------------------------


TIMES = {
    replies.outlook: {"start": "20260323T090000", "end": "20260323T130000"},
    replies.google: {"start": "20260323T080000Z", "end": "20260323T120000Z"},
    replies.apple: {"start": "20260323T090000", "end": "20260323T130000"},
    replies.thunderbird: {"start": "20260323T090000", "end": "20260323T130000"},
}


@pytest.mark.parametrize("writes", PROGRAMS)
def test_a_counter_is_a_proposal_that_moves_nothing(visit, invite, now, writes):
    before = last_letter()

    verdict = take(writes(invite, method="COUNTER", partstat="TENTATIVE", text="Later?", **TIMES[writes]), now)

    proposal = Proposal.objects.get()
    assert (verdict, proposal.by, proposal.state) == (Verdict.PROPOSED, visit.visitor, "open")
    assert proposal.starts_at == datetime.datetime(2026, 3, 23, 8, tzinfo=datetime.UTC)
    assert proposal.ends_at - proposal.starts_at == 4 * HOUR
    assert news(before) == [("time_proposed", "Hugo", "")]
    visit.refresh_from_db()
    assert (visit.state, visit.sequence) == ("confirmed", 1)


def test_an_accepted_proposal_moves_the_visit_under_its_uid(visit, invite, later_day, host, now):
    take(google(invite, method="COUNTER", **TIMES[google]), now)
    before = last_letter()

    moved = actions.accept_proposal(proposal=Proposal.objects.get(), day=later_day, by=host, at=now + 2 * HOUR)

    assert (moved.state, moved.day, documents.calendar_uid(moved)) == ("confirmed", later_day, invite.uid)
    assert news(before)[:2] == [("moved", "Vera", "REQUEST"), ("moved", "Hugo", "REQUEST")]
    assert Letter.objects.filter(pk__gt=before, to=visit.visitor).get().event_sequence == 2


def test_an_accepted_proposal_for_a_full_day_changes_nothing(visit, invite, offering, colleague_on, host, now):
    take(google(invite, method="COUNTER", **TIMES[google]), now)

    with pytest.raises(actions.VisitRefused):
        actions.accept_proposal(proposal=Proposal.objects.get(), day=colleague_on, by=host, at=now + 2 * HOUR)

    assert Proposal.objects.get().state == "open"
    visit.refresh_from_db()
    assert visit.state == "confirmed"


@pytest.fixture
def colleague_on(cohort, offering, now):
    """A day whose only place is taken."""
    full = make_day(offering, datetime.date(2026, 3, 25), places=1)
    make_visit(make_enrollment(cohort, make_person("Carl Colleague")), full, at=now)
    return full


@pytest.fixture
def later_day(offering):
    return make_day(offering, datetime.date(2026, 3, 23))


def test_a_refused_proposal_is_told_to_the_calendar_that_made_it(visit, invite, host, now):
    take(google(invite, method="COUNTER", **TIMES[google]), now)
    before = last_letter()

    actions.refuse_proposal(proposal=Proposal.objects.get(), by=host, at=now + 2 * HOUR)

    assert news(before) == [("proposal_refused", "Vera", "DECLINECOUNTER")]
    content = bytes(Letter.objects.get(pk__gt=before).calendar)
    assert b"METHOD:DECLINECOUNTER" in content
    assert invite.uid.encode() in content.replace(b"\r\n ", b"")


def test_a_second_counter_replaces_the_first(visit, invite, now):
    take(google(invite, method="COUNTER", **TIMES[google]), now)
    again = replace(invite, stamp="20260302T110000Z")

    take(google(again, method="COUNTER", start="20260324T080000Z", end="20260324T120000Z"), now)

    assert list(Proposal.objects.order_by("pk").values_list("state", flat=True)) == ["lapsed", "open"]


def test_a_hosts_counter_stands_for_each_visit_and_asks_the_visitors(visit, host_invite, now):
    before = last_letter()

    take(google(host_invite, method="COUNTER", **TIMES[google]), now)

    assert news(before) == [("time_proposed", "Vera", "")]


def test_a_proposal_lapses_with_its_visit(visit, invite, host, now):
    take(google(invite, method="COUNTER", **TIMES[google]), now)

    actions.call_off_visit(visit=visit, by=host, at=now + 2 * HOUR, reason="Ill")

    assert Proposal.objects.get().state == "lapsed"


def test_a_refresh_sends_the_invitation_at_most_once_an_hour(visit, invite, now):
    before = last_letter()
    first, second = (replace(invite, stamp=f"20260302T10{minute}00Z") for minute in (20, 21))

    verdicts = [take(google(one, method="REFRESH"), now) for one in (first, second)]

    assert verdicts == [Verdict.REFRESHED, Verdict.NOTHING]
    assert news(before) == [("invited_again", "Vera", "REQUEST")]


def test_a_bounce_marks_its_letter_and_nothing_else(visit, now):
    letter = Letter.objects.filter(to=visit.visitor).first()

    verdict = take(replies.bounce(bounce_address(letter.pk)), now)

    letter.refresh_from_db()
    assert (verdict, letter.state) == (Verdict.BOUNCED, LetterState.BOUNCED)
    assert "No such mailbox" in letter.last_error


def test_a_forged_bounce_address_marks_nothing(visit, now):
    letter = Letter.objects.filter(to=visit.visitor).first()
    forged = bounce_address(letter.pk + 1).replace(f"+{letter.pk + 1}.", f"+{letter.pk}.")

    take(replies.bounce(forged), now)

    assert not Letter.objects.filter(state=LetterState.BOUNCED).exists()


def test_other_mail_is_kept_with_its_text(db, now):
    assert take(replies.plain(), now) == Verdict.UNREADABLE

    row = ReceivedMail.objects.get()
    assert (row.sender, row.subject, row.text) == ("someone@example.org", "A question", "Is there a visit on Friday?")


def test_put_aside_forgets_the_text(db, lead, now):
    row = intake.process(replies.plain(), at=now).mail

    intake.put_aside(mail=row, by=lead, at=now)

    row.refresh_from_db()
    assert (row.handled_by, row.text, row.raw) == (lead, "", None)


# Hostile input ----------------------------------------------------------------------------------------


def test_a_huge_mail_is_kept_but_not_taken_apart(db, now):
    raw = b"From: a@example.com\r\nSubject: Big\r\n\r\n" + b"x" * (3 << 20)

    result = intake.process(raw, at=now)

    assert (result.verdict, result.mail.subject, len(result.mail.raw)) == (Verdict.UNREADABLE, "Big", 2 << 20)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
        b"Content-Type: text/calendar; charset=nonsense\r\n\r\nBEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 5000,
        b"From: \xff@\xff\r\nDate: yesterday\r\nSubject: =?utf-8?b?####?=\r\n\r\n",
        NESTED + (b"--a\r\n" + NESTED) * 300,
        b"Content-Type: message/rfc822\r\n\r\n" * 400,
        b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSEQUENCE:" + b"9" * 9999,
    ],
)  # fmt: skip
def test_a_broken_mail_is_kept_and_takes_no_time(db, now, raw):
    began = time.process_time()

    result = intake.process(raw, at=now)

    assert result.verdict in {Verdict.UNREADABLE, Verdict.UNKNOWN}
    assert time.process_time() - began < 2


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, 3000), junk=st.binary(max_size=40))
@example(cut=19, junk=b"\0")
def test_no_mutation_of_an_answer_raises(invite, now, cut, junk):
    raw = google(invite)

    result = intake.process(raw[:cut] + junk + raw[cut:], at=now + HOUR)

    assert result.verdict in Verdict


@pytest.mark.parametrize("word", ["METHOD:", "UID:", "COMMENT=", "PARTSTAT=", "From: ", "To: ", "Subject: "])
def test_a_nul_in_an_answer_is_dropped(invite, now, word):
    """PostgreSQL holds no NUL."""
    raw = google(invite, text="Sorry")

    result = intake.process(raw.replace(word.encode(), word.encode() + b"\0"), at=now + HOUR)

    assert result.verdict == Verdict.ANSWERED


# Transports ---------------------------------------------------------------------------------------------


def test_smtp_is_real_in_both_directions(visit, invite, now, settings):
    """Our invitation goes out over SMTP; the answer comes back over SMTP to the address in it."""
    Letter.objects.update(state=LetterState.WAITING, attempts=0)
    settings.READS_MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with MailServer() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        delivery.deliver_due(now)
        mail = next(one for one in server.inbox.mails if one["To"] == visit.visitor.email)
        part = list(mail.iter_parts())[-1].get_payload(decode=True).replace(b"\r\n ", b"").decode()
        organizer = next(line for line in part.split("\r\n") if line.startswith("ORGANIZER")).split("mailto:")[1]
        uid = next(line for line in part.split("\r\n") if line.startswith("UID:"))[4:]
        server.send(google(replace(invite, uid=uid, to=organizer), partstat="DECLINED"), to=organizer)
        recipients, content = server.inbox.raw[-1]

    assert server.inbox.senders[0].startswith("bounces+")
    assert intake.process(content, at=now + HOUR, recipient=recipients[0]).verdict == Verdict.ANSWERED
    assert answer_of(visit.visitor) == "DECLINED"


def test_receive_mail_reads_a_maildir_once(visit, invite, tmp_path, capsys):
    Visit.objects.update(starts_at="2099-01-01T08:00Z", ends_at="2099-01-01T12:00Z")
    box = mailbox.Maildir(tmp_path / "mail")
    box.add(google(invite))
    box.add(replies.plain())

    for _ in range(2):
        call_command("receive_mail", "--maildir", tmp_path / "mail")

    assert capsys.readouterr().out.split() == ["2", "0"]
    assert answer_of(visit.visitor) == "ACCEPTED"
    assert ReceivedMail.objects.count() == 2


def test_receive_mail_takes_one_from_standard_input(visit, invite, monkeypatch, tmp_path):
    Visit.objects.update(starts_at="2099-01-01T08:00Z", ends_at="2099-01-01T12:00Z")
    file = tmp_path / "message"
    file.write_bytes(google(replace(invite, to="undisclosed@example.com")))
    with file.open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        call_command("receive_mail", "--to", invite.organizer)

    assert answer_of(visit.visitor) == "ACCEPTED"
