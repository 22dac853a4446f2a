"""Volumes of Foreign Relations of the United States as history.state.gov publishes them: TEI, one .xml each.

Laid out after parts of published volumes; it was not run over a whole one.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ingest.cable import Document, PageFacts
from ingest.sources.source import LARGEST_FILE, MEBIBYTE, Source, Unreadable

TEI = "{http://www.tei-c.org/ns/1.0}"
FRUS = "{http://history.state.gov/frus/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
TELEGRAM = re.compile(r"\A(?:No\. )?(?:\d+\. )?(?:\[?[\w-]+\]? ){0,3}(?:tele|air)gram\b", re.IGNORECASE)
PARTIES = re.compile(r"\bfrom (?:the )?(.+?) to (?:the )?", re.IGNORECASE)
LEVEL = re.compile(r"\b(?:Top Secret|Secret|Confidential|Limited Official Use|Official Use Only|Unclassified)\b")
DEEPEST = 200  # open elements; volumes have about 15
MOST_ELEMENTS = 100_000  # in one document; long ones have some hundreds
APART = (
    "head",
    "p",
    "list",
    "item",
    "table",
    "row",
    "dateline",
    "opener",
    "closer",
    "signed",
    "quote",
    "lg",
    "l",
    "lb",
)


def read_volume(source: Source) -> Iterator[Document]:
    """Yield the telegrams and airgrams of a volume, each named volume/document; others are passed over.

    The text is the telegram's own: footnotes and page breaks are the editors', and left out.
    """
    volume, found = source.stem, False
    for element in _documents(source):
        if element.tag == TEI + "TEI":
            volume = element.get(XML_ID) or volume
            continue
        head = element.find(TEI + "head")
        title = _line(head) if head is not None else ""
        if TELEGRAM.search(title):
            found = True
            name = f"{volume}/{element.get(XML_ID) or element.get('n') or 'unnumbered'}"
            yield Document(
                f"{source.place}, {name.rpartition('/')[2]}", _text(element), name, _facts(element, title)
            )
    if not found:
        raise Unreadable("has no telegrams that are marked up as in the volumes of history.state.gov")


def _documents(source: Source) -> Iterator[Element]:
    """Yield the root when it opens and each document when it closes; nothing else stays in memory."""
    opened: list[Element] = []
    inside, elements = 0, 0
    try:
        for event, element in iterparse(source.stream, events=("start", "end"), forbid_dtd=True):
            document = element.tag == TEI + "div" and element.get("type") == "document"
            if event == "start":
                if not opened:
                    yield element
                opened.append(element)
                inside += document
                elements = elements + 1 if inside else 0
                if len(opened) > DEEPEST or elements > MOST_ELEMENTS:
                    raise Unreadable("is nested too deeply, or has too many elements, for a volume of FRUS")
                if source.stream.tell() > LARGEST_FILE:
                    raise Unreadable(
                        f"has more than {LARGEST_FILE // MEBIBYTE} MiB; volumes of FRUS have about 10"
                    )
                continue
            opened.pop()
            if document and inside == 1:
                yield element
            inside -= document
            if opened and not inside:
                opened[-1].remove(element)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable("is not well-formed XML, or declares a document type, which is refused") from error


def _facts(document: Element, title: str) -> PageFacts:
    source = document.find(f".//{TEI}note[@type='source']")
    level = LEVEL.search(_line(source)) if source is not None else None
    parties = PARTIES.search(title)
    return PageFacts(
        date=_date(document.get(FRUS + "doc-dateTime-min", ""), document.get(FRUS + "doc-dateTime-max", "")),
        classification=level[0].upper() if level else None,
        origin=parties[1] if parties else None,
    )


def _date(first: str, last: str) -> str | None:
    """Return the moment in UTC, or the day where only the day is known: then the two differ by a day."""
    try:
        moment = datetime.fromisoformat(first)
        exact = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ")
    except (ValueError, OverflowError):
        return None
    if first[:10] != last[:10]:
        return None
    return exact if first == last and moment.tzinfo else first[:10]


def _text(document: Element) -> str:
    """Return the text of a document, its blocks set apart by blank lines."""
    pieces: list[str] = []
    _collect(document, pieces)
    blocks = re.split(r"\s*\0\s*", "".join(pieces))
    return "\n\n".join(block for block in (" ".join(block.split()) for block in blocks) if block) + "\n"


def _collect(element: Element, pieces: list[str]) -> None:
    """Gather the text under an element, with a NUL at every edge of a block."""
    if element.tag in (TEI + "note", TEI + "pb"):
        return
    edge = "\0" if element.tag in BLOCKS else " " if element.tag in (TEI + "cell", TEI + "label") else ""
    if element.get("type") in {"subject", "references"} and element.tag == TEI + "list":
        pieces.append("\0" + _labelled(element) + "\0")
        return
    pieces += [edge, element.text or ""]
    for child in element:
        _collect(child, pieces)
        pieces.append(child.tail or "")
    pieces.append(edge)


def _labelled(listed: Element) -> str:
    """Return a list as cables print it: "SUBJECT: Grain"."""
    label, *items = (_line(child) for child in listed)
    return f"{label.rstrip(':')}: {'; '.join(items)}"


def _line(element: Element) -> str:
    """Return the text under an element in one line."""
    pieces: list[str] = []
    for child in element:
        _collect(child, pieces)
        pieces.append(child.tail or "")
    return " ".join(((element.text or "") + "".join(pieces)).replace("\0", " ").split())


BLOCKS = frozenset(TEI + name for name in APART)
