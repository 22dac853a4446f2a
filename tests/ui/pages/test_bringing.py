"""Cables that a curator sends, into an archive of which not everybody may see everything."""

import errno
import gzip
import io
import json
import re
import tarfile
import zipfile
from pathlib import Path

import pytest
import quick
from invented import marked
from pypdf import PdfWriter
from starlette.testclient import TestClient

from assistant import Assistant
from assistant.settings import Settings
from ingest import Library
from ingest.domain.clearance import Clearance
from ingest.errors import LibraryError
from ingest.files.lock import writing
from ingest.samples import SAMPLES
from ingest.sources.read_source import READERS
from ui.access.reader_access import Access, Reader
from ui.pages import trouble, upload
from ui.server import http_server
from ui.server.upload_stream import FULL

CURATOR = Reader("ann", "curator")
UNDER_A_CEILING = Reader("carl", "curator", Clearance("C"))
CANARY = "a canary of crimson"


@pytest.fixture
def library(tmp_path: Path):
    library = quick.quick_library(tmp_path / "library")
    yield library
    library.close()


@pytest.fixture
def access(library: Library) -> Access:
    return Access(Assistant(library), Settings(max_upload=1, max_files=3))


@pytest.fixture
def bring(access):
    """Send files as somebody; returns the status and what was told last."""

    def bring(files: dict[str, str], who: Reader = CURATOR, **headers: str):
        raised = client(access, who).post("/bring", files=parts(files), headers=headers)
        return raised.status_code, json.loads(raised.text.splitlines()[-1])

    return bring


def client(access: Access, who: Reader) -> TestClient:
    app = http_server.application()
    app.include_router(upload.router(access))
    trouble.tell(app)

    async def as_somebody(scope, receive, send):
        if scope["type"] == "http":
            scope["state"] = {"reader": who}
        await app(scope, receive, send)

    return TestClient(as_somebody)


def parts(files: dict[str, str]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("files", (name, text.encode())) for name, text in files.items()]


def test_what_a_curator_brings_is_in_the_archive_and_not_kept_besides(bring, library):
    status, reported = bring({"10OSLO1.txt": quick.text(1), "10OSLO2.txt": quick.text(2)})
    assert (status, reported) == (200, {"report": {"counts": {"added": 2}, "failures": [], "untold": 0}})
    assert quick.found(library, "Wordnumber2") == ["10OSLO2"]
    assert not (library.folder / "brought" / "ann").exists()


def test_how_far_it_is_is_told_on_the_way(access):
    lines = client(access, CURATOR).post("/bring", files=parts({"10OSLO1.txt": quick.text(1)})).text.splitlines()
    stages = [json.loads(line)["stage"] for line in lines[:-1]]
    assert [stages[0], stages[-1]] == ["reading", "indexing by meaning"]


def test_a_file_of_the_same_name_replaces_what_the_same_curator_brought(bring, library):
    def counts(text: str, who: Reader = CURATOR) -> dict[str, int]:
        return bring({"cable.txt": text}, who)[1]["report"]["counts"]

    assert counts(quick.text(1)) == {"added": 1}
    assert counts(quick.text(1)) == {"unchanged": 1}
    assert counts(quick.text(1, "It was otherwise.")) == {"replaced": 1}
    assert counts(quick.text(7), Reader("bob", "curator")) == {"added": 1}
    assert [library.cable(id) is not None for id in ("10OSLO1", "10OSLO7")] == [True, True]


def test_what_cannot_be_read_is_named_with_its_reason(bring):
    _, reported = bring({"empty.txt": "", "10OSLO1.txt": quick.text(1)})
    assert reported["report"]["counts"] == {"added": 1, "failed": 1}
    (failure,) = reported["report"]["failures"]
    assert failure["name"] == "empty.txt"
    assert failure["reason"]


def test_a_text_that_is_no_cable_is_taken_where_the_library_takes_documents(bring, library):
    letter = {"letter.txt": "Dear Florence,\n\nThe roof would not have lasted another winter.\n"}
    assert bring(letter)[1]["report"]["counts"] == {"failed": 1}
    quick.done(library.ingest([], documents=True))
    assert bring(letter)[1]["report"]["counts"] == {"added": 1}
    assert [library.cable(id).kind for id in library.catalogue.ids()] == ["letter"]


