"""A cable as the reader shows it. Pure functions; `ui/templates/cable` has the markup."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assistant.citations import day
from ingest.catalogue.reader import CableSummary
from ingest.domain.cable import Cable, Paragraph
from ingest.domain.offsets import to_text
from ingest.parsing.inline_references import Link, links
from ui.rendering.addresses import Place, anchors, permalink
from ui.rendering.templates import one_line, render

REDACTED = re.compile(r"([Xx]{4,}|\[(?i:redacted|name removed)\])")
BODY = ("label", "text", "heading")
DAMAGE = {
    "truncated": "The text of this cable breaks off.",
    "partial": "This record is an extract of the cable.",
    "oversized": "This cable has more than is read of a cable; what is left out stands in its text alone.",
    "body_id_mismatch": "The text names another cable than the record it was filed under.",
}

References = tuple[
    Sequence[CableSummary | str], Sequence[CableSummary | str]
]  # as `Library.references` gives them
NONE: References = ((), ())


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a cable that may be a link: in `pieces` each stretch of text, and the redaction that follows it."""

    pieces: Sequence[tuple[str, str]]
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the words that are cited in it, None where none are."""

    before: Sequence[Words]
    cited: Sequence[Words] | None = None
    after: Sequence[Words] = ()


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
    is_here: bool
    citation: str
    link: str


@dataclass(frozen=True, slots=True)
class Article:
    """A cable with all that the reader shows of it."""

    id: str
    classification: str | None
    subject: Words
    facts: str
    warnings: Sequence[str]
    header_facts: Sequence[HeaderFact]
    header: Text
    paragraphs: Sequence[ShownParagraph]
    signature: Text | None
    references: Sequence["ReferenceList"]


@dataclass(frozen=True, slots=True)
class ReferenceList:
    """Cables that this one refers to, or that refer to it."""

    title: str
    cables: Sequence["ListedCable"]


@dataclass(frozen=True, slots=True)
class ListedCable:
    """A cable in such a list; without `href` the library does not hold it."""

    id: str
    href: str | None = None
    facts: str = ""
    classification: str | None = None
    subject: Words | None = None


def in_window(cable_id: str) -> str:
    """Return the link to a cable within the chat window."""
    return Place(cable_id).href


def cable_page(cable: Cable, place: Place, references: References = NONE) -> str:
    """Return the whole cable as HTML for the reader of the window, with the words marked that `place` names."""
    return render("cable/article.html", article=article(cable, place, references))


def article(
    cable: Cable, place: Place, references: References = NONE, address: Callable[[str], str] = in_window
) -> Article:
    """Return the whole cable, with the words marked that `place` names (or its paragraph, without words).

    `references`: what it refers to and what refers to it, listed at the end; `address` makes links of cables' ids.
    """
    return _Shown(cable, place, address).article(references)


def missing_page(cable_id: str) -> str:
    """Return a page that says that the library does not hold this cable."""
    return render("cable/missing.html", id=cable_id)


class _Shown:
    """A cable, the place in it that is shown, and how links to other cables are made."""

    def __init__(self, cable: Cable, place: Place, address: Callable[[str], str]) -> None:
        self._cable, self._place, self._address = cable, place, address

    def article(self, references: References) -> Article:
        cable = self._cable
        return Article(
            cable.id,
            cable.classification,
            _words(one_line(cable.subject or "No subject")),
            _facts(cable),
            _warnings(cable),
            [HeaderFact(name, lines) for name, lines in self._header_facts() if any(map(_is_shown, lines))],
            self._header(),
            list(self._paragraphs()),
            self._signature() if cable.signature else None,
            [
                ReferenceList(title, [self._listed(each) for each in listed])
                for title, listed in zip(("Refers to", "Referred to by"), references, strict=True)
                if listed
            ],
        )

    def _header_facts(self) -> Iterator[tuple[str, list[Words]]]:
        cable = self._cable
        yield "From", [_words(cable.origin or "")]
        yield "To", [_words(name) for name in cable.to]
        yield "Info", [_words(name) for name in cable.info]
        yield "Precedence", [_plain(cable.precedence or "")]
        yield "Declassify", [_plain(cable.declassify_on or "")]
        yield "Tags", [_plain(", ".join(cable.tags))]
        yield (
            "Reftels",
            [_words(one_line(each.raw), each.id and self._address(each.id)) for each in cable.references],
        )
        yield "Classified by", [_words(one_line(cable.classified_by.raw) if cable.classified_by else "")]

    def _header(self) -> Text:
        """Return the lines of the head as they were sent."""
        cable = self._cable
        end = next((span.start for span in cable.spans if span.kind in BODY), len(cable.raw))
        cited = _cited(self._place, 0, end) if self._place.ordinal == 0 else None
        return self._text(cable.raw[:end].rstrip(), cited)

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
        cited = None
        if place.ordinal == paragraph.ordinal and place.start is not None and place.end is not None:
            try:
                cited = to_text(paragraph, place.start, place.end, cable.raw)
            except ValueError:
                cited = None  # a link made for another version of the cable: the paragraph is still the place
        return ShownParagraph(
            _words(one_line(section)) if section else None,
            anchor,
            paragraph.ordinal,
            paragraph.kind,
            paragraph.number,
            f"({paragraph.mark_raw.strip('()')})" if paragraph.mark_raw else "",
            self._text(paragraph.text, cited, referring),
            place.ordinal == paragraph.ordinal,
            _citation(paragraph, cable, cited),
            permalink(cable.id, anchor),
        )

    def _signature(self) -> Text:
        cable, place = self._cable, self._place
        for span in cable.spans:
            if span.kind == "signature" and place.ordinal == 0 and (cited := _cited(place, span.start, span.end)):
                return self._text(cable.raw[span.start : span.end], cited)
        return Text([_words(cable.signature or "")])

    def _listed(self, each: CableSummary | str) -> ListedCable:
        if isinstance(each, str):
            return ListedCable(each)
        facts = " · ".join(filter(None, (each.origin, day(each.date))))
        subject = _words(one_line(each.subject or "No subject"))
        return ListedCable(each.id, self._address(each.id), facts, each.classification, subject)

    def _text(self, text: str, cited: tuple[int, int] | None, referring: Sequence[Link] = ()) -> Text:
        if cited is None:
            return Text(self._linked(text, 0, len(text), referring))
        start, end = cited
        return Text(
            self._linked(text, 0, start, referring),
            self._linked(text, start, end, referring),
            self._linked(text, end, len(text), referring),
        )

    def _linked(self, text: str, start: int, end: int, referring: Sequence[Link]) -> list[Words]:
        """Return a stretch of a text, in which what refers to another cable is a link to it.

        Words for several cables ("refs A and B") lead to the first; all are listed at the cable's end. Words that
        a mark cuts in two are left as they are.
        """
        found = []
        for link in referring:
            if start <= link.start and link.end <= end:
                found.append(_words(text[start : link.start]))
                found.append(_words(text[link.start : link.end], self._address(link.targets[0])))
                start = link.end
        return [*found, _words(text[start:end])]


def _facts(cable: Cable) -> str:
    time = f", {cable.date[11:16]} UTC" if cable.date and len(cable.date) >= 16 else ""
    return " · ".join(filter(None, (cable.origin or cable.post, day(cable.date) + time, *cable.captions)))


def _warnings(cable: Cable) -> Sequence[str]:
    damage = [DAMAGE[flag] for flag in cable.flags if flag in DAMAGE]
    if not cable.notice:
        return damage
    return [cable.notice, *(each for each in damage if each != DAMAGE["partial"])]  # the notice says that already


def _citation(paragraph: Paragraph, cable: Cable, cited: tuple[int, int] | None) -> str:
    """Return the citation in full, ready to be pasted into a report."""
    words = one_line(paragraph.text[slice(*cited)] if cited else paragraph.text)
    where = f"¶{paragraph.number}" if paragraph.number is not None else f"paragraph {paragraph.ordinal}"
    facts = [f"{cable.id} {where}", cable.origin, day(cable.date), cable.classification]
    return f"“{words}” ({', '.join(fact for fact in facts if fact)})"


def _cited(place: Place, start: int, end: int) -> tuple[int, int] | None:
    """Where the place's words stand in the stretch of raw text from `start` to `end`, if they are there."""
    if place.start is None or place.end is None or not start <= place.start < place.end <= end:
        return None
    return place.start - start, place.end - start


def _words(text: str, href: str | None = None) -> Words:
    """Return words in which what was taken out of them can be made visible."""
    parts = REDACTED.split(text)
    return Words(list(zip_longest(parts[::2], parts[1::2], fillvalue="")), href)


def _plain(text: str) -> Words:
    return Words([(text, "")])


def _is_shown(words: Words) -> bool:
    return words.href is not None or any(map(any, words.pieces))
