"""Saved web pages, each with one cable.

They are those of the cable site, those with a list of attributes (of the National Archives, and of PlusD, whose
text lies in an element of its own) and those of history.state.gov, which have no <pre>.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from selectolax.lexbor import LexborHTMLParser, LexborNode

from ingest.domain.documents import Document, PageFacts
from ingest.domain.refusals import NO_CABLE_IN_PAGE
from ingest.sources.cable_signs import has_signs
from ingest.sources.forms import frus_webpage, nara_aad
from ingest.sources.forms.html_text import lines_of
from ingest.sources.forms.laid_out import laid_out
from ingest.sources.forms.markup import is_overloaded
from ingest.sources.forms.text_file import cables_in, read_whole
from ingest.sources.source import Source, Unreadable
from ingest.sources.tidy_text import tidied


def read_page(source: Source) -> Iterator[Document]:
    """Yield the cable of a web page, with what the page says about it."""
    html = read_whole(source)
    if is_overloaded(html):
        raise Unreadable("is nested more deeply, or has more attributes in a tag, than any page with a cable")
    tree = LexborHTMLParser(html)
    if printed := frus_webpage.read_telegram(tree):
        yield replace(printed, place=source.place, name=printed.name or source.stem)
        return
    own = tree.css_first("#tagged-text")  # of PlusD, which has other texts besides
    blocks = (own or tree).css("pre") or ([own] if own else [])
    if not blocks:
        yield from _without_lines(tree, source)
        return
    text = "\n\n".join(_text(block).strip("\n") for block in blocks)
    cells = [" ".join(cell.text().split()) for cell in tree.css("table.cable td")]
    text, framed = nara_aad.without_frame(text)
    page = _table(cells) or framed or nara_aad.facts(_attributes(tree))
    yield Document(source.place, tidied(text), name=source.stem, page=page)


def _without_lines(tree: LexborHTMLParser, source: Source) -> Iterator[Document]:
    """Yield the cables of a page that a word processor has written: its lines are paragraphs."""
    text = laid_out(lines_of(tree.root)) if tree.root else ""
    if not source.documents and not has_signs(text):
        raise Unreadable(NO_CABLE_IN_PAGE)
    yield from cables_in(tidied(text), source)


def _text(block: LexborNode) -> str:
    """Return the text of an element with its lines: in one that is no <pre> they end where the mark-up says so."""
    if block.tag == "pre":
        return block.text()
    for end in block.css("br"):
        end.replace_with("\0")
    lines = block.text().replace("\n", "" if "\0" in block.text() else "\n").split("\0")
    return "\n".join(line.strip() for line in lines)


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
