"""E-books: chapters that begin as cables, and those that go on with one."""

from pathlib import Path

import pytest
from written_forms import book, chapter, zipped

from ingest.domain.documents import Document, Failure, PassedOver
from ingest.parsing.parser import parse_cable
from ingest.sources.read_source import contents

ONE = ["C O N F I D E N T I A L BAKU 000079", "SUBJECT: GRAIN", "1. (C) The harvest was good."]
TWO = ["S E C R E T BAKU 000080", "SUBJECT: WATER", "1. (S) It rained & “poured”."]
Item = Document | Failure | PassedOver


def of(path: Path, content: bytes) -> list[Item]:
    path.write_bytes(content)
    return list(contents(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cables.epub"


def test_a_chapter_that_begins_as_a_cable_begins_one(path: Path):
    chapters = {
        "title.xhtml": chapter(["Cables of a season"]),
        "a.xhtml": chapter(ONE),
        "b%20b.xhtml": "",
        "c.xhtml": chapter(["2. (C) It went on."]),
        "d.xhtml": chapter(TWO),
    }
    passed, *found = of(path, book(chapters, **{"OPS/b b.xhtml": chapter(["More of it."])}))
    assert (passed.place, passed.reason) == (
        f"{path}: OPS/title.xhtml",
        "is a chapter without the text of a cable",
    )
    assert [each.place for each in found] == [f"{path}: OPS/a.xhtml", f"{path}: OPS/d.xhtml"]
    assert found[0].text.split("\n\n") == ["\n".join(ONE), "More of it.", "2. (C) It went on.\n"]
    assert found[1].text == "\n".join(TWO) + "\n"


def test_lists_tables_and_lines_are_read_as_they_are_shown(path: Path):
    page = (
        "<html><head><title>x</title><style>p {}</style></head><body><p>S E C R E T BAKU 000080</p><p>&nbsp;</p>"
        "<p>SUBJECT:<br/>WATER</p><ol start='3'><li>(S) It rained.</li><li><p>(S) It poured.</p></li></ol>"
        "<ul><li>ships</li></ul><table><tr><td>AFI</td><td>22</td></tr></table><pre>TO  ALL\n\n  MEN</pre></body></html>"
    )
    (document,) = of(path, book({"a.xhtml": page}))
    assert document.text.splitlines() == [
        *("S E C R E T BAKU 000080", "", "SUBJECT:", "WATER", "3. (S) It rained.", "4. (S) It poured."),
        *("- ships", "AFI   22", "TO  ALL", "", "  MEN"),
    ]


FRUS = """<html><body><h3>{number}. {title}</h3><p>Rome, March 2, 1967, 1430Z.</p><p>4410. The harvest was poor.</p>
<div class="footnotes"><p>1 Source: National Archives. Confidential.</p></div></body></html>"""


def test_the_telegrams_of_a_volume_of_frus_have_its_name(tmp_path: Path):
    title = "Foreign Relations of the United States, 1964-1968"
    chapters = {
        "d1.xhtml": FRUS.format(number=1, title="Memorandum of Conversation"),
        "d2.xhtml": FRUS.format(number=2, title="Telegram From the Embassy in Italy to the Department of State"),
    }
    passed, document = of(tmp_path / "frus1964-68v99.epub", book(chapters, title))
    assert isinstance(passed, PassedOver)
    cable = parse_cable(document.text, name=document.name, page=document.page)
    assert (cable.id, cable.origin, cable.date) == ("frus1964-68v99/d2", "Embassy in Italy", "1967-03-02T14:30Z")
    assert (cable.to, cable.classification) == (("Department of State",), "CONFIDENTIAL")


def locked(path: str) -> dict[str, str]:
    reference = f'<EncryptedData><CipherData><CipherReference URI="{path}"/></CipherData></EncryptedData>'
    return {"META-INF/encryption.xml": f"<encryption>{reference}</encryption>"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (book({"a.xhtml": chapter(ONE)})[:-60], "is not an e-book, or is damaged or truncated"),
        (zipped({"mimetype": "application/epub+zip"}), "is not an e-book"),
        (zipped({"META-INF/container.xml": "<container/>"}), "does not say where its chapters are"),
        (book({"../../../etc/passwd": "x"}), "has no part '../../etc/passwd'"),
        (book({"/etc/passwd": "x"}), "has no part '/etc/passwd'"),
        (book({"file:///etc/passwd": "x"}), "has no part 'OPS/file:/etc/passwd'"),
        (book({"a.xhtml": chapter(ONE)}, **locked("OPS/a.xhtml")), "is protected (DRM)"),
        (book({"a.xhtml": "<div>" * 9_000}), "is nested more deeply"),
        (book({"a.xhtml": b"<p>" + b" " * (20 << 20)}), "unpacks to more than 100 times its size"),
        (book({}, '<!DOCTYPE x [<!ENTITY a "b">]>'), "is not well-formed XML"),
    ],
)
def test_what_is_broken_or_a_bomb_is_told_in_a_line_and_the_rest_is_read(
    tmp_path: Path, content: bytes, reason: str
):
    (tmp_path / "a.epub").write_bytes(content)
    (tmp_path / "b.epub").write_bytes(book({"a.xhtml": chapter(TWO)}))
    failure, document = contents(tmp_path)
    assert reason in failure.reason
    assert "\n" not in failure.reason
    assert isinstance(document, Document)


def test_a_font_that_is_locked_is_no_hindrance(path: Path):
    (document,) = of(path, book({"a.xhtml": chapter(ONE)}, **locked("OPS/font.otf")))
    assert isinstance(document, Document)
