"""Archives are read where they lie, and nothing in them can lead out, fill the memory or stop the rest."""

import gzip
import io
import json
import random
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter

from ingest.domain.documents import Document, Failure
from ingest.domain.serialization import to_json
from ingest.parsing.parser import parse_cable
from ingest.sources import zipped_document
from ingest.sources.forms import archives
from ingest.sources.read_source import documents

CABLE = b"C O N F I D E N T I A L BAKU 000079\n\nSUBJECT: GRAIN\n\n1. (C) The harvest was good.\n"


def zipped(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def tarred(path: Path, members: dict[str, bytes], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return path


def read(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Names of documents by place, and reasons of failures by place, both without the folder."""
    return _told(path, path.parent)


def read_folder(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The same of all that lies in a folder."""
    return _told(path, path)


def _told(path: Path, folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    items = list(documents(path))
    short = f"{folder}/"
    return (
        {i.place.removeprefix(short): i.name or "" for i in items if isinstance(i, Document)},
        {i.place.removeprefix(short): i.reason for i in items if isinstance(i, Failure)},
    )


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz", "tgz"])
def test_members_are_read_by_their_kind_and_named_by_their_place(tmp_path: Path, kind: str):
    members = {
        "cables/10BAKU79.txt": CABLE,
        "cables/10BAKU80.html": b"<pre>" + CABLE + b"</pre>",
        "cables/map.jpg": b"\xff\xd8",
        "cables/.hidden.txt": CABLE,
        "__MACOSX/10BAKU79.txt": CABLE,
    }
    path = tmp_path / f"old.{kind}"
    archive = zipped(path, members) if kind == "zip" else tarred(path, members, "w" if kind == "tar" else "w:gz")
    assert read(archive) == (
        {f"old.{kind}: cables/10BAKU79.txt": "10BAKU79", f"old.{kind}: cables/10BAKU80.html": "10BAKU80"},
        {},
    )


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_every_kind_is_read_inside_an_archive(tmp_path: Path, kind: str):
    page = PdfWriter()
    page.add_blank_page(100, 100)
    page.write(scan := io.BytesIO())
    tei = '<TEI xmlns="http://www.tei-c.org/ns/1.0"><div type="document" n="1"><head>Telegram</head></div></TEI>'
    members = {
        "dump.csv": b'"1","2/4/2010 13:05","10BAKU79","Embassy Baku","C","","FM AMEMBASSY BAKU","1. (C) No."\n',
        "scan.pdf": scan.getvalue(),
        "volume.xml": tei.encode(),
        "cables.jsonl": json.dumps(to_json(parse_cable(CABLE.decode(), name="10BAKU80"))).encode(),
    }
    path = tmp_path / f"a.{kind}"
    found, failed = read(zipped(path, members) if kind == "zip" else tarred(path, members, "w:gz"))
    assert list(found.values()) == ["10BAKU79", "volume/1", "10BAKU80"]
    assert [place.endswith("scan.pdf") for place in failed] == [True]


def test_a_single_file_may_be_gzipped(tmp_path: Path):
    path = tmp_path / "10BAKU79.txt.gz"
    path.write_bytes(gzip.compress(CABLE))
    assert read(path) == ({"10BAKU79.txt.gz": "10BAKU79"}, {})


def test_an_archive_in_an_archive_is_read_but_no_deeper(tmp_path: Path):
    inner = zipped(tmp_path / "inner.zip", {"10BAKU79.txt": CABLE}).read_bytes()
    middle = tarred(tmp_path / "middle.tar", {"inner.zip": inner, "10BAKU80.txt": CABLE}).read_bytes()
    outer = zipped(tmp_path / "outer.zip", {"middle.tar.gz": gzip.compress(middle), "inner.zip": inner})
    found, failed = read(outer)
    assert set(found) == {"outer.zip: middle.tar.gz: 10BAKU80.txt", "outer.zip: inner.zip: 10BAKU79.txt"}
    assert list(failed) == ["outer.zip: middle.tar.gz: inner.zip"]
    assert "unpack" in failed["outer.zip: middle.tar.gz: inner.zip"]


@pytest.mark.parametrize("pack", [zipped, tarred])
@pytest.mark.parametrize(
    "name", ["../out.txt", "/etc/out.txt", "C:\\out.txt", "a/../../out.txt", "a\\..\\..\\b.txt"]
)
def test_a_name_that_leads_out_is_refused_and_the_others_are_read(tmp_path: Path, pack, name: str):
    suffix = ".zip" if pack is zipped else ".tar"
    found, failed = read(pack(tmp_path / f"a{suffix}", {name: CABLE, "10BAKU79.txt": CABLE}))
    assert list(found.values()) == ["10BAKU79"]
    assert ["leads out" in reason for reason in failed.values()] == [True]
    assert [each.name for each in tmp_path.iterdir()] == [f"a{suffix}"]


def test_links_and_devices_in_a_tar_file_are_refused(tmp_path: Path):
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as archive:
        for name, kind in [("a.txt", tarfile.SYMTYPE), ("b.txt", tarfile.LNKTYPE), ("c.txt", tarfile.FIFOTYPE)]:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("10BAKU79.txt")
        info.size = len(CABLE)
        archive.addfile(info, io.BytesIO(CABLE))
    found, failed = read(path)
    assert list(found.values()) == ["10BAKU79"]
    assert len(failed) == 3


def test_a_link_in_a_zip_file_is_refused(tmp_path: Path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("a.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert read(path) == ({}, {"a.zip: a.txt": "is a link or a device, not a file; refused"})


def test_a_bomb_is_refused_without_being_unpacked(tmp_path: Path):
    path = tmp_path / "bomb.zip"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("dump.csv", "w", force_zip64=True) as member,
    ):
        for _ in range(64):
            member.write(b"0" * (1 << 20))
    found, failed = read(path)
    assert not found
    assert "times its size" in failed["bomb.zip: dump.csv"]


def test_the_size_and_number_of_members_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(archives, "LARGEST_MEMBER", 10)
    assert "larger" in read(zipped(tmp_path / "a.zip", {"10BAKU79.txt": CABLE}))[1]["a.zip: 10BAKU79.txt"]
    monkeypatch.undo()
    monkeypatch.setattr(archives.Budget, "of", lambda _: archives.Budget(members=1))
    found, failed = read(tarred(tmp_path / "a.tar", {"10BAKU79.txt": CABLE, "10BAKU80.txt": CABLE}))
    assert list(found.values()) == ["10BAKU79"]
    assert "more members" in failed["a.tar"]


def test_many_small_members_do_not_unpack_to_more_than_one_large_one_may(tmp_path: Path):
    path = tmp_path / "bomb.zip"
    members = {f"{number}.txt": b"0" * (15 << 20) for number in range(8)}  # each may shrink as it likes
    found, failed = read(zipped(path, members))
    assert not found
    assert [reason for reason in failed.values() if "larger than reftel reads from one input" in reason]


def test_archives_in_an_archive_do_not_unpack_to_more_either(tmp_path: Path):
    zeros = zipped(tmp_path / "zeros.zip", {f"{number}.txt": b"0" * (5 << 20) for number in range(3)}).read_bytes()
    for suffix, pack in ((".zip", zipped), (".tar", tarred)):
        path = pack(tmp_path / f"bomb{suffix}", {f"{number}.zip": zeros for number in range(99)})
        if suffix == ".tar":  # which grows with what is in it
            path = tmp_path / "bomb.tar.gz"
            path.write_bytes(gzip.compress((tmp_path / "bomb.tar").read_bytes()))
        found, failed = read(path)
        assert len(found) < 20
        assert [reason for reason in failed.values() if "larger than reftel reads from one input" in reason]


def test_a_copy_of_what_lies_in_an_archive_cannot_fill_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ingest.sources.source.LARGEST_COPY", 1 << 20)
    inner = zipped(tmp_path / "inner.zip", {"10BAKU79.txt": random.Random(0).randbytes(2 << 20)}).read_bytes()
    found, failed = read(tarred(tmp_path / "a.tar", {"inner.zip": inner, "10BAKU80.txt": CABLE}))
    assert list(found.values()) == ["10BAKU80"]
    assert "unpack that first" in failed["a.tar: inner.zip"]


def test_the_list_of_a_zip_file_cannot_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(zipped_document, "MOST_MEMBERS", 2)
    found, failed = read(zipped(tmp_path / "a.zip", {f"10BAKU{number}.txt": CABLE for number in range(3)}))
    assert not found  # the list is read as a whole before any member is
    assert "more members" in failed["a.zip"]


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE])
def test_headers_upon_headers_are_damage_and_the_rest_is_read(tmp_path: Path, kind: bytes):
    info, name = tarfile.TarInfo("x"), b"12 path=abc\n"
    info.type, info.size = kind, len(name)
    (tmp_path / "a.tar").write_bytes((info.tobuf(tarfile.GNU_FORMAT) + name.ljust(512, b"\0")) * 900)
    (tmp_path / "b.txt").write_bytes(CABLE)
    found, failed = read_folder(tmp_path)
    assert (list(found.values()), failed) == (["b"], {"a.tar": "is damaged or truncated"})


def test_a_zip_file_of_nameless_members_is_damaged_and_the_rest_is_read(tmp_path: Path):
    nameless = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 33, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(nameless), 0, 0)
    (tmp_path / "a.zip").write_bytes(nameless + end)
    (tmp_path / "b.txt").write_bytes(CABLE)
    found, failed = read_folder(tmp_path)
    assert (list(found.values()), failed) == (["b"], {"a.zip": "is damaged or truncated"})


def test_a_tar_header_cannot_ask_for_memory(tmp_path: Path):
    path = tmp_path / "a.tar"
    info = tarfile.TarInfo("header")
    info.type, info.size = tarfile.XHDTYPE, 64 << 20
    path.write_bytes(info.tobuf() + b"\0" * (64 << 20))
    found, failed = read(path)
    assert not found
    assert list(failed) == ["a.tar"]


@pytest.mark.parametrize("kind", ["zip", "tar", "tar.gz"])
def test_an_archive_that_is_cut_off_says_so(tmp_path: Path, kind: str):
    members = {f"10BAKU{i}.txt": CABLE * 40 for i in range(9)}
    path = tmp_path / f"a.{kind}"
    zipped(path, members) if kind == "zip" else tarred(path, members, "w" if kind == "tar" else "w:gz")
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    assert any("damaged or truncated" in reason for reason in read(path)[1].values())


def test_an_encrypted_member_says_so_and_the_others_are_read(tmp_path: Path):
    path = zipped(tmp_path / "a.zip", {"secret.txt": CABLE, "10BAKU79.txt": CABLE})
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1  # the flag in the directory
    path.write_bytes(data)
    found, failed = read(path)
    assert list(found.values()) == ["10BAKU79"]
    assert "encrypted" in failed["a.zip: secret.txt"]


def test_a_damaged_member_does_not_stop_the_others(tmp_path: Path):
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("bad.txt", CABLE)
        archive.writestr("10BAKU79.txt", CABLE)
    path.write_bytes(path.read_bytes().replace(b"harvest", b"hXrvest", 1))
    found, failed = read(path)
    assert list(found.values()) == ["10BAKU79"]
    assert failed == {"a.zip: bad.txt": "is damaged or truncated"}
