"""Word documents (.docx): their paragraphs as lines, with the numbers that Word prints in front of them.

Read by Python's own zip and XML readers, entities refused. python-docx and docx2python need lxml and hold a whole
document in memory, and the first loses the text of revisions and of text boxes; mammoth loses the numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from ingest.domain.documents import Document, Failure
from ingest.sources.forms.laid_out import laid_out
from ingest.sources.forms.text_file import cables_in
from ingest.sources.forms.word_numbering import Numbering, numbering_of
from ingest.sources.limits import LARGEST_FILE, LARGEST_TEXT
from ingest.sources.safe_xml import elements
from ingest.sources.source import Source, Unreadable
from ingest.sources.tidy_text import tidied
from ingest.sources.zipped_document import ZippedDocument, zipped_document

BODY = "word/document.xml"
NOTES = ("word/footnotes.xml", "word/endnotes.xml")
# What is not in the text as it reads: what was moved away, the older copy of a text box, ruby, instructions.
UNSEEN = frozenset({"moveFrom", "Fallback", "del", "rt", "instrText", "delText"})
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
GAP = "   "  # between the cells of a table


def read_word(source: Source) -> Iterator[Document | Failure]:
    """Yield the cables of a Word document; `Unreadable` where it is none, encrypted or empty."""
    with zipped_document(source, "a Word document") as document:
        if BODY not in document.names:
            raise Unreadable("is not a Word document: it has no text")
        lines = _lines(document)
    text = laid_out(lines)
    if not text.strip():
        raise Unreadable("is a Word document without text; if it is a picture, run it through OCR first")
    yield from cables_in(tidied(text), source)


def _lines(document: ZippedDocument) -> list[str]:
    lines = _WordPage(numbering_of(document)).read(document.part(BODY))
    for name in NOTES:
        if name in document.names and (notes := _WordPage(Numbering()).read(document.part(name))):
            lines += ["", *notes]
    return lines


@dataclass
class _Paragraph:
    words: list[str] = field(default_factory=list)
    label: str = ""


@dataclass
class _WordPage:
    """The lines of a part, collected while its elements open and close."""

    numbering: Numbering
    _texts: list[list[str]] = field(default_factory=lambda: [[]])  # lines of the page, and of each open cell
    _rows: list[list[list[str]]] = field(default_factory=list)
    _paragraphs: list[_Paragraph] = field(default_factory=list)
    _unseen: int = 0
    _runs: int = 0  # that are open: a tab elsewhere is the setting of one
    _size: int = 0

    def read(self, part: BinaryIO) -> list[str]:
        for event, name, element in elements(part, whole={"pPr"}):
            if name in UNSEEN:
                self._unseen += 1 if event == "start" else -1
            elif self._unseen:
                continue
            elif event == "start":
                self._open(name)
            elif name == "pPr" and self._paragraphs:
                self._paragraphs[-1].label = self.numbering.label(element)
            elif name == "t" and self._paragraphs:
                self._add(element.text or "")
            else:
                self._close(name)
        return self._texts[0]

    def _open(self, name: str) -> None:
        if name == "p":
            self._paragraphs.append(_Paragraph())
        elif name == "tr":
            self._rows.append([])
        elif name == "tc":
            self._texts.append([])
        elif name == "r":
            self._runs += 1
        elif self._runs and self._paragraphs and name in SIGNS:
            self._add(SIGNS[name])

    def _close(self, name: str) -> None:
        if name == "r":
            self._runs -= 1
        elif name == "p" and self._paragraphs:
            closed = self._paragraphs.pop()
            self._texts[-1] += (closed.label + "".join(closed.words)).split("\n")
        elif name == "tc" and self._rows and len(self._texts) > 1:
            self._rows[-1].append(self._texts.pop())
        elif name == "tr" and self._rows:
            self._texts[-1] += row_lines(self._rows.pop())

    def _add(self, text: str) -> None:
        self._size += len(text)
        if self._size > LARGEST_FILE:
            raise Unreadable(f"has more than {LARGEST_TEXT:,} characters; split it")
        self._paragraphs[-1].words.append(text)


def row_lines(cells: list[list[str]]) -> list[str]:
    """Return a row of a table as a line; one whose cells are texts themselves as these, one after the other."""
    filled = [[line for line in cell if line.strip()] for cell in cells]
    if any(len(cell) > 1 for cell in filled):
        return [line for cell in cells for line in cell]
    return [GAP.join(cell[0] if cell else "" for cell in filled).rstrip()]
