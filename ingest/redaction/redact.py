"""A cable as somebody of a clearance may have it.

One rule: what bears no mark of its own is as high as the whole cable, and the whole is as high as the highest mark
found anywhere in it. So a cable is either had as it stands, or cut down to what is marked low enough:

- the paragraphs that are, with their numbers, marks and kinds, unless something stands within one that resembles
  a mark and is not surely low enough (`damaged_markings.py`);
- of these what is surely theirs. By the rules of marking a mark governs all of a numbered paragraph, so blocks
  behind a blank line stay. But one without a mark that opens with a label, a title or `COMMENT` may be a paragraph
  of its own that lost its mark: the text ends before it. Where no next number follows, what stands behind the
  first block may be anything: the text ends before the first block there that has no mark;
- the subject, if its own mark is low enough;
- a heading, if every paragraph under it stays and the one above it too: where a text ends and the next heading
  begins is the parser's guess, which must give nothing away;
- what a citation needs, which whoever carries the telegram can read: its id, its sender and its date.

Nothing else stays. The classification becomes the highest that is left. TAGS, references and addressees say what
the cable is about and whom it concerns; captions, the executive order, the classifier, the precedence and the
number of sections say how much is hidden; a signature may be the last word of a text, which the parser took for
a name; page lines and debris are not read at all. The raw text of a cable that was cut is written again.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import accumulate, islice, pairwise
from typing import NamedTuple, Self

from ingest.domain.cable import Cable, Paragraph, Span, SpanKind
from ingest.domain.clearance import Clearance
from ingest.domain.levels import LEVELS, RANKS
from ingest.domain.markings import ANY_MARK, level_and_caveats
from ingest.parsing.class_line import class_lines
from ingest.parsing.headings import is_title
from ingest.parsing.lines import RULE
from ingest.parsing.parser import flags
from ingest.redaction.damaged_markings import likenesses

# To be raised when something is cut differently: what was cut by older rules is then cut again.
RULES = 2

_MARK_OF_CLASS = {level.cable: level.mark for level in LEVELS if level.cable == level.label}
# What is left of a cable is of its own class, but nothing is called Limited Official Use any more.
_CLASS_OF_REST = {level.mark: level.cable if level.rank > RANKS["SBU"] else "UNCLASSIFIED" for level in LEVELS}
_NO_CAVEATS = ("SIPDIS", "CORRECTED COPY")  # captions that say nothing of who may read
_MARKED: tuple[SpanKind, ...] = ("subject", "label", "text", "heading", "noise")  # where a mark may stand
# How a block opens that has a mark, and how one that may be no part of the paragraph above: "A.", "(iv)", "3,",
# "-- b)", "[Begin comment", "NOTE".
_MARKED_BLOCK = re.compile(rf"[\W_]{{0,4}}?(?:\w{{1,5}}[.):-]{{0,2}}\s*)?{ANY_MARK}")
_OWN_BLOCK = re.compile(
    r"[\W_]*(?:(?<![^\W_])(?:[A-Za-z]|\d{1,3}|[ivxIVX]{1,5})(?:[^\w\s'’&/]|\s+[(\[{])"
    r"|(?:\w+\W+){0,2}?(?:COMMENTS?|SUMMARY|NOTE|ACTION|INTRODUCTION|ANALYSIS|BIO\w*|ANNEX|APPENDIX|ATTACHMENT)\b)",
    re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
_SENTENCE_END = re.compile(r"[.!?:;\"”’')\]]\Z")
_STAMP = re.compile(r"\b\d{6}Z[ \t]+[A-Za-z]{3,9}[ \t]+\d{2,4}\b")
_LONGEST_SENDER = 80  # what is longer is a head that was put on one line, and holds all sorts


class Marking(NamedTuple):
    """How high something is; a level of None is unknown."""

    level: str | None
    caveats: frozenset[str] = frozenset()

    @classmethod
    def of(cls, mark: str) -> Self:
        """Read a mark such as "S/NF"."""
        level, caveats = level_and_caveats(mark)
        return cls(level, frozenset(caveats))


def redacted(cable: Cable, clearance: Clearance) -> Cable | None:
    """Return the cable as this clearance may have it, None where nothing of it is left.

    A cable that may be had whole is returned as it is.
    """
    if clearance.admits(*marking(cable)):
        return cable
    kept = kept_paragraphs(cable, clearance)
    return _cut(cable, kept, clearance) if kept else None


def kept_paragraphs(cable: Cable, clearance: Clearance) -> list[Paragraph]:
    """Return the paragraphs that are left of a cable, in their order, with the ordinals that they have in it."""
    if clearance.admits(*marking(cable)):
        return list(cable.paragraphs)
    return [left for each in cable.paragraphs if (left := _surely(cable, each, clearance))]


def marking(cable: Cable) -> Marking:
    """Return how high a cable is: the join of its class lines, its captions and every mark in it."""
    captions = frozenset(each for each in cable.captions if each not in _NO_CAVEATS)
    texts = (cable.raw[span.start : span.end] for span in cable.spans if span.kind in _MARKED)
    return _join(
        [
            Marking(_MARK_OF_CLASS.get(cable.classification or ""), captions),
            *(Marking(_MARK_OF_CLASS[line.level]) for line in class_lines(cable.raw, 0, len(cable.raw))),
            *(Marking(each.level, frozenset(each.caveats)) for each in cable.paragraphs if each.mark_raw),
            *(
                Marking(each.level, frozenset(each.caveats))
                for text in texts
                for each in likenesses(text)
                if each.sure
            ),
        ]
    )


def _surely(cable: Cable, paragraph: Paragraph, clearance: Clearance) -> Paragraph | None:
    """Return what of a paragraph is surely low enough."""
    if not paragraph.mark_raw or not clearance.admits(*_of_paragraph(cable.raw, paragraph)):
        return None
    followed = paragraph.number is not None and any(
        each.number == paragraph.number + 1 for each in cable.paragraphs[paragraph.ordinal : paragraph.ordinal + 1]
    )
    ends = (start for start, own in _blocks(cable.raw, paragraph) if own or not followed)
    return _until(paragraph, cable.raw, next(ends, paragraph.end))


def _of_paragraph(raw: str, paragraph: Paragraph) -> Marking:
    words = "\n".join(raw[slice(*piece)] for piece in paragraph.pieces)
    return _join([Marking(paragraph.level, frozenset(paragraph.caveats)), *_marks(words)])


def _marks(text: str) -> Iterator[Marking]:
    """Yield how high a text is by what resembles a mark in it."""
    return (Marking(each.level, frozenset(each.caveats)) for each in likenesses(text))


def _blocks(raw: str, paragraph: Paragraph) -> Iterator[tuple[int, bool]]:
    """Yield where the unmarked blocks behind the first begin, and whether each may be a paragraph of its own."""
    before: tuple[int, int] | None = None
    for start, end in paragraph.pieces:
        found = [blank.end() for blank in _BLANK_LINE.finditer(raw, start, end)]
        if before and any(RULE.fullmatch(line.strip()) for line in raw[before[1] : start].splitlines()):
            yield max(raw.rfind("\n", *before) + 1, before[0]), True  # the title over a rule
        elif before and _SENTENCE_END.search(raw, *before):
            found.insert(0, start)
        for block, following in pairwise([*found, end]):
            words = raw[block:following].strip()
            if not _MARKED_BLOCK.match(words):
                yield block, _opens_own(words)
        before = start, end


def _opens_own(words: str) -> bool:
    first, _, rest = words.partition("\n")
    titled = is_title(first.strip()) if not rest else first.isupper() and not rest.isupper()
    return titled or _OWN_BLOCK.match(words) is not None


def _until(paragraph: Paragraph, raw: str, end: int) -> Paragraph | None:
    """Return a paragraph of another text, `raw`, with nothing from `end` on, None where nothing is left."""
    if end >= paragraph.end:
        return paragraph
    pieces = tuple(
        (start, start + len(raw[start : min(stop, end)].rstrip()))
        for start, stop in paragraph.pieces
        if start < end
    )
    inked = sum(len(_inked(raw[slice(*piece)])) for piece in pieces)
    if not inked:
        return None
    places = (at for at, letter in enumerate(paragraph.text, start=1) if not letter.isspace())
    text = paragraph.text[: next(islice(places, inked - 1, None))]
    return replace(paragraph, text=text, end=pieces[-1][1], pieces=pieces)


def _join(markings: Iterable[Marking]) -> Marking:
    """Return the least marking that is as high as each of these."""
    markings = list(markings)
    known = [each.level for each in markings if each.level in RANKS]
    level = max(known, key=lambda each: RANKS[each or ""]) if len(known) == len(markings) else None
    return Marking(level, frozenset().union(*(each.caveats for each in markings)))


def _cut(cable: Cable, kept: list[Paragraph], clearance: Clearance) -> Cable:
    left = _join(_of_paragraph(cable.raw, each) for each in kept)
    subject = cable.subject if _has_subject(cable, clearance) else None
    if subject:
        left = _join([left, Marking.of(cable.subject_mark or "")])
    classification = _CLASS_OF_REST[left.level or ""]
    captions = _captions(left)
    origin = cable.origin if cable.origin and len(cable.origin) <= _LONGEST_SENDER else None
    new = _Text()
    for words, kind in _head(cable, origin, f"{classification} {' '.join(captions)}", subject):
        new.write(words, kind)
        new.part("\n", "header")
    whole = {each.ordinal for each in kept if each in cable.paragraphs}
    sections = _sections(cable, whole, clearance)
    section: str | None = None
    paragraphs: list[Paragraph] = []
    for ordinal, paragraph in enumerate(kept, start=1):
        own = sections.get(paragraph.ordinal)
        if own and own != section:
            new.part("\n", "noise")
            new.write(f"{own}\n{'-' * len(own)}", "heading")
            new.part("\n", "noise")
        section = own
        new.part("\n", "noise")
        paragraphs.append(_written(new, replace(paragraph, ordinal=ordinal, section=own), cable.raw))
        new.part("\n", "noise")
    raw = new.raw
    return Cable(
        id=cable.id,
        post=cable.post,
        number=cable.number,
        year=cable.year,
        raw=raw,
        paragraphs=tuple(paragraphs),
        spans=tuple(new.spans),
        origin=origin,
        date=cable.date,
        date_source=cable.date_source,
        classification=classification,
        captions=captions,
        subject=subject,
        subject_mark=cable.subject_mark if subject else None,
        flags=flags(raw, tuple(paragraphs)),
    )


def _has_subject(cable: Cable, clearance: Clearance) -> bool:
    if not cable.subject or not cable.subject_mark:
        return False
    printed = (cable.raw[span.start : span.end] for span in cable.spans if span.kind == "subject")
    marks = (each for text in (cable.subject, *printed) for each in _marks(text))
    return clearance.admits(*_join([Marking.of(cable.subject_mark), *marks]))


def _captions(left: Marking) -> tuple[str, ...]:
    sensitive = ["SENSITIVE"] if left.level in ("SBU", "LOU") or "SENSITIVE" in left.caveats else []
    named = sorted("NOFORN" if each == "NF" else each for each in left.caveats - {"SENSITIVE", "ENTIRE TEXT"})
    return tuple(sensitive + named)


def _head(
    cable: Cable, origin: str | None, class_line: str, subject: str | None
) -> Iterator[tuple[str, SpanKind]]:
    stamped = (cable.raw[span.start : span.end] for span in cable.spans if span.kind == "dtg")
    stamp = next((found[0] for found in map(_STAMP.search, stamped) if found), None)
    if stamp:
        yield stamp, "dtg"
    if origin:
        yield f"FM {origin}", "from"
    yield class_line.strip(), "class"
    if subject:
        yield f"SUBJECT: ({cable.subject_mark}) {subject}", "subject"


def _sections(cable: Cable, kept: set[int], clearance: Clearance) -> Mapping[int, str]:
    """Return the sections that may be told, by the ordinals of their paragraphs."""
    headings = [span for span in cable.spans if span.kind == "heading"]
    bounds = [*(span.start for span in headings), len(cable.raw)]
    ordered = sorted(cable.paragraphs, key=lambda each: each.start)
    starts = [each.start for each in ordered]
    highest = list(accumulate((each.ordinal for each in ordered), max))
    found: dict[int, str] = {}
    for heading, (start, end) in zip(headings, pairwise(bounds), strict=True):
        first, after = bisect_left(starts, start), bisect_left(starts, end)
        above = highest[first - 1] if first else 0
        under = ordered[first:after]
        words = cable.raw[heading.start : heading.end]
        stays = kept.issuperset({above, *(each.ordinal for each in under)})
        if stays and all(clearance.admits(*mark) for mark in _marks(words)):
            found |= {
                each.ordinal: each.section
                for each in under
                if each.section and _inked(each.section) in _inked(words)
            }
    return found


def _inked(text: str) -> str:
    return "".join(text.split())


def _written(new: "_Text", paragraph: Paragraph, raw: str) -> Paragraph:
    """Write a paragraph of another text, `raw`, and return it as it now stands."""
    start = new.end
    if paragraph.number is not None:
        new.write(f"{paragraph.number}. ({paragraph.mark_raw})", "label", paragraph.ordinal)
        new.part(" ", "noise")
    pieces: list[tuple[int, int]] = []
    for piece in paragraph.pieces:
        if pieces:
            new.part("\n", "noise")
        pieces.append(new.write(raw[slice(*piece)], "text", paragraph.ordinal))
    return replace(paragraph, start=start, end=new.end, pieces=tuple(pieces))


class _Text:
    """A raw text as it is written, with what stands where."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self.end = 0
        self.spans: list[Span] = []

    @property
    def raw(self) -> str:
        """All that was written."""
        return "".join(self._words)

    def write(self, words: str, kind: SpanKind, ordinal: int | None = None) -> tuple[int, int]:
        """Add words and return where they stand."""
        start, self.end = self.end, self.end + len(words)
        self._words.append(words)
        self.spans.append(Span(start, self.end, kind, ordinal))
        return start, self.end

    def part(self, blank: str, kind: SpanKind) -> None:
        """Add blanks, as one span with those before them."""
        start, _ = self.write(blank, kind)
        if len(self.spans) > 1 and self.spans[-2].kind == kind:
            self.spans[-2:] = [Span(self.spans[-2].start, start + len(blank), kind)]
