"""OpenDocument texts (.odt), as LibreOffice saves them: their paragraphs as lines, with the numbers of lists.

Read by Python's own zip and XML readers, entities refused, a paragraph at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.etree.ElementTree import Element

from ingest.domain.documents import Document, Failure
from ingest.sources.forms.laid_out import laid_out
from ingest.sources.forms.open_numbering import OpenNumbering, open_numbering_of
from ingest.sources.forms.open_text import PARAGRAPHS, ParagraphWords, words_of
from ingest.sources.forms.text_file import cables_in
from ingest.sources.forms.word_document import row_lines
from ingest.sources.limits import LARGEST_FILE, LARGEST_TEXT
from ingest.sources.safe_xml import elements
from ingest.sources.source import Source, Unreadable
from ingest.sources.tidy_text import tidied
from ingest.sources.zipped_document import ZippedDocument, zipped_document

CONTENT = "content.xml"
MANIFEST = "META-INF/manifest.xml"
ENCRYPTED = b"encryption-data"
DELETED = "tracked-changes"
MOST_IN_ONE = 200_000  # elements of one paragraph or row, which is held in memory
KIND = "an OpenDocument file"


def read_open_document(source: Source) -> Iterator[Document | Failure]:
    """Yield the cables of an OpenDocument text; `Unreadable` where it is none, encrypted or empty."""
    with zipped_document(source, KIND) as document:
        check_open(document)
        lines = _OpenPage(open_numbering_of(document)).read(document.part(CONTENT))
    text = laid_out(lines)
    if not text.strip():
        raise Unreadable("is an OpenDocument file without text; if it is a picture, run it through OCR first")
    yield from cables_in(tidied(text), source)


def check_open(document: ZippedDocument) -> None:
    """Raise `Unreadable` where a document has no content, or one that is encrypted."""
    if CONTENT not in document.names:
        raise Unreadable(f"is not {KIND}: it has no content")
    if MANIFEST in document.names and ENCRYPTED in document.part(MANIFEST).read():
        raise Unreadable("is encrypted; save a copy without a password")


@dataclass
class _OpenPage:
    """The lines of a text, collected while its elements open and close."""

    numbering: OpenNumbering
    _texts: list[list[str]] = field(default_factory=lambda: [[]])  # lines of the page, and of each open cell
    _rows: list[list[list[str]]] = field(default_factory=list)
    _notes: list[str] = field(default_factory=list)
    _size: int = 0

    def read(self, part: BinaryIO) -> list[str]:
        inside = count = deleted = 0  # open paragraphs, elements in the outermost, lists of what was deleted
        for event, name, element in elements(part, whole=PARAGRAPHS):
            opens = event == "start"
            if name == DELETED:
                deleted += 1 if opens else -1
            elif deleted:
                continue
            elif name in PARAGRAPHS:
                inside += 1 if opens else -1
                count = count if inside else 0
                if not opens and not inside:
                    self._add(self.numbering.label(), words_of(element))
            elif inside:
                count += opens
                if count > MOST_IN_ONE:
                    raise Unreadable("has more in one paragraph than any document has")
            elif opens:
                self._open(name, element)
            else:
                self._close(name)
        return self._texts[0] + ["", *self._notes] * bool(self._notes)

    def _open(self, name: str, element: Element) -> None:
        if name == "list":
            self.numbering.open_list(element)
        elif name == "list-item":
            self.numbering.open_item(element)
        elif name == "table-row":
            self._rows.append([])
        elif name == "table-cell":
            self._texts.append([])

    def _close(self, name: str) -> None:
        if name == "list":
            self.numbering.close_list()
        elif name == "table-cell" and self._rows and len(self._texts) > 1:
            self._rows[-1].append(self._texts.pop())
        elif name == "table-row" and self._rows:
            self._texts[-1] += row_lines(self._rows.pop())

    def _add(self, label: str, words: ParagraphWords) -> None:
        self._size += sum(map(len, (words.text, *words.boxes, *words.notes)))
        if self._size > LARGEST_FILE:
            raise Unreadable(f"has more than {LARGEST_TEXT:,} characters; split it")
        first, *others = words.lines
        self._texts[-1] += [label + first, *others]
        self._notes += words.notes
