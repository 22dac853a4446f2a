"""Pictures of pages, TIFF, PNG or JPEG, read by OCR; several pages of a TIFF file are one text."""

from collections.abc import Iterator
from dataclasses import replace

from ingest.domain.documents import Document, Failure
from ingest.domain.pages import Page
from ingest.domain.scanned_page import ScannedPage
from ingest.sources.forms.paged_text import joined
from ingest.sources.forms.text_file import cables_in
from ingest.sources.scans.ocr_slips import mended
from ingest.sources.scans.read_pages import count_pages, read_pages
from ingest.sources.source import Source, Unreadable, seekable


def read_picture(source: Source) -> Iterator[Document | Failure | ScannedPage]:
    """Yield the pages as they are read, then the cables on them; `Unreadable` where they have no words."""
    source = replace(source, stream=seekable(source.stream))
    numbers = range(1, count_pages(source, ".tif") + 1)
    pages: list[tuple[Page, list[str]]] = []
    failed = False
    for each in read_pages(source, ".tif", numbers):
        yield each
        if isinstance(each, Failure):
            failed = True
        else:
            pages.append((Page(each.number, 0, each.confidence), each.text.split("\n")))
    paged = mended(joined(sorted(pages, key=lambda page: page[0].number)))
    if paged.text:
        yield from cables_in(paged.text, source, paged.pages)
    elif not failed:
        raise Unreadable("is a picture without words, as far as OCR can read it")
