"""What a test would send away is refused, counted, and fails the run, in children too."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from watching import WATCHED, WORKER

TESTS = WATCHED.parent
LOOKING = "import socket; socket.getaddrinfo('archive.example', 80)"
CONNECTING = "import socket; socket.create_connection(('192.0.2.1', 443), timeout=1)"
CONNECTING_6 = "import socket; socket.create_connection(('2001:db8::1', 443), timeout=1)"
SENDING = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 99))"
ASKING_BACK = "import socket; socket.gethostbyaddr('192.0.2.1')"
AT_HOME = """
import asyncio, socket
listening = socket.create_server(("127.0.0.1", 0))
for host in ("127.0.0.1", "127.1", "localhost"):
    socket.create_connection((host, listening.getsockname()[1]))
here, there = socket.socketpair()
here.send(b"x")
socket.getaddrinfo("192.0.2.1", 80)
asyncio.run(asyncio.sleep(0))
"""
IN_A_CHILD = "import subprocess, sys; sys.exit(subprocess.run([sys.executable, '-c', {!r}]).returncode)"


def left(code: str, file: Path) -> tuple[int, str]:
    """Run code where it is watched; return its status and what was put down."""
    env = os.environ | {"WATCHED_BY": str(file)}
    ran = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    return ran.returncode, file.read_text() if file.exists() else ""


@pytest.mark.parametrize("wrapped", ["{}", IN_A_CHILD], ids=["itself", "in a child"])
@pytest.mark.parametrize(
    ("code", "what"),
    [
        (LOOKING, "look-up of archive.example"),
        (CONNECTING, "connect to 192.0.2.1 port 443"),
        (CONNECTING_6, "connect to 2001:db8::1 port 443"),
        (SENDING, "sendto to 192.0.2.1 port 99"),
        (ASKING_BACK, "look-up of 192.0.2.1"),
    ],
)
def test_what_would_leave_is_refused_and_put_down(tmp_path, wrapped, code, what):
    status, reported = left(wrapped.format(code), tmp_path / "left")
    assert status == 1
    assert reported.startswith(f"{what} (tests/whole/privacy/test_watching.py::test_what_would_leave_is_refused")


def test_what_stays_on_the_machine_is_let_through(tmp_path):
    assert left(AT_HOME, tmp_path / "left") == (0, "")


@pytest.mark.parametrize(("code", "status", "count"), [(LOOKING, 1, 1), (AT_HOME, 0, 0)])
def test_a_run_in_which_something_would_have_left_fails(tmp_path, code, status, count):
    test = f"import subprocess, sys\n\ndef test():\n    subprocess.run([sys.executable, '-c', {code!r}])\n"
    (tmp_path / "test_it.py").write_text(test)
    path = os.pathsep.join(each for each in os.environ["PYTHONPATH"].split(os.pathsep) if each != str(WATCHED))
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "watching", "-q", "--rootdir", str(tmp_path), str(tmp_path)],
        env={key: value for key, value in os.environ.items() if key != WORKER}
        | {"PYTHONPATH": os.pathsep.join((str(TESTS), path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "1 passed" in ran.stdout
    assert f"{count} requests and look-ups left the machine" in ran.stdout
    assert ran.returncode == status
