"""Mail that comes to us, as plain values: who wrote, to which of our addresses, and what is in it.

Nothing that a message holds raises here: what can't be read is missing, and says so. A
message counts at most 20 parts, nested 10 deep, and 3 calendar parts; one over 2 MB is not
taken apart at all.
"""

import email
import email.policy
import email.utils
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage, Message
from typing import Any

from programs.gateways.texts import clean_text, one_line

LARGEST = 2 * 1024 * 1024
MOST_PARTS = 20
DEEPEST = 10
MOST_CALENDARS = 3
TEXT_LENGTH = 5000
RECIPIENTS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
CALENDAR_TYPES = {"text/calendar", "application/ics"}
_DMARC = re.compile(r"\bdmarc\s*=\s*pass\b", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class InboundMail:
    """One message. Addresses are in small letters; `digest` is the SHA-256 of its bytes.

    `is_automatic` marks answers of machines, which are never answered or obeyed;
    `authentic_domain` is the sender's domain where our own mail server vouches for it.
    `bounce` is what a mail server says about a letter that it could not deliver.
    """

    digest: str
    message_id: str = ""
    sender: str = ""
    recipients: tuple[str, ...] = ()
    sent_at: datetime | None = None
    subject: str = ""
    text: str = ""
    is_automatic: bool = False
    authentic_domain: str = ""
    calendars: tuple[bytes, ...] = ()
    bounce: str = ""
    is_too_large: bool = False


def read(raw: bytes, *, recipient: str = "", authority: str = "") -> InboundMail:
    """Take a message apart. `recipient` is from the envelope, where that is known.

    `authority` is the name that our own mail server writes into Authentication-Results;
    without it, no such header is believed.
    """
    digest = hashlib.sha256(raw).hexdigest()
    if len(raw) > LARGEST:
        return InboundMail(digest, recipients=_known(recipient), is_too_large=True, **_head_of(raw))
    try:
        message: Message = email.message_from_bytes(raw, policy=email.policy.default)
        parts = list(_leaves(message))
    except (RecursionError, ValueError, LookupError, IndexError, AttributeError):
        return InboundMail(digest, recipients=_known(recipient), **_head_of(raw))
    sender = _addresses(message, "From")
    return InboundMail(
        digest=digest,
        message_id=_header(message, "Message-ID")[:250],
        sender=sender[0] if sender else "",
        recipients=(*_known(recipient), *(one for name in RECIPIENTS for one in _addresses(message, name))),
        sent_at=_date(message),
        subject=one_line(_header(message, "Subject"), 250),
        text=_text(parts),
        is_automatic=_is_automatic(message),
        authentic_domain=_authentic_domain(message, sender, authority),
        calendars=tuple(_calendars(parts)),
        bounce=_bounce(message),
    )


def _head_of(raw: bytes) -> dict[str, Any]:
    """Return sender and subject from the first lines alone, for what is not taken apart."""
    head = raw[: 64 * 1024].replace(b"\r\n", b"\n").partition(b"\n\n")[0]
    try:
        message = email.message_from_bytes(head + b"\n\n", policy=email.policy.default)
    except (RecursionError, ValueError, LookupError, IndexError, AttributeError):
        return {}
    sender = _addresses(message, "From")
    return {
        "sender": sender[0] if sender else "",
        "subject": one_line(_header(message, "Subject"), 250),
        "message_id": _header(message, "Message-ID")[:250],
    }


def _known(recipient: str) -> tuple[str, ...]:
    return (one_line(recipient).strip("<>").lower(),) if recipient else ()


def _leaves(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the parts that hold something, at most so many and so deep."""
    if depth > DEEPEST:
        return
    if not message.is_multipart():
        yield message
        return
    count = 0
    for part in message.get_payload():
        for leaf in _leaves(part, depth + 1) if isinstance(part, Message) else ():
            count += 1
            if count > MOST_PARTS:
                return
            yield leaf


def _header(message: Message, name: str) -> str:
    """Return a header, or "" where it is missing or Python can't read it."""
    try:
        return clean_text(str(message.get(name, "")))
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""


def _addresses(message: Message, name: str) -> list[str]:
    try:
        found = [clean_text(str(one)) for one in message.get_all(name, [])]
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return []
    return [address.lower()[:254] for _, address in email.utils.getaddresses(found) if "@" in address]


def _date(message: Message) -> datetime | None:
    try:
        found = email.utils.parsedate_to_datetime(_header(message, "Date"))
    except (ValueError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _is_automatic(message: Message) -> bool:
    """Say whether a machine answered (RFC 3834), or a list sent it on. A calendar's own reply is none."""
    said = _header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    precedence = _header(message, "Precedence").strip().lower()
    return said == "auto-replied" or precedence in {"bulk", "list", "junk"} or _header(message, "Return-Path") == "<>"


def _authentic_domain(message: Message, sender: list[str], authority: str) -> str:
    """Return the sender's domain if the topmost result of our own server says that DMARC passed."""
    if not authority or not sender:
        return ""
    for line in message.get_all("Authentication-Results", []):
        name, _, results = str(line).partition(";")
        if name.split(" ")[0].strip().lower() == authority.lower():
            return sender[0].rpartition("@")[2] if _DMARC.search(results) else ""
    return ""


def _content(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(parts: list[Message]) -> str:
    """Return what a person wrote: the plain text, else the HTML without its tags."""
    for kind in ("text/plain", "text/html"):
        for part in parts:
            if part.get_content_type() == kind:
                charset = part.get_content_charset() or "utf-8"
                try:
                    text = _content(part).decode(charset, errors="replace")
                except (LookupError, ValueError):  # ValueError: a NUL in the name of the character set
                    text = _content(part).decode("latin-1")
                return clean_text(text if kind == "text/plain" else _TAG.sub(" ", text)).strip()[:TEXT_LENGTH]
    return ""


def _calendars(parts: list[Message]) -> Iterator[bytes]:
    count = 0
    for part in parts:
        name = (part.get_filename() or "").lower()
        if part.get_content_type() in CALENDAR_TYPES or name.endswith(".ics"):
            count += 1
            if count > MOST_CALENDARS:
                return
            yield _in_utf8(_content(part), part.get_content_charset())


def _in_utf8(content: bytes, charset: str | None) -> bytes:
    if charset is None or charset.lower() in {"utf-8", "us-ascii"}:
        return content
    try:
        return content.decode(charset).encode()
    except (LookupError, ValueError):
        return content


def _bounce(message: Message) -> str:
    """Return what a delivery report says about a letter that failed (RFC 3464), or ""."""
    if message.get_content_type() != "multipart/report":
        return ""
    for part in message.walk():
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in part.get_payload():
            if isinstance(block, EmailMessage | Message) and _header(block, "Action").strip().lower() == "failed":
                said = _header(block, "Diagnostic-Code") or _header(block, "Status")
                return one_line(said, 500) or "failed"
    return ""
