"""PDF files: released telegrams, and prints of cables; pages without a text are read by OCR."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.domain.documents import Document, Failure
from ingest.domain.pages import Page
from ingest.domain.scanned_page import ScannedPage
from ingest.sources.forms.paged_text import joined
from ingest.sources.forms.pdf_columns import Shown, columns_apart, is_side_by_side
from ingest.sources.forms.pdf_layout import with_whole_words, without_repeated_lines
from ingest.sources.forms.text_file import cables_in
from ingest.sources.limits import LARGEST_TEXT
from ingest.sources.scans.ocr_slips import mended
from ingest.sources.scans.read_pages import read_pages
from ingest.sources.source import Source, Unreadable, seekable
from ingest.sources.tidy_text import tidied

UNPAIRED = re.compile("[\ud800-\udfff\0]")


def read_pdf(source: Source) -> Iterator[Document | Failure | ScannedPage]:
    """Yield the pages without a text as OCR reads them, a Failure for those that it cannot read, and the cables.

    `Unreadable` where the file is encrypted, broken or blank.
    """
    source = replace(source, stream=seekable(source.stream))
    pages = _limited(_pages(source))
    numbered = [Page(number, 0) for number in range(1, len(pages) + 1)]
    failed = False
    if scans := [page.number for page in numbered if not pages[page.number - 1]]:
        for each in read_pages(source, ".pdf", scans):
            yield each
            if isinstance(each, Failure):
                failed = True
            elif each.text:
                numbered[each.number - 1] = Page(each.number, 0, each.confidence)
                pages[each.number - 1] = mended(each.text).split("\n")
    paged = with_whole_words(joined(zip(numbered, without_repeated_lines(pages), strict=True)))
    if paged.text.strip():
        yield from cables_in(paged.text, source, paged.pages)
    elif not failed:
        raise Unreadable("has no words on any of its pages")


def _pages(source: Source) -> Iterator[str]:
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every oddity that it repairs
    # A broken file surfaces as whatever error the damage leads to, not only as pypdf's own.
    try:
        reader = PdfReader(seekable(source.stream))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise Unreadable("is encrypted; save a copy without a password")
        for page in reader.pages:
            yield UNPAIRED.sub("", _text(page))
    except DependencyError as error:
        raise Unreadable("is encrypted; save a copy without encryption") from error
    except (Unreadable, OSError):
        raise
    except Exception as error:
        raise Unreadable("is not a PDF file, or is damaged") from error


def _text(page: Any) -> str:
    """Return the text of a page, its columns one behind the other; the lines of its tables keep their gaps."""
    shown: list[Shown] = []
    text = str(page.extract_text(visitor_text=lambda words, _, place, *__: shown.append((*place[4:6], words))))
    if not is_side_by_side(shown):
        return text
    try:
        as_it_stands = page.extract_text(extraction_mode="layout")
    except Exception:  # another part of the library, which damage may break; the plain text is there
        return text
    return "\n".join(columns_apart(as_it_stands.split("\n")))


def _limited(pages: Iterator[str]) -> list[list[str]]:
    """Return the lines of each page, none for a page without a text."""
    size, found = 0, []
    for page in pages:
        size += len(page) + 1
        if size > LARGEST_TEXT:
            raise Unreadable(f"has more than {LARGEST_TEXT:,} characters; split the file")
        text = tidied(page.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
        found.append(text.split("\n") if text.strip() else [])
    return found
