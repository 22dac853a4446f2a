"""A page of a workspace as a Word document, with footnotes that Word numbers itself. A pure function.

python-docx writes no footnotes. Word needs little for them: a part of the file that holds them, which the text
refers to by number, and the two lines that it draws above them.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from assistant.notebook.written_page import Footnote, WrittenPage

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_TITLES = "http://purl.org/dc/elements/1.1/"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml."
for _prefix, _space in (("w", _WORD), ("cp", _CORE), ("dc", _TITLES)):  # programs know them by these names
    ElementTree.register_namespace(_prefix, _space)
_NO_XML = re.compile("[^\t\n -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every part, so that the same page makes the same file
_STYLE_OF = {"heading": "Heading1", "quotation": "Quote", "remark": "Remark"}
# Name, what it is based on, and its properties: of the paragraph, of its letters.
_STYLES: tuple[tuple[str, str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("paragraph", "Normal", "Normal", {"spacing": {"after": "120"}}, {"sz": {"val": "24"}}),
    ("paragraph", "Title", "Title", {"spacing": {"after": "240"}}, {"b": {}, "sz": {"val": "36"}}),
    ("paragraph", "Heading1", "heading 1", {"keepNext": {}, "spacing": {"before": "240"}}, {"b": {}}),
    ("paragraph", "Quote", "Quote", {"ind": {"left": "567", "right": "567"}}, {}),
    ("paragraph", "Remark", "Remark", {}, {"i": {}, "sz": {"val": "20"}}),
    ("paragraph", "FootnoteText", "footnote text", {"spacing": {"after": "0"}}, {"sz": {"val": "20"}}),
    ("character", "FootnoteReference", "footnote reference", {}, {"vertAlign": {"val": "superscript"}}),
)


def word_document(page: WrittenPage) -> bytes:
    """Return a page as the bytes of a .docx file; what no XML can hold of a text is a blank there."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("officeDocument", "word/document.xml", _OFFICE),
            (
                "core-properties",
                "docProps/core.xml",
                _RELATIONS.replace("relationships", "relationships/metadata"),
            ),
        ),
        "docProps/core.xml": _core(page.title),
        "word/document.xml": _document(page),
        "word/footnotes.xml": _footnotes(page.footnotes),
        "word/styles.xml": _styles(),
        "word/settings.xml": _settings(),
        "word/_rels/document.xml.rels": _relations(
            *((name, f"{name}.xml", _OFFICE) for name in ("styles", "settings", "footnotes"))
        ),
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, root in parts.items():
            xml = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
            packed.writestr(zipfile.ZipInfo(name, _EPOCH), xml, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _document(page: WrittenPage) -> Element:
    root = Element(f"{{{_WORD}}}document")
    body = SubElement(root, f"{{{_WORD}}}body")
    _paragraph(body, "Title", [page.title])
    for block in page.blocks:
        _paragraph(body, _STYLE_OF.get(block.kind, "Normal"), block.pieces)
    return root


def _footnotes(notes: Iterable[Footnote]) -> Element:
    root = Element(f"{{{_WORD}}}footnotes")
    for id, kind in (("-1", "separator"), ("0", "continuationSeparator")):
        line = _add(root, "footnote", type=kind, id=id)
        _add(_add(_add(line, "p"), "r"), kind)
    for each in notes:
        paragraph = _paragraph(_add(root, "footnote", id=str(each.number)), "FootnoteText", [])
        _add(_reference(paragraph), "footnoteRef")
        _run(paragraph, f" {each.text}")
    return root


def _paragraph(parent: Element, style: str, pieces: Iterable[str | Footnote]) -> Element:
    paragraph = _add(parent, "p")
    _add(_add(paragraph, "pPr"), "pStyle", val=style)
    for each in pieces:
        if isinstance(each, Footnote):
            _add(_reference(paragraph), "footnoteReference", id=str(each.number))
        else:
            _run(paragraph, each)
    return paragraph


def _reference(paragraph: Element) -> Element:
    run = _add(paragraph, "r")
    _add(_add(run, "rPr"), "rStyle", val="FootnoteReference")
    return run


def _run(paragraph: Element, text: str) -> None:
    run = _add(paragraph, "r")
    for number, line in enumerate(_NO_XML.sub(" ", text).split("\n")):
        if number:
            _add(run, "br")
        words = _add(run, "t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _styles() -> Element:
    root = Element(f"{{{_WORD}}}styles")
    for kind, id, name, of_paragraph, of_letters in _STYLES:
        style = _add(root, "style", type=kind, styleId=id, **({"default": "1"} if id == "Normal" else {}))
        _add(style, "name", val=name)
        if kind == "paragraph" and id != "Normal":
            _add(style, "basedOn", val="Normal")
        for group, properties in (("pPr", of_paragraph), ("rPr", of_letters)):
            held = _add(style, group) if properties else style
            for each, values in properties.items():
                _add(held, each, **values)
    return root


def _settings() -> Element:
    root = Element(f"{{{_WORD}}}settings")
    drawn = _add(root, "footnotePr")
    for id in ("-1", "0"):
        _add(drawn, "footnote", id=id)
    return root


def _core(title: str) -> Element:
    root = Element(f"{{{_CORE}}}coreProperties")
    SubElement(root, f"{{{_TITLES}}}title").text = _NO_XML.sub(" ", title)
    return root


def _content_types() -> Element:
    root = Element("Types", xmlns=_TYPES)
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    SubElement(root, "Default", Extension="rels", ContentType=relations)
    kinds = {f"/word/{name}.xml": f"{_KIND}{name}+xml" for name in ("footnotes", "styles", "settings")}
    kinds["/word/document.xml"] = f"{_KIND}document.main+xml"
    kinds["/docProps/core.xml"] = "application/vnd.openxmlformats-package.core-properties+xml"
    for name, kind in kinds.items():
        SubElement(root, "Override", PartName=name, ContentType=kind)
    return root


def _relations(*targets: tuple[str, str, str]) -> Element:
    root = Element("Relationships", xmlns=_RELATIONS)
    for number, (kind, target, family) in enumerate(targets, start=1):
        SubElement(root, "Relationship", Id=f"rId{number}", Type=f"{family}/{kind}", Target=target)
    return root


def _add(parent: Element, name: str, **values: str) -> Element:
    return SubElement(parent, f"{{{_WORD}}}{name}", {f"{{{_WORD}}}{key}": value for key, value in values.items()})
