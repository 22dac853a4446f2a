"""PDF files: released telegrams, and prints of cables; pages without a text are read by OCR."""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ingest.domain.documents import Document, Failure
from ingest.domain.pages import Page
from ingest.domain.scanned_page import ScannedPage
from ingest.sources.cable_signs import has_signs
from ingest.sources.forms.paged_text import joined
from ingest.sources.forms.pdf_columns import Shown, columns_apart, is_side_by_side
from ingest.sources.forms.pdf_layout import with_whole_words, without_repeated_lines
from ingest.sources.forms.pdf_paragraphs import with_paragraphs
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
    pages, as_laid_out = _limited(_pages(source))
    numbered = [Page(number, 0) for number in range(1, len(pages) + 1)]
    failed = False
    if scans := [page.number for page in numbered if not pages[page.number - 1]]:
        for each in read_pages(source, ".pdf", scans):
            yield each
            if isinstance(each, Failure):
                failed = True
            elif each.text:
                place = each.number - 1
                numbered[place] = Page(each.number, 0, each.confidence)
                pages[place] = as_laid_out[place] = each.text.split("\n")
    if source.documents and not has_signs("\n".join(next(filter(None, pages), []))):
        pages = as_laid_out
    paged = mended(joined(zip(numbered, without_repeated_lines(pages), strict=True)))
    paged = with_whole_words(paged)
    if paged.text.strip():
        yield from cables_in(paged.text, source, paged.pages)
    elif not failed:
        raise Unreadable("has no words on any of its pages")


def _pages(source: Source) -> Iterator[tuple[str, str]]:
    """Yield the text of each page, as cables are read, and with its paragraphs apart."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import DependencyError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it reports every oddity that it repairs
    # A broken file surfaces as whatever error the damage leads to, not only as pypdf's own.
    try:
        reader = PdfReader(seekable(source.stream))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            raise Unreadable("is encrypted; save a copy without a password")
        for page in reader.pages:
            plain, laid_out = _text(page)
            yield UNPAIRED.sub("", plain), UNPAIRED.sub("", laid_out) if source.documents else ""
    except DependencyError as error:
        raise Unreadable("is encrypted; save a copy without encryption") from error
    except (Unreadable, OSError):
        raise
    except Exception as error:
        raise Unreadable("is not a PDF file, or is damaged") from error


def _text(page: Any) -> tuple[str, str]:
    """Return the text of a page, its columns one behind the other, and the same with its paragraphs apart.

    The lines of its tables keep their gaps.
    """
    shown: list[Shown] = []
    text = str(
        page.extract_text(visitor_text=lambda words, _, place, __, size: shown.append((*place[4:6], words, size)))
    )
    if not is_side_by_side(shown):
        return text, with_paragraphs(shown)
    try:
        as_it_stands = page.extract_text(extraction_mode="layout")
    except Exception:  # another part of the library, which damage may break; the plain text is there
        return text, text
    text = "\n".join(columns_apart(as_it_stands.split("\n")))
    return text, text


def _limited(pages: Iterator[tuple[str, str]]) -> tuple[list[list[str]], list[list[str]]]:
    """Return the lines of each page in both ways, none for a page without a text."""
    size = 0
    found: tuple[list[list[str]], list[list[str]]] = ([], [])
    for page in pages:
        size += len(page[0]) + 1
        if size > LARGEST_TEXT:
            raise Unreadable(f"has more than {LARGEST_TEXT:,} characters; split the file")
        for way, written in zip(found, page, strict=True):
            text = tidied(written.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
            way.append(text.split("\n") if text.strip() else [])
    return found
