"""Fetching from real servers on loopback, and where it never goes."""

import gzip
import ipaddress
import socket
import ssl
import time

import pytest

from programs.gateways.fetching import addresses, client
from programs.gateways.fetching.addresses import FetchRefused, Policy
from programs.gateways.fetching.choices import FetchReason
from programs.gateways.fetching.client import Limits, Request, fetch
from programs.gateways.fetching.dav import fetch_collection
from tests.gateways.calendars import WINDOW
from tests.gateways.servers import LOOPBACK, certificate, reply, serving

QUICK = Limits(connect_seconds=1, total_seconds=1, megabytes=1)
CALENDAR = b"BEGIN:VCALENDAR\nEND:VCALENDAR\n"


def refused(address, policy=LOOPBACK, limits=QUICK, **more):
    with pytest.raises(FetchRefused) as caught:
        fetch(Request(address, **more), policy, limits=limits)
    return caught.value


# Where it goes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.9.9.9", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "::127.0.0.1", "2001:db8::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_addresses_that_are_not_of_the_public_internet_are_refused(address):
    assert not Policy().allows(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_addresses_of_the_public_internet_are_allowed(address):
    assert Policy().allows(ipaddress.ip_address(address))


def test_an_open_network_is_allowed_and_nothing_beside_it():
    policy = Policy.opening(["10.20.0.0/16"])

    assert policy.allows(ipaddress.ip_address("10.20.3.4"))
    assert policy.allows(ipaddress.ip_address("::ffff:10.20.3.4"))
    assert not policy.allows(ipaddress.ip_address("10.21.0.1"))


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("https://127.0.0.1/x", FetchReason.NOT_ALLOWED),
        ("webcal://localhost/x", FetchReason.NOT_ALLOWED),
        ("https://[::1]/x", FetchReason.NOT_ALLOWED),
        ("https://[::ffff:127.0.0.1]/x", FetchReason.NOT_ALLOWED),
        ("https://2130706433/x", FetchReason.NOT_ALLOWED),
        ("https://0x7f.1/x", FetchReason.NOT_ALLOWED),
        ("https://[fe80::1%25lo]/x", FetchReason.NO_SUCH_HOST),
        ("https://example.com:22/x", FetchReason.NOT_ALLOWED),
        ("http://example.com/x", FetchReason.BAD_ADDRESS),
        ("ftp://example.com/x", FetchReason.BAD_ADDRESS),
        ("file:///etc/passwd", FetchReason.BAD_ADDRESS),
        ("gopher://example.com/", FetchReason.BAD_ADDRESS),
        ("https:///x", FetchReason.BAD_ADDRESS),
        ("https://a b/", FetchReason.BAD_ADDRESS),
        ("https://a/\r\nX: y", FetchReason.BAD_ADDRESS),
        ("https://example.com:99999/", FetchReason.BAD_ADDRESS),
        ("https://[/", FetchReason.BAD_ADDRESS),
        ("https://" + "ü" * 80 + "/", FetchReason.BAD_ADDRESS),
        ("", FetchReason.BAD_ADDRESS),
        ("https://a/" + "x" * 3000, FetchReason.BAD_ADDRESS),
        ("https://no-such-host.invalid/", FetchReason.NO_SUCH_HOST),
    ],
)
def test_addresses_that_lead_elsewhere_are_refused(address, reason):
    assert refused(address, Policy()).refusal.reason == reason


def test_a_redirect_into_a_private_network_is_refused():
    only = Policy((ipaddress.ip_network("127.0.0.1/32"),), plain_http=True, any_port=True)
    for inside in ("http://127.0.0.2/", "http://169.254.169.254/latest/", "http://[::1]/", "file:///etc/passwd"):
        with serving(lambda handler, inside=inside: reply(handler, status=302, Location=inside)) as (url, requests):
            error = refused(url, only)

        assert error.refusal.reason in {FetchReason.NOT_ALLOWED, FetchReason.BAD_ADDRESS}
        assert len(requests) == 1


def test_a_name_is_looked_up_once_and_the_address_that_was_checked_is_called(monkeypatch):
    looked_up = []

    def answers(host, port, *args, **kwargs):
        # A name that means loopback when it is looked at and a private machine from then on.
        looked_up.append(host)
        address = "127.0.0.1" if len(looked_up) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    with serving(lambda handler: reply(handler, CALENDAR)) as (url, requests):
        real = socket.getaddrinfo
        monkeypatch.setattr(
            addresses.socket,
            "getaddrinfo",
            lambda host, *rest, **more: (
                answers(host, *rest, **more) if host == "rebinding.test" else real(host, *rest, **more)
            ),
        )
        answer = fetch(Request(url.replace("127.0.0.1", "rebinding.test")), LOOPBACK, limits=QUICK)

    assert answer.content == CALENDAR
    assert looked_up == ["rebinding.test"]
    assert requests[0][2]["Host"].startswith("rebinding.test:")


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    both = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(addresses.socket, "getaddrinfo", lambda *rest, **more: both)

    assert refused("https://mixed.test/", Policy()).refusal.reason == FetchReason.NOT_ALLOWED


