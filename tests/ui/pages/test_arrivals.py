"""Uploads on their way: what stalls, breaks off or is too much is in nobody's way, and nothing of it stays."""

import asyncio
import json
import socket
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import httpx2
import pytest
import quick
from filelock import FileLock
from served import served
from test_bringing import CURATOR, client, parts

from assistant import Assistant
from assistant.settings import Settings
from ui.access.reader_access import Access, Reader
from ui.pages.upload import FOLDER
from ui.server import multipart, upload_stream
from ui.server.request_limits import Bounds
from ui.server.upload_stream import MEGABYTE

BOUNDARY = "a-line-between"


@pytest.fixture
def access(tmp_path: Path):
    library = quick.quick_library(tmp_path / "library")
    yield Access(Assistant(library), Settings(max_upload=1, max_files=3))
    library.close()


@pytest.fixture
def address(access):
    """A real server at which Ann, a curator with full access, is whoever comes."""
    bounded = Bounds(client(access, CURATOR).app, larger={"/bring": 2 * MEGABYTE})
    with served(bounded) as address:
        yield address


def part(name: str, text: str, *headers: str) -> bytes:
    head = [f'Content-Disposition: form-data; name="files"; filename="{name}"', *headers]
    return "\r\n".join([f"--{BOUNDARY}", *head, "", text, ""]).encode()


END = f"--{BOUNDARY}--\r\n".encode()
FORM = {"content-type": f"multipart/form-data; boundary={BOUNDARY}"}


