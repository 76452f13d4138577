"""Where an address leads, and whether we go there.

A name is looked up once; each address that it has must be allowed; and the connection goes
to the address that was looked at, so that a name can't mean one machine when it is checked
and another when it is called.
"""

import ipaddress
import socket
import threading
from dataclasses import dataclass, field
from typing import TypeAlias
from urllib.parse import quote, unquote, urlsplit

from programs.core.refusals import Refusal
from programs.gateways.fetching.choices import FetchReason

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network
LONGEST = 2000
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""IPv4 addresses as networks with IPv6 alone write them (RFC 6052)."""


class FetchRefused(Exception):
    """Nothing was fetched. `wait` are the seconds that the server asks for, 0 for none."""

    def __init__(self, reason: FetchReason, *, wait: int = 0, **facts: object) -> None:
        self.refusal = Refusal(reason, facts)
        self.wait = wait
        super().__init__(str(self.refusal))


@dataclass(frozen=True)
class Policy:
    """Where we go besides the public internet: `networks`, and whether without TLS and to any port.

    An administrator opens networks of the company; tests open loopback. It is passed along,
    never global.
    """

    networks: tuple[Network, ...] = ()
    plain_http: bool = False
    any_port: bool = False

    @classmethod
    def opening(cls, networks: list[str]) -> "Policy":
        """Return the policy that opens some networks ("10.20.0.0/16"). Raises ValueError for what is none."""
        return cls(tuple(ipaddress.ip_network(network) for network in networks))

    def allows(self, address: Address) -> bool:
        """Whether we go to an address: one of the public internet, or of a network that is open."""
        meant = _meant(address)
        if any(meant in network for network in self.networks if network.version == meant.version):
            return True
        is_old = isinstance(meant, ipaddress.IPv6Address) and meant.is_site_local
        return meant.is_global and not (meant.is_multicast or meant.is_reserved or is_old)


def _meant(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 one stands for, else itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo or address


@dataclass(frozen=True)
class Target:
    """One address, taken apart. `credentials` (name, password) come from the address itself."""

    scheme: str
    host: str
    port: int
    path: str
    credentials: tuple[str, str] | None = field(default=None, repr=False)

    @property
    def header(self) -> str:
        """Return what the Host header says."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.scheme == "https" else 80) else f"{name}:{self.port}"


def target(address: str, policy: Policy) -> Target:
    """Take an address apart. Raises FetchRefused for another scheme or port, or none that can be called."""
    address = address.strip()
    try:
        parts = urlsplit(address)
        scheme = {"webcal": "https", "webcals": "https"}.get(parts.scheme.lower(), parts.scheme.lower())
        host = (parts.hostname or "").rstrip(".")
        host = host if host.isascii() else host.encode("idna").decode()
        port = parts.port or (443 if scheme == "https" else 80)
    except (ValueError, UnicodeError) as error:
        raise FetchRefused(FetchReason.BAD_ADDRESS) from error
    is_known = scheme == "https" or (scheme == "http" and policy.plain_http)
    is_clean = len(address) <= LONGEST and address.isprintable() and not any(letter.isspace() for letter in address)
    if not (is_known and host and is_clean):
        raise FetchRefused(FetchReason.BAD_ADDRESS)
    if port not in {443, 80} and not policy.any_port and not policy.networks:
        raise FetchRefused(FetchReason.NOT_ALLOWED)
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if parts.query:
        path += "?" + quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    credentials = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return Target(scheme, host, port, path, credentials)


def addresses_of(host: str, port: int, policy: Policy, seconds: float) -> list[str]:
    """Return the addresses of a host, all of them allowed. Raises FetchRefused.

    The system's look-up has no time limit of its own, so it runs beside us.
    """
    found: list[str] = []

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(dict.fromkeys(str(answer[4][0]) for answer in answers))

    beside = threading.Thread(target=look_up, daemon=True)
    beside.start()
    beside.join(seconds)
    addresses = list(found)
    if not addresses:
        raise FetchRefused(FetchReason.NO_SUCH_HOST, host=host)
    # fe80::1%eth0 names a network card; such an address is never public.
    if not all(policy.allows(ipaddress.ip_address(one.partition("%")[0])) for one in addresses):
        raise FetchRefused(FetchReason.NOT_ALLOWED)
    return addresses