# What comes back ----------------------------------------------------------------------------


def test_a_calendar_comes_back_and_then_is_the_same():
    def answer(handler):
        same = handler.headers.get("If-None-Match") == '"7"' or handler.headers.get("If-Modified-Since")
        reply(handler, b"" if same else CALENDAR, 304 if same else 200, ETag='"7"', Last_Modified="yesterday")

    with serving(answer) as (url, requests):
        first = fetch(Request(f"{url}/secret.ics?key=a b".replace(" ", "%20")), LOOPBACK)
        again = fetch(Request(url, etag=first.etag, modified=first.modified), LOOPBACK)

    assert (first.content, first.etag, first.modified) == (CALENDAR, '"7"', "yesterday")
    assert (again.is_same, again.content) == (True, b"")
    assert requests[0][1] == "/secret.ics?key=a%20b"
    assert requests[0][2]["Accept-Encoding"] == "identity"


def test_redirects_are_followed_three_times():
    def answer(handler):
        number = int(handler.path.strip("/") or 0)
        reply(handler, CALENDAR if number == 3 else b"", 200 if number == 3 else 301, Location=f"/{number + 1}")

    with serving(answer) as (url, requests):
        assert fetch(Request(url), LOOPBACK).content == CALENDAR
    assert len(requests) == 4


def test_a_redirect_loop_ends():
    with serving(lambda handler: reply(handler, status=302, Location=handler.path)) as (url, requests):
        assert refused(url).refusal.reason == FetchReason.REDIRECTS
    assert len(requests) == 4


def test_a_password_stays_with_the_host_it_was_given_for():
    with (
        serving(lambda handler: reply(handler, CALENDAR)) as (elsewhere, seen),
        serving(lambda handler: reply(handler, status=302, Location=elsewhere)) as (url, requests),
    ):
        fetch(Request(url.replace("//", "//vera:s%C3%A9cret@")), LOOPBACK)

    assert requests[0][2]["Authorization"] == "Basic dmVyYTpzw6ljcmV0"
    assert "Authorization" not in seen[0][2]


@pytest.mark.parametrize(
    ("status", "reason"),
    [(401, FetchReason.LOGIN), (403, FetchReason.LOGIN), (404, FetchReason.GONE), (410, FetchReason.GONE),
     (500, FetchReason.REFUSED), (429, FetchReason.REFUSED), (206, FetchReason.REFUSED)],
)  # fmt: skip
def test_errors_say_what_to_do(status, reason):
    with serving(lambda handler: reply(handler, b"secret words", status)) as (url, _):
        error = refused(url)

    assert error.refusal.reason == reason
    assert "secret words" not in str(error)


@pytest.mark.parametrize(("said", "least", "most"), [("7200", 7200, 7200), ("soon", 0, 0), ("-5", 0, 0),
                                                     ("Fri, 31 Dec 2199 23:59:59 GMT", 10**9, 10**10)])  # fmt: skip
def test_how_long_to_wait_is_read(said, least, most):
    with serving(lambda handler: reply(handler, status=503, Retry_After=said)) as (url, _):
        assert least <= refused(url).wait <= most


# What never ends ----------------------------------------------------------------------------


def drip(handler, *, head):
    """Send a byte now and then, in the middle of the headers or of the body."""
    if not head:
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"X")
        handler.wfile.flush()
        time.sleep(0.1)


@pytest.mark.parametrize("head", [True, False])
def test_a_server_that_drips_is_left(head):
    began = time.monotonic()
    with serving(lambda handler: drip(handler, head=head)) as (url, _):
        error = refused(url)

    assert error.refusal.reason == FetchReason.TOO_SLOW
    assert time.monotonic() - began < 3


