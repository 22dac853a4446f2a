import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.testclient import TestClient

from ingest.errors import SettingsError
from ui.server import http_server

# A server with a page that takes its time, and tells when it was begun.
SERVE = """
import time
from ui.server import http_server as web, request_log
app = web.application()
app.add_middleware(request_log.RequestLog)
@app.get("/slow")
def slow():
    print("begun", flush=True)
    time.sleep(1.5)
    return "done"
web.run(app, listener=web.listen("127.0.0.1", None), open_browser=False)
"""


def test_every_page_keeps_the_browser_at_home():
    app = http_server.application()
    app.add_middleware(http_server.KeepHome)
    policy = TestClient(app).get("/anywhere").headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert "script-src 'self';" in policy


def test_a_taken_port_is_said_in_one_line():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError, match=f"port {port}: Address already in use. Choose another"):
            http_server.listen("127.0.0.1", port)


def started() -> tuple[subprocess.Popen[str], str]:
    """Start a server; return it and its address."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVE], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    line = server.stdout.readline()
    return server, line.removeprefix("reftel is running at ").removesuffix("  (press Ctrl-C to stop)\n")


def test_who_is_being_served_when_another_is_to_stand_in_is_served_to_the_end():
    server, address = started()
    with ThreadPoolExecutor() as pool:
        served = pool.submit(lambda: urllib.request.urlopen(f"{address}/slow").read())
        assert server.stdout.readline() == "begun\n"
        server.send_signal(signal.SIGTERM)
        assert served.result() == b'"done"'
    assert server.wait(30) == 0
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(address)


def test_it_says_where_it_is_once_it_listens_and_ends_quietly_at_an_interrupt():
    server, address = started()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address)
    server.send_signal(signal.SIGINT)
    assert server.communicate(timeout=30) == ("", "")
    assert server.returncode == 0
