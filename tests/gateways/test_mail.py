import email
import email.policy
import smtplib
import uuid
from dataclasses import replace

import pytest

from programs.gateways.mail import (
    Mail,
    NotReached,
    Post,
    bounce_address,
    build,
    name_in_address,
    organizer_address,
)
from tests.gateways.smtp import MailServer

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Jürgen — 年次\r\nEND:VCALENDAR\r\n".encode()
UID = uuid.UUID("6f1a2b3c-0000-4000-8000-00000000abcd")
MAIL = Mail(
    message_id="<1@example.com>",
    address="vera@example.com",
    subject="Bestätigt: Finance",
    text="Grüße\n",
    html="<p>Grüße</p>",
    calendar=ICS,
    calendar_method="REQUEST",
    thread="visit-1",
)


def parsed(mail):
    return email.message_from_bytes(build(mail).message().as_bytes(), policy=email.policy.default)


def test_build_puts_the_calendar_last_with_its_exact_bytes():
    message = parsed(MAIL)

    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    part = list(message.iter_parts())[-1]
    assert part.get_payload(decode=True) == ICS
    assert part["Content-Transfer-Encoding"] == "base64"
    assert dict(part["Content-Type"].params) == {"charset": "UTF-8", "method": "REQUEST", "component": "VEVENT"}
    assert "attachment" not in (part["Content-Disposition"] or "")


def test_build_says_that_a_machine_wrote_it_and_which_thread_it_belongs_to():
    message, cancelled = parsed(MAIL), parsed(Mail("<2@example.com>", "v@example.com", "S", "T", "H", thread="visit-1"))

    assert message["Message-ID"] == "<1@example.com>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["References"] == cancelled["References"]
    assert message["Subject"] == "Bestätigt: Finance"


def test_build_without_calendar_is_text_and_html():
    message = parsed(Mail("<1@example.com>", "v@example.com", "S", "T", "<p>H</p>"))

    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]


def test_build_keeps_headers_from_growing():
    message = parsed(Mail("<1@example.com>", "v@example.com", "S\r\nBcc: all@example.com\x00", "T\x00", "H"))

    assert message["Bcc"] is None
    assert message["Subject"] == "S Bcc: all@example.com"


def test_post_hands_over_what_was_built(settings):
    with MailServer() as server, Post() as post:
        use(settings, server.port)
        post.send(MAIL)
        post.send(MAIL)

        recipients, _ = server.inbox.raw[0]
        assert recipients == ("vera@example.com",)
        assert len(server.inbox.raw) == 2
        assert list(server.inbox.mails[0].iter_parts())[-1].get_payload(decode=True) == ICS


def test_post_says_no_with_the_servers_words(settings):
    with MailServer() as server, Post() as post:
        use(settings, server.port)
        server.inbox.refused["vera@example.com"] = "550 No such mailbox"

        with pytest.raises(smtplib.SMTPRecipientsRefused, match="No such mailbox"):
            post.send(MAIL)

        post.send(Mail("<2@example.com>", "hugo@example.com", "S", "T", "H"))
        assert len(server.inbox.raw) == 1


def test_post_says_that_nobody_answered(settings):
    with MailServer() as server:
        port = server.port
    use(settings, port)

    with Post() as post, pytest.raises(NotReached):
        post.send(MAIL)


@pytest.mark.parametrize("address", ["vera@example.com\r\nRCPT TO:<all@example.com>", "vera@exa\nmple.com"])
def test_post_refuses_an_address_that_would_add_a_line(settings, address):
    with MailServer() as server, Post() as post:
        use(settings, server.port)

        with pytest.raises(ValueError):
            post.send(Mail("<1@example.com>", address, "S", "T", "H"))

        assert server.inbox.raw == []


def test_organizer_address_is_signed_and_fits_a_mailbox_name():
    address = organizer_address("visits", UID)

    assert name_in_address(address) == ("visits", UID.hex)
    assert name_in_address(address.upper()) == ("visits", UID.hex)
    assert name_in_address(address.replace("visits+", "days+")) is None
    assert name_in_address(address.replace(UID.hex, uuid.UUID(int=18).hex)) is None
    assert len(address.rpartition("@")[0]) <= 64


@pytest.mark.parametrize(
    "address",
    [
        "",
        "visits@example.com",
        "visits+x.y@localhost.localdomain",
        "visits+²." + "a" * 12,
        "+" + "9" * 400,
        "@",
        "a@b@c",
    ],
)
def test_name_in_address_knows_a_strangers_address(address):
    assert name_in_address(address) is None


def test_build_adds_a_copy_as_a_file_where_that_is_wanted(settings):
    settings.ATTACH_INVITES = True

    message = parsed(MAIL)

    assert message.get_content_type() == "multipart/mixed"
    body, copy = message.iter_parts()
    assert [part.get_content_type() for part in body.iter_parts()] == ["text/plain", "text/html", "text/calendar"]
    assert (copy.get_content_type(), copy.get_filename()) == ("application/ics", "invite.ics")
    assert copy.get_payload(decode=True) == list(body.iter_parts())[-1].get_payload(decode=True) == ICS


def test_post_names_the_bounce_address_to_the_server_and_the_company_to_the_reader(settings):
    with MailServer() as server, Post() as post:
        use(settings, server.port)
        post.send(replace(MAIL, bounces_to=bounce_address(7)))

        assert server.inbox.senders == [bounce_address(7)]
        assert server.inbox.mails[0]["From"] == settings.DEFAULT_FROM_EMAIL
        assert name_in_address(bounce_address(7)) == ("bounces", "7")


def use(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 10
