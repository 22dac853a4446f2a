import os
from pathlib import Path

import pytest

from ingest import parse_cable
from ingest.domain.documents import Document, Failure
from ingest.sources.forms.text_file import split_cables
from ingest.sources.read_source import READERS, documents

SHARED = Path(__file__).parents[4] / "shared"
CABLE = """\
VZCZCXYZ0000
PP RUEHWEB
DE RUEHKB #0079 0351305
P 041305Z FEB 10
FM AMEMBASSY BAKU
TO RUEHC/SECSTATE WASHDC

C O N F I D E N T I A L BAKU 0000{number}

E.O. 12958: N/A
TAGS: PREL
SUBJECT: WATER

¶1. (C) He spoke of “water”.
"""
ONE, TWO = CABLE.format(number=79), CABLE.format(number=80)
PAGE = """\
<html><body><table class='cable'><tr><th>Reference ID</th></tr><tr>
<td><a href='#'>10BAKU79</a></td><td>2010-02-04 13:13</td><td>2010-12-01 21:09</td>
<td>CONFIDENTIAL</td><td>Embassy Baku</td></tr></table>
<code><pre>P 041305Z FEB 10&#x000A;FM AMEMBASSY BAKU&#x000A;TO SECSTATE WASHDC&#x000A;</pre></code>
<code><pre>C O N F I D E N T I A L BAKU 000079&#x000A;&#x000A;E.O. 12958: N/A
TAGS: <a href='#'>PREL</a>
SUBJECT: WATER &amp; BREAD&#x000A;&#x000A;¶1. (C) He spoke.&#x000A;</pre></code></body></html>
"""


def failures(path):
    return [item.reason for item in documents(path) if isinstance(item, Failure)]


def test_a_text_file_is_a_document_named_by_its_stem(tmp_path):
    path = tmp_path / "10BAKU79.txt"
    path.write_text(ONE, encoding="utf-8")
    assert list(documents(path)) == [Document(str(path), ONE, name="10BAKU79")]


def test_a_file_may_hold_several_cables(tmp_path):
    path = tmp_path / "all.txt"
    path.write_text(ONE + "\n\n" + TWO, encoding="utf-8")
    found = list(documents(path))
    assert [document.place for document in found] == [f"{path}, cable 1", f"{path}, cable 2"]
    assert [parse_cable(document.text).id for document in found] == ["10BAKU79", "10BAKU80"]


def test_a_class_line_in_front_of_the_header_does_not_split_a_cable():
    assert len(split_cables("S E C R E T BAKU 000079\n" + ONE)) == 1
    assert "".join(split_cables(ONE + TWO)) == ONE + TWO


def test_a_web_page_gives_the_text_and_what_the_page_knows(tmp_path):
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    (document,) = documents(path)
    assert document.page.id == "10BAKU79"
    assert document.page.date == "2010-02-04T13Z"  # the minutes of such pages repeat the hour
    cable = parse_cable(document.text, name=document.name, page=document.page)
    assert (cable.id, cable.date, cable.subject) == ("10BAKU79", "2010-02-04T13:05Z", "WATER & BREAD")
    assert cable.tags == ("PREL",)


def test_a_folder_is_read_with_its_folders_in_a_stable_order(tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("b/2.txt", "a.txt", "c.html", "picture.png", ".hidden.txt"):
        (tmp_path / name).write_text(PAGE if name.endswith("html") else ONE, encoding="utf-8")
    places = [Path(item.place).relative_to(tmp_path).as_posix() for item in documents(tmp_path)]
    assert places == ["a.txt", "b/2.txt", "c.html"]


def test_a_link_that_leads_back_up_is_not_followed(tmp_path):
    (tmp_path / "a.txt").write_text(ONE, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert len(list(documents(tmp_path))) == 1


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\0\n", "is empty"),
        ("binary.txt", bytes(range(256)) * 8, "is not text"),
        ("page.html", b"<html><body>nothing</body></html>", "no <pre> block"),
        ("picture.png", b"\x89PNG", "is not a picture, or is damaged"),
        ("picture.gif", b"GIF89a", "of a type that reftel does not read"),
    ],
)
def test_what_cannot_be_read_says_why_in_one_line(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)
    (said,) = failures(tmp_path / name)
    assert reason in said
    assert "\n" not in said


def test_a_missing_file_is_a_failure(tmp_path):
    assert failures(tmp_path / "nothing.txt") == ["there is no such file or folder"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission_is_a_failure(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(ONE, encoding="utf-8")
    path.chmod(0)
    assert "check its permissions" in failures(path)[0]


@pytest.mark.skipif(not SHARED.exists(), reason="the sample pages are not beside this checkout")
def test_a_page_and_the_text_made_of_it_are_the_same_cable():
    compared = 0
    for document in documents(SHARED / "html"):
        for text in SHARED.glob(f"**/{document.name}.txt"):
            page = parse_cable(document.text, name=document.name, page=document.page)
            plain = parse_cable(text.read_text(encoding="utf-8"), name=text.stem)
            assert (page.raw, page.paragraphs, page.spans) == (plain.raw, plain.paragraphs, plain.spans)
            compared += 1
    assert compared


def test_whatever_a_reader_raises_the_rest_is_read(tmp_path, monkeypatch):
    def fails(_):
        raise RecursionError("too deep")

    monkeypatch.setitem(READERS, ".csv", fails)
    (tmp_path / "a.csv").write_text("1")
    (tmp_path / "b.txt").write_text(ONE)
    failure, document = documents(tmp_path)
    assert (failure.reason, document.name) == ("cannot be read (RecursionError); please report this", "b")
