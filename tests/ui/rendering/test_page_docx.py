"""A page as a Word document and as Markdown: footnotes that other programs find again, and text that stays text."""

import io
import shutil
import subprocess
import zipfile
from xml.etree import ElementTree

import pytest

from assistant.notebook.written_page import Footnote, PageBlock, WrittenPage
from ui.rendering.page_docx import word_document
from ui.rendering.page_markdown import page_markdown

HOSTILE = "</w:t><w:br/> & <script>alert(1)</script> \x0b\ud800 *stars* [^9] ]]>"
PAGE = WrittenPage(
    "Ships & <boats>",
    (
        PageBlock("heading", ("The *second* ship",)),
        PageBlock("text", ("He had no money.", Footnote(1, "Embassy Oslo, para. 2."), " She had.\nA new line.")),
        PageBlock("quotation", ("“The ferry sails.”", Footnote(2, HOSTILE))),
        PageBlock("text", (HOSTILE,)),
        PageBlock("remark", ("Highest marking cited: C",)),
    ),
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def parts() -> dict[str, ElementTree.Element]:
    with zipfile.ZipFile(io.BytesIO(word_document(PAGE))) as packed:
        return {name: ElementTree.fromstring(packed.read(name)) for name in packed.namelist()}


def texts(root: ElementTree.Element) -> str:
    return "|".join(each.text or "" for each in root.iter(f"{WORD}t"))


def test_the_text_refers_to_each_footnote_by_its_number(parts):
    referred = [each.get(f"{WORD}id") for each in parts["word/document.xml"].iter(f"{WORD}footnoteReference")]
    notes = {each.get(f"{WORD}id"): each for each in parts["word/footnotes.xml"]}
    assert referred == ["1", "2"]
    assert set(notes) == {"-1", "0", "1", "2"}
    assert texts(notes["1"]) == " Embassy Oslo, para. 2."


def test_what_is_hostile_stays_text(parts):
    shown = HOSTILE.replace("\x0b", " ").replace("\ud800", " ")
    assert shown in texts(parts["word/document.xml"])
    assert shown in texts(parts["word/footnotes.xml"])
    assert not parts["word/document.xml"].findall(f".//{WORD}p/{WORD}br")


def test_every_part_is_named_with_its_kind_and_reached(parts):
    named = {each.get("PartName") for each in parts["[Content_Types].xml"]} - {None}
    assert named == {f"/{name}" for name in parts if name.endswith(".xml") and not name.startswith("[")}
    reached = {f"word/{each.get('Target')}" for each in parts["word/_rels/document.xml.rels"]}
    assert reached == {"word/styles.xml", "word/settings.xml", "word/footnotes.xml"}
    assert word_document(PAGE) == word_document(PAGE)


def converted(form: str, content: bytes) -> str:
    """What Pandoc reads in a file, as Markdown."""
    command = ["pandoc", "--from", form, "--to", "markdown", "--wrap=none"]
    return subprocess.run(command, input=content, capture_output=True, check=True, timeout=60).stdout.decode()


@pytest.mark.skipif(shutil.which("pandoc") is None, reason="Pandoc is not installed")
def test_pandoc_finds_headings_quotations_and_footnotes_again():
    markdown = page_markdown(PAGE).encode("utf-8", "replace")
    for form, content in (("docx", word_document(PAGE)), ("markdown", markdown)):
        read = converted(form, content)
        assert "He had no money.[^1] She had." in read
        assert "[^1]: Embassy Oslo, para. 2." in read
        assert "# The \\*second\\* ship" in read
        assert "> “The ferry sails.”[^2]" in read.replace('"The ferry sails."', "“The ferry sails.”")
        assert "[^3]" not in read
        assert "<script>" not in read.replace("\\<script", "")
