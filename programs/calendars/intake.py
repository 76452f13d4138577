"""Mail that comes in: answers from calendars, letters that came back, and what nobody expected.

One function takes a message, whatever brought it. It matches by the signed address that
the message was sent to, else by UID; it checks who answers and how fresh that is; what it
can't place it keeps for a person. Nothing here ever answers a message.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q

from programs.audit import actions as audit
from programs.calendars.choices import FOR_A_PERSON, Verdict
from programs.calendars.models import ReceivedMail
from programs.gateways import inbox, itip
from programs.gateways.inbox import InboundMail
from programs.gateways.itip import Answer, Attendee
from programs.gateways.mail import name_in_address
from programs.notifications import actions as notification_actions
from programs.notifications.choices import CalendarMethod
from programs.notifications.models import Letter
from programs.people.models import Person
from programs.visits import actions as visit_actions
from programs.visits.choices import PartStat
from programs.visits.models import CalendarInvitation

ANSWERS = {
    "ACCEPTED": PartStat.ACCEPTED,
    "TENTATIVE": PartStat.TENTATIVE,
    "DECLINED": PartStat.DECLINED,
    "DELEGATED": PartStat.DECLINED,  # somebody else can't stand in for a visitor
}
METHODS = {"REPLY", "COUNTER", "REFRESH"}


@dataclass(frozen=True)
class Result:
    """What became of a message."""

    verdict: Verdict
    mail: ReceivedMail
    is_new: bool


@dataclass(frozen=True)
class _Found:
    """An answer whose invitation is known. `is_signed` says that it came to the event's own address."""

    invitation: CalendarInvitation
    attendee: Attendee | None
    is_signed: bool


def process(raw: bytes, *, at: datetime, recipient: str = "") -> Result:
    """Take in one message; the same bytes again change nothing.

    `recipient` is the address of the envelope, where the transport knows it. Never raises
    over what the message holds.
    """
    mail = inbox.read(raw, recipient=recipient, authority=settings.MAIL_AUTHORITY)
    known = ReceivedMail.objects.filter(digest=mail.digest).first()
    if known:
        return Result(Verdict(known.verdict), known, is_new=False)
    try:
        with transaction.atomic():
            verdict, invitation, method = _judge(mail, at=at)
            row = _keep(mail, raw, verdict, invitation, method, at=at)
    except IntegrityError:
        # The same message came over two transports at the same moment.
        known = ReceivedMail.objects.filter(digest=mail.digest).first()
        if known is None:
            raise
        return Result(Verdict(known.verdict), known, is_new=False)
    return Result(verdict, row, is_new=True)


def _keep(
    mail: InboundMail, raw: bytes, verdict: Verdict, invitation: CalendarInvitation | None, method: str, *, at: datetime
) -> ReceivedMail:
    is_for_a_person = verdict in FOR_A_PERSON
    row = ReceivedMail.objects.create(
        digest=mail.digest,
        message_id=mail.message_id,
        received_at=at,
        sender=mail.sender,
        recipient=mail.recipients[0][:254] if mail.recipients else "",
        subject=mail.subject,
        text=mail.text if is_for_a_person else "",
        raw=raw[: inbox.LARGEST] if is_for_a_person else None,
        method=method[:20],
        verdict=verdict,
        invitation=invitation,
    )
    audit.record("receive_mail", row, by=None, at=at, digest=mail.digest, verdict=str(verdict))
    return row


def _judge(mail: InboundMail, *, at: datetime) -> tuple[Verdict, CalendarInvitation | None, str]:
    """Decide what a message is, and do what follows from it."""
    if (letter := _letter_behind(mail)) is not None:
        notification_actions.note_bounce(letter=letter, said=mail.bounce or mail.subject, at=at)
        return Verdict.BOUNCED, None, ""
    answer = _answer_in(mail, at=at)
    if answer is None:
        return (Verdict.AUTOMATIC if mail.is_automatic else Verdict.UNREADABLE), None, ""
    if mail.is_automatic:
        return Verdict.AUTOMATIC, None, answer.method
    if answer.method not in METHODS or answer.is_one_of_series:
        return Verdict.UNREADABLE, None, answer.method
    found = _find(mail, answer)
    if not isinstance(found, _Found):
        return found, None, answer.method
    invitation = CalendarInvitation.objects.select_for_update(of=("self",)).get(pk=found.invitation.pk)
    found = _Found(invitation, found.attendee, found.is_signed)
    verdict = _closed_or_stale(found, answer, at=at) or _apply(found, mail, answer, at=at)
    return verdict, invitation, answer.method


def _letter_behind(mail: InboundMail) -> Letter | None:
    """Return the letter that came back: its bounce address was written to."""
    for kind, name in _signed_names(mail):
        if kind == "bounces" and name.isdecimal():
            return Letter.objects.filter(pk=int(name)).first()
    return None


