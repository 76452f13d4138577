"""One request, and what came back: bounded in time, size and redirects.

`http.client` on a socket of our own: the socket goes to the address that was checked, while
TLS and the Host header keep the name. A timer ends the connection when the time is over,
however slowly a server drips.
"""

import base64
import contextlib
import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin

from programs.gateways.fetching.addresses import FetchRefused, Policy, Target, addresses_of, target
from programs.gateways.fetching.choices import FetchReason

MOST_REDIRECTS = 3
A_CHUNK = 65_536
AGENT = "Exchange-Calendar/1.0"
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True)
class Limits:
    """Seconds for connecting and in all, and MB of the body once it is unpacked."""

    connect_seconds: float = 10
    total_seconds: float = 30
    megabytes: float = 10


@dataclass(frozen=True)
class Request:
    """What to ask for. `etag` and `modified` are those of the answer that is kept."""

    address: str = field(repr=False)
    method: str = "GET"
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    credentials: tuple[str, str] | None = field(default=None, repr=False)
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True)
class Answer:
    """What came back. `is_same` means nothing has changed; then there is no content."""

    content: bytes
    etag: str = ""
    modified: str = ""
    is_same: bool = False


class _Connection(http.client.HTTPConnection):
    """A connection whose line a timer can cut, also where http.client has let go of it."""

    line: socket.socket

    def take(self, line: socket.socket) -> None:
        """Speak on a socket that is connected already."""
        self.sock = self.line = line

    def secure(self, context: ssl.SSLContext) -> None:
        """Speak TLS. The timer finds the socket also while hands are being shaken."""
        secured = context.wrap_socket(self.line, server_hostname=self.host, do_handshake_on_connect=False)
        self.take(secured)
        secured.do_handshake()

    def end(self) -> None:
        """Wake whoever reads: the time is over."""
        with contextlib.suppress(OSError):
            socket.socket.shutdown(self.line, socket.SHUT_RDWR)


def fetch(
    request: Request, policy: Policy, *, limits: Limits | None = None, context: ssl.SSLContext | None = None
) -> Answer:
    """Return what an address holds. Raises FetchRefused.

    Each redirect is looked at like the first address. A name and password go only to the
    host they were given for. `context` is the TLS context, the system's own if none is given.
    """
    limits = limits or Limits()
    until = time.monotonic() + limits.total_seconds
    here = target(request.address, policy)
    credentials = request.credentials or here.credentials
    address = request.address
    for _ in range(MOST_REDIRECTS + 1):
        with _response(here, request, credentials, policy, limits, until, context) as response:
            if response.status not in REDIRECTS:
                return _answer(response, here, limits)
            address = urljoin(_https(address), response.headers.get("Location", ""))
        there = target(address, policy)
        if (there.host, there.port, there.scheme) != (here.host, here.port, here.scheme):
            credentials = there.credentials
        if here.scheme == "https" and there.scheme != "https":
            raise FetchRefused(FetchReason.NOT_ALLOWED)
        here = there
    raise FetchRefused(FetchReason.REDIRECTS)


def _https(address: str) -> str:
    """Return an address whose relative parts urljoin knows how to resolve."""
    scheme, colon, rest = address.strip().partition(":")
    return f"https:{rest}" if colon and scheme.lower() in {"webcal", "webcals"} else address.strip()


@contextlib.contextmanager
def _response(
    here: Target,
    request: Request,
    credentials: tuple[str, str] | None,
    policy: Policy,
    limits: Limits,
    until: float,
    context: ssl.SSLContext | None,
) -> Iterator[http.client.HTTPResponse]:
    """Connect, ask, and hand over the answer with its body unread. Whatever fails raises FetchRefused."""
    left = until - time.monotonic()
    if left <= 0:
        raise _too_slow(here, limits)
    addresses = addresses_of(here.host, here.port, policy, min(left, limits.connect_seconds))
    connection = _Connection(here.host, here.port)
    connection.take(_connect(addresses, here, min(until - time.monotonic(), limits.connect_seconds)))
    ending = threading.Timer(max(until - time.monotonic(), 0), connection.end)
    ending.daemon = True
    ending.start()
    try:
        connection.line.settimeout(max(until - time.monotonic(), 0.001))
        if here.scheme == "https":
            connection.secure(context or ssl.create_default_context())
        connection.request(request.method, here.path, request.body or None, _headers(here, request, credentials))
        with connection.getresponse() as response:
            yield response
        if time.monotonic() >= until:  # what looks like the end of the answer is the timer's doing
            raise TimeoutError
    except ssl.SSLCertVerificationError as error:
        raise FetchRefused(FetchReason.NOT_SAFE, host=here.host) from error
    except (OSError, http.client.HTTPException) as error:
        if time.monotonic() >= until:
            raise _too_slow(here, limits) from error
        raise FetchRefused(FetchReason.UNREACHABLE, host=here.host) from error
    finally:
        ending.cancel()
        connection.close()