def unreadable() -> dict[str, bytes]:
    """A file of each kind that fails, as a whole or in a part."""
    text, packed, scan = quick.text(1).encode(), io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("in/empty.txt", "")
        archive.writestr("/etc/out.txt", text)
        archive.writestr("10OSLO9.txt", text)
    with tarfile.open(fileobj=(rolled := io.BytesIO()), mode="w") as archive:
        for name, kind in (("link.txt", tarfile.SYMTYPE), ("empty.txt", tarfile.REGTYPE)):
            (info := tarfile.TarInfo(name)).type = kind
            archive.addfile(info)
    (page := PdfWriter()).add_blank_page(100, 100)
    page.write(scan)
    page.encrypt("a password", algorithm="RC4-128")
    page.write(locked := io.BytesIO())
    return {
        "a.txt": b"", "b.txt": bytes(range(256)), "c.html": b"<p>none", "d.csv": b'"1","2"\n', "e.csv": b'"1","2\n', "f.pdf": scan.getvalue(),
        "g.pdf": locked.getvalue(), "h.pdf": b"%PDF-1.7 broken", "i.xml": b"<a", "j.jsonl": b"{", "k.zip": packed.getvalue(),
        "l.zip": packed.getvalue()[:-30], "m.tar": rolled.getvalue(), "n.tar": rolled.getvalue()[:700], "o.tgz": gzip.compress(b"no tar"),
        "p.txt.gz": b"no gzip", "q.doc": text, "r": b"no cable",
    }  # fmt: skip


def test_what_fails_is_named_as_its_sender_knows_it(library):
    access, files = Access(Assistant(library), Settings()), unreadable()
    sent = [("files", each) for each in files.items()]
    reply = client(access, CURATOR).post("/bring", files=sent).text
    failures = json.loads(reply.splitlines()[-1])["report"]["failures"]
    assert {re.split("[:,]", each["name"])[0] for each in failures} == set(files)
    assert "k.zip: in/empty.txt" in [each["name"] for each in failures]
    assert str(library.folder) not in reply
    assert not [each for each in failures if re.search("(?<![a-z])/[a-z]", each["reason"])]


@pytest.mark.parametrize("where", ["{folder}/brought/ann/a.csv", "{folder}/x.sqlite", "/usr/lib/python3/csv.py"])
def test_an_error_that_names_a_path_is_told_without_it(bring, library, where, monkeypatch):
    def fails(_):
        raise OSError(f"no such thing: '{where.format(folder=library.folder)}'")

    monkeypatch.setitem(READERS, ".csv", fails)
    (failure,) = bring({"a.csv": "1"})[1]["report"]["failures"]
    assert failure["name"] == "a.csv"
    assert failure["reason"] == f"cannot be read: no such thing: '{Path(where).name}'"


def test_what_stops_the_reading_is_told_without_a_path(bring, library, monkeypatch):
    def stopped(*_, **__):
        raise LibraryError(f"{library.folder} cannot be written to: {library.folder}/catalogue.sqlite is gone.")
        yield

    monkeypatch.setattr(type(library), "ingest", stopped)
    assert bring({"a.txt": "1"})[1] == {"trouble": "the archive cannot be written to: catalogue.sqlite is gone."}


