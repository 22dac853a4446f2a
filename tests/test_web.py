import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from starlette.testclient import TestClient

from ingest.errors import SettingsError
from ui import web

SERVE = (
    "from ui import web; web.run(web.application(), listener=web.listen('127.0.0.1', None), open_browser=False)"
)


def test_every_page_keeps_the_browser_at_home():
    policy = TestClient(web.application()).get("/anywhere").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy


def test_health_is_told():
    assert TestClient(web.application()).get("/healthz").json() == {"status": "ok"}


def test_a_taken_port_is_said_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port}: Address already in use. Choose another"):
            web.listen("127.0.0.1", port)


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGTERM])
def test_it_says_where_it_is_once_it_listens_and_ends_quietly_when_it_is_stopped(stop):
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    line = server.stdout.readline()
    address = line.removeprefix("reftel is at ").removesuffix("  (Ctrl-C stops it)\n")
    with urllib.request.urlopen(f"{address}/healthz") as reply:
        assert reply.status == 200
    server.send_signal(stop)
    assert server.communicate(timeout=30) == ("", "")
    assert server.returncode == 0
