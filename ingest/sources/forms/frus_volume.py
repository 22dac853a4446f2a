"""Volumes of Foreign Relations of the United States as history.state.gov publishes them: TEI, one .xml each.

What says that a document is a telegram changed with the years: until about 1905 the line "[Telegram.]" above its
text, then the source note ("890.0145/11–1148: Telegram"), and from 1955 on its title. Laid out after parts of
published volumes; it was not run over a whole one.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from ingest.domain.documents import Document, PageFacts
from ingest.sources.limits import LARGEST_FILE, MEBIBYTE
from ingest.sources.source import Source, Unreadable

TEI = "{http://www.tei-c.org/ns/1.0}"
FRUS = "{http://history.state.gov/frus/ns/1.0}"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
TELEGRAM = re.compile(r"\A(?:No\. )?(?:\d+\. )?(?:\[?[\w-]+\]? ){0,3}(?:tele|air)gram\b", re.IGNORECASE)
SOURCE_NOTE = re.compile(
    r"(?:\A|[:.;] ?)\[?(?:[\w-]+ ){0,2}(?:tele|cable|air|radio)gram"
    r"(?:,? (?:\([^()]{1,60}\)|No\. [\w-]+))?[\].]*\Z",
    re.IGNORECASE,
)
ABOVE_TEXT = re.compile(r"[\[(](?:[\w-]+ ){0,2}(?:tele|cable)gram\b[^\])]{0,60}[\])]\.?", re.IGNORECASE)
NUMBER = re.compile(r"\[?No\. ?\d{1,6}[.\]]{0,2}")  # which may stand above that
PARTIES = re.compile(
    r"\bfrom (?:the )?(?P<sender>.{1,300}?) to (?:the )?"
    r"|\A(?:No\. \d+ )?(?:The )?(?P<earlier>(?!.*\bfrom\b).{1,300}?)(?: \([^()]*\))? to (?:the )?",
    re.IGNORECASE,
)
LEVEL = re.compile(
    r"\b(?:Top Secret|Secret|Confidential|Restricted|Limited Official Use|Official Use Only|Unclassified)\b",
    re.IGNORECASE,
)
DEEPEST = 200  # open elements; volumes have about 15
MOST_ELEMENTS = 100_000  # in one document; long ones have some hundreds
BLOCKS = frozenset(TEI + name for name in ("head", "dateline", "opener", "p", "table", "closer", "quote", "lg"))
LINES = frozenset(TEI + name for name in ("label", "item", "row", "signed", "l", "lb"))
SPACED = frozenset({TEI + "label", TEI + "cell"})
BLANK_LINE, LINE = "\0", "\1"  # XML allows neither


def read_volume(source: Source) -> Iterator[Document]:
    """Yield the telegrams and airgrams of a volume, each named volume/document; others are passed over.

    Footnotes are the editors' and left out; a page of the volume begins where "[Page 17]" says so.
    """
    volume, found = source.stem, False
    for element in _documents(source):
        if element.tag == TEI + "TEI":
            volume = element.get(XML_ID) or volume
            continue
        head = element.find(TEI + "head")
        title = _line(head) if head is not None else ""
        if _is_telegram(element, title):
            found = True
            name = f"{volume}/{element.get(XML_ID) or element.get('n') or 'unnumbered'}"
            yield Document(
                f"{source.place}, {name.rpartition('/')[2]}", _text(element), name, _facts(element, title)
            )
    if not found:
        raise Unreadable("has no telegrams: no title, source note or line above a text that says so")


def _is_telegram(document: Element, title: str) -> bool:
    source = document.find(TEI + "note[@type='source']")
    if TELEGRAM.search(title) or (source is not None and SOURCE_NOTE.search(_line(source))):
        return True
    return any(ABOVE_TEXT.fullmatch(line) for line in _above_text(document))


def _above_text(document: Element) -> Iterator[str]:
    """Yield the lines between the title and the first sentence, such as "No. 17." and "[Telegram.]"."""
    for child in document:
        if child.tag == TEI + "opener":
            yield from map(_line, [child, *child.iterfind(TEI + "seg")])
        elif child.tag == TEI + "p":
            line = _line(child)
            yield line
            if not (ABOVE_TEXT.fullmatch(line) or NUMBER.fullmatch(line)):
                return


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
                    raise Unreadable(f"is larger than {LARGEST_FILE // MEBIBYTE} MiB; FRUS volumes have about 10")
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
    stated = [*document.iterfind(f".//{TEI}note[@type='source']"), *document.iterfind(f"{TEI}opener/{TEI}seg")]
    level = next(filter(None, map(LEVEL.search, map(_line, stated))), None)
    parties = PARTIES.search(title)
    first, last = document.get(FRUS + "doc-dateTime-min", ""), document.get(FRUS + "doc-dateTime-max", "")
    written = document.find(f".//{TEI}dateline//{TEI}date")
    if not first and written is not None:
        first = last = written.get("when", "")
    return PageFacts(
        date=_date(first, last),
        classification=level[0].upper() if level else None,
        origin=parties["sender"] or parties["earlier"] if parties else None,
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
    """Return the text of a document: a blank line between its blocks, each item of a list on a line of its own."""
    blocks = "".join(_pieces(document)).split(BLANK_LINE)
    lines = ("\n".join(filter(None, map(_plain, block.split(LINE)))) for block in blocks)
    return "\n\n".join(filter(None, lines)) + "\n"


def _pieces(element: Element) -> Iterator[str]:
    """Yield the text under an element with a mark at every edge of a block and of a line."""
    if element.tag == TEI + "note":
        return
    if element.tag == TEI + "pb":
        yield f" [Page {element.get('n', '')}] "
        return
    if element.tag == TEI + "list" and element.get("type") in {"subject", "references"}:
        yield f"{BLANK_LINE}{_labelled(element)}{BLANK_LINE}"
        return
    edge = BLANK_LINE if element.tag in BLOCKS else LINE if element.tag in LINES else ""
    yield edge + (element.text or "")
    before = None
    for child in element:
        pieces = _pieces(child)
        # A label opens the line that its item goes on with.
        yield next(pieces, "").lstrip(LINE) if before == TEI + "label" else next(pieces, "")
        yield from pieces
        yield child.tail or ""
        before = child.tag
    yield " " if element.tag in SPACED else edge


def _plain(text: str) -> str:
    return " ".join(text.split())


def _labelled(listed: Element) -> str:
    """Return a list as cables print it: "SUBJECT: Grain"."""
    label = listed.find(TEI + "head")
    items = "; ".join(_line(item) for item in listed.iterfind(TEI + "item"))
    return f"{_line(label).rstrip(':')}: {items}" if label is not None else items


def _line(element: Element) -> str:
    """Return the text inside an element in one line."""
    inside = "".join(_pieces(element)) if element.tag != TEI + "note" else "".join(element.itertext())
    return _plain(inside.replace(BLANK_LINE, " ").replace(LINE, " "))
