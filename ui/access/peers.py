"""Whose program is at the other end of a connection on this machine, as far as the system tells.

Linux lists all TCP sockets with the users they belong to. Where there is no such list, everybody who reaches a
loopback address counts as the machine's owner.
"""

import os
import struct
from collections.abc import Iterable
from functools import cached_property
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path

from starlette.types import Scope

TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
PEER = "peer"  # where the state of a request keeps the peer of its connection
_LOCAL, _REMOTE, _UID, _INODE = 1, 2, 7, 9  # columns; see proc_net_tcp in the kernel's documentation
_ROOT = 0
_LOOKS = 2  # the list is not read in one moment, so a socket may be passed over

Address = tuple[str, int | None]


class Peer:
    """The client of one connection; who that is is looked up once, as a list of all sockets takes milliseconds."""

    def __init__(self, client: Address | None, server: Address | None) -> None:
        self._client, self._server = client, server

    @cached_property
    def is_admitted(self) -> bool:
        """Whether it belongs to the user who runs this server, or to root; reads the disk.

        A socket that its program has closed belongs to nobody: it is not admitted, nor is one that is not listed.
        """
        client, server = _spellings(self._client), _spellings(self._server)
        if not client or not server:
            return True  # no address of a network: a pipe, or a test's own client
        for _ in range(_LOOKS):
            tables = _tables()
            if not tables:
                return True
            if (uid := _uid(tables, client, server)) is not None:
                return uid in (os.geteuid(), _ROOT)
        return False


def is_admitted(scope: Scope) -> bool:
    """Return whether a request comes from a program of the user who runs this server, or of root."""
    peer = scope.get("state", {}).get(PEER) or Peer(scope.get("client"), scope.get("server"))
    return bool(peer.is_admitted)


def _tables() -> list[bytes]:
    found = []
    for table in TABLES:
        try:
            found.append(table.read_bytes())
        except OSError:  # another system, or one without IPv6
            continue
    return found


def _uid(tables: Iterable[bytes], client: set[bytes], server: set[bytes]) -> int | None:
    """Return whose the socket is that leads from the client to the server, None where it is nobody's."""
    for table in tables:
        for line in table.splitlines()[1:]:
            columns = line.split()
            if columns[_LOCAL] in client and columns[_REMOTE] in server and columns[_INODE] != b"0":
                return int(columns[_UID])
    return None


def _spellings(address: Address | None) -> set[bytes]:
    """Return how the lists write an address and port; one of IPv4 may stand in that of IPv6 too."""
    try:
        host, port = address or ("", None)
        found = ip_address(host.partition("%")[0])
    except ValueError:
        return set()
    alike: list[IPv4Address | IPv6Address]
    if isinstance(found, IPv6Address):
        alike = [found, *([found.ipv4_mapped] if found.ipv4_mapped else [])]
    else:
        alike = [found, IPv6Address(f"::ffff:{found}")]
    return {f"{_hexadecimal(each.packed)}:{port or 0:04X}".encode() for each in alike}


def _hexadecimal(packed: bytes) -> str:
    """Return an address as the kernel prints it: as words of the machine's own byte order."""
    return "".join(f"{word:08X}" for word in struct.unpack(f"={len(packed) // 4}I", packed))