def test_a_disk_that_is_full_while_it_is_read_is_told_in_a_line(bring, library, monkeypatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")
        yield

    monkeypatch.setattr(type(library), "ingest", full)
    assert bring({"a.txt": "1"})[1] == {"trouble": FULL}


def test_a_name_of_any_length_is_told_in_a_line(access):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("x" * 60_000 + ".txt", "")
    reply = client(access, CURATOR).post("/bring", files={"files": ("a.zip", packed.getvalue())}).text
    assert len(reply.splitlines()[-1]) < 600


@pytest.mark.parametrize(
    "name",
    ["../../10OSLO1.txt", "/etc/10OSLO1.txt", "C:\\cables\\10OSLO1.txt", "a\nb.txt", f"{'x' * 300}.txt"],
)
def test_no_name_leads_out_of_the_folder(bring, library, name, tmp_path):
    before = {path.name for path in tmp_path.rglob("*")}
    assert bring({name: quick.text(1)})[1]["report"]["counts"] == {"added": 1}
    assert not {path.name for path in tmp_path.rglob("*.txt")} - before
    assert not Path("/etc/10OSLO1.txt").exists()


@pytest.mark.parametrize("name", ["..", "...txt", "x" * 300])
def test_a_name_that_is_none_makes_a_file_of_no_known_kind(bring, name):
    assert bring({name: "not a cable"})[1]["report"]["counts"] == {"failed": 1}


def test_two_files_of_one_name_are_two(access, library):
    twice = [("files", ("a.txt", quick.text(number).encode())) for number in (1, 2)]
    reply = client(access, CURATOR).post("/bring", files=twice).text.splitlines()[-1]
    assert json.loads(reply)["report"]["counts"] == {"added": 2}


def test_a_reader_may_not(bring, library):
    assert bring({"10OSLO1.txt": quick.text(1)}, Reader("rob")) == (
        403,
        {"error": "Only a curator may add cables."},
    )
    assert library.cable("10OSLO1") is None


def test_nobody_sends_files_by_gradios_own_way(access):
    assert client(access, CURATOR).post("/gradio_api/upload", files=parts({"a.txt": "a"})).status_code == 404


def test_there_is_a_limit_to_size_and_number(bring):
    assert bring({"big.txt": "x" * 1_000_001}) == (
        413,
        {"error": "That is more than 1 MB, the most that can be added at once."},
    )
    assert bring({f"10OSLO{each}.txt": quick.text(each) for each in range(1, 5)}) == (
        400,
        {"error": "That is more than 3 files, the most that can be added at once."},
    )


def test_where_one_file_is_the_most_it_is_told_as_one(library):
    alone = Access(Assistant(library), Settings(max_files=1))
    sent = parts({f"10OSLO{each}.txt": quick.text(each) for each in (1, 2)})
    refused = client(alone, CURATOR).post("/bring", files=sent).json()
    assert refused == {"error": "That is more than 1 file, the most that can be added at once."}


def test_what_was_refused_is_in_nobodys_way(bring):
    bring({f"10OSLO{each}.txt": quick.text(each) for each in range(1, 5)})
    assert bring({"10OSLO1.txt": quick.text(1)})[0] == 200


def test_one_writes_at_a_time(bring, library):
    with writing(library.folder, "ingest"):
        status, reported = bring({"10OSLO1.txt": quick.text(1)})
    assert (status, reported) == (200, {"trouble": upload.BUSY})
    assert bring({"10OSLO1.txt": quick.text(1)})[1]["report"]["counts"] == {"added": 1}


def test_a_curator_under_a_ceiling_adds_nothing_and_learns_nothing(bring, access, library):
    hidden = marked(("S", f"Yildiz has {CANARY}."))
    bring({"a.txt": hidden})
    forged = marked(("C", f"Yildiz has no such thing. {'He said so at length. ' * 9}"))
    reported = [bring({"b.txt": each}, UNDER_A_CEILING) for each in (hidden, forged, quick.text(1))]
    reason = "Only a curator with full access may add cables; your access ends at C."
    assert reported == [(403, {"error": reason})] * 3
    assert CANARY in library.cable("10REYKJAVIK12").raw
    assert library.cable("10OSLO1") is None


def test_what_is_brought_is_seen_up_to_a_ceiling(bring, access):
    cable = marked(("C", "Yildiz wants a ferry."), ("S", f"Yildiz has {CANARY}."))
    assert bring({"10REYKJAVIK12.txt": cable})[1]["report"]["counts"] == {"added": 1}
    assert CANARY in access.library(CURATOR).cable("10REYKJAVIK12").raw
    seen = access.library(UNDER_A_CEILING)
    assert "Yildiz wants a ferry." in seen.cable("10REYKJAVIK12").raw
    assert CANARY not in seen.cable("10REYKJAVIK12").raw
    assert quick.found(seen, "canary") == []


def test_the_cleared_library_keeps_up_with_what_is_brought(bring, access):
    bring({"10OSLO1.txt": quick.text(1)})
    first = access.assistant(UNDER_A_CEILING)
    bring({"10OSLO2.txt": quick.text(2)})
    assert access.library(UNDER_A_CEILING).cable("10OSLO2") is not None
    assert access.assistant(UNDER_A_CEILING) is first
    assert access.assistant(Reader("eve", clearance=Clearance("C"))) is first
    assert access.assistant(Reader("eve", clearance=Clearance("U"))) is not first


def test_the_samples_make_room_where_that_is_asked_for_and_cables_came(access, library):
    quick.done(library.ingest([SAMPLES / "10BAKU79.txt"]))
    for samples, number, left in (("keep", 1, 1), ("remove", 2, 0)):
        reply = client(access, CURATOR).post(
            f"/bring?samples={samples}", files=parts({f"{number}.txt": quick.text(number)})
        )
        assert json.loads(reply.text.splitlines()[-1])["report"]["counts"] == {"added": 1}
        assert library.status().samples == left
    assert library.present(["10OSLO1", "10OSLO2", "10BAKU79"]) == ["10OSLO1", "10OSLO2"]


def test_samples_stay_where_no_cable_came(access, library):
    quick.done(library.ingest([SAMPLES / "10BAKU79.txt"]))
    client(access, CURATOR).post("/bring?samples=remove", files=parts({"no.txt": "no cable"}))
    assert (library.status().samples, library.status().sample) == (1, True)
