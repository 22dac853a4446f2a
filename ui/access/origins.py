"""Where a request comes from: which address, over which proxy, and whether one of our own pages sent it."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.types import Scope

from ingest.errors import SettingsError

_SAFE = {"GET", "HEAD"}
# By these Gradio tells the browser where to send what it sends.
_OF_PROXIES = {b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-prefix", b"x-gradio-server"}
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def is_loopback(host: str) -> bool:
    """Return whether a host name, as one listens on it, is reached from this machine alone."""
    try:
        return _address(host).is_loopback
    except ValueError:
        return host.casefold().rstrip(".") == "localhost"


def names_loopback(connection: HTTPConnection) -> bool:
    """Return whether the browser believes that it speaks to this machine.

    A page on the web can have its own name resolve to 127.0.0.1, and then read what answers there; but the name
    that the browser sends is still its own.
    """
    try:
        return is_loopback(urlsplit(f"//{connection.headers.get('host', '')}").hostname or "")
    except ValueError:  # brackets that hold no address
        return False


@dataclass(frozen=True, slots=True)
class Proxies:
    """The reverse proxies that are believed what they say of a request, and the header that names their user."""

    networks: tuple[Network, ...] = ()
    header: str | None = None

    @classmethod
    def of(cls, addresses: Iterable[str], header: str | None) -> "Proxies":
        """Return the proxies at these addresses or networks; raises SettingsError for what is none."""
        try:
            return cls(tuple(ipaddress.ip_network(each, strict=False) for each in addresses), header)
        except ValueError as error:
            raise SettingsError(f"--trusted-proxy: {error}; write it like 10.0.0.7 or 10.0.0.0/24.") from error

    def sent(self, connection: HTTPConnection) -> bool:
        """Return whether one of them sent this request."""
        return connection.client is not None and self.trusts(connection.client.host)

    def user(self, connection: HTTPConnection) -> str | None:
        """Return the name that a proxy gives its user, None where no proxy vouches for anybody.

        A header that stands there twice may be half the client's own, so both together are the name, and nobody's.
        """
        if not self.header or not self.sent(connection):
            return None
        return ", ".join(connection.headers.getlist(self.header)) or None

    def address(self, connection: HTTPConnection) -> str:
        """Return the address of whoever sent the request, the nearest that is not one of the proxies.

        Each proxy puts the address that it heard from at the end, be it on a line of its own. What is no address
        was put there by nobody who is believed, and so was all before it.
        """
        peer = connection.client.host if connection.client else ""
        hops = ",".join(connection.headers.getlist("x-forwarded-for")).split(",")
        for hop in reversed([each.strip() for each in hops if each.strip()]):
            if not self.trusts(peer) or not _is_address(hop):
                break
            peer = hop
        return peer

    def is_encrypted(self, connection: HTTPConnection) -> bool:
        """Return whether the browser speaks https, be it to a proxy."""
        return (self._header(connection, "x-forwarded-proto") or connection.scope["scheme"]) in ("https", "wss")

    def is_from_own_page(self, connection: HTTPConnection) -> bool:
        """Return whether this request may use the rights of the user logged in in that browser.

        Another site may lead here by a link and do nothing else: no form, no script that reads what comes back,
        no picture or frame. What is no browser has no login that could be borrowed.
        """
        site = connection.headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none") or _follows_a_link(connection)
        origin = connection.headers.get("origin")
        if origin is None:
            return True
        hosts = {connection.headers.get("host"), self._header(connection, "x-forwarded-host")}
        return _host(origin) in hosts - {None}

    def believed(self, scope: Scope) -> Scope:
        """Return a request without what only a proxy may say of where this server is, unless one sent it."""
        if self.sent(HTTPConnection(scope)):
            return scope
        return {**scope, "headers": [each for each in scope["headers"] if each[0] not in _OF_PROXIES]}

    def trusts(self, address: str) -> bool:
        """Return whether an address is that of one of them."""
        return _is_address(address) and any(_address(address) in network for network in self.networks)

    def _header(self, connection: HTTPConnection, header: str) -> str | None:
        """Return what a proxy says in a header; of one that stands there twice, one may be the client's own."""
        values = connection.headers.getlist(header) if self.sent(connection) else []
        return values[0] if len(values) == 1 else None


NO_PROXIES = Proxies()


def network(address: str) -> str:
    """Return by what somebody at an address is counted: of IPv6, anybody has a whole network."""
    if not _is_address(address):
        return address
    found = _address(address)
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))


def _follows_a_link(connection: HTTPConnection) -> bool:
    is_safe = connection.scope["type"] == "http" and connection.scope["method"] in _SAFE
    sent = connection.headers
    # A frame navigates, too.
    return is_safe and sent.get("sec-fetch-mode") == "navigate" and sent.get("sec-fetch-dest") == "document"


def _host(origin: str) -> str | None:
    try:
        return urlsplit(origin).netloc or None
    except ValueError:  # brackets that hold no address
        return None


def _is_address(text: str) -> bool:
    try:
        _address(text)
    except ValueError:
        return False
    return True


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(text)
    return getattr(address, "ipv4_mapped", None) or address
