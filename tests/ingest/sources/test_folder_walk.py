"""Which files of a folder are read, and what is told of the others."""

import gzip
import tarfile
import zipfile
from pathlib import Path

import pytest
from quick import text

from ingest.domain.documents import Document, Failure, PassedOver
from ingest.sources.folder_walk import OTHER_KIND, OUTWARD, files
from ingest.sources.read_source import contents, documents


def over(path: Path) -> dict[str, str]:
    """Return what of a folder or an archive is passed over, and why, by the last part of its place."""
    found = [item for item in contents(path) if isinstance(item, PassedOver)]
    return {item.place.rpartition("/")[2].rpartition(": ")[2]: item.reason for item in found}


def test_a_file_of_another_kind_is_passed_over_with_its_reason(tmp_path):
    for name in ("memo.msg", "PLAN.DOC", "notes.json", ".hidden"):
        (tmp_path / name).write_text("{}")
    assert over(tmp_path) == {
        "memo.msg": "is of a type that reftel does not read",
        "PLAN.DOC": "is of a type that reftel does not read",
        "notes.json": "is JSON, but holds no cables",
    }


def test_a_readme_beside_cables_is_no_cable(tmp_path):
    (tmp_path / "README.md").write_text("# The cables\n\nThey were **released** in 2010.\n")
    (tmp_path / "10OSLO2.md").write_text(
        "**FM** AMEMBASSY OSLO\n\n**TAGS:** PREL\n\n## SUBJECT: COD\n\n1. (U) Cod.\n"
    )
    assert over(tmp_path) == {"README.md": "is Markdown, but does not begin as a cable does"}
    assert [Path(item.place).name for item in documents(tmp_path)] == ["10OSLO2.md"]


def test_documents_leaves_out_what_is_passed_over(tmp_path):
    (tmp_path / "memo.msg").write_text("x")
    (tmp_path / "10OSLO1.txt").write_text(text(1))
    assert [Path(item.place).name for item in documents(tmp_path)] == ["10OSLO1.txt"]


@pytest.mark.parametrize(
    "head",
    [
        "FM AMEMBASSY VADUZ\nTO SECSTATE WASHDC\n",
        "VZCZCXRO1234\nOO RUEHAG\nDE RUEHVD #0012/01 0351305\n",
        "UNCLAS VADUZ 000012\n\nSIPDIS\n",
        "S E C R E T VADUZ 000012\n",
        "E.O. 12958: DECL: 01/01/2020\nTAGS: PREL\n",
        "Message Text\n\nCONFIDENTIAL\n",
    ],
)
def test_a_file_without_suffix_is_read_where_it_begins_as_a_cable(tmp_path, head):
    (tmp_path / "10VADUZ12").write_text(head + "\n1. The Prince agreed.\n")
    (document,) = contents(tmp_path)
    assert isinstance(document, Document)
    assert document.name == "10VADUZ12"


@pytest.mark.parametrize(
    "content",
    [
        b"Read me first: this folder has the cables of 2010.\n",
        b"From: a@example.org\nSubject: lunch\n\nAt noon?\n",
        b"\x7fELF\x02\x01\x01\0\0\0\0" + bytes(200) + b"\nFM RADIO",
        b"",
    ],
)
def test_a_file_without_suffix_that_is_no_cable_is_passed_over(tmp_path, content):
    (tmp_path / "LICENSE").write_bytes(content)
    assert over(tmp_path) == {"LICENSE": "has no suffix, and does not begin as a cable does"}


def test_a_file_without_suffix_that_is_named_itself_is_read_by_what_it_holds(tmp_path):
    path = tmp_path / "cable of the ninth"
    path.write_text(text(9))
    (document,) = contents(path)
    assert isinstance(document, Document)
    path.write_text("nothing of the kind")
    (failure,) = contents(path)
    assert failure.reason.startswith("is of a type that reftel does not read; it reads .txt")


def test_members_of_archives_are_treated_as_files_of_folders_are(tmp_path):
    (tmp_path / "in").mkdir()
    for name, content in {"10OSLO3": text(3), "README": "hello", "scan.tiff": "x", ".DS_Store": "x"}.items():
        (tmp_path / "in" / name).write_text(content)
    expected = {
        "README": "has no suffix, and does not begin as a cable does",
        "scan.tiff": "is of a type that reftel does not read",
    }
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as packed:
        for each in sorted((tmp_path / "in").iterdir()):
            packed.write(each, each.name)
    with tarfile.open(tmp_path / "all.tar", "w") as packed:
        for each in sorted((tmp_path / "in").iterdir()):
            packed.add(each, each.name)
    (tmp_path / "twice.tar.gz").write_bytes(gzip.compress((tmp_path / "all.tar").read_bytes()))
    for name in ("all.zip", "all.tar", "twice.tar.gz"):
        assert over(tmp_path / name) == expected
        assert [item.name for item in documents(tmp_path / name)] == ["10OSLO3"]


def test_what_changed_in_a_folder_is_held_to_what_holds_there(tmp_path):
    folder = tmp_path / "cables"
    (folder / "inner").mkdir(parents=True)
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "10OSLO9.txt").write_text("x")
    (folder / "link.txt").symlink_to(tmp_path / "outside" / "10OSLO9.txt")
    (folder / "out").symlink_to(tmp_path / "outside")
    for name in ("10OSLO1.txt", ".hidden.txt", "map.jpg", "inner/10OSLO2.txt"):
        (folder / name).write_text("x")

    def of(name: str) -> list[object]:
        return list(files(folder / name, within=folder))

    assert of("10OSLO1.txt") == [folder / "10OSLO1.txt"]
    assert of("inner") == of("inner/10OSLO2.txt") == [folder / "inner" / "10OSLO2.txt"]
    assert of(".") == list(files(folder))
    assert of(".hidden.txt") == of("gone.txt") == []
    assert of("map.jpg") == [PassedOver(f"{folder}/map.jpg", OTHER_KIND)]
    for name in ("link.txt", "out", "out/10OSLO9.txt"):
        assert of(name) == [Failure(f"{folder}/{name}", OUTWARD)]


def test_a_folder_that_is_kept_apart_is_left_out_under_any_name(tmp_path):
    (tmp_path / "library" / "brought").mkdir(parents=True)
    for name in ("10OSLO1.txt", "library/10OSLO2.txt", "library/brought/10OSLO3.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "shelf").symlink_to("library")
    apart = tmp_path / "library"
    assert list(files(tmp_path, apart=apart)) == [tmp_path / "10OSLO1.txt"]
    assert list(files(apart / "brought", apart=apart)) == [apart / "brought" / "10OSLO3.txt"]
