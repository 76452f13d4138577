import email
import email.policy
import smtplib

import pytest

from programs.gateways.mail import Mail, NotReached, Post, booking_address, build, visit_of_address
from tests.gateways.smtp import MailServer

ICS = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Jürgen — 年次\r\nEND:VCALENDAR\r\n".encode()
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


def test_booking_address_is_signed():
    address = booking_address(17)

    assert visit_of_address(address) == 17
    assert visit_of_address(address.upper()) == 17
    assert visit_of_address(address.replace("+17.", "+18.")) is None


@pytest.mark.parametrize("address", ["", "visits@example.com", "visits+x.y@e", "visits+²." + "a" * 12, "+" + "9" * 400])
def test_visit_of_address_knows_a_strangers_address(address):
    assert visit_of_address(address) is None


def use(settings, port):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 10
