"""A cable as the reader shows it. Pure functions; `ui/templates/cable` has the markup."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.citations import day
from assistant.notebook.cable_notes import COLOURS, LONGEST_NOTE, CableNote
from assistant.notebook.marked_words import LONGEST_QUOTATION
from ingest.catalogue.catalogue import CableSummary
from ingest.domain.cable import Cable, Paragraph
from ingest.domain.offsets import to_text
from ingest.parsing.inline_references import Link, links
from ingest.parsing.sections import missing_sections
from ingest.parsing.table_lines import has_table
from ingest.parsing.versions import Version
from ui.rendering.addresses import Place, anchors, cite_text, permalink
from ui.rendering.cable_text import NotedStretch, Text, Words, in_window, is_shown, marked, plain, words
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
    lines: Sequence[Words]


@dataclass(frozen=True, slots=True)
class ShownParagraph:
    """A paragraph, with the heading before it, its address, and whether it is the place that is shown."""

    section: Words | None
    anchor: str
    ordinal: int
    kind: str
    number: int | None
    portion: str
    text: Text
    has_table: bool
    is_here: bool
    quote: str
    cite: str
    link: str
    place: str
    notes: Sequence[CableNote]


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


def cable_page(
    cable: Cable,
    place: Place,
    references: References = NONE,
    versions: Sequence[Version] = (),
    notes: ShownNotes = NO_NOTES,
) -> str:
    """Return the whole cable as HTML for the reader of the window, with the words marked that `place` names."""
    return render("cable/article.html", article=article(cable, place, references, versions, notes))


def article(
    cable: Cable,
    place: Place,
    references: References = NONE,
    versions: Sequence[Version] = (),
    notes: ShownNotes = NO_NOTES,
    address: Callable[[str], str] = in_window,
    root: str = ".",
) -> Article:
    """Return the whole cable, with the words marked that `place` names (or its paragraph, without words).

    `references`: what it refers to and what refers to it, listed at the end; `versions`: what other texts of it
    have; `notes`: what its reader has noted on it; `address` makes links of cables' ids.
    `root` begins the lasting addresses: the window has them relative to its own.
    """
    return _Shown(cable, place, notes, address, root).article(references, versions)


def missing_page(cable_id: str) -> str:
    """Return a page that says that the library does not hold this cable."""
    return render("cable/missing.html", id=cable_id)


class _Shown:
    """A cable, the place in it that is shown, and how links to other cables are made."""

    def __init__(
        self, cable: Cable, place: Place, notes: ShownNotes, address: Callable[[str], str], root: str
    ) -> None:
        self._cable, self._place, self._address, self._root = cable, place, address, root
        self._trouble = notes.trouble
        self._notes: dict[int, list[CableNote]] = {}
        for each in notes.notes:
            if each.now:
                self._notes.setdefault(each.now.ordinal, []).append(each)

    def article(self, references: References, versions: Sequence[Version]) -> Article:
        cable = self._cable
        return Article(
            id=cable.id,
            place=Place(cable.id).href,
            classification=cable.classification,
            subject=words(one_line(cable.subject or "No subject")),
            facts=_facts(cable),
            warnings=[*_warnings(cable), *filter(None, [self._trouble])],
            header_facts=[
                HeaderFact(name, lines) for name, lines in self._header_facts() if any(map(is_shown, lines))
            ],
            header=self._header(),
            paragraphs=list(self._paragraphs()),
            signature=self._signature() if cable.signature else None,
            versions=[_other(each) for each in versions],
            references=[
                ReferenceList(title, [self._listed(each) for each in listed])
                for title, listed in zip(("Refers to", "Referred to by"), references, strict=True)
                if listed
            ],
        )

    def _header_facts(self) -> Iterator[tuple[str, list[Words]]]:
        cable = self._cable
        yield "From", [words(cable.origin or "")]
        yield "To", [words(name) for name in cable.to]
        yield "Info", [words(name) for name in cable.info]
        yield "Precedence", [plain(cable.precedence or "")]
        yield "Declassify on", [plain(cable.declassify_on or "")]
        yield "Tags", [plain(", ".join(cable.tags))]
        yield (
            "Reftels",
            [words(one_line(each.raw), each.id and self._address(each.id)) for each in cable.references],
        )
        yield "Classified by", [words(one_line(cable.classified_by.raw) if cable.classified_by else "")]

    def _header(self) -> Text:
        """Return the lines of the head as they were sent."""
        cable = self._cable
        end = next((span.start for span in cable.spans if span.kind in BODY), len(cable.raw))
        cited = _cited(self._place, 0, end) if self._place.ordinal == 0 else None
        return marked(cable.raw[:end].rstrip(), cited)

    def _paragraphs(self) -> Iterator[ShownParagraph]:
        referring: dict[int, list[Link]] = {}
        for link in links(self._cable):
            referring.setdefault(link.ordinal, []).append(link)
        named = anchors(self._cable)
        section = None
        for paragraph in self._cable.paragraphs:
            begins = paragraph.section if paragraph.section != section else None
            section = paragraph.section or section
            linked = referring.get(paragraph.ordinal, ())
            yield self._paragraph(paragraph, begins, linked, named[paragraph.ordinal])

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
        return ShownParagraph(
            section=words(one_line(section)) if section else None,
            anchor=anchor,
            ordinal=paragraph.ordinal,
            kind=paragraph.kind,
            number=paragraph.number,
            portion=f"({paragraph.mark_raw.strip('()')})" if paragraph.mark_raw else "",
            text=marked(paragraph.text, cited, referring, self._address, _stretches(notes)),
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

    def _listed(self, each: CableSummary | str) -> ListedCable:
        if isinstance(each, str):
            return ListedCable(each)
        facts = " · ".join(filter(None, (each.origin, day(each.date, each.id))))
        subject = words(one_line(each.subject or "No subject"))
        return ListedCable(each.id, self._address(each.id), facts, each.classification, subject)


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
