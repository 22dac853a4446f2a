"""What is for this machine stays on it: no proxy gets it, whatever the environment says of proxies."""

import ipaddress
import os
import socket
from urllib.parse import urlsplit
from urllib.request import getproxies_environment

_ALWAYS = ("localhost", "127.0.0.1", "::1")  # not "[::1]", over which httpx fails
# How the variables end in which clients of models and of what traces them look for a server.
_ADDRESSES = ("_BASE_URL", "_API_BASE", "_ENDPOINT", "OLLAMA_HOST")


def spare_proxies(*addresses: str) -> None:
    """Keep what is sent to this machine from the proxies that the environment names; other hosts go on using them.

    `addresses`: servers that are about to be asked, as `http://127.0.0.1:8000` or `127.0.0.1:8000`; those that the
    environment names are known. Call this before a client is made, since most read `NO_PROXY` only then. All of
    them understand it, but each host must stand in it as it is written: 127.0.0.0/8 is not enough.
    """
    proxies = getproxies_environment()
    known = [each.strip() for each in proxies.pop("no", "").split(",") if each.strip()]
    if not proxies or "*" in known:  # with `NO_PROXY` alone some clients would take it that there are proxies
        return
    named = [value for name, value in os.environ.items() if name.endswith(_ADDRESSES)]
    hosts = [host for host in map(_host, (*addresses, *named)) if is_this_machine(host)]
    spared = ",".join(dict.fromkeys((*known, *_ALWAYS, *hosts)))
    os.environ["no_proxy"] = os.environ["NO_PROXY"] = spared


def is_this_machine(host: str) -> bool:
    """Return whether a host, as it stands in an address, is this machine, as can be told without a look-up."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host.rstrip(".") == "localhost" or host.rstrip(".").endswith(".localhost") or _is_short_for_it(host)
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_unspecified


def _is_short_for_it(host: str) -> bool:
    """Return whether a host is an IPv4 address of this machine in one of its shorter forms, as 127.1."""
    try:
        return host[:1].isdigit() and socket.inet_aton(host)[0] == 127
    except OSError:
        return False


def _host(address: str) -> str:
    try:
        return urlsplit(address if "://" in address else f"//{address}").hostname or ""
    except ValueError:  # no address at all, as whoever asks there will say
        return ""
