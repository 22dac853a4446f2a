"""Markdown, rich text, JSON of other programs, and files packed in other ways than zip."""

import bz2
import json
import lzma
import subprocess
from pathlib import Path

import pytest
from growing import MOST, growth
from written_forms import rich_text

from ingest.domain.documents import Document, Failure
from ingest.sources.forms.markdown_file import plain_lines
from ingest.sources.read_source import documents

CABLE = "C O N F I D E N T I A L BAKU 000079\n\nSUBJECT: GRAIN\n\n1. (C) The “harvest” was {good}.\n"


def of(path: Path, content: bytes | str) -> list[Document | Failure]:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(documents(path))


# Markdown


def test_the_marks_of_markdown_are_taken_off_and_nothing_else(tmp_path: Path):
    text = (
        "---\ntitle: Grain\n---\n# CONFIDENTIAL BAKU 000079\n\n**SUBJECT:** GRAIN_AND_*BREAD*\n\n"
        "1\\. (C) The [ferry](https://example.org) ran \\\non `time` 2 * 3 * 4.\n\n> 4. (C) Quoted.\n\n## Summary ##\n"
        "```text\n**as it stands** \\[\n```\nXXXXXXXXXXXX __said__ S/NF snake_case_name.\n"
    )
    (document,) = of(tmp_path / "10BAKU79.md", text)
    assert document.text.split("\n") == [
        *("CONFIDENTIAL BAKU 000079", "-" * 24, "", "SUBJECT: GRAIN_AND_*BREAD*", ""),
        *("1. (C) The ferry ran", "on time 2 * 3 * 4.", "", "4. (C) Quoted.", "", "Summary", "-------"),
        *("**as it stands** \\[", "XXXXXXXXXXXX said S/NF snake_case_name.", ""),
    ]


def test_a_cable_that_is_only_named_markdown_stays_as_it_is(tmp_path: Path):
    text = CABLE + "\nSUMMARY\n-------\n\n2. (C) He said:\n-- that it rained;\n-- * that it poured.\n"
    assert of(tmp_path / "10BAKU79.md", text)[0].text == text


# Rich text


def test_rich_text_is_read_with_its_letters_beyond_ascii(tmp_path: Path):
    lines = [*CABLE.rstrip().split("\n"), "", "2. (C) Señor Peña \\ {paid} 5 € – “no”, he said in Кириллица 😀."]
    assert of(tmp_path / "10BAKU79.rtf", rich_text(lines))[0].text == "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not rich", "is not rich text"),
        (b"{\\rtf1 }", "is rich text without words"),
        (b"{\\rtf1 " + b"{" * 200_000, "is rich text without words"),
        (b"{\\rtf1 {\\fonttbl" + b"\\f1" * 99_999 + b"} x", "is damaged or truncated"),
        (b"{\\rtf1 \\u99999999999 \\'zz x", "is damaged or truncated"),
        (b"{\\rtf1 " + b'{\\field{\\*\\fldinst{HYPERLINK "' * 9_999, "is rich text without words"),
    ],
)
def test_rich_text_that_is_broken_is_told_in_a_line(tmp_path: Path, content: bytes, reason: str):
    (found,) = of(tmp_path / "a.rtf", content)
    assert reason in found.reason


