"""Refuses whatever would leave this machine, and puts it down in the file that WATCHED_BY names.

Python runs this as it starts wherever this folder is on PYTHONPATH, so that it holds in every child of the tests that
is Python's, as they hand that on. What a library does without Python is not seen: `alone.py` sees that.
"""

import os
import sys
from typing import Any

FILE = "WATCHED_BY"
_LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_SENDINGS = {"socket.connect", "socket.sendto", "socket.sendmsg"}


def watch() -> None:
    """Begin, for the whole life of this process."""
    sys.addaudithook(_audited)


def _audited(event: str, given: tuple[Any, ...]) -> None:
    if event in _LOOK_UPS:
        host = given[0]
        if _leaves(host) and (event == "socket.gethostbyaddr" or not _is_address(host)):
            _refuse(f"look-up of {_text(host)}")
    elif event in _SENDINGS:
        address = given[1]  # a path for a socket of this machine, and none where it is connected already
        if isinstance(address, tuple) and isinstance(address[0], (str, bytes)) and _leaves(address[0]):
            _refuse(f"{event.partition('.')[2]} to {_text(address[0])} port {address[1]}")


def _leaves(host: object) -> bool:
    found = _address(host)
    if found is None:
        return _text(host).casefold().rstrip(".") not in ("", "localhost")
    found = getattr(found, "ipv4_mapped", None) or found
    return not (found.is_loopback or found.is_unspecified)


def _is_address(host: object) -> bool:
    return _address(host) is not None


def _address(host: object) -> Any:
    """Return the address that a host is written as, also in one of the shorter forms (127.1); None for a name."""
    from ipaddress import ip_address
    from socket import inet_aton

    text = _text(host).rstrip(".").partition("%")[0]
    for read in (ip_address, lambda short: ip_address(inet_aton(short))):
        try:
            return read(text)
        except (OSError, ValueError):
            continue
    return None


def _text(host: object) -> str:
    return host.decode("ascii", "replace") if isinstance(host, (bytes, bytearray)) else str(host or "")


def _refuse(what: str) -> None:
    where = os.environ.get("PYTEST_CURRENT_TEST", "no test")
    with open(os.environ[FILE], "a", encoding="utf-8") as file:
        file.write(f"{what} ({where}: {' '.join(sys.argv)[:80]})\n")
    raise OSError(f"{what} refused: no test may leave the machine")


if __name__ == "sitecustomize" and FILE in os.environ:
    watch()
