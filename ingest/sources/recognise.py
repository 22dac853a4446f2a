"""What kind of file a source is: by its first bytes where these tell, else by its name.

A name that ends in .txt says little where the file begins as a PDF file does; one without a suffix says nothing.
"""

import re
from dataclasses import replace
from io import BufferedReader
from typing import BinaryIO

from ingest.sources.cable_signs import begins_as_a_cable, has_signs
from ingest.sources.formats import DOCUMENTS, PACKED_BY, PICTURES, RECORDS, kind_of, suffix_of
from ingest.sources.source import Source, Unreadable, seekable
from ingest.sources.zipped_document import BoundedZip

BEGINNING = 4096
SIGNATURES = (
    (0, b"%PDF-", ".pdf"),
    (0, b"{\\rtf", ".rtf"),
    (30, b"mimetypeapplication/vnd.oasis.opendocument.text", ".odt"),
    (30, b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", ".ods"),
    (0, b"PK\3\4", ".zip"),
    (0, b"PK\5\6", ".zip"),
    (0, b"7z\xbc\xaf\x27\x1c", ".7z"),
    (0, b"\x1f\x8b\x08", ".gz"),
    (4, b"1AY&SY", ".bz2"),
    (0, b"\xfd7zXZ\0", ".xz"),
    (257, b"ustar", ".tar"),
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAIN_PARTS = {"word/document.xml": ".docx", "xl/workbook.xml": ".xlsx", "META-INF/container.xml": ".epub"}
# How the first member of such a document is called; an archive of a quarter of a million is not opened for it.
FIRST_MEMBER = re.compile(rb"\[Content_Types\]\.xml|_rels/|docProps/|word/|xl/|mimetype|META-INF/")
MAILBOX = re.compile(rb"From [^\n]{0,200}\r?\n(?:>?From |[A-Za-z][\w-]{0,60}:)")
MESSAGE = re.compile(
    rb"(?:[A-Za-z][\w-]{0,60}:[^\n]*\n(?:[ \t][^\n]*\n){0,40}){0,40}?"
    rb"(?:Message-ID|MIME-Version|Received|Return-Path|X-Mozilla-Status|Content-Type):",
    re.IGNORECASE,
)
TEI = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?<TEI\b")
PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html)\b.*<pre\b", re.IGNORECASE | re.DOTALL)
RECORD = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"id"\s*:\s*"[^"]*"\s*,\s*"post"\s*:')
BODY = re.compile(
    rb'"_?(?:text|body|content|(?:cable|message|full)[ _]?text|message|cable_?body)"\s*:\s*["\[]',
    re.IGNORECASE,
)
ADVICE = {
    ".doc": "save it as .docx",
    ".xls": "save it as .xlsx or .csv",
    ".msg": "save the message as .eml",
    ".mobi": "convert it to EPUB, for instance with Calibre",
    ".azw3": "convert it to EPUB, for instance with Calibre",
    ".rar": "unpack it, or pack it as .zip or .7z",
}


def recognised(source: Source) -> tuple[str | None, Source]:
    """Return the kind of a source, None for one that is not read, and the source to read it from."""
    suffix = suffix_of(source.name)
    if suffix in ADVICE:
        return None, source
    if suffix in PICTURES and not source.depth:
        return suffix, source
    head = beginning_of(source.stream)
    named, told = kind_of(source.name), signature(head)
    if told == ".zip" and named not in DOCUMENTS:
        return _zipped(head, source)
    if head.startswith(OLD_OFFICE):
        raise Unreadable("is a Word, Excel or Outlook file of an old kind; save it as .docx, .xlsx or .eml")
    if told and told not in (named, PACKED_BY.get(named or ""), ".zip"):
        return told, source
    if named is None and not suffix_of(source.name):
        return (told or kind_of_text(head)), source
    return named, source


def signature(head: bytes) -> str | None:
    """Return the kind of file whose first bytes these are, None where they tell nothing."""
    return next((kind for at, sign, kind in SIGNATURES if head.startswith(sign, at)), None)


def kind_of_text(head: bytes) -> str | None:
    """Return the kind of text that begins so, None where it holds no cable as far as can be told."""
    if MAILBOX.match(head):
        return ".mbox"
    if MESSAGE.match(head):
        return ".eml"
    if TEI.match(head):
        return ".xml"
    if PAGE.match(head):
        return ".html"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return RECORDS[0] if holds_records(head) else None
    return ".txt" if begins_as_a_cable(head) else None


def holds_records(head: bytes) -> bool:
    """Tell whether JSON that begins so holds cables: JSON beside cables is as often something else."""
    if RECORD.match(head):
        return True
    return bool(BODY.search(head)) and has_signs(
        head.replace(b"\\n", b"\n").replace(b'"', b"\n").decode("latin-1")
    )


def beginning_of(stream: BinaryIO) -> bytes:
    """Return how a stream begins; it is left where it stands. Raises OSError as reading does."""
    return stream.peek(BEGINNING)[:BEGINNING] if isinstance(stream, BufferedReader) else b""


def _zipped(head: bytes, source: Source) -> tuple[str, Source]:
    """Tell a document that is a zip file from an archive: by what is in it."""
    if not FIRST_MEMBER.match(head, 30):
        return ".zip", source
    source = replace(source, stream=seekable(source.stream))
    try:
        with BoundedZip(source.stream) as archive:
            names = set(archive.namelist())
    except (OSError, Unreadable):
        raise
    except Exception:  # noqa: BLE001 - the reader of archives will tell what is wrong with it
        names = set()
    finally:
        source.stream.seek(0)
    return next((kind for name, kind in MAIN_PARTS.items() if name in names), ".zip"), source
