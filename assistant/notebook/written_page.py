"""A page of a workspace as a text with footnotes in a citation style, for whichever file it is written into."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answer import Citation, highest_marking
from assistant.citing.cable_reference import CableReference, of_cable, of_places
from assistant.citing.citation_styles import USUAL, cited
from assistant.notebook.workspace_items import WorkspaceItem
from assistant.notebook.workspaces import Workspace
from ingest import Library

BlockKind = Literal["heading", "text", "quotation", "remark"]
_MARKS = re.compile(r"\s*((?:\[\d{1,3}\])+)")
_BLANK_LINES = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Footnote:
    """Where the text refers to a footnote, and what that says."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class PageBlock:
    """A heading or a paragraph: words and footnotes, in order."""

    kind: BlockKind
    pieces: tuple[str | Footnote, ...]


@dataclass(frozen=True, slots=True)
class WrittenPage:
    """A page from top to bottom; its footnotes are numbered from 1."""

    title: str
    blocks: tuple[PageBlock, ...]

    @property
    def footnotes(self) -> list[Footnote]:
        """All footnotes in their order."""
        return [each for block in self.blocks for each in block.pieces if isinstance(each, Footnote)]


def written_page(library: Library, page: Workspace, style: str = USUAL) -> WrittenPage:
    """Return a page with its citations in a style of `citation_styles.py`, or in a CSL file of the reader's own.

    Raises SettingsError where it is neither.
    """
    return WrittenPage(page.name, tuple(_Writing(library, page.items, style).blocks()))


class _Writing:
    def __init__(self, library: Library, items: Sequence[WorkspaceItem], style: str) -> None:
        self._items = items
        places = of_places(library, [place for each in items for place in each.cited])
        wholes = [of_cable(library, id) for id in dict.fromkeys(each.cable for each in items if each.cable)]
        self._wholes = {each.cable: each for each in wholes}
        references = [*places, *wholes]
        printed = dict(zip(references, cited(references, style), strict=True))
        self._places = {(each.cable, each.ordinal or 0): printed[each] for each in places}
        self._cables = {each.cable: printed[each] for each in wholes}
        self._number = 0

    def blocks(self) -> Iterator[PageBlock]:
        for each in self._items:
            yield from self._block(each)
            if each.doubt:
                yield PageBlock("remark", (f"Not borne out by its source: {each.doubt}",))
            if each.gone:
                yield PageBlock("remark", (f"No longer in the library as pinned: {', '.join(each.gone)}",))
        markings = [place.marking for each in self._items for place in each.cited]
        markings += [each.marking for each in self._wholes.values()]
        if marking := highest_marking(markings):
            yield PageBlock("remark", (f"Highest marking cited: {marking}",))

    def _block(self, item: WorkspaceItem) -> Iterator[PageBlock]:
        match item.kind:
            case "heading":
                yield PageBlock("heading", (item.text,))
            case "text":
                yield from (PageBlock("text", (each.strip("\n"),)) for each in _BLANK_LINES.split(item.text))
            case "cable" if not item.gone:
                reference = self._wholes[item.cable]
                yield PageBlock("text", (_title(reference), self._note(self._cables[item.cable])))
            case "paragraph" if item.text:
                yield PageBlock("quotation", (item.text, self._note_of(item.cited)))
            case "note" if item.text:
                yield PageBlock("quotation", (item.cited[0].quote, self._note_of(item.cited)))
                yield from (PageBlock("text", (each.strip("\n"),)) for each in _BLANK_LINES.split(item.text))
            case "sentence" if item.text:
                yield PageBlock("text", tuple(self._pieces(item)))

    def _pieces(self, item: WorkspaceItem) -> Iterator[str | Footnote]:
        """Yield the words of a sentence, and a footnote for each run of its marks."""
        by_number = {each.number: each for each in item.cited}
        end = 0
        for marks in _MARKS.finditer(item.text):
            numbers = [int(each) for each in re.findall(r"\d+", marks[1])]
            if all(each in by_number for each in numbers):
                yield item.text[end : marks.start()]
                yield self._note_of([by_number[each] for each in numbers])
                end = marks.end()
        if end < len(item.text):
            yield item.text[end:]

    def _note_of(self, citations: Sequence[Citation]) -> Footnote:
        *first, last = dict.fromkeys(self._places[each.cable, each.ordinal] for each in citations)
        return self._note("; ".join([*(each.rstrip(".") for each in first), last]))

    def _note(self, text: str) -> Footnote:
        self._number += 1
        return Footnote(self._number, text)


def _title(reference: CableReference) -> str:
    return f"{reference.subject} ({reference.cable})" if reference.subject else reference.cable
