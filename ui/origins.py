"""Where a request comes from: which address, over which proxy, and whether one of our own pages sent it."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from ingest.errors import SettingsError

_SAFE = {"GET", "HEAD", "OPTIONS"}
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
    return is_loopback(urlsplit(f"//{connection.headers.get('host', '')}").hostname or "")


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
        return connection.client is not None and self._trusts(connection.client.host)

    def user(self, connection: HTTPConnection) -> str | None:
        """Return the name that a proxy gives its user, None where no proxy vouches for anybody.

        A header that stands there twice may be half the client's own, so both together are the name, and nobody's.
        """
        if not self.header or not self.sent(connection):
            return None
        return ", ".join(connection.headers.getlist(self.header)) or None

    def address(self, connection: HTTPConnection) -> str:
        """Return the address of whoever sent the request, the nearest that is none of the proxies."""
        peer = connection.client.host if connection.client else ""
        if not self._trusts(peer):
            return peer
        hops = [hop.strip() for hop in connection.headers.get("x-forwarded-for", "").split(",")]
        return next((hop for hop in reversed(hops) if hop and not self._trusts(hop)), peer)

    def is_encrypted(self, connection: HTTPConnection) -> bool:
        """Return whether the browser speaks https, be it to a proxy."""
        told = connection.headers.get("x-forwarded-proto", "") if self.sent(connection) else ""
        return (told or connection.scope["scheme"]) in ("https", "wss")

    def is_from_own_page(self, connection: HTTPConnection) -> bool:
        """Return whether this may be done with the rights of whoever is logged in in that browser.

        Only another site's page is refused: what is no browser has no login that could be borrowed.
        """
        if connection.scope["type"] == "http" and connection.scope["method"] in _SAFE:
            return True
        site = connection.headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = connection.headers.get("origin")
        if origin is None:
            return True
        hosts = {connection.headers.get("host")}
        if self.sent(connection):
            hosts.add(connection.headers.get("x-forwarded-host"))
        return urlsplit(origin).netloc in hosts

    def _trusts(self, address: str) -> bool:
        try:
            found = _address(address)
        except ValueError:
            return False
        return any(found in network for network in self.networks)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    address = ipaddress.ip_address(text)
    return getattr(address, "ipv4_mapped", None) or address