class Upload:
    """A request whose body is sent by hand."""

    def __init__(self, address: str) -> None:
        host, port = address.removeprefix("http://").split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=30)
        head = f"POST /bring HTTP/1.1\r\nhost: {host}\r\ncontent-type: {FORM['content-type']}\r\n"
        self.socket.sendall(f"{head}transfer-encoding: chunked\r\nconnection: close\r\n\r\n".encode())

    def send(self, data: bytes) -> None:
        self.socket.sendall(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def reply(self) -> tuple[int, dict]:
        with self.socket.makefile("rb") as answer:
            lines = answer.read().decode().splitlines()
        reported = [json.loads(line) for line in lines if line.startswith("{")]
        return int(lines[0].split()[1]), reported[-1]

    def finish(self) -> tuple[int, dict]:
        self.send(END)
        self.socket.sendall(b"0\r\n\r\n")
        return self.reply()


@contextmanager
def uploading(address: str, *sent: bytes):
    upload = Upload(address)
    for data in sent:
        upload.send(data)
    yield upload
    upload.socket.close()


def counts(expected: tuple[int, dict]) -> dict[str, int]:
    assert expected[0] == 200, expected
    return expected[1]["report"]["counts"]


def send(address: str, number: int) -> tuple[int, dict]:
    reply = httpx2.post(f"{address}/bring", files=parts({"cable.txt": quick.text(number)}), timeout=30)
    return reply.status_code, json.loads(reply.text.splitlines()[-1])


def left(access: Access) -> list[str]:
    """What lies in the folders for uploads, but for locks."""
    found = (access.whole.library.folder / FOLDER).rglob("*")
    return [str(each) for each in found if each.suffix != ".lock" and each.name != ".arriving"]


def eventually(what) -> bool:
    end = time.monotonic() + 20
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    return what()


def test_an_upload_that_stalls_keeps_nobody_else_out(address, access):
    with uploading(address, part("a.txt", "the beginning")) as stalled:
        assert eventually(lambda: left(access))
        assert counts(send(address, 1)) == {"added": 1}
        stalled.send(part("b.txt", quick.text(2)))
        assert counts(stalled.finish()) == {"added": 1, "failed": 1}
    assert left(access) == []


def test_two_uploads_at_once_do_not_mix(address, access):
    with (
        uploading(address, part("cable.txt", quick.text(1))) as one,
        uploading(address, part("cable.txt", quick.text(2)), part("b.txt", quick.text(3))) as two,
    ):
        assert counts(one.finish()) == {"added": 1}
        assert counts(two.finish()) == {"added": 1, "replaced": 1}
    library = access.whole.library
    assert [library.cable(f"10OSLO{each}") is not None for each in (1, 2, 3)] == [False, True, True]


def test_an_upload_that_falls_silent_is_ended_and_nothing_stays(address, access, monkeypatch):
    monkeypatch.setattr(upload_stream, "SILENCE", 0.3)
    with uploading(address, part("a.txt", "the beginning")) as silent:
        status, reported = silent.reply()
    assert (status, "send the files again" in reported["error"]) == (408, True)
    assert left(access) == []


def test_who_goes_leaves_nothing(address, access):
    with uploading(address, part("a.txt", "x" * 200_000)):
        assert eventually(lambda: left(access))
    assert eventually(lambda: not left(access))


def test_a_body_without_a_length_is_bounded_as_it_is_read(address, access):
    with uploading(address, *[b"x" * 100_000] * 11) as endless:
        status, reported = endless.reply()
    assert (status, reported["error"][:22]) == (413, "That is more than 1 MB")
    assert left(access) == []


def test_who_sends_on_slowly_after_a_refusal_reads_it_all_the_same(address, access):
    with uploading(address, *[b"x" * 100_000] * 11) as endless:
        for _ in range(8):
            endless.send(b"x")
            time.sleep(0.2)
        status, reported = endless.reply()
    assert (status, reported["error"][:22]) == (413, "That is more than 1 MB")


def test_one_reader_has_so_many_uploads_under_way(address, access):
    with uploading(address, part("a.txt", "a")) as one, uploading(address, part("b.txt", "b")) as two:
        assert eventually(
            lambda: len(list(Path(access.whole.library.folder / FOLDER / ".arriving").glob("*.lock"))) == 2
        )
        status, reported = send(address, 1)
        assert (status, reported["error"][:26]) == (429, "You already have 2 uploads")
        assert {one.finish()[0], two.finish()[0]} == {200}
    assert counts(send(address, 1)) == {"added": 1}


def test_the_server_has_so_many_uploads_under_way(address, monkeypatch):
    monkeypatch.setattr(upload_stream, "MOST", 1)
    with uploading(address, part("a.txt", "a")) as one:
        assert eventually(lambda: send(address, 1)[0] == 429)
        assert one.finish()[0] == 200


@pytest.mark.parametrize("begins_anew", [True, False])
def test_what_a_killed_server_left_goes_and_what_is_under_way_stays(access, begins_anew):
    folder = access.whole.library.folder / FOLDER
    app = client(access, CURATOR)
    for abandoned in (folder / ".arriving" / ("a1" * 8), folder / "bob"):
        abandoned.mkdir(parents=True)
        (abandoned / "a.txt").write_text("left")
    (folder / ".arriving" / f"{'a1' * 8}.lock").touch()
    under_way = folder / ".arriving" / ("b2" * 8)
    under_way.mkdir()
    with FileLock(under_way.with_suffix(".lock")):
        if begins_anew:
            client(access, CURATOR)
        else:
            app.post("/bring", files=parts({"10OSLO1.txt": quick.text(1)}))
        assert [Path(each).name for each in left(access)] == ["b2" * 8]


@pytest.mark.parametrize(
    ("sent", "reason"),
    [
        ([part("a.txt", "a", f"X-Long: {'x' * 4_000}", f"X-Longer: {'x' * 4_200}"), END], "more than 8,192 bytes"),
        ([part("a.txt", "a", f"X-{'x' * 9_000}: 1"), END], ""),
        ([*[f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n'.encode()] * 21, END], "20 fields"),
        ([part("a.txt", "a")], "incomplete"),
        ([b"no form at all"], ""),
    ],
    ids=["headers", "a header", "fields", "no end", "no form"],
)  # fmt: skip
def test_a_form_is_bounded_in_all_its_parts(access, sent, reason):
    reply = client(access, CURATOR).post("/bring", content=b"".join(sent), headers=FORM)
    assert (reply.status_code, reason in reply.json()["error"]) == (400, True), reply.text
    assert left(access) == []


def test_what_is_no_form_is_told_so(access):
    reply = client(access, CURATOR).post("/bring", content=b"{}", headers={"content-type": "application/json"})
    assert (reply.status_code, reply.json()["error"][:24]) == (400, "Send the files as a form")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_full_disk_is_told_in_a_line(access, monkeypatch):
    opened = Path.open

    def on_a_full_disk(path: Path, mode: str = "r", *rest, **named):
        return opened(Path("/dev/full"), "wb") if mode == "xb" else opened(path, mode, *rest, **named)

    monkeypatch.setattr(Path, "open", on_a_full_disk)
    reply = client(access, CURATOR).post("/bring", files=parts({"a.txt": "x" * 100_000}))
    assert (reply.status_code, reply.json()["error"]) == (507, upload_stream.FULL)
    assert left(access) == []


def test_files_are_written_beside_the_event_loop(access, monkeypatch):
    feed, outside = multipart.FilesOfForm.feed, Event()

    def fed(self, data: bytes) -> None:
        with pytest.raises(RuntimeError, match="no running event loop"):
            asyncio.get_running_loop()
        outside.set()
        feed(self, data)

    monkeypatch.setattr(multipart.FilesOfForm, "feed", fed)
    assert client(access, CURATOR).post("/bring", files=parts({"10OSLO1.txt": quick.text(1)})).status_code == 200
    assert outside.is_set()


def test_whoever_may_not_is_told_before_anything_is_taken(access):
    endless = iter(lambda: b"x", b"")
    assert (
        client(access, Reader("rob"))
        .post("/bring", content=(next(endless) for _ in range(9)), headers=FORM)
        .status_code
        == 403
    )
    assert not (access.whole.library.folder / FOLDER).exists()
