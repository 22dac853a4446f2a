"""Nothing leaves the machine: each command is run whole, its children with it, where all that would go is seen."""

import os
import sys
from pathlib import Path

import alone
import pytest
from platformdirs import user_cache_path

from ingest.samples import SAMPLES

ROOT = Path(__file__).parents[3]
REFTEL = [sys.executable, "-m", "ui.cli.main"]
QUESTION = "what did Huseynli say about Russia"

pytestmark = pytest.mark.skipif(alone.why_not() is not None, reason=alone.why_not() or "")


@pytest.fixture
def usual(tmp_path: Path) -> dict[str, str]:
    """The environment of somebody who has set nothing, and runs reftel for the first time."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "TMPDIR")}
    return kept | {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(user_cache_path())}


# The recorder itself

BY_NAME = "import socket\ntry: socket.getaddrinfo('archive.example', 80)\nexcept OSError: pass"
BY_ADDRESS = "import socket\ntry: socket.create_connection(({!r}, 443))\nexcept OSError: pass"
BY_DATAGRAM = "import socket; socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 99))"
TO_ITSELF = "import socket; s = socket.create_server(('127.0.0.1', 0)); socket.create_connection(s.getsockname())"
IN_A_CHILD = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]], check=True)"
IN_AN_ORPHAN = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(0.5)\\n' + sys.argv[1]])"
IN_ANOTHER_LANGUAGE = "import subprocess, sys; subprocess.run(['getent', 'hosts', 'archive.example'])"


@pytest.mark.parametrize("parent", [IN_A_CHILD, IN_AN_ORPHAN])
@pytest.mark.parametrize(
    ("code", "left"),
    [
        (BY_NAME, "look-up of archive.example"),
        (BY_ADDRESS.format("192.0.2.1"), "TCP to 192.0.2.1 port 443"),
        (BY_ADDRESS.format("2001:db8::1"), "TCP to 2001:db8::1 port 443"),
        (BY_DATAGRAM, "UDP to 192.0.2.1 port 99"),
        (IN_ANOTHER_LANGUAGE, "look-up of archive.example"),
    ],
)
def test_what_a_child_sends_is_seen(usual, parent, code, left):
    ran = alone.run([sys.executable, "-c", parent, code], usual)
    assert (ran.status, set(ran.left)) == (0, {left})


def test_what_stays_on_the_machine_is_not(usual):
    assert alone.run([sys.executable, "-c", TO_ITSELF], usual) == alone.Ran(0, "", "", ())


# The commands

IN_THE_WINDOW = """
import json, subprocess, sys, urllib.request
server = subprocess.Popen([*sys.argv[2:]], stdout=subprocess.PIPE, text=True)
address = next(word for word in server.stdout.readline().split() if word.startswith("http"))
for path in ("/", "/config", "/library", "/people", "/metrics"):
    assert urllib.request.urlopen(address + path).status == 200, path
asked = urllib.request.Request(
    address + "/api/ask", json.dumps({"question": sys.argv[1]}).encode(), {"content-type": "application/json"}
)
print(json.load(urllib.request.urlopen(asked))["text"])
server.terminate()
sys.exit(server.wait(60))
"""

BY_A_PROGRAM = """
import asyncio, os, sys
from mcp import Client, StdioServerParameters, stdio_client

async def asking():
    server = StdioServerParameters(command=sys.argv[2], args=sys.argv[3:], env=dict(os.environ))
    async with Client(stdio_client(server)) as client:
        print((await client.call_tool("ask", {"question": sys.argv[1]})).content[0].text)

asyncio.run(asking())
"""


def test_a_first_ingest_sends_nothing(tmp_path, usual):
    """All of it: the model is exported, checked and run, and the vectors are kept."""
    first = usual | {"XDG_CACHE_HOME": str(tmp_path / "cache")}
    ran = alone.run(
        [*REFTEL, "ingest", str(SAMPLES / "10BAKU79.txt"), "--library", str(tmp_path / "library")], first
    )
    assert (ran.status, ran.left) == (0, ()), ran.err
    assert list((tmp_path / "cache/reftel/models").glob("*.onnx"))


@pytest.mark.parametrize("command", ["ask", "search"])
def test_a_question_sends_nothing(sample_folder, usual, command):
    ran = alone.run([*REFTEL, command, "--library", str(sample_folder), QUESTION], usual)
    assert (ran.status, ran.left) == (0, ()), ran.err
    assert "10BAKU79" in ran.out


def test_looking_for_models_sends_nothing(usual):
    ran = alone.run([*REFTEL, "models"], usual)
    assert (ran.status, ran.left) == (0, ()), ran.err
    assert "No model server answers on this machine" in ran.out


@pytest.mark.parametrize("command", [["chat", "--no-open"], ["serve", "--port", "7878"]])
def test_a_window_sends_nothing(sample_folder, usual, command):
    words = [sys.executable, "-c", IN_THE_WINDOW, QUESTION, *REFTEL, *command, "--library", str(sample_folder)]
    ran = alone.run(words, usual)
    assert (ran.status, ran.left) == (0, ()), ran.err
    assert "Russia" in ran.out


def test_what_serves_programs_sends_nothing(sample_folder, usual):
    words = [sys.executable, "-c", BY_A_PROGRAM, QUESTION, *REFTEL, "mcp", "--library", str(sample_folder)]
    ran = alone.run(words, usual)
    assert (ran.status, ran.left) == (0, ()), ran.err
    assert "10BAKU79" in ran.out
