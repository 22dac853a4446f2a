"""Word documents: every word that a reader sees, and the numbers that Word prints in front of paragraphs."""

from pathlib import Path

import pytest
from written_forms import W, word, word_body, zipped

from ingest.domain.documents import Document, Failure
from ingest.parsing.parser import parse_cable
from ingest.sources.read_source import documents

LINES = ["C O N F I D E N T I A L BAKU 000079", "", "SUBJECT: GRAIN & “BREAD”", "", "1. (C) The harvest was good."]


def of(path: Path, content: bytes) -> list[Document | Failure]:
    path.write_bytes(content)
    return list(documents(path))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "10BAKU79.docx"


def test_paragraphs_are_lines(path: Path):
    (document,) = of(path, word(word_body(LINES)))
    assert document.text == "\n".join(LINES) + "\n"
    assert document.name == "10BAKU79"


def test_a_long_paragraph_is_one_and_stands_apart(path: Path):
    long = "2. (C) " + "The ferry ran on time. " * 9
    (document,) = of(path, word(word_body([*LINES, long.strip(), "3. (C) It rained."])))
    assert document.text.endswith(f"{long.strip()}\n\n3. (C) It rained.\n")


def test_numbers_that_word_prints_are_read(path: Path):
    listed = '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    body = [
        *LINES[:4],
        listed.format(0, "(C) First."),
        listed.format(1, "within"),
        listed.format(1, "and again"),
        listed.format(0, "(C) Second."),
        listed.format(1, "anew"),
    ]
    levels = (
        '<w:abstractNum w:abstractNumId="3"><w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/>'
        '<w:lvlText w:val="%2)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
    )
    (document,) = of(path, word(word_body(body), numbering=levels))
    assert document.text.splitlines()[4:] == [
        "4. (C) First.",
        "a) within",
        "b) and again",
        "5. (C) Second.",
        "a) anew",
    ]
    cable = parse_cable(document.text, name=document.name)
    assert [each.number for each in cable.paragraphs] == [4, 5]


def test_revisions_text_boxes_and_links_are_read_once_as_they_read_now(path: Path):
    run = "<w:r><w:t>{}</w:t></w:r>"
    mixed = (
        f"<w:p><w:r><w:t xml:space='preserve'>1. (C) The </w:t></w:r><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        f"<w:ins>{run.format('new')}</w:ins><w:moveFrom>{run.format('moved away')}</w:moveFrom>"
        f"<w:hyperlink>{run.format(' ferry')}</w:hyperlink><w:r><w:tab/><w:t>ran</w:t><w:noBreakHyphen/><w:t>on</w:t>"
        "<w:br/><w:t>time.</w:t></w:r></w:p>"
    )
    (document,) = of(path, word(word_body([*LINES[:4], mixed])))
    assert document.text.splitlines()[4:] == ["1. (C) The new ferry\tran-on", "time."]


def test_a_table_is_lines_and_one_around_a_text_is_nothing(path: Path):
    cell = "<w:tc>{}</w:tc>"
    p = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
    rows = "<w:tbl>" + "".join(
        f"<w:tr>{''.join(cell.format(p.format(word)) for word in row)}</w:tr>" for row in (("AFI", "22"), ("UMP", "5"))
    ) + "</w:tbl>"  # fmt: skip
    framed = (
        f"<w:tbl><w:tr>{cell.format(''.join(p.format(line) for line in ('2. (C) One', 'text.')))}</w:tr></w:tbl>"
    )
    (document,) = of(path, word(word_body([*LINES, rows, framed])))
    assert document.text.splitlines()[5:] == ["AFI   22", "UMP   5", "2. (C) One", "text."]


def test_footnotes_stand_behind_the_text(path: Path):
    note = "<w:footnote><w:p><w:r><w:t>See Baku 78.</w:t></w:r></w:p></w:footnote>"
    (document,) = of(path, word(word_body(LINES), footnotes=note))
    assert document.text.endswith("good.\n\nSee Baku 78.\n")


def test_what_a_document_links_to_is_not_fetched(path: Path):
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = ("attachedTemplate", "hyperlink", "aFChunk", "image", "oleObject", "frame")
    links = "".join(
        f'<Relationship Id="r{number}" Type="{office}/{kind}" Target="{target}" TargetMode="External"/>'
        for number, kind in enumerate(kinds)
        for target in (f"http://example.org/{kind}", "file:///etc/passwd")
    )
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'
    field = (
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText>'
        '<w:fldChar w:fldCharType="end"/><w:t>2. (C) No.</w:t></w:r></w:p><w:altChunk w:id="r2"/>'
    )
    parts = {"word/_rels/document.xml.rels": rels, "word/_rels/settings.xml.rels": rels}
    (document,) = of(path, zipped({"word/document.xml": word_body([*LINES, field]), **parts}))
    assert document.text == "\n".join([*LINES, "2. (C) No."]) + "\n"


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\3\4 nothing more", "is not a Word document, or is damaged or truncated"),
        (b"no zip file at all", "is not a Word document, or is damaged or truncated"),
        (zipped({"a.txt": "x"}), "is not a Word document: it has no text"),
        (word(word_body([])), "is a Word document without text"),
        (word(word_body(LINES)[:-30]), "is not well-formed XML"),
        (word(ENTITIES + word_body(["&b;"])), "declares a document type, which is refused"),
        (word(f"<w:document {W}>".encode() + b"<w:p>" * 5_000), "is nested too deeply"),
        (word(word_body(["<w:p/>"]) + b" " * (20 << 20)), "unpacks to more than 100 times its size"),
    ],
)
def test_what_is_broken_or_a_bomb_is_told_in_a_line_and_the_rest_is_read(
    tmp_path: Path, content: bytes, reason: str
):
    (tmp_path / "a.docx").write_bytes(content)
    (tmp_path / "b.docx").write_bytes(word(word_body(LINES)))
    failure, document = documents(tmp_path)
    assert reason in failure.reason
    assert "\n" not in failure.reason
    assert document.name == "b"
