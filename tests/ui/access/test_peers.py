"""The window without logins is for the user who started it, and for nobody else on the same machine."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from fastapi import FastAPI, Request
from served import served
from starlette.testclient import TestClient

from ui.access import peers
from ui.access.gate import SOMEBODY_ELSE, OwnersGate
from ui.access.peers import Peer

NOBODY = 65534
needs_list = pytest.mark.skipif(not peers.TABLES[0].exists(), reason="this system lists no sockets")
needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can act as another user"
)

ASK = """
import encodings.idna, os, socket, sys  # before the user changes, who may not read where Python lies
host, port, uid, manner = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
os.setgroups([]); os.setgid(uid); os.setuid(uid)
family = socket.AF_INET6 if ":" in host else socket.AF_INET
with socket.socket(family) as client:
    client.connect((host, port))
    client.sendall(b"POST /note HTTP/1.1\\r\\nhost: 127.0.0.1\\r\\ncontent-length: 0\\r\\nconnection: close\\r\\n\\r\\n")
    if manner != "leave":
        while data := client.recv(65536):
            sys.stdout.write(data.decode())
"""


@pytest.fixture
def noted() -> list[str]:
    return []


@pytest.fixture
def address(noted) -> Iterator[str]:
    """A real server behind the gate for owners, which notes what comes through."""
    app = FastAPI()

    @app.post("/note")
    def note(request: Request) -> str:
        noted.append(request.state.reader.name)
        return "noted"

    app.add_middleware(OwnersGate)
    with served(app) as address:
        yield address


def ask(address: str, uid: int, host: str = "127.0.0.1", manner: str = "stay") -> str:
    # -I: what watches the network for the tests keeps a file that another user may not write.
    command = [sys.executable, "-I", "-c", ASK, host, address.rpartition(":")[2], str(uid), manner]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def through_the_gate(address: str) -> bool:
    """Have a request of one's own answered, after which those before it have been too."""
    return httpx2.post(f"{address}/note").status_code == 200


@needs_list
@needs_root
@pytest.mark.parametrize("host", ["127.0.0.1", "::ffff:127.0.0.1"])
def test_another_user_of_the_machine_is_turned_away(address, noted, host):
    said = ask(address, NOBODY, host)
    assert " 403 " in said.splitlines()[0]
    assert SOMEBODY_ELSE in said
    assert noted == []


@needs_list
@needs_root
@pytest.mark.parametrize("host", ["127.0.0.1", "::ffff:127.0.0.1"])
def test_the_user_themselves_comes_in(address, noted, host):
    assert " 200 " in ask(address, os.geteuid(), host).splitlines()[0]
    assert noted == ["owner"]


@needs_list
@needs_root
def test_who_sends_and_is_gone_is_nobody_and_not_root(address, noted):
    for _ in range(5):  # the socket of a program that has gone is listed as root's
        ask(address, NOBODY, manner="leave")
    assert through_the_gate(address)
    assert noted == ["owner"]


@needs_list
def test_over_ipv6_one_finds_oneself_too():
    with (
        socket.create_server(("::1", 0), family=socket.AF_INET6) as server,
        socket.create_connection(server.getsockname()[:2]) as client,
    ):
        assert Peer(client.getsockname()[:2], server.getsockname()[:2]).is_admitted


@needs_list
def test_a_connection_that_is_not_listed_is_refused():
    assert not Peer(("127.0.0.1", 1), ("127.0.0.1", 2)).is_admitted


def test_the_list_is_read_as_the_kernel_writes_it(tmp_path: Path, monkeypatch):
    head = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
    line = "   1: {}:A0FB {}:1EB4 {} 00000000:00000000 00:00000000 00000000  {}        0 {} 1 0\n"
    v4, mapped = "0100007F", "0000000000000000FFFF00000100007F"
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    tables = [tmp_path / "tcp", tmp_path / "tcp6"]
    monkeypatch.setattr(peers, "TABLES", tuple(tables))
    client, server = ("127.0.0.1", 0xA0FB), ("127.0.0.1", 0x1EB4)

    def admitted(table: int, *listed: str) -> bool:
        for each in tables:
            each.write_text(head)
        tables[table].write_text(head + "".join(listed))
        return Peer(client, server).is_admitted

    assert admitted(0, line.format(v4, v4, "01", 1000, 77))
    assert admitted(0, line.format(v4, v4, "01", 0, 77))
    assert not admitted(0, line.format(v4, v4, "01", 1001, 77))
    assert not admitted(0, line.format(v4, v4, "06", 0, 0))  # of a program that has gone
    assert admitted(1, line.format(mapped, mapped, "01", 1000, 77))
    assert not admitted(1, line.format(mapped, mapped, "01", 1001, 77))
    assert not admitted(0, line.format(v4, "00000000", "01", 1000, 77))


def test_where_there_is_no_list_it_stays_as_it_was(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(peers, "TABLES", (tmp_path / "tcp", tmp_path / "tcp6"))
    assert Peer(("127.0.0.1", 1), ("127.0.0.1", 2)).is_admitted


def test_what_comes_by_no_network_is_not_looked_for():
    app = FastAPI()
    app.add_middleware(OwnersGate)
    assert TestClient(app, base_url="http://127.0.0.1").get("/").status_code == 404


def test_a_connection_is_looked_up_once_for_all_its_requests(address, monkeypatch):
    looked = []
    monkeypatch.setattr(peers, "_tables", lambda: looked.append(1) or [])
    with httpx2.Client() as client:
        assert {client.post(f"{address}/note").status_code for _ in range(5)} == {200}
    assert looked == [1]
