"""A cable as the reader shows it. Pure functions; `ui/templates/cable` has the markup."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.citations import day
from assistant.notebook.cable_notes import COLOURS, LONGEST_NOTE, CableNote
from assistant.notebook.marked_words import LONGEST_QUOTATION
from ingest.catalogue.catalogue import CableSummary
from ingest.domain.cable import Cable, Paragraph
from ingest.domain.offsets import to_text
from ingest.domain.pages import Page, page_words, pages_of
from ingest.parsing.inline_references import Link, links
from ingest.parsing.sections import missing_sections
from ingest.parsing.table_lines import has_table
from ingest.parsing.versions import Version
from ui.rendering.addresses import Place, anchors, cite_text, page_picture, permalink
from ui.rendering.cable_outline import OutlineEntry, outline
from ui.rendering.cable_text import NotedStretch, Text, Words, in_window, is_shown, marked, plain, words
from ui.rendering.explained_terms import Explained, ExplainedTerm, TermPlace
from ui.rendering.quotation_marks import inside_quotation
from ui.rendering.templates import one_line, render

BODY = ("label", "text", "heading")
DAMAGE = {
    "truncated": "The text of this cable is incomplete: its end is missing.",
    "partial": "This record is only an extract of the cable.",
    "oversized": "This cable is too long to be parsed in full; the rest is only in its raw text.",
    "body_id_mismatch": "The cable id in this text is not the one that it was filed under.",
}

References = tuple[
    Sequence[CableSummary | str], Sequence[CableSummary | str]
]  # as `Library.references` gives them
NONE: References = ((), ())


@dataclass(frozen=True, slots=True)
class ShownNotes:
    """The notes on a cable, or in `trouble` why they cannot be shown."""

    notes: Sequence[CableNote] = ()
    trouble: str = ""


NO_NOTES = ShownNotes()
# What the form for a note has to know.
NOTING = {"colours": COLOURS, "longest_note": LONGEST_NOTE, "longest_quotation": LONGEST_QUOTATION}


@dataclass(frozen=True, slots=True)
class HeaderFact:
    """A field of the header, with a line for each of its entries."""

    name: str
    lines: Sequence[Sequence[Words]]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page that OCR read: what is told of it, and the address of its picture."""

    told: str
    address: str


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph, with the heading before it, its address, and whether it is the place that is shown."""

    section: Words | None
    anchor: str
    ordinal: int
    kind: str
    number: int | None
    portion: str
    explained: TermPlace | None  # its portion mark
    text: Text
    has_table: bool
    is_here: bool
    quote: str
    cite: str
    link: str
    place: str
    notes: Sequence[CableNote]
    pictures: Sequence["PagePicture"] = ()  # of scanned pages that begin in it
    page: str = ""  # the pages that begin in it, or on which the first paragraph stands


@dataclass(frozen=True, slots=True)
class ListedCable:
    """A cable in such a list; without `href` the library does not hold it."""

    id: str
    href: str | None = None
    facts: str = ""
    classification: str | None = None
    subject: Words | None = None


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """Cables that this one refers to, or that refer to it."""

    title: str
    cables: Sequence[ListedCable]


@dataclass(frozen=True, slots=True)
class ShownVersion:
    """Another text of the cable: what is different in it, in short, and its words of these paragraphs."""

    in_short: str
    paragraphs: Sequence[tuple[int | None, Words]]


@dataclass(frozen=True, slots=True)
class Article:
    """A cable with all that the reader shows of it."""

    id: str
    place: str
    classification: str | None
    subject: Words
    facts: str
    warnings: Sequence[str]
    header_facts: Sequence[HeaderFact]
    header: Text
    paragraphs: Sequence[ShownParagraph]
    signature: Text | None
    versions: Sequence[ShownVersion]
    references: Sequence[ReferenceList]
    outline: Sequence[OutlineEntry]
    terms: Sequence[ExplainedTerm]
    root: str


@dataclass(frozen=True, slots=True)
class Beside:
    """What is shown of a cable beside its own text.

    `references`: what it refers to and what refers to it, listed at the end; `versions`: what other texts of it
    have; `notes`: what its reader has noted on it; `pages`: those of its file, and whether those that OCR read can
    be shown.
    """

    references: References = NONE
    versions: Sequence[Version] = ()
    notes: ShownNotes = NO_NOTES
    pages: Sequence[Page] = ()
    has_pictures: bool = False


ALONE = Beside()


def cable_page(cable: Cable, place: Place, beside: Beside = ALONE, forms: Sequence[str] = ()) -> str:
    """Return the whole cable as HTML for the reader of the window, with the words marked that `place` names.

    `forms`: words of the question that it has.
    """
    return render("cable/pane.html", article=article(cable, place, beside), forms=forms)


def article(
    cable: Cable,
    place: Place,
    beside: Beside = ALONE,
    address: Callable[[str], str] = in_window,
    root: str = ".",
) -> Article:
    """Return the whole cable, with the words marked that `place` names (or its paragraph, without words).

    `address` makes links of cables' ids. `root` begins the lasting addresses: the window has them relative to its
    own.
    """
    return _Shown(cable, place, beside, address, root).article(beside.references, beside.versions)


def missing_page(cable_id: str) -> str:
    """Return a page that says that the library does not hold this cable."""
    return render("cable/missing.html", id=cable_id)


class _Shown:
    """A cable, the place in it that is shown, and how links to other cables are made."""

    def __init__(
        self, cable: Cable, place: Place, beside: Beside, address: Callable[[str], str], root: str
    ) -> None:
        self._cable, self._place, self._address, self._root = cable, place, address, root
        self._explained = Explained.of(cable)
        self._pages, self._has_pictures = beside.pages, beside.has_pictures
        self._trouble = beside.notes.trouble
        self._notes: dict[int, list[CableNote]] = {}
        for each in beside.notes.notes:
            if each.now:
                self._notes.setdefault(each.now.ordinal, []).append(each)

    def article(self, references: References, versions: Sequence[Version]) -> Article:
        cable = self._cable
        named = anchors(cable)
        return Article(
            id=cable.id,
            place=Place(cable.id).href,
            classification=cable.classification,
            subject=words(one_line(cable.subject or "No subject")),
            facts=_facts(cable),
            warnings=[*_warnings(cable), *_read_by_ocr(self._pages), *filter(None, [self._trouble])],
            header_facts=[
                HeaderFact(name, lines)
                for name, lines in self._header_facts()
                if any(is_shown(words) for line in lines for words in line)
            ],
            header=self._header(),
            paragraphs=list(self._paragraphs(named)),
            signature=self._signature() if cable.signature else None,
            versions=[_other(each) for each in versions],
            references=[
                ReferenceList(title, [listed_cable(each, self._address) for each in listed])
                for title, listed in zip(("Refers to", "Referred to by"), references, strict=True)
                if listed
            ],
            outline=outline(cable, named),
            terms=list(self._explained.terms.values()),
            root=self._root,
        )

    def _header_facts(self) -> Iterator[tuple[str, list[Sequence[Words]]]]:
        cable = self._cable
        yield "From", [[words(cable.origin or "")]]
        yield "To", [[words(name)] for name in cable.to]
        yield "Info", [[words(name)] for name in cable.info]
        yield "Precedence", [self._codes(cable.precedence or "")]
        yield "Captions", [self._codes(", ".join(cable.captions))]
        yield "Declassify on", [[plain(cable.declassify_on or "")]]
        yield "Tags", [self._codes(", ".join(cable.tags))]
        yield (
            "Reftels",
            [[words(one_line(each.raw), each.id and self._address(each.id))] for each in cable.references],
        )
        yield "Classified by", [[words(one_line(cable.classified_by.raw) if cable.classified_by else "")]]

    def _codes(self, text: str) -> Sequence[Words]:
        return marked(text, None, explained=self._explained.tags(text)).before

    def _header(self) -> Text:
        """Return the lines of the head as they were sent."""
        cable = self._cable
        end = next((span.start for span in cable.spans if span.kind in BODY), len(cable.raw))
        cited = _cited(self._place, 0, end) if self._place.ordinal == 0 else None
        return marked(cable.raw[:end].rstrip(), cited)

    def _paragraphs(self, named: Mapping[int, str]) -> Iterator[ShownParagraph]:
        referring: dict[int, list[Link]] = {}
        for link in links(self._cable):
            referring.setdefault(link.ordinal, []).append(link)
        section = None
        seen: set[int] = set()
        after = 0  # the first shows the pages of the head too
        for paragraph in self._cable.paragraphs:
            begins = paragraph.section if paragraph.section != section else None
            section = paragraph.section or section
            linked = referring.get(paragraph.ordinal, ())
            on = [each.number for each in pages_of(self._pages, paragraph.start, paragraph.end)]
            page = page_words([number for number in on if number not in seen])
            seen.update(on)
            shown = self._paragraph(paragraph, begins, linked, named[paragraph.ordinal])
            yield replace(shown, page=page, pictures=self._pictures(after, paragraph.end))
            after = paragraph.end

    def _pictures(self, start: int, end: int) -> Sequence[PagePicture]:
        """Return the pictures of the scanned pages that begin here in the text, where there are any."""
        if not self._has_pictures:
            return ()
        return [
            PagePicture(
                f"Picture of page {page.number} (OCR, confidence {page.confidence:.2f})",
                f"{self._root}{page_picture(self._cable.id, page.number)}",
            )
            for page in self._pages
            if page.confidence is not None and start <= page.start < end
        ]

    def _paragraph(
        self, paragraph: Paragraph, section: str | None, referring: Sequence[Link], anchor: str
    ) -> ShownParagraph:
        cable, place = self._cable, self._place
        notes = self._notes.get(paragraph.ordinal, [])
        cited = None
        if place.ordinal == paragraph.ordinal and place.start is not None and place.end is not None:
            try:
                cited = to_text(paragraph, place.start, place.end, cable.raw)
            except ValueError:
                cited = None  # a link made for another version of the cable: the paragraph is still the place
        portion = f"({paragraph.mark_raw.strip('()')})" if paragraph.mark_raw else ""
        mark = self._explained.marking(portion)
        explained = self._explained.places(paragraph.text, referring)
        return ShownParagraph(
            section=words(one_line(section)) if section else None,
            anchor=anchor,
            ordinal=paragraph.ordinal,
            kind=paragraph.kind,
            number=paragraph.number,
            portion=portion,
            explained=mark,
            text=marked(paragraph.text, cited, referring, self._address, explained, _stretches(notes)),
            has_table=has_table(paragraph.text),
            is_here=place.ordinal == paragraph.ordinal,
            quote=f"“{inside_quotation(one_line(paragraph.text[slice(*cited)] if cited else paragraph.text))}”",
            cite=f"{self._root}/{cite_text(Place(cable.id, paragraph.ordinal))}",
            link=self._root + permalink(cable.id, anchor),
            place=(place if cited else Place(cable.id, paragraph.ordinal)).href,
            notes=notes,
        )

    def _signature(self) -> Text:
        cable, place = self._cable, self._place
        for span in cable.spans:
            if span.kind == "signature" and place.ordinal == 0 and (cited := _cited(place, span.start, span.end)):
                return marked(cable.raw[span.start : span.end], cited)
        return Text([words(cable.signature or "")])


def listed_cable(each: CableSummary | str, address: Callable[[str], str]) -> ListedCable:
    """Return a cable as a list has it; an id alone is one that the library does not hold."""
    if isinstance(each, str):
        return ListedCable(each)
    facts = " · ".join(filter(None, (each.origin, day(each.date, each.id))))
    subject = words(one_line(each.subject or "No subject"))
    return ListedCable(each.id, address(each.id), facts, each.classification, subject)


def _read_by_ocr(pages: Sequence[Page]) -> Sequence[str]:
    """Return the line that says which pages are no text that somebody typed, and how sure OCR is of them."""
    read = [page.confidence for page in pages if page.confidence is not None]
    if not read:
        return ()
    which = "This text was" if len(read) == len(pages) else f"{len(read)} of {len(pages)} pages were"
    least = f" ({min(read):.2f} on the worst page)" if len(read) > 1 else ""
    return [f"{which} read by OCR, with confidence {sum(read) / len(read):.2f}{least}: words may be misread."]


def _stretches(notes: Sequence[CableNote]) -> Sequence[NotedStretch]:
    return [NotedStretch(each.id, each.now.start, each.now.end, each.colour) for each in notes if each.now]


def _other(version: Version) -> ShownVersion:
    """Return another text of the cable, without where it was read, which is its owner's to know."""
    found = (
        (each.number, words(each.there))
        for each in version.differences
        if each.there and each.kind != "hidden there"
    )
    return ShownVersion(version.in_short, list(found))


def _facts(cable: Cable) -> str:
    time = f", {cable.date[11:16]} UTC" if cable.date and len(cable.date) >= 16 else ""
    return " · ".join(
        filter(None, (cable.origin or cable.post, day(cable.date, cable.id) + time, *cable.captions))
    )


def _warnings(cable: Cable) -> Sequence[str]:
    damage = [DAMAGE[flag] for flag in cable.flags if flag in DAMAGE]
    if cable.withheld:
        damage.append(f"Where a blank line parts a sentence, words were withheld ({', '.join(cable.withheld)}).")
    if missing := missing_sections(cable):
        damage.append(f"This text {missing}.")
    if not cable.notice:
        return damage
    return [cable.notice, *(each for each in damage if each != DAMAGE["partial"])]  # the notice says that already


def _cited(place: Place, start: int, end: int) -> tuple[int, int] | None:
    """Where the place's words stand in the stretch of raw text from `start` to `end`, if they are there."""
    if place.start is None or place.end is None or not start <= place.start < place.end <= end:
        return None
    return place.start - start, place.end - start
