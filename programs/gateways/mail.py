"""How a letter becomes a mail, and the line on which mails go out.

The calendar part keeps its exact bytes (base64) on every supported version of Django and
stands last, as RFC 2046 §5.1.4 puts the richest form last; its method parameter says what
the body says, because clients throw away what differs.
"""

import hashlib
import hmac
import uuid
from dataclasses import dataclass
from email import encoders
from email.mime.base import MIMEBase
from types import TracebackType
from typing import Any, Literal, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection

from programs.gateways.texts import clean_text, one_line


@dataclass(frozen=True)
class Mail:
    """One mail to one address. `thread` groups the mails about one event; empty for none.

    `bounces_to` is where the news goes that it could not be delivered; empty: to the sender.
    `unsubscribe` is an https address at which a POST stops such mail (RFC 8058); empty for none.
    """

    message_id: str
    address: str
    subject: str
    text: str
    html: str
    reply_to: str = ""
    calendar: bytes = b""
    calendar_method: str = ""
    thread: str = ""
    bounces_to: str = ""
    unsubscribe: str = ""


class _LetterMessage(EmailMultiAlternatives):
    """Plain text, HTML, and last the calendar part; beside all three a copy of it where that is wanted."""

    calendar_part: MIMEBase | None = None

    def message(self, *args: Any, **kwargs: Any) -> Any:
        """Return the MIME message; Django 6 passes a policy, Django 5.2 nothing."""
        message: Any = super().message(*args, **kwargs)
        if self.calendar_part is not None:
            body = message.get_payload(0) if self.attachments else message
            body.attach(self.calendar_part)
        return message


def build(mail: Mail) -> EmailMultiAlternatives:
    """Return the message that Django's mail backends send."""
    headers = {
        "Message-ID": mail.message_id,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    if mail.bounces_to:
        headers["From"] = settings.DEFAULT_FROM_EMAIL
    if mail.unsubscribe:
        headers["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    if mail.thread:
        headers["References"] = f"<{hashlib.sha256(mail.thread.encode()).hexdigest()[:32]}@{settings.CALENDAR_DOMAIN}>"
    message = _LetterMessage(
        subject=one_line(mail.subject),
        body=clean_text(mail.text),
        from_email=mail.bounces_to or None,
        to=[mail.address],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=headers,
    )
    message.attach_alternative(clean_text(mail.html), "text/html")
    if mail.calendar:
        part = MIMEBase("text", "calendar", charset="UTF-8", method=mail.calendar_method, component="VEVENT")
        part.set_payload(mail.calendar)
        encoders.encode_base64(part)
        message.calendar_part = part
        if settings.ATTACH_INVITES:
            message.attach("invite.ics", mail.calendar, "application/ics")
    return message


class NotReached(OSError):
    """The mail server didn't answer: no letter was handed over."""


class Post:
    """A line to the mail server, opened with the first mail and kept for the next ones."""

    def __init__(self) -> None:
        self._connection: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, mail: Mail) -> None:
        """Hand one mail to the server; return only when it said yes.

        Raises NotReached when the line can't be opened, OSError (smtplib's errors are
        OSErrors) when the server says no or hangs up, and ValueError for an address that
        can't stand in a header.
        """
        message = build(mail)
        message.message()
        connection = self._open()
        try:
            connection.send_messages([message])
        except OSError:
            self.close()
            raise

    def _open(self) -> Any:
        if self._connection is None:
            connection = get_connection()
            try:
                connection.open()
            except OSError as error:
                raise NotReached(str(error)) from error
            self._connection = connection
        return self._connection

    def close(self) -> None:
        """Hang up; the next mail opens a new line."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.close()
            except OSError:
                return


Kind = Literal["visits", "days", "bounces"]
"""What a signed address stands for: the event of a visit, that of a hosting day, a letter."""

LONGEST_NAME = 64


def signed_address(kind: Kind, name: str) -> str:
    """Return the address at which we hear about one thing: `visits+<name>.<signature>@domain`.

    The signature keeps strangers from answering for a visit whose name they know. It hangs
    on the link key, which is never rotated: a cancellation must name the same organiser as
    its invitation. `name` is lower-case letters and digits, since mail servers change case.
    """
    return f"{kind}+{name}.{_signature(kind, name)}@{settings.CALENDAR_DOMAIN}"


def organizer_address(kind: Kind, uid: uuid.UUID) -> str:
    """Return the address that organises an event in calendars: answers come back to it.

    It hangs on the event's own identity, so that a visit which moves to another day keeps
    its organiser together with its UID.
    """
    return signed_address(kind, uid.hex)


def bounce_address(letter: int) -> str:
    """Return where the news goes that letter number `letter` could not be delivered."""
    return signed_address("bounces", str(letter))


def name_in_address(address: str) -> tuple[str, str] | None:
    """Return (kind, name) of an address that we signed, or None for any other address."""
    local, _, domain = address.strip().lower().rpartition("@")
    kind, _, rest = local.partition("+")
    name, _, signature = rest.partition(".")
    if domain != settings.CALENDAR_DOMAIN.lower() or not name.isascii() or len(name) > LONGEST_NAME:
        return None
    is_ours = hmac.compare_digest(signature.encode(), _signature(kind, name).encode())
    return (kind, name) if is_ours else None


def _signature(kind: str, name: str) -> str:
    return hmac.new(settings.LINK_KEY.encode(), f"{kind} address:{name}".encode(), "sha256").hexdigest()[:12]