def _answer_in(mail: InboundMail, *, at: datetime) -> Answer | None:
    for content in mail.calendars:
        answer = itip.read_answer(content, zone=settings.TIME_ZONE, at=at)
        if answer is not None and answer.uid:
            return answer
    return None


def _find(mail: InboundMail, answer: Answer) -> _Found | Verdict:
    """Return the invitation that is answered: by the signed address, else by UID; then by who answers."""
    signed = {(kind, name) for kind, name in _signed_names(mail) if kind in {"visits", "days"}}
    invitations = _invitations(signed) if signed else _invitations(_names_of_uid(answer.uid))
    if not invitations:
        return Verdict.UNKNOWN
    if signed and not signed & _names_of_uid(answer.uid):
        return Verdict.STRANGER  # an answer to one event, sent to the address of another
    for invitation in invitations:
        address = invitation.address.lower()
        for attendee in answer.attendees:
            if address in attendee.addresses:
                return _Found(invitation, attendee, bool(signed))
        if mail.sender == address and (not answer.attendees or signed):
            # Outlook's rooms leave ATTENDEE out; some servers write an alias of the address there.
            alone = answer.attendees[0] if len(answer.attendees) == 1 else None
            return _Found(invitation, alone, bool(signed))
    return Verdict.STRANGER


def _signed_names(mail: InboundMail) -> Iterator[tuple[str, str]]:
    for address in mail.recipients:
        if (found := name_in_address(address)) is not None:
            yield found


def _names_of_uid(uid: str) -> set[tuple[str, str]]:
    """Return what a UID of ours stands for: "booking-<uuid>@domain" or "day-<uuid>@domain"."""
    name, _, domain = uid.partition("@")
    prefix, _, number = name.partition("-")
    kind = {"booking": "visits", "day": "days"}.get(prefix.lower())
    try:
        found = uuid.UUID(number)
    except ValueError:
        return set()
    return {(kind, found.hex)} if kind and domain.lower() == settings.CALENDAR_DOMAIN.lower() else set()


def _invitations(names: set[tuple[str, str]]) -> list[CalendarInvitation]:
    wanted = Q(pk=None)
    for kind, name in names:
        field = "visit__uid" if kind == "visits" else "event__uid"
        wanted |= Q(**{field: uuid.UUID(name)})
    return list(CalendarInvitation.objects.filter(wanted).select_related("visit", "event__day"))


def _closed_or_stale(found: _Found, answer: Answer, *, at: datetime) -> Verdict | None:
    """Return why an answer changes nothing: the visit is over, or the answer is older than what we know."""
    row = found.invitation
    is_open = row.method == CalendarMethod.REQUEST and any(
        visit.starts_at > at for visit in visit_actions.visits_behind(row)
    )
    if not is_open:
        return Verdict.CLOSED
    if answer.method != "REFRESH" and answer.sequence < row.sequence:
        return Verdict.STALE
    return None


def _apply(found: _Found, mail: InboundMail, answer: Answer, *, at: datetime) -> Verdict:
    row, attendee = found.invitation, found.attendee
    stamp = answer.stamp or mail.sent_at or at
    is_proven = found.is_signed or mail.authentic_domain == row.address.lower().rpartition("@")[2]
    if answer.method == "REFRESH":
        went = visit_actions.send_invitation_again(invitation=row, by=None, at=at, is_asked_by_calendar=True)
        return Verdict.REFRESHED if went else Verdict.NOTHING
    if row.reply_stamp and stamp < row.reply_stamp:
        return Verdict.STALE
    comment = answer.comment or (attendee.comment if attendee else "")
    said = ANSWERS.get(attendee.partstat if attendee else "")
    reply = visit_actions.Reply(said or PartStat.NEEDS_ACTION, stamp, comment, is_claimed=not is_proven)
    if answer.method == "COUNTER":
        if answer.starts_at is None or answer.ends_at is None or answer.starts_at <= at:
            return Verdict.UNREADABLE
        visit_actions.propose_time(
            invitation=row, starts_at=answer.starts_at, ends_at=answer.ends_at, reply=reply, at=at
        )
        return Verdict.PROPOSED if is_proven else Verdict.CLAIMED
    if said is None or (said == row.answer and comment == row.comment and not row.is_claimed):
        return Verdict.NOTHING
    visit_actions.note_answer(invitation=row, reply=reply, at=at)
    return Verdict.ANSWERED if is_proven else Verdict.CLAIMED


@transaction.atomic
def put_aside(*, mail: ReceivedMail, by: Person, at: datetime) -> None:
    """Note that somebody has dealt with a mail; its text and bytes are not kept any longer."""
    done = ReceivedMail.objects.filter(pk=mail.pk, handled_at=None).update(
        handled_at=at, handled_by=by, text="", raw=None
    )
    if done:
        audit.record("put_mail_aside", mail, by=by, at=at)