def test_a_server_that_drips_until_it_closes_is_not_taken_for_whole():
    def answer(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(30):
            handler.wfile.write(CALENDAR)
            time.sleep(0.1)

    with serving(answer) as (url, _):
        assert refused(url).refusal.reason == FetchReason.TOO_SLOW


def test_a_server_that_says_nothing_is_left():
    with serving(lambda handler: time.sleep(2)) as (url, _):
        assert refused(url).refusal.reason in {FetchReason.TOO_SLOW, FetchReason.UNREACHABLE}


def test_nobody_at_home_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        error = refused(f"http://127.0.0.1:{taken.getsockname()[1]}/")

    assert error.refusal.reason == FetchReason.UNREACHABLE


@pytest.mark.parametrize("says_length", [True, False])
def test_a_body_over_the_limit_is_stopped_while_it_streams(says_length):
    sent = []

    def answer(handler):
        handler.send_response(200)
        if says_length:
            handler.send_header("Content-Length", str(50 * 2**20))
        handler.end_headers()
        for _ in range(800):
            handler.wfile.write(b"x" * 65_536)
            sent.append(65_536)

    with serving(answer) as (url, _):
        assert refused(url, limits=Limits(total_seconds=20, megabytes=1)).refusal.reason == FetchReason.TOO_BIG

    assert sum(sent) < 20 * 2**20


def test_a_bomb_is_counted_by_what_comes_out():
    bomb = gzip.compress(b"\0" * (60 * 2**20))
    with serving(lambda handler: reply(handler, bomb, Content_Encoding="gzip")) as (url, _):
        assert refused(url).refusal.reason == FetchReason.TOO_BIG


def test_a_packed_answer_is_unpacked():
    with serving(lambda handler: reply(handler, gzip.compress(CALENDAR), Content_Encoding="gzip")) as (url, _):
        assert fetch(Request(url), LOOPBACK).content == CALENDAR


@pytest.mark.parametrize(
    "raw",
    [b"", b"\r\n", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500, b"HTTP/1.1 999999 x\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", b"HTTP/1.1 302 x\r\nContent-Length: 0\r\n\r\n",
     b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope", b"\xff" * 70_000],
)  # fmt: skip
def test_what_is_no_http_is_refused(raw):
    with serving(lambda handler: handler.wfile.write(raw)) as (url, _):
        assert refused(url).refusal.reason in {FetchReason.UNREACHABLE, FetchReason.REFUSED, FetchReason.REDIRECTS}


# TLS ----------------------------------------------------------------------------------------


def test_tls_wants_a_certificate_that_somebody_vouches_for(tmp_path):
    tls, path = certificate(tmp_path)
    with serving(lambda handler: reply(handler, CALENDAR), tls=tls) as (url, _):
        unknown = refused(url)
        known = fetch(Request(url), LOOPBACK, context=ssl.create_default_context(cafile=path))

    assert unknown.refusal.reason == FetchReason.NOT_SAFE
    assert known.content == CALENDAR


def test_tls_never_leads_to_plain_http(tmp_path):
    tls, path = certificate(tmp_path)
    with (
        serving(lambda handler: reply(handler, CALENDAR)) as (plain, seen),
        serving(lambda handler: reply(handler, status=302, Location=plain), tls=tls) as (url, _),
        pytest.raises(FetchRefused) as error,
    ):
        fetch(Request(url), LOOPBACK, context=ssl.create_default_context(cafile=path))

    assert error.value.refusal.reason == FetchReason.NOT_ALLOWED
    assert seen == []


def test_a_handshake_that_never_comes_is_left():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        error = refused(f"https://127.0.0.1:{silent.getsockname()[1]}/")

    assert error.refusal.reason in {FetchReason.TOO_SLOW, FetchReason.UNREACHABLE}


# CalDAV -------------------------------------------------------------------------------------

STATE = (
    b'<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:cal="urn:ietf:params:xml:ns:caldav">'
    b"<d:response><d:propstat><d:prop><d:resourcetype><d:collection/><cal:calendar/></d:resourcetype>"
    b'<cs:getctag xmlns:cs="http://calendarserver.org/ns/">tag&amp;1</cs:getctag></d:prop></d:propstat></d:response>'
    b"</d:multistatus>"
)


def test_a_collection_is_asked_for_its_state_first():
    def answer(handler):
        reply(handler, STATE if handler.command == "PROPFIND" else b"<d:multistatus/>", 207)

    with serving(answer) as (url, requests):
        request = Request(url, credentials=("vera", "word"))
        first = fetch_collection(request, LOOPBACK, WINDOW)
        again = fetch_collection(Request(url, etag=first.etag), LOOPBACK, WINDOW)

    assert (first.etag, first.content, again.is_same) == ("tag&1", b"<d:multistatus/>", True)
    assert [(method, head["Depth"]) for method, _, head, _ in requests] == [
        ("PROPFIND", "0"), ("REPORT", "1"), ("PROPFIND", "0")]  # fmt: skip
    assert b'start="20260201T000000Z" end="20270801T000000Z"' in requests[1][3]
    assert requests[1][2]["Authorization"].startswith("Basic ")


@pytest.mark.parametrize("content", [b"<html>", STATE.replace(b"<cal:calendar/>", b""), b""])
def test_what_is_no_collection_is_said(content):
    with serving(lambda handler: reply(handler, content, 207)) as (url, _), pytest.raises(FetchRefused) as error:
        fetch_collection(Request(url), LOOPBACK, WINDOW)

    assert error.value.refusal.reason == FetchReason.NO_COLLECTION


def test_an_address_is_never_in_what_is_printed():
    request = Request("https://example.com/secret", credentials=("vera", "word"))

    assert "secret" not in repr(request)
    assert "word" not in repr(request)
    assert "word" not in repr(client.target("https://vera:word@example.com/", Policy()))
