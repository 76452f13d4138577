"""Answers as calendar programs mail them, composed from the shapes their makers document and users post.

Each differs where the real ones do: how the calendar part is wrapped and encoded, what
stands in ATTENDEE, which zone a time is in, what is left out.
"""

import base64
import email.policy
import quopri
from email.message import EmailMessage

OUTLOOK_ZONE = """BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def outlook(invite, *, partstat="ACCEPTED", method="REPLY", start="20260316T090000", end="20260316T130000", text=""):
    """Outlook and Exchange: one text/calendar part in base64 beside HTML, Windows zones, no ORGANIZER."""
    comment = f"COMMENT;LANGUAGE=de-DE:{text}\n" if text else ""
    ics = f"""BEGIN:VCALENDAR
METHOD:{method}
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
{OUTLOOK_ZONE}BEGIN:VEVENT
ATTENDEE;PARTSTAT={partstat};CN=Vera Visser:mailto:{invite.attendee}
{comment}UID:{invite.uid}
SUMMARY;LANGUAGE=de-DE:Zugesagt: Finance: Month-end close
DTSTART;TZID=W. Europe Standard Time:{start}
DTEND;TZID=W. Europe Standard Time:{end}
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:{invite.stamp}
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:{invite.sequence}
X-MICROSOFT-CDO-APPT-SEQUENCE:{invite.sequence}
X-MICROSOFT-CDO-BUSYSTATUS:BUSY
X-MICROSOFT-CDO-INTENDEDSTATUS:BUSY
X-MICROSOFT-CDO-ALLDAYEVENT:FALSE
X-MICROSOFT-DISALLOW-COUNTER:FALSE
END:VEVENT
END:VCALENDAR
"""
    boundary = "_000_AM0PR01MB0001eurprd01prod_"
    return _message(
        invite,
        f'multipart/alternative; boundary="{boundary}"',
        f'--{boundary}\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n<html><body></body></html>\r\n'
        f'--{boundary}\r\nContent-Type: text/calendar; charset="utf-8"; method={method}\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{_base64(_crlf(ics))}\r\n--{boundary}--\r\n",
        subject="Zugesagt: Finance: Month-end close",
        extra="X-MS-Has-Attach:\r\nThread-Topic: Finance: Month-end close\r\n",
    )


def google(invite, *, partstat="ACCEPTED", method="REPLY", start="20260316T080000Z", end="20260316T120000Z", text=""):
    """Google: alternative with the calendar, and the same again as invite.ics; times in UTC."""
    said = f';X-RESPONSE-COMMENT="{text}"' if text else ""
    ics = f"""BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:{method}
BEGIN:VEVENT
DTSTART:{start}
DTEND:{end}
DTSTAMP:{invite.stamp}
ORGANIZER;CN=Finance:mailto:{invite.organizer}
UID:{invite.uid}
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={partstat};CN=Vera
  Visser;X-NUM-GUESTS=0{said}:mailto:{invite.attendee}
CREATED:20260302T090000Z
LAST-MODIFIED:{invite.stamp}
LOCATION:Headquarters
SEQUENCE:{invite.sequence}
STATUS:CONFIRMED
SUMMARY:Finance: Month-end close
TRANSP:OPAQUE
END:VEVENT
END:VCALENDAR
"""
    outer, inner = "000000000000aaaa", "000000000000bbbb"
    return _message(
        invite,
        f'multipart/mixed; boundary="{outer}"',
        f'--{outer}\r\nContent-Type: multipart/alternative; boundary="{inner}"\r\n\r\n'
        f'--{inner}\r\nContent-Type: text/plain; charset="UTF-8"; format=flowed; delsp=yes\r\n'
        f"Content-Transfer-Encoding: base64\r\n\r\n{_base64(b'Vera Visser has accepted this invitation.')}\r\n"
        f'--{inner}\r\nContent-Type: text/calendar; charset="UTF-8"; method={method}\r\n'
        f"Content-Transfer-Encoding: 7bit\r\n\r\n{_crlf(ics).decode()}\r\n--{inner}--\r\n"
        f'--{outer}\r\nContent-Type: application/ics; name="invite.ics"\r\n'
        f'Content-Disposition: attachment; filename="invite.ics"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        f"{_base64(_crlf(ics))}\r\n--{outer}--\r\n",
        subject="Accepted: Finance: Month-end close @ Mon Mar 16, 2026",
        extra="Auto-Submitted: auto-generated\r\n",
    )


def apple(invite, *, partstat="ACCEPTED", method="REPLY", text="", **times):
    """Apple Calendar: quoted-printable, MAILTO in capitals with EMAIL beside it, often an alias."""
    comment = f"COMMENT:{text}\n" if text else ""
    ics = f"""BEGIN:VCALENDAR
