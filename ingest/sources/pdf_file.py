"""PDF files with a text layer: released telegrams, and prints of cables."""

import logging
import re
from collections.abc import Iterator

from ingest.domain.documents import Document
from ingest.sources.source import LARGEST_TEXT, Source, Unreadable, seekable
from ingest.sources.text_file import cables_in

# A line that ends a sentence, so that the next page may begin a paragraph.
ENDED = re.compile(r"[.:?!)\"”][ \t]*\Z")
UNPAIRED = re.compile("[\ud800-\udfff\0]")


def read_pdf(source: Source) -> Iterator[Document]:
    """Yield the cables of a PDF file; `Unreadable` where it is encrypted, broken or only pictures."""
    text = _joined(_pages(source))
    if not text.strip():
        raise Unreadable("is a scan without a text layer; run it through OCR (such as ocrmypdf) first")
    yield from cables_in(text, source)


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
            yield UNPAIRED.sub("", page.extract_text())
    except DependencyError as error:
        raise Unreadable("is encrypted; save a copy without encryption") from error
    except (Unreadable, OSError):
        raise
    except Exception as error:
        raise Unreadable("is not a PDF file, or is damaged") from error


def _joined(pages: Iterator[str]) -> str:
    """Join pages so that a sentence runs on over a page break."""
    text = ""
    for page in pages:
        lines = page.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        text += ("\n\n" if ENDED.search(text) else "\n") * bool(text) + lines
        if len(text) > LARGEST_TEXT:
            raise Unreadable(f"has more than {LARGEST_TEXT:,} characters; split the file")
    return text
