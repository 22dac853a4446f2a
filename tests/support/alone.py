"""Run a command on a machine of its own, as it were: a network in which nothing but loopback exists, and in which
whatever it or a child of it would send elsewhere is seen on the wire, written in Python or not.

    python tests/support/alone.py RECORD COMMAND ...

puts down each attempt as a line of the file RECORD and ends as the command does. It needs Linux, and the right to
make a network of one's own: root has it, others where the system lets them.
"""

import ctypes
import ipaddress
import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

_UNSHARE = ("unshare", "--map-root-user", "--net", "--mount")
_ORPHANS = 20.0  # seconds that children get which outlive the command
_SERVICES = ("/run/nscd", "/run/systemd/resolve", "/run/avahi-daemon")  # would look names up for it, from outside


@dataclass(frozen=True)
class Ran:
    """How a command ended, what it said, and each thing that it sent elsewhere or looked up."""

    status: int
    out: str
    err: str
    left: tuple[str, ...]


@cache
def why_not() -> str | None:
    """Return why no command can be run alone here; None where it can."""
    if not shutil.which("unshare"):
        return "there is no `unshare` here to make a network with"
    ran = run([sys.executable, "-c", ""])
    reason = ran.err.strip().rpartition("\n")[2]
    return f"no network can be made here: {reason}" if ran.status else None


def run(command: Sequence[str], env: Mapping[str, str] | None = None, timeout: float = 300) -> Ran:
    """Run a command alone; raises TimeoutExpired where it does not end."""
    with TemporaryDirectory() as folder:
        record = Path(folder) / "record"
        words = [*_UNSHARE, sys.executable, __file__, str(record), *command]
        ran = subprocess.run(words, env=env, capture_output=True, text=True, timeout=timeout, check=False)
        left = record.read_text(encoding="utf-8").splitlines() if record.exists() else []
        return Ran(ran.returncode, ran.stdout, ran.stderr, tuple(left))


def main(record: str, *command: str) -> int:
    """Run a command in the network in which this process is, and record; returns its exit status."""
    libc = ctypes.CDLL(None, use_errno=True)
    for service in filter(os.path.isdir, _SERVICES):
        if libc.mount(b"none", service.encode(), b"tmpfs", 0, None):
            raise OSError(ctypes.get_errno(), "cannot be hidden", service)
    lead_all_here()
    libc.prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER: who loses a parent becomes a child of this process
    wire = Wire(Path(record))
    started = subprocess.Popen(command)
    status = started.wait()
    end = time.monotonic() + _ORPHANS
    with suppress(ChildProcessError):  # none is left
        while time.monotonic() < end:
            if os.waitpid(-1, os.WNOHANG) == (0, 0):
                time.sleep(0.05)
    wire.close()
    return status


class Wire:
    """Listens on loopback, over which everything goes here, for what a real machine would have sent elsewhere."""

    def __init__(self, record: Path) -> None:
        self._record = record.open("w", encoding="utf-8")
        self._closing = threading.Event()
        self._listeners = [
            threading.Thread(target=self._listen, args=(protocol, wanted))
            for protocol, wanted in ((0x0800, _WANTED_4), (0x86DD, _WANTED_6))
        ]
        self._ready = threading.Barrier(len(self._listeners) + 1)
        for listener in self._listeners:
            listener.start()
        self._ready.wait(10)

    def close(self) -> None:
        """Stop, when all has been looked at that came so far."""
        self._closing.set()
        for listener in self._listeners:
            listener.join()
        self._record.close()

    def _listen(self, protocol: int, wanted: "Filter") -> None:
        with socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM) as wire:  # which hears nothing before it is bound
            program = b"".join(struct.pack("HBBI", *each) for each in wanted)
            code = ctypes.create_string_buffer(program)
            attached = struct.pack("HxxxxxxP", len(wanted), ctypes.addressof(code))
            wire.setsockopt(socket.SOL_SOCKET, 26, attached)  # SO_ATTACH_FILTER
            wire.bind(("lo", protocol))
            wire.settimeout(0.1)
            self._ready.wait(10)
            while True:
                try:
                    packet = wire.recv(512)
                except TimeoutError:
                    if self._closing.is_set():
                        break
                    continue
                if attempt := begun(packet):
                    print(attempt, file=self._record, flush=True)
            _, lost = struct.unpack("II", wire.getsockopt(263, 6, 8))  # SOL_PACKET, PACKET_STATISTICS
            if lost:
                print(f"{lost} packets that nobody could look at", file=self._record)


