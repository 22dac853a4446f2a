"""E-books (.epub): the chapters of a book as texts, by Python's own zip reader and the reader of web pages.

EbookLib, which does the same, is under the AGPL. Volumes of FRUS are read as history.state.gov lays them out.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, replace
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser

from ingest.domain.documents import Document, Failure, PassedOver
from ingest.sources.cable_signs import has_signs
from ingest.sources.encodings import decode
from ingest.sources.forms.frus_webpage import telegram_in
from ingest.sources.forms.html_text import lines_of
from ingest.sources.forms.laid_out import laid_out
from ingest.sources.forms.markup import is_overloaded
from ingest.sources.forms.text_file import cables_in
from ingest.sources.limits import LARGEST_TEXT
from ingest.sources.metered import DAMAGED
from ingest.sources.safe_xml import attribute, elements
from ingest.sources.source import Source, Unreadable
from ingest.sources.tidy_text import tidied
from ingest.sources.zipped_document import ZippedDocument, zipped_document

CONTAINER = "META-INF/container.xml"
LOCKED = "META-INF/encryption.xml"
FRUS = "Foreign Relations of the United States"
NO_CABLE = "is a chapter without the text of a cable"


@dataclass(frozen=True, slots=True)
class _Chapter:
    place: str
    name: str
    text: str


def read_epub(source: Source) -> Iterator[Document | Failure | PassedOver]:
    """Yield the cables of an e-book. A chapter that does not begin as a cable belongs to the one before it."""
    with zipped_document(source, "an e-book") as book:
        if CONTAINER not in book.names:
            raise Unreadable("is not an e-book: it does not say where its chapters are")
        package = _package(book)
        title, paths = _spine(book, package)
        locked = _locked(book)
        cable: list[_Chapter] = []
        for path in paths:
            place = f"{source.place}: {path}"
            if path in locked:
                yield Failure(place, "is protected (DRM); ingest a copy without protection")
                continue
            try:
                tree = _page(book, path)
                if FRUS in title and (printed := telegram_in(tree, source.stem, _stem(path))):
                    yield replace(printed, place=place)
                    continue
                chapter = _Chapter(place, _stem(path), laid_out(lines_of(tree.root)) if tree.root else "")
            except Unreadable as error:
                yield Failure(place, str(error))
                continue
            if has_signs(chapter.text):
                yield from _cables(cable, source)
                cable = [chapter]
            elif cable and FRUS not in title:
                cable.append(chapter)
            elif chapter.text.strip():
                yield PassedOver(place, NO_CABLE)
        yield from _cables(cable, source)


def _cables(chapters: list[_Chapter], source: Source) -> Iterator[Document | Failure]:
    if not chapters:
        return
    text = "\n\n".join(chapter.text.strip("\n") for chapter in chapters) + "\n"
    if len(text) > 16 * LARGEST_TEXT:
        yield Failure(chapters[0].place, f"has more than {16 * LARGEST_TEXT:,} characters; split the book")
        return
    first = replace(source, place=chapters[0].place, name=chapters[0].name)
    yield from cables_in(tidied(text), first)


def _package(book: ZippedDocument) -> str:
    for event, name, element in elements(book.part(CONTAINER)):
        if event == "end" and name == "rootfile" and (path := attribute(element, "full-path")):
            return path
    raise Unreadable("is not an e-book: it does not say where its chapters are")


def _spine(book: ZippedDocument, package: str) -> tuple[str, list[str]]:
    """Return the title of a book and the paths of its chapters in their order."""
    title, pages, order = "", dict[str, str](), list[str]()
    for event, name, element in elements(book.part(package)):
        if event == "start":
            continue
        if name == "title":
            title = title or (element.text or "")
        elif name == "item" and "html" in (attribute(element, "media-type") or ""):
            if "nav" not in (attribute(element, "properties") or "").split():
                pages[attribute(element, "id") or ""] = attribute(element, "href") or ""
        elif name == "itemref":
            order.append(attribute(element, "idref") or "")
    folder = posixpath.dirname(package)
    paths = (posixpath.normpath(posixpath.join(folder, unquote(pages[id]))) for id in order if id in pages)
    return title, list(dict.fromkeys(paths))


def _locked(book: ZippedDocument) -> frozenset[str]:
    """Return the chapters that are encrypted; fonts often are, and nobody minds."""
    if LOCKED not in book.names:
        return frozenset()
    found = (attribute(element, "URI") for event, name, element in elements(book.part(LOCKED)) if event == "end")
    return frozenset(unquote(path) for path in found if path)


def _page(book: ZippedDocument, path: str) -> LexborHTMLParser:
    html = decode(book.part(path).read())
    if is_overloaded(html):
        raise Unreadable("is nested more deeply, or has more attributes in a tag, than any page with a cable")
    try:
        return LexborHTMLParser(html)
    except Exception as error:
        raise Unreadable(DAMAGED) from error


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]