CALSCALE:GREGORIAN
METHOD:{method}
PRODID:-//Apple Inc.//macOS 15.1//EN
VERSION:2.0
BEGIN:VEVENT
{comment}ORGANIZER;CN="Finance":MAILTO:{invite.organizer}
ATTENDEE;CN="Vera Visser";CUTYPE=INDIVIDUAL;EMAIL="{invite.attendee}";PARTSTAT={partstat}:urn:uuid:7a2f9f0e-0000
DTEND;TZID=Europe/Berlin:{times.get("end", "20260316T130000")}
DTSTAMP:{invite.stamp}
DTSTART;TZID=Europe/Berlin:{times.get("start", "20260316T090000")}
SEQUENCE:{invite.sequence}
SUMMARY:Finance: Month-end close
UID:{invite.uid}
END:VEVENT
END:VCALENDAR
"""
    boundary = "Apple-Mail=_0A1B"
    return _message(
        invite,
        f'multipart/alternative; boundary="{boundary}"',
        f"--{boundary}\r\nContent-Transfer-Encoding: 7bit\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n"
        f"Vera Visser has accepted your invitation.\r\n--{boundary}\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        f"Content-Type: text/calendar;\r\n\tmethod={method};\r\n\tcharset=utf-8\r\n"
        f"Content-Disposition: inline;\r\n\tfilename=iCal-20260302.ics\r\n\r\n"
        f"{quopri.encodestring(_crlf(ics).replace(bytes([13]), b'')).decode()}\r\n--{boundary}--\r\n",
        subject="Accepted: Finance: Month-end close",
    )


def thunderbird(invite, *, partstat="ACCEPTED", method="REPLY", text="", **times):
    """Thunderbird: 8bit with LF folding, Mozilla's own properties, the zone written out."""
    comment = f"COMMENT:{text}\n" if text else ""
    ics = f"""BEGIN:VCALENDAR
PRODID:-//Mozilla.org/NONSGML Mozilla Calendar V1.1//EN
VERSION:2.0
METHOD:{method}
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
CREATED:20260302T090000Z
LAST-MODIFIED:{invite.stamp}
DTSTAMP:{invite.stamp}
UID:{invite.uid}
SUMMARY:Finance: Month-end close — Jahresabschluß
ORGANIZER;CN=Finance:mailto:{invite.organizer}
ATTENDEE;CN=Vera Visser;PARTSTAT={partstat};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT:
 mailto:{invite.attendee}
{comment}X-MOZ-RECEIVED-SEQUENCE:{invite.sequence}
X-MOZ-RECEIVED-DTSTAMP:{invite.stamp}
DTSTART;TZID=Europe/Berlin:{times.get("start", "20260316T090000")}
DTEND;TZID=Europe/Berlin:{times.get("end", "20260316T130000")}
SEQUENCE:{invite.sequence}
END:VEVENT
END:VCALENDAR
"""
    boundary = "----=_Part_8741"
    return _message(
        invite,
        f'multipart/mixed; boundary="{boundary}"',
        f"--{boundary}\r\nContent-Type: text/plain; charset=UTF-8\r\n\r\nVera Visser has accepted.\r\n"
        f'--{boundary}\r\nContent-Type: text/calendar; method={method}; charset=UTF-8; name="invite.ics"\r\n'
        f'Content-Transfer-Encoding: 8bit\r\nContent-Disposition: attachment; filename="invite.ics"\r\n\r\n'
        f"{_crlf(ics).decode()}\r\n--{boundary}--\r\n",
        subject="Invitation reply (accepted): Finance",
    )


PROGRAMS = [outlook, google, apple, thunderbird]


def bounce(to, *, status="5.1.1", said="smtp; 550 5.1.1 <vera@example.com>: No such mailbox"):
    """A delivery report as Postfix writes it (RFC 3464)."""
    boundary = "0123.1/mx.example.com"
    return (
        f"Return-Path: <>\r\nFrom: MAILER-DAEMON@mx.example.com\r\nTo: {to}\r\n"
        f"Subject: Undelivered Mail Returned to Sender\r\nMessage-ID: <b1@mx.example.com>\r\n"
        "Auto-Submitted: auto-replied\r\n"
        "MIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status;\r\n"
        f'\tboundary="{boundary}"\r\n\r\n'
        f"--{boundary}\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nI'm sorry.\r\n"
        f"--{boundary}\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.com\r\n\r\n"
        f"Final-Recipient: rfc822; vera@example.com\r\nAction: failed\r\n"
        f"Status: {status}\r\nDiagnostic-Code: {said}\r\n\r\n"
        f"--{boundary}--\r\n"
    ).encode()


def plain(*, sender="someone@example.org", to="visits@localhost.localdomain", text="Is there a visit on Friday?"):
    message = EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = sender, to, "A question"
    message["Message-ID"] = "<q@example.org>"
    message.set_content(text)
    return message.as_bytes()


def _message(invite, content_type, body, *, subject, extra=""):
    return (
        f"From: Vera Visser <{invite.sender}>\r\nTo: Finance <{invite.to}>\r\nSubject: {subject}\r\n"
        f"Date: Mon, 02 Mar 2026 10:30:00 +0000\r\nMessage-ID: <{invite.stamp}.{len(body)}@mail.example.com>\r\n"
        f"{invite.headers}{extra}MIME-Version: 1.0\r\nContent-Type: {content_type}\r\n\r\n{body}"
    ).encode()


def _crlf(text):
    return text.replace("\n", "\r\n").encode()


def _base64(content):
    return base64.encodebytes(content).decode().replace("\n", "\r\n")