# Which packets are looked at, told to the kernel in the language of packet filters (operation, jump if true, jump if
# false, number): all that does not go to this machine, and whatever goes to a name server.
Filter = tuple[tuple[int, int, int, int], ...]
_BYTE, _HALF, _WORD, _EQUALS, _RETURN = 0x30, 0x28, 0x20, 0x15, 0x06
_WANTED_4: Filter = (
    (_BYTE, 0, 0, 16),  # the first byte of the target
    (_EQUALS, 0, 5, 127),
    (0xB1, 0, 0, 0),  # the length of the header
    (0x48, 0, 0, 2),  # behind it the port
    (_EQUALS, 2, 0, 53),
    (_EQUALS, 1, 0, 853),
    (_RETURN, 0, 0, 0),
    (_RETURN, 0, 0, 512),
)
_WANTED_6: Filter = (
    (_WORD, 0, 0, 24),  # the target in four words
    (_EQUALS, 0, 10, 0),
    (_WORD, 0, 0, 28),
    (_EQUALS, 0, 8, 0),
    (_WORD, 0, 0, 32),
    (_EQUALS, 0, 6, 0),
    (_WORD, 0, 0, 36),
    (_EQUALS, 0, 4, 1),
    (_HALF, 0, 0, 42),  # the port
    (_EQUALS, 2, 0, 53),
    (_EQUALS, 1, 0, 853),
    (_RETURN, 0, 0, 0),
    (_RETURN, 0, 0, 512),
)


def begun(packet: bytes) -> str | None:
    """Return what a packet begins; None for one that goes on with something, reports an error, or answers."""
    target: ipaddress.IPv4Address | ipaddress.IPv6Address
    if packet[0] >> 4 == 4:
        kind, target, content = packet[9], ipaddress.IPv4Address(packet[16:20]), packet[(packet[0] & 15) * 4 :]
    else:
        kind, target, content = packet[6], ipaddress.IPv6Address(packet[24:40]), packet[40:]
    port = int.from_bytes(content[2:4], "big")
    if kind == socket.IPPROTO_UDP:
        return f"look-up of {_name(content[8:])}" if port == 53 else f"UDP to {target} port {port}"
    if kind == socket.IPPROTO_TCP:
        return f"TCP to {target} port {port}" if content[13] & 0x12 == 0x02 else None  # SYN without ACK
    if kind in (socket.IPPROTO_ICMP, socket.IPPROTO_ICMPV6):
        return f"ping to {target}" if content[0] in (8, 128) else None
    return f"IP protocol {kind} to {target}" if kind else None  # 0: IPv6 tells its neighbours of itself


def _name(question: bytes) -> str:
    """Return the name that a question to a name server asks for."""
    labels, rest = [], question[12:]
    while rest and rest[0]:
        labels.append(rest[1 : rest[0] + 1].decode("ascii", "replace"))
        rest = rest[rest[0] + 1 :]
    return ".".join(labels)


def lead_all_here() -> None:
    """Start loopback, and lead all addresses there are to it: what is sent anywhere is seen, and refused at once."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        import fcntl

        flags = struct.pack("16sH14x", b"lo", 0x1 | 0x40)  # IFF_UP, IFF_RUNNING
        fcntl.ioctl(any_socket, 0x8914, flags)  # SIOCSIFFLAGS
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as routes:
        for family in (socket.AF_INET, socket.AF_INET6):
            # Main table, set by hand, of this machine (254), a local one (2): destination 0/0 by interface (4).
            message = struct.pack("BBBBBBBBI", family, 0, 0, 0, 254, 3, 254, 2, 0)
            message += struct.pack("HHI", 8, 4, socket.if_nametoindex("lo"))
            head = struct.pack(
                "IHHII", 16 + len(message), 24, 0x1 | 0x4 | 0x400, 1, 0
            )  # RTM_NEWROUTE; say how it went
            routes.send(head + message)
            (error,) = struct.unpack("i", routes.recv(4096)[16:20])
            if error and not (family == socket.AF_INET6 and not socket.has_ipv6):
                raise OSError(-error, os.strerror(-error))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
