"""Saved web pages, each with one cable: those of the cable site, and those with a list of attributes."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.domain.documents import Document, PageFacts
from ingest.sources import nara_aad
from ingest.sources.markup import is_overloaded
from ingest.sources.source import Source, Unreadable
from ingest.sources.text_file import read_whole


def read_page(source: Source) -> Iterator[Document]:
    """Yield the cable of a web page, with what the page says about it."""
    html = read_whole(source)
    if is_overloaded(html):
        raise Unreadable("is nested more deeply, or has more attributes in a tag, than any page with a cable")
    tree = LexborHTMLParser(html)
    blocks = [block.text() for block in tree.css("pre")]
    if not blocks:
        raise Unreadable("is a web page without the text of a cable (no <pre> block)")
    text = "\n\n".join(block.strip("\n") for block in blocks)
    cells = [cell.text(strip=True) for cell in tree.css("table.cable td")]
    text, framed = nara_aad.without_frame(text)
    page = _table(cells) or framed or nara_aad.facts(_attributes(tree))
    yield Document(source.place, text, name=source.stem, page=page)


def _table(cells: list[str]) -> PageFacts | None:
    """Read the table of the cable site. Its minutes repeat the hour, so only date and hour are kept."""
    if len(cells) < 5:
        return None
    id, created, _, classification, origin = cells[:5]
    when = re.match(r"(\d{4}-\d\d-\d\d) (\d\d):", created)
    return PageFacts(id or None, f"{when[1]}T{when[2]}Z" if when else None, classification or None, origin or None)


def _attributes(tree: LexborHTMLParser) -> dict[str, str]:
    """Collect labels and their values, whether they stand in a table, a list or side by side."""
    found: dict[str, str] = {}
    for node in tree.css("td, th, dt, b, strong, span, div, label"):
        text = node.child
        if text is None or text.tag != "-text" or text.next is not None:
            continue
        label = node.text(strip=True).rstrip(":").lower()
        if label in nara_aad.LABELS and label not in found and (value := _after(node)):
            found[label] = value
    return found


def _after(node: LexborNode) -> str | None:
    """Return the text of what stands next to a label, or next to the element that holds only the label."""
    within: LexborNode | None = node
    for _ in range(3):
        beside = within.next if within else None
        while beside is not None:
            if text := " ".join(beside.text().split()).removeprefix(":").strip():
                return text
            beside = beside.next
        within = within.parent if within else None
    return None
