"""The body of a document as paragraphs, under the headings between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.domain.cable import Paragraph, Span
from ingest.domain.limits import MOST_PARAGRAPHS, Measure
from ingest.domain.markings import MARK, level_and_caveats
from ingest.parsing.body import OPENINGS, Body
from ingest.parsing.document_lines import Laid, begins_paragraph, is_broken_off
from ingest.parsing.document_marking import Marked
from ingest.parsing.headings import TITLE_LENGTH, title
from ingest.parsing.lines import Range
from ingest.parsing.unwrap import unwrap

LONGEST_PARAGRAPH = 4_000  # characters; a longer one is parted at the end of a sentence
MOST_WORDS = 12  # of a heading
MOST_HEADINGS = 3  # one above the other
HEADING = re.compile(
    rf"(?:(?:\d{{1,2}}(?:\.\d{{1,2}}){{0,3}}\.?|[IVXL]{{1,6}}\.|[A-Z]\.|\((?:\d{{1,2}}|[a-z])\)) +)?"
    rf"[\"“A-ZÀ-Þ0-9][^\n]{{0,{TITLE_LENGTH}}}"
)
NUMBER = re.compile(rf"(?P<number>\d{{1,3}})[.)][ \t]+(?:{MARK}[ \t]*)?(?=\S)")
OPENING_MARK = re.compile(MARK)
JUSTIFIED = re.compile(r"(?<=\S)  (?=\S)")  # the blanks of a line that was stretched to the margin


class _Stretch(NamedTuple):
    """Lines of one paragraph, and those of the heading above it, where one is."""

    heading: list[Laid]
    lines: list[Laid]


@dataclass(frozen=True, slots=True)
class _Label:
    """The number that a paragraph prints, its mark, and where the words behind them begin."""

    number: int | None = None
    mark: str | None = None
    end: int = 0


def read_document_body(
    id: str,
    text: str,
    laid: Sequence[Laid],
    *,
    width: int,
    noise: list[Range],
    withheld: list[Range],
    marked: Marked,
    measure: Measure,
) -> Body:
    """Return the lines of a body as paragraphs of the document with this id, and what stands where.

    In `text` the ranges of `noise` are blanked out; `withheld` are those of them at which something was not
    released. A paragraph without a mark of its own is as the whole is `marked`.
    """
    paragraphs: list[Paragraph] = []
    spans: list[Span] = []
    section: str | None = None
    stretches = list(_stretches(laid, width))
    is_numbered = _is_numbered([stretch.lines[0] for stretch in stretches])
    for heading, content in stretches:
        if len(paragraphs) == MOST_PARAGRAPHS:
            measure.exceeded = True
            break
        if heading:
            titles = [title(text, [each.line]) for each in heading]
            section = measure.field(": ".join(filter(None, titles)) or None)
            spans.append(Span(heading[0].start, heading[-1].end, "heading"))
        label = _label(content[0], is_numbered=is_numbered)
        lines = [each.line for each in content]
        if label.end:
            lines[0] = lines[0]._replace(start=label.end)
        words, pieces = unwrap(text, lines, noise, withheld, cut_words=False)
        words = JUSTIFIED.sub(" ", words)
        level, caveats = level_and_caveats(label.mark) if label.mark else (marked.level, marked.caveats)
        ordinal = len(paragraphs) + 1
        kinds = (kind for kind, opening in OPENINGS.items() if opening.match(words))
        paragraph = Paragraph(
            cable=id,
            ordinal=ordinal,
            number=label.number,
            text=words,
            start=content[0].start,
            end=pieces[-1][1],
            pieces=pieces,
            mark_raw=label.mark,
            level=level,
            caveats=caveats,
            kind=next(kinds, "plain"),
            section=section,
        )
        paragraphs.append(paragraph)
        if label.end:
            printed = text[content[0].start : label.end].rstrip()
            spans.append(Span(content[0].start, content[0].start + len(printed), "label", ordinal))
        spans += [Span(*piece, "text", ordinal) for piece in pieces]
    return Body(tuple(paragraphs), tuple(spans))


def _stretches(laid: Sequence[Laid], width: int) -> Iterator[_Stretch]:
    heading: list[Laid] = []
    for block in _blocks(laid, width):
        if len(block) == 1 and block[0] is not laid[-1] and is_heading(block[0]):
            heading.append(block[0])
            continue
        if len(heading) > MOST_HEADINGS:  # a list, and no headings
            yield from (_Stretch([], part) for part in _parts(heading))
            heading = []
        for part in _parts(block):
            yield _Stretch(heading, part)
            heading = []
    yield from (_Stretch([], part) for part in _parts(heading))  # with nothing beneath it


def _blocks(laid: Sequence[Laid], width: int) -> Iterator[list[Laid]]:
    """Yield the lines of each paragraph; a heading between paragraphs is a block of its own."""
    block: list[Laid] = []
    for line in laid:
        if block and (begins_paragraph(block[-1], line, width) or _is_parted(block, line, width)):
            yield block
            block = []
        block.append(line)
        if len(block) == 1 and line.underlined and is_heading(line):
            yield block
            block = []
    if block:
        yield block


def _is_parted(block: Sequence[Laid], line: Laid, width: int) -> bool:
    """Tell whether a heading ends above a line, or begins with it, though no blank line tells."""
    if len(block) == 1 and is_heading(block[0]):
        return is_broken_off(block[0], line, width) and not line.words[0].islower()
    return False


def _parts(block: list[Laid]) -> Iterator[list[Laid]]:
    """Yield a paragraph, in parts where it is too long."""
    part: list[Laid] = []
    size = 0
    for line in block:
        if (
            part
            and size + len(line.words) > LONGEST_PARAGRAPH
            and (part[-1].is_ended or size > 2 * LONGEST_PARAGRAPH)
        ):
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line.words)
    if part:
        yield part


def is_heading(line: Laid) -> bool:
    """Tell whether a line that stands alone is a heading: short, and no sentence."""
    words = line.words
    return (
        len(words) <= TITLE_LENGTH
        and len(words.split()) <= MOST_WORDS
        and words[-1] not in ".,;?!)"
        and HEADING.fullmatch(words) is not None
        and any(map(str.isalpha, words))
    )


def _is_numbered(firsts: Sequence[Laid]) -> bool:
    """Tell whether paragraphs print numbers that count up from one, which the first may go without."""
    numbers = [int(found["number"]) for each in firsts if (found := NUMBER.match(each.words))]
    first = 1 if firsts and NUMBER.match(firsts[0].words) else 2
    return len(numbers) > 1 and numbers[0] <= first and numbers == list(range(numbers[0], numbers[-1] + 1))


def _label(line: Laid, *, is_numbered: bool) -> _Label:
    found = NUMBER.match(line.words) if is_numbered else None
    if found:
        mark = found["mark"]
        return _Label(int(found["number"]), mark and " ".join(mark.split()), line.start + found.end())
    opening = OPENING_MARK.match(line.words)
    return _Label(mark=" ".join(opening["mark"].split()) if opening else None)