@pytest.mark.parametrize(
    "unit",
    ['{\\field{\\*\\fldinst{HYPERLINK "a"}}{\\fldrslt x}}', "{\\*\\x ", "{\\pict \\bin9 ", "{\\fonttbl{\\f0 a;}}"],
)
def test_rich_text_takes_as_long_as_it_is(tmp_path: Path, unit: str):
    def read(text: str) -> None:
        of(tmp_path / "a.rtf", f"{{\\rtf1 {text}}}".encode())

    assert growth(read, lambda length: unit * (length // len(unit)), 20_000) <= MOST


# JSON


RECORD = {"reference_id": "10BAKU79", "date": "2010-02-04", "subject": "GRAIN", "body": CABLE, "tags": ["PREL"]}
OTHER = {"id": "10BAKU80", "text": ["S E C R E T BAKU 000080", "1. (S) It rained."]}
FORMS = {
    "lines.jsonl": json.dumps(RECORD) + "\n" + json.dumps(OTHER) + "\n",
    "array.json": json.dumps([RECORD, OTHER]),
    "spread.json": json.dumps({"took": 3, "hits": {"hits": [{"_source": RECORD}, {"_source": OTHER}]}}, indent=2),
    "marked.json": "\ufeff" + json.dumps({"cables": [RECORD, OTHER]}, indent=1),
}


@pytest.mark.parametrize("name", FORMS)
def test_records_of_other_programs_are_cables_by_the_names_of_their_fields(tmp_path: Path, name: str):
    path = tmp_path / name
    one, two = of(path, FORMS[name])
    assert (one.name, one.text, one.page.date, one.page.subject) == ("10BAKU79", CABLE, "2010-02-04", "GRAIN")
    assert (two.name, two.text) == ("10BAKU80", "S E C R E T BAKU 000080\n\n1. (S) It rained.\n")
    place = {"lines.jsonl": "line 2"}.get(name, "record 2")
    assert two.place == f"{path}, {place}"


def test_in_a_folder_only_records_that_begin_as_cables_are_read(tmp_path: Path):
    (tmp_path / "notes.jsonl").write_text(json.dumps({"id": "n1", "text": "buy milk"}))
    (tmp_path / "settings.json").write_text(json.dumps({"body": {"font": 9}}))
    (tmp_path / "cables.jsonl").write_text(json.dumps(RECORD))
    assert [each.name for each in documents(tmp_path)] == ["10BAKU79"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("[" * 100_000, "is not JSON, or nested too deeply"),
        ("[" + "[]," * 3_000_000 + "[]]", "values; save it as JSON Lines"),
        ('[{"body": "x"}', "is not JSON"),
        ("[1, 2, {}]", "has no records with a text"),
        ('[{"body": "x"}, 7]', "has no text: a field named"),
        ('{"body": 1e999}\n', ""),
    ],
)
def test_json_that_is_broken_is_told_in_a_line(tmp_path: Path, content: str, reason: str):
    found = of(tmp_path / "a.json", content)
    assert any(reason in getattr(each, "reason", "") for each in found)


# Packed


def seven_zip(path: Path, members: dict[str, bytes]) -> Path:
    import py7zr

    with py7zr.SevenZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return path


PACK = {".bz2": bz2.compress, ".xz": lzma.compress}


@pytest.mark.parametrize("suffix", PACK)
def test_a_single_file_and_a_tar_file_may_be_packed_otherwise(tmp_path: Path, suffix: str):
    (document,) = of(tmp_path / f"10BAKU79.txt{suffix}", PACK[suffix](CABLE.encode()))
    assert (document.name, document.text) == ("10BAKU79", CABLE)
    (tmp_path / "10BAKU80.txt").write_text(CABLE)
    tar = tmp_path / ("a.tbz2" if suffix == ".bz2" else "a.txz")
    subprocess.run(["tar", "-cf", tmp_path / "a.tar", "-C", tmp_path, "10BAKU80.txt"], check=True)
    assert [each.name for each in of(tar, PACK[suffix]((tmp_path / "a.tar").read_bytes()))] == ["10BAKU80"]


@pytest.mark.parametrize("suffix", PACK)
def test_what_is_packed_in_parts_is_read_to_its_end(tmp_path: Path, suffix: str):
    halves = PACK[suffix](CABLE[:40].encode()) + PACK[suffix](CABLE[40:].encode())
    assert of(tmp_path / f"10BAKU79.txt{suffix}", halves)[0].text == CABLE


@pytest.mark.parametrize("suffix", PACK)
def test_a_packed_file_that_is_broken_or_a_bomb_is_told_in_a_line(tmp_path: Path, suffix: str):
    whole = PACK[suffix](CABLE.encode() * 9)
    for content in (whole[:-20], whole[:9] + bytes(30) + whole[39:]):
        assert of(tmp_path / f"a.txt{suffix}", content)[0].reason == "is damaged or truncated"
    bomb = PACK[suffix](b"0" * (40 << 20))
    assert "times its size" in of(tmp_path / f"a.csv{suffix}", bomb)[0].reason


def test_an_xz_file_cannot_ask_for_memory(tmp_path: Path):
    greedy = lzma.compress(CABLE.encode(), filters=[{"id": lzma.FILTER_LZMA2, "dict_size": 1 << 30}])
    assert of(tmp_path / "a.txt.xz", greedy)[0].reason == "is damaged or truncated"


def test_a_7z_archive_is_read_as_a_zip_archive_is(tmp_path: Path):
    path = seven_zip(tmp_path / "a.7z", {
        "cables/10BAKU79.txt": CABLE.encode(),
        "cables/10BAKU80.txt": CABLE.replace("79", "80").encode(),
        "map.jpg": b"x",
        ".hidden.txt": b"x",
    })  # fmt: skip
    found = list(documents(path))
    assert [each.place for each in found] == [f"{path}: cables/10BAKU{number}.txt" for number in (79, 80)]
    assert found[0].text == CABLE


def test_a_7z_archive_that_is_broken_or_a_bomb_is_told_in_a_line(tmp_path: Path):
    path = seven_zip(tmp_path / "a.7z", {"10BAKU79.txt": CABLE.encode() * 99})
    (failure,) = of(path, path.read_bytes()[:-30])
    assert failure.reason == "is damaged or truncated"
    path = seven_zip(tmp_path / "b.7z", {"10BAKU79.txt": b"0" * (40 << 20)})
    (failure,) = documents(path)
    assert "times its size" in failure.reason


def test_a_7z_archive_leads_nowhere(tmp_path: Path):
    py7zr = pytest.importorskip("py7zr")
    (tmp_path / "link.txt").symlink_to("/etc/passwd")
    (tmp_path / "10BAKU79.txt").write_text(CABLE)
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.write(tmp_path / "link.txt", "link.txt")
        archive.write(tmp_path / "10BAKU79.txt", "10BAKU79.txt")
        for name in ("../out.txt", "/etc/out.txt"):
            archive.write(tmp_path / "10BAKU79.txt", "out.txt")
            archive.header.files_info.files[-1]["filename"] = name
    found = list(documents(tmp_path / "a.7z"))
    assert [each.name for each in found if isinstance(each, Document)] == ["10BAKU79"]
    reasons = [each.reason for each in found if isinstance(each, Failure)]
    assert reasons == [
        "is a link or a device, not a file; refused",
        *["has a name that leads out of the archive; refused"] * 2,
    ]


def test_what_is_missing_is_offered_by_name_and_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("ingest.sources.extras.find_spec", lambda _: None)
    (failure,) = of(tmp_path / "a.7z", b"7z\xbc\xaf\x27\x1c")
    assert failure.reason == (
        "cannot be read yet: 7-Zip archives need the library py7zr; pip install 'reftel[formats]'"
    )


# By content


@pytest.mark.parametrize("name", ["10BAKU79", "10BAKU79.txt"])
def test_a_file_is_read_by_what_it_is_and_not_by_its_name(tmp_path: Path, name: str):
    for content in (rich_text(CABLE.rstrip().split("\n")), bz2.compress(CABLE.encode())):
        (document,) = of(tmp_path / name, content)
        assert document.text in (CABLE, CABLE.rstrip() + "\n")


@pytest.mark.parametrize(
    ("name", "content", "advice"),
    [
        ("memo.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .docx"),
        ("memo.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "of an old kind; save it as .docx"),
        ("cables.rar", b"Rar!", "unpack it"),
    ],
)
def test_what_is_not_read_comes_with_advice(tmp_path: Path, name: str, content: bytes, advice: str):
    (failure,) = of(tmp_path / name, content)
    assert advice in failure.reason


@pytest.mark.parametrize("unit", [" ", "\t", "`", "**a ", "# ", "<br ", "[", "\\"])
def test_a_line_of_markdown_takes_as_long_as_it_is(unit: str):
    def read(text: str) -> None:
        list(plain_lines([text, f"# {text}"]))

    assert growth(read, lambda length: f"{unit * (length // len(unit))}x") <= MOST


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("## Grain ##  ", ["Grain", "-----"]),
        ("# C#", ["C#", "--"]),
        ("one  ", ["one"]),
        ("one ", ["one "]),
        ("one \\", ["one"]),
        ("one <br />", ["one"]),
        ("> more > less", ["more > less"]),
        ("more > less", ["more > less"]),
        ("``a`` `c`", ["a c"]),
    ],
)
def test_headings_line_ends_and_code_are_freed_of_their_marks(written: str, meant: list[str]):
    assert list(plain_lines([written])) == meant