def _connect(addresses: list[str], here: Target, seconds: float) -> socket.socket:
    """Return a connection to the first of the checked addresses that takes one."""
    for address in addresses[:3]:
        try:
            return socket.create_connection((address, here.port), timeout=max(seconds, 0.001))
        except OSError:
            continue
    raise FetchRefused(FetchReason.UNREACHABLE, host=here.host)


def _headers(here: Target, request: Request, credentials: tuple[str, str] | None) -> dict[str, str]:
    headers = {"Host": here.header, "User-Agent": AGENT, "Accept-Encoding": "identity", **request.headers}
    if request.method == "GET":
        headers["Accept"] = "text/calendar, */*;q=0.1"
    if request.etag:
        headers["If-None-Match"] = request.etag
    if request.modified:
        headers["If-Modified-Since"] = request.modified
    if credentials:
        headers["Authorization"] = "Basic " + base64.b64encode(":".join(credentials).encode()).decode()
    return headers


def _answer(response: http.client.HTTPResponse, here: Target, limits: Limits) -> Answer:
    etag, modified = (_short(response.headers.get(name, "")) for name in ("ETag", "Last-Modified"))
    if response.status == http.HTTPStatus.NOT_MODIFIED:
        return Answer(b"", etag, modified, is_same=True)
    if response.status not in {http.HTTPStatus.OK, http.HTTPStatus.MULTI_STATUS}:
        raise _status(response, here)
    return Answer(b"".join(_body(response, limits)), etag, modified)


def _short(header: str) -> str:
    """Return a header that can be sent back: one line of ASCII, or nothing."""
    return header if len(header) <= 200 and header.isascii() and header.isprintable() else ""


def _status(response: http.client.HTTPResponse, here: Target) -> FetchRefused:
    status = response.status
    wait = _wait(response.headers.get("Retry-After", ""))
    if status in {401, 403}:
        return FetchRefused(FetchReason.LOGIN, wait=wait)
    if status in {404, 410}:
        return FetchRefused(FetchReason.GONE, wait=wait)
    return FetchRefused(FetchReason.REFUSED, wait=wait, host=here.host, status=status)


def _wait(said: str) -> int:
    """Return the seconds of a Retry-After header, which gives seconds or a date."""
    if said.isascii() and said.isdigit():
        return int(said[:9])
    try:
        return max(int(parsedate_to_datetime(said).timestamp() - time.time()), 0)
    except (TypeError, ValueError, OverflowError):
        return 0


def _body(response: http.client.HTTPResponse, limits: Limits) -> Iterator[bytes]:
    """Yield a body, unpacked if the server packed it all the same. Only bytes that come out count."""
    most = int(limits.megabytes * 2**20)
    encoding = response.headers.get("Content-Encoding", "").strip().lower()
    if response.length is not None and response.length > most:
        raise _too_big(limits)
    unpack = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32) if encoding in {"gzip", "x-gzip", "deflate"} else None
    size = 0
    while chunk := response.read(A_CHUNK):
        try:
            # One byte more than is allowed is enough to see that it is too much.
            part = unpack.decompress(chunk, most - size + 1) if unpack else chunk
        except zlib.error as error:
            raise http.client.HTTPException("not what the header says") from error
        size += len(part)
        if size > most or (unpack and unpack.unconsumed_tail):
            raise _too_big(limits)
        yield part


def _too_big(limits: Limits) -> FetchRefused:
    return FetchRefused(FetchReason.TOO_BIG, megabytes=round(limits.megabytes))


def _too_slow(here: Target, limits: Limits) -> FetchRefused:
    return FetchRefused(FetchReason.TOO_SLOW, host=here.host, seconds=round(limits.total_seconds))
