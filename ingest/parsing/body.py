"""The body of a telegram as paragraphs: numbered ones, unnumbered ones, and the headings above them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ingest.domain.cable import Paragraph, ParagraphKind, Span
from ingest.domain.limits import MOST_PARAGRAPHS, Measure
from ingest.domain.markings import MARK, level_and_caveats
from ingest.parsing.headings import NUMBERED_TITLE, is_title, part_appendix, part_heading, title
from ingest.parsing.lines import REDACTED, RULE, Line, Range, lines
from ingest.parsing.numbering import Start, paragraph_starts
from ingest.parsing.unwrap import unwrap

OPENINGS: dict[ParagraphKind, re.Pattern[str]] = {
    "summary": re.compile(r"\W*(?:\w+\W+){0,2}?SUMMARY\b", re.IGNORECASE),
    "comment": re.compile(r"\W*(?:(?:BEGIN|POST'?S?|EMBASSY|FURTHER|AND|BIO)\s+)?COMMENTS?\b", re.IGNORECASE),
    "action": re.compile(r"\W*(?:THIS IS AN )?ACTION\s+(?:REQUEST|REQUESTED)\b", re.IGNORECASE),
    "note": re.compile(r"\W*(?:BIO(?:GRAPHIC)?\s+)?NOTE\b", re.IGNORECASE),
}
# A set of letters is searched for faster than a word in any letters.
END_MARKER = re.compile(r"[Ee](?<!\w.)[Nn][Dd]\s+(?i:(?:OF\s+)?(?:\w+\s+)?(?:SUMMARY|COMMENT|NOTE)\b)")
OPENING_MARK = re.compile(MARK)
DOTS = re.compile(r"[\s.…]*")


@dataclass(frozen=True, slots=True)
class Body:
    """The paragraphs of a text, and the spans of their labels, words and headings."""

    paragraphs: tuple[Paragraph, ...]
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A paragraph in the making: its number, the heading above it, and its lines."""

    start: Start | None
    heading: list[Line]
    content: list[Line]


def read_body(
    cable: str,
    text: str,
    *,
    begin: int,
    end: int,
    noise: list[Range],
    withheld: list[Range],
    measure: Measure,
    cut_words: bool = False,
) -> Body:
    """Read `text[begin:end]`, in which the ranges of `noise` are blanked out, as paragraphs of `cable`.

    `withheld` are those of them at which something was not released.
    """
    paragraphs: list[Paragraph] = []
    spans: list[Span] = []
    section: str | None = None
    in_comment = False
    for stretch in _stretches(text, begin, end, noise):
        if len(paragraphs) == MOST_PARAGRAPHS:
            measure.exceeded = True
            break
        heading = measure.field(title(text, stretch.heading))
        if stretch.heading:
            section, in_comment = heading or section, False
            spans.append(Span(stretch.heading[0].start, stretch.heading[-1].end, "heading"))
        if not _has_words(text, stretch):
            continue
        words, pieces = unwrap(text, stretch.content, noise, withheld, cut_words=cut_words)
        kind: ParagraphKind = _kind(words, heading) or ("comment" if in_comment else "plain")
        start, mark = stretch.start, _mark(text, stretch)
        level, caveats = level_and_caveats(mark) if mark else (None, ())
        paragraph = Paragraph(
            cable=cable,
            ordinal=len(paragraphs) + 1,
            number=start.number if start else None,
            text=words,
            start=start.start if start else pieces[0][0],
            end=pieces[-1][1],
            pieces=pieces,
            mark_raw=mark,
            level=level,
            caveats=caveats,
            kind=kind,
            section=section,
        )
        paragraphs.append(paragraph)
        if start:
            label = text[start.start : min(start.end, pieces[0][0])].rstrip()
            spans.append(Span(start.start, start.start + len(label), "label", paragraph.ordinal))
        spans += [Span(*piece, "text", paragraph.ordinal) for piece in pieces]
        # A comment runs over the next paragraphs until it says that it ends, or a heading follows.
        ended = END_MARKER.search(words) is not None
        in_comment = kind == "comment" and not ended
        section = None if ended else section
    return Body(tuple(paragraphs), tuple(spans))


def _stretches(text: str, begin: int, end: int, noise: list[Range]) -> Iterator[Stretch]:
    starts = paragraph_starts(text, begin, end)
    preamble = lines(text, begin, starts[0].start if starts else end, noise)
    if not starts:
        yield from _blocks(text, preamble)
        return
    preamble, heading = part_heading(text, preamble, numbered=False)
    yield from _blocks(text, preamble)
    for start, following in pairwise(starts):
        content = lines(text, start.end, following.start, noise)
        if following.number == start.number and not any(line.kind == "text" for line in content):
            continue  # an empty number, printed again with its text
        content, next_heading = part_heading(text, content, numbered=True)
        yield Stretch(start, heading, content)
        heading = next_heading
    content, appendix = part_appendix(text, lines(text, starts[-1].end, end, noise))
    yield Stretch(starts[-1], heading, content)
    yield from _blocks(text, appendix)


def _blocks(text: str, content: list[Line]) -> Iterator[Stretch]:
    """Text without numbers: a paragraph for each block between blank lines, under the headings between."""
    heading: list[Line] = []
    block: list[Line] = []
    for line in content:
        if line.kind == "text" or (line.kind == "noise" and block):
            block.append(line)
        elif line.kind == "rule":
            if len(block) > 3:
                yield Stretch(None, heading, block)
                heading, block = [], []
            heading += [*block, line]
            block = []
        elif block and _goes_on(text, block, line.end):
            block.append(line)
        elif block:
            words = text[block[0].start : block[0].end]
            if len(block) == 1 and (is_title(words) or NUMBERED_TITLE.fullmatch(words)) and not heading:
                heading = block
            else:
                yield Stretch(None, heading, block)
                heading = []
            block = []
    if block:
        yield Stretch(None, heading, block)
    elif any(line.kind == "text" for line in heading):
        yield Stretch(None, [], heading)


def _goes_on(text: str, block: list[Line], position: int) -> bool:
    """After a blank line a block goes on in mid-sentence, with the next bullet, or to its END."""
    last = next(line for line in reversed(block) if line.kind == "text")
    after = text[position : position + 200].lstrip()
    bulleted = text.startswith("-", block[0].start) and after.startswith("-") and not RULE.match(after)
    cut = text[last.end - 1].isalnum() and after[:1].islower()
    return bulleted or cut or after.upper().startswith("END ")


def _has_words(text: str, stretch: Stretch) -> bool:
    """Not a number before dots where the text was truncated, nor a mere redaction without a number."""
    content = [line for line in stretch.content if line.kind == "text"]
    empty = DOTS if stretch.start else REDACTED
    return not all(empty.fullmatch(text, line.start, line.end) for line in content)


def _mark(text: str, stretch: Stretch) -> str | None:
    if stretch.start:
        return stretch.start.mark
    first = next(line for line in stretch.content if line.kind == "text")
    opening = OPENING_MARK.match(text, first.start)
    return " ".join(opening["mark"].split()) if opening else None


def _kind(words: str, heading: str | None) -> ParagraphKind | None:
    for kind, opening in OPENINGS.items():
        if opening.match(words) or (heading and opening.match(heading)):
            return kind
    return None
