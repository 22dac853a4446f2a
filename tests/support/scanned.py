"""Scans made in a test: pages of a PDF file drawn as pictures, and nothing else in the file that holds these."""

import io
from collections.abc import Sequence

import pytest
from written_pdf import pdf

from ingest.sources.scans.engine import engine

needs_ocr = pytest.mark.skipif(engine() is None, reason="Tesseract or pypdfium2 is not installed")


def pictures(pages: Sequence[Sequence[str]], dots: int = 200) -> list:
    """Return each page, given by its lines, as a picture in shades of grey."""
    import pypdfium2

    drawn = pypdfium2.PdfDocument(pdf(pages))
    return [page.render(scale=dots / 72, grayscale=True).to_pil().convert("L") for page in drawn]


def scanned(pages: Sequence[Sequence[str]], dots: int = 200, form: str = "PDF") -> bytes:
    """Return a file of this form (PDF, TIFF, PNG, JPEG) whose pages show these lines, as a scanner makes it."""
    first, *others = pictures(pages, dots)
    file = io.BytesIO()
    more = {"save_all": True, "append_images": others} if form in ("PDF", "TIFF") else {}
    resolution = {"resolution": dots} if form == "PDF" else {"dpi": (dots, dots)}
    first.save(file, form, **more, **resolution)
    return file.getvalue()
